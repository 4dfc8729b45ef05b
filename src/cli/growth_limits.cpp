#include "cli/growth_limits.h"

#include <fmt/format.h>
#include <algorithm>
#include <optional>

#include "base/checked.h"
#include "base/text.h"
#include "base/unicode.h"
#include "cli/options.h"
#include "report/diff/diff.h"
#include "spec/amount.h"

namespace nnshape {
namespace {

constexpr int64_t millionths = 1'000'000;
constexpr size_t decimals = 6;

std::vector<std::string_view> growing_totals() {
    std::vector<std::string_view> names{layers_key};
    names.insert(names.end(), std::begin(figure_names), std::end(figure_names));
    names.push_back(peak_key);
    return names;
}

constexpr int64_t not_digits = -1;

int64_t digits_of(std::string_view text) {
    bool are_digits = !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
    ReadInteger number = read_integer(text);
    return are_digits && number.form == Literal::Form::integer ? number.value : not_digits;
}

// `5` or `2.5` in millionths, with at most 6 decimals; `not_digits` if the text is neither or the number too large.
int64_t read_percent(std::string_view text) {
    size_t point = std::min(text.find('.'), text.size());
    std::string fraction(text.substr(std::min(point + 1, text.size())));
    if (point < text.size() && (fraction.empty() || fraction.size() > decimals)) return not_digits;
    fraction.resize(decimals, '0');
    int64_t whole = digits_of(text.substr(0, point)), rest = digits_of(fraction);
    Checked percent = Checked(whole) * millionths + rest;
    return whole == not_digits || rest == not_digits || percent.overflowed() ? not_digits : percent.value();
}

std::optional<GrowthLimit> read_limit(std::string_view key, std::string_view text) {
    if (!text.starts_with('+')) return std::nullopt;
    bool is_percent = text.ends_with('%');
    std::string_view number = text.substr(1, text.size() - 1 - (is_percent ? 1 : 0));
    int64_t most = is_percent ? read_percent(number) : read_amount(number).value_or(not_digits);
    if (most == not_digits) return std::nullopt;
    return GrowthLimit{std::string(key), std::string(text), most, is_percent};
}

}  // namespace

// In 128 bits: neither side can overflow.
bool GrowthLimit::holds(int64_t old_number, int64_t new_number) const {
    __extension__ using Wide = __int128;
    Wide growth = static_cast<Wide>(new_number) - old_number;
    if (!is_percent) return growth <= most;
    return growth * 100 * millionths <= static_cast<Wide>(most) * old_number;
}

Result<std::vector<GrowthLimit>, std::string> growth_limits(const std::vector<std::string>& options) {
    std::vector<GrowthLimit> limits;
    for (const auto& [key, text] : limit_texts(options)) {
        auto names = growing_totals();
        if (std::find(names.begin(), names.end(), key) == names.end()) return not_among(key, "a total", names);
        auto limit = read_limit(key, text);
        if (!limit) {
            return fmt::format("`{}` is not a limit of growth; for example `--limit params=+5%,macs=+0`",
                               printable(fmt::format("{}{}{}", key, text.empty() ? "" : "=", text)));
        }
        limits.push_back(*limit);
    }
    return limits;
}

std::vector<std::string> exceeded(const std::vector<GrowthLimit>& limits, const Difference& difference) {
    std::vector<std::string> messages;
    std::vector<NumberChange> totals = all_totals(difference);
    for (const GrowthLimit& limit : limits) {
        const NumberChange& total =
            *std::find_if(totals.begin(), totals.end(), [&](const NumberChange& one) { return one.name == limit.key; });
        if (limit.holds(total.old_number, total.new_number)) continue;
        std::string percent = percent_text(total);
        messages.push_back(fmt::format("`{}` grows from {} to {} ({}{}{}), above the `--limit` of {}", limit.key,
                                       with_commas(total.old_number), with_commas(total.new_number), signed_text(total),
                                       percent.empty() ? "" : ", ", percent, limit.text));
    }
    return messages;
}

}  // namespace nnshape
