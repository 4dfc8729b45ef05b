#include "import/python/numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace nnshape::python {
namespace {

constexpr int most_digits = 400;  // that a real number is written with

std::string written(double number, std::chars_format format, int precision) {
    char buffer[2 * most_digits];
    auto end = std::to_chars(buffer, buffer + sizeof buffer, number, format, std::min(precision, most_digits)).ptr;
    return std::string(buffer, end);
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& letter : out) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return out;
}

// Without the underscores between digits; nothing if one is elsewhere.
std::optional<std::string> without_underscores(std::string_view text) {
    std::string out;
    for (size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '_') {
            out += text[at];
            continue;
        }
        auto is_letter = [&](size_t place) {
            return place < text.size() && std::string_view("0123456789abcdefxo").find(text[place]) != std::string::npos;
        };
        if (at == 0 || !is_letter(at - 1) || !is_letter(at + 1)) return {};
    }
    return out;
}

std::optional<double> parsed(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    if (text.starts_with('+')) return {};
    double number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end != text.data() + text.size() || text.empty()) return {};
    if (error == std::errc()) return number;
    if (error != std::errc::result_out_of_range) return {};
    bool small = text.find("e-") != std::string_view::npos;
    double bound = small ? 0 : std::numeric_limits<double>::infinity();
    return text.starts_with('-') ? -bound : bound;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\n\r\f\v";
    size_t start = text.find_first_not_of(space);
    if (start == std::string_view::npos) return {};
    return text.substr(start, text.find_last_not_of(space) - start + 1);
}

std::string number_text(double number) {
    if (std::isnan(number)) return "nan";
    if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
    double size = std::fabs(number);
    bool is_plain = size == 0 || (size >= 1e-4 && size < 1e16);
    char buffer[64];
    auto format = is_plain ? std::chars_format::fixed : std::chars_format::scientific;
    std::string text(buffer, std::to_chars(buffer, buffer + sizeof buffer, number, format).ptr);
    return is_plain && text.find('.') == std::string::npos ? text + ".0" : text;
}

std::string real_text(double number, char type, int precision) {
    if (type == 'f') return written(number, std::chars_format::fixed, precision);
    if (type == 'e') return written(number, std::chars_format::scientific, precision);
    return written(number, std::chars_format::general, std::max(precision, 1));
}

double rounded_to_digits(double number, int64_t digits) {
    if (!std::isfinite(number) || digits > 330) return number;
    if (digits < -310) return std::copysign(0.0, number);
    if (digits >= 0) return parsed(real_text(number, 'f', static_cast<int>(digits))).value_or(number);
    double unit = std::pow(10.0, static_cast<double>(-digits));
    return std::nearbyint(number / unit) * unit;
}

std::optional<int64_t> integer_of(std::string_view text, int base) {
    text = trimmed(text);
    bool is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) text.remove_prefix(1);
    std::string low = lower(text);
    std::string_view digits = low;
    constexpr struct {
        std::string_view prefix;
        int base;
    } prefixes[] = {{"0x", 16}, {"0o", 8}, {"0b", 2}};
    for (const auto& one : prefixes) {
        if (!digits.starts_with(one.prefix) || (base != 0 && base != one.base)) continue;
        base = one.base;
        digits.remove_prefix(2);
        if (digits.starts_with('_')) digits.remove_prefix(1);
        break;
    }
    auto plain = without_underscores(digits);
    if (!plain || plain->empty() || (*plain)[0] == '-') return {};
    if (is_negative) plain->insert(0, "-");
    int64_t number = 0;
    auto [end, error] = std::from_chars(plain->data(), plain->data() + plain->size(), number, base == 0 ? 10 : base);
    bool complete = error == std::errc() && end == plain->data() + plain->size();
    return complete ? std::optional(number) : std::nullopt;
}

std::optional<double> real_of(std::string_view text) {
    auto plain = without_underscores(lower(trimmed(text)));
    return plain ? parsed(*plain) : std::nullopt;
}

std::string digits_of(uint64_t number, unsigned base) {
    char buffer[64];
    return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, number, static_cast<int>(base)).ptr);
}

}  // namespace nnshape::python
