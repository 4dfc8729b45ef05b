#include "spec/amount.h"

#include <fmt/format.h>
#include <algorithm>
#include <numeric>

#include "base/checked.h"
#include "base/text.h"
#include "spec/spec.h"

namespace nnshape {
namespace {

struct Suffix {
    std::string_view name;
    int64_t factor;
};

constexpr Suffix suffixes[] = {
    {"Ki", 1LL << 10}, {"Mi", 1LL << 20}, {"Gi", 1LL << 30},    {"Ti", 1LL << 40},    {"k", 1'000},
    {"K", 1'000},      {"M", 1'000'000},  {"G", 1'000'000'000}, {"B", 1'000'000'000}, {"T", 1'000'000'000'000}};

int64_t take_suffix(std::string_view& text) {
    for (const Suffix& suffix : suffixes) {
        if (!text.ends_with(suffix.name)) continue;
        text.remove_suffix(suffix.name.size());
        return suffix.factor;
    }
    return 1;
}

// 62,378,344 without its commas; nothing if they do not separate groups of three digits.
std::optional<std::string> without_commas(std::string_view text) {
    std::string out;
    size_t since_comma = 0;
    bool grouped = false;
    for (char letter : text) {
        if (letter != ',') {
            out += letter;
            ++since_comma;
            continue;
        }
        if (grouped ? since_comma != 3 : since_comma == 0 || since_comma > 3) return std::nullopt;
        grouped = true;
        since_comma = 0;
    }
    if (grouped && since_comma != 3) return std::nullopt;
    return out;
}

// 62378344 as 62,378,344, with `separator` (which may be empty) in place of the comma.
std::string parted(int64_t number, std::string_view separator) {
    std::string out;
    for (char letter : with_commas(number)) {
        letter == ',' ? out.append(separator) : out.append(1, letter);
    }
    return out;
}

std::optional<int64_t> whole(std::string_view digits) {
    ReadInteger integer = read_integer(digits);
    if (integer.form != Literal::Form::integer) return std::nullopt;
    return integer.value;
}

}  // namespace

int64_t suffix_factor(std::string_view suffix) {
    std::string_view rest = suffix;
    int64_t factor = take_suffix(rest);
    return rest.empty() && !suffix.empty() ? factor : 0;
}

std::optional<int64_t> read_amount(std::string_view text) {
    if (text.starts_with('-')) return std::nullopt;
    int64_t factor = take_suffix(text);
    size_t point = text.find('.');
    auto digits = without_commas(text.substr(0, point));
    if (!digits) return std::nullopt;
    auto integer = whole(*digits);
    if (!integer) return std::nullopt;
    Checked amount = Checked(*integer) * factor;
    if (point == std::string_view::npos) return amount.overflowed() ? std::nullopt : std::optional(amount.value());

    // 1.25M: the fraction times the suffix's factor, which must be a whole number.
    std::string_view fraction = text.substr(point + 1);
    auto numerator = whole(fraction);
    if (!numerator || fraction.size() > 18 || fraction.find_first_of("-_") != std::string_view::npos) {
        return std::nullopt;
    }
    int64_t denominator = 1;
    for (size_t digit = 0; digit < fraction.size(); ++digit) denominator *= 10;
    int64_t common = std::gcd(denominator, factor);
    if (*numerator % (denominator / common) != 0) return std::nullopt;
    amount += *numerator / (denominator / common) * (factor / common);
    return amount.overflowed() ? std::nullopt : std::optional(amount.value());
}

std::string amount_like(std::string_view written, int64_t amount) {
    constexpr size_t most_decimals = 6;  // that times the largest suffix fit into 64 bits
    std::string_view digits = written;
    int64_t factor = take_suffix(digits);
    size_t point = std::min(digits.find('.'), digits.size());
    std::string_view separator = written.find('_') != std::string_view::npos                 ? "_"
                                 : written.find(',') != std::string_view::npos || point <= 3 ? ","
                                                                                             : "";
    size_t decimals = point == digits.size() ? 0 : digits.size() - point - 1;
    if (factor == 1 || amount < factor || decimals > most_decimals) return parted(amount, separator);
    int64_t fraction = amount % factor;
    for (size_t decimal = 0; decimal < decimals; ++decimal) fraction *= 10;
    if (fraction % factor != 0) return parted(amount, separator);
    std::string out = parted(amount / factor, separator);
    if (decimals > 0) out += fmt::format(".{:0{}}", fraction / factor, decimals);
    return out.append(written.substr(digits.size()));
}

bool is_unanswered(const Spec& spec, const Literal& literal) {
    return literal.form == Literal::Form::word && spec.text(literal) == "?";
}

}  // namespace nnshape
