#include "import/python/format.h"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <optional>

#include "base/unicode.h"
#include "import/python/arguments.h"
#include "import/python/format_spec.h"
#include "import/python/numbers.h"

namespace nnshape::python {
namespace {

bool is_align(char letter) { return letter == '<' || letter == '>' || letter == '=' || letter == '^'; }

std::string upper(std::string text) {
    for (char& letter : text) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    return text;
}

// Digits with a mark between each group of them, from the right.
std::string grouped(std::string_view digits, char mark, size_t size) {
    std::string out;
    for (size_t index = 0; index < digits.size(); ++index) {
        if (index > 0 && (digits.size() - index) % size == 0) out += mark;
        out += digits[index];
    }
    return out;
}

class SpecParser {
  public:
    SpecParser(std::string_view text) : rest_(text) {}

    std::optional<FormatSpec> parse() {
        FormatSpec spec;
        take_align(spec);
        if (!rest_.empty() && std::string_view("+- ").find(rest_[0]) != std::string_view::npos) spec.sign = take();
        if (next_is('z')) take();
        if (next_is('#')) spec.alternative = take();
        if (next_is('0')) {
            take();
            if (spec.align == 0) spec.fill = "0", spec.align = '=';
        }
        spec.width = take_number().value_or(0);
        if (next_is(',') || next_is('_')) spec.group = take();
        if (next_is('.')) {
            take();
            spec.precision = take_number();
            if (!spec.precision) return {};
        }
        if (!rest_.empty()) spec.type = take();
        return rest_.empty() ? std::optional(spec) : std::nullopt;
    }

  private:
    bool next_is(char letter) const { return rest_.starts_with(letter); }
    char take() {
        char letter = rest_[0];
        rest_.remove_prefix(1);
        return letter;
    }
    void take_align(FormatSpec& spec) {
        if (rest_.empty()) return;
        size_t bytes = std::max<size_t>(decode(rest_).bytes, 1);
        if (rest_.size() > bytes && is_align(rest_[bytes])) {
            spec.fill = rest_.substr(0, bytes);
            rest_.remove_prefix(bytes);
            spec.align = take();
        } else if (is_align(rest_[0])) {
            spec.align = take();
        }
    }
    std::optional<int64_t> take_number() {
        size_t count = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
        auto number = integer_of(rest_.substr(0, count), 10);
        if (count > 0 && !number) number = most_bytes + 1;
        rest_.remove_prefix(count);
        return number;
    }

    std::string_view rest_;
};

// A number of the type of the specification, without its sign; nothing if the type is not for numbers.
std::optional<std::string> real_digits(double number, const FormatSpec& spec) {
    char type = spec.type;
    bool is_upper = type == 'F' || type == 'E' || type == 'G';
    if (is_upper) type = static_cast<char>(type - 'A' + 'a');
    if (type == 'n') type = 'g';
    std::string text;
    if (type == '%') number *= 100;
    if (!std::isfinite(number)) {
        text = std::isnan(number) ? "nan" : "inf";
    } else if (type == 0 && !spec.precision) {
        text = number_text(number);
    } else {
        auto precision = static_cast<int>(std::min<int64_t>(spec.precision.value_or(6), 400));
        char form = type == '%' ? 'f' : type == 0 ? 'g' : type;
        if (form != 'f' && form != 'e' && form != 'g') return {};
        text = real_text(number, form, precision);
        if (type == 0 && text.find_first_of(".e") == std::string::npos) text += ".0";
    }
    if (type == '%') text += '%';
    return is_upper ? upper(text) : text;
}

std::optional<std::string> integer_digits(uint64_t number, const FormatSpec& spec) {
    switch (spec.type) {
        case 0:
        case 'd':
        case 'n': return digits_of(number, 10);
        case 'b': return (spec.alternative ? "0b" : "") + digits_of(number, 2);
        case 'o': return (spec.alternative ? "0o" : "") + digits_of(number, 8);
        case 'x': return (spec.alternative ? "0x" : "") + digits_of(number, 16);
        case 'X': return (spec.alternative ? "0X" : "") + upper(digits_of(number, 16));
        default: return {};
    }
}

// Marks between the digits before the point, and zeros up to the width.
std::string with_groups(std::string text, const FormatSpec& spec, size_t sign_size) {
    size_t prefix_size = text.size() > 1 && std::string_view("bBoOxX").find(text[1]) != std::string_view::npos ? 2 : 0;
    std::string prefix = text.substr(0, prefix_size);
    size_t end = std::min(text.find_first_not_of("0123456789abcdefABCDEF", prefix_size), text.size());
    if (prefix_size == 0) end = std::min(text.find_first_not_of("0123456789"), text.size());
    std::string digits = text.substr(prefix_size, end - prefix_size), rest = text.substr(end);
    bool by_four = spec.group == '_' && std::string_view("boxX").find(spec.type) != std::string_view::npos && spec.type;
    auto written = [&] { return spec.group ? grouped(digits, spec.group, by_four ? 4 : 3) : digits; };
    std::string result = written();
    if (spec.align == '=' && spec.fill == "0") {
        while (!digits.empty() &&
               static_cast<int64_t>(sign_size + prefix.size() + result.size() + rest.size()) < spec.width) {
            digits.insert(0, "0");
            result = written();
        }
    }
    return prefix + result + rest;
}

}  // namespace

std::optional<FormatSpec> parse_format_spec(std::string_view text) { return SpecParser(text).parse(); }

std::string padded(std::string_view text, const FormatSpec& spec, char standard_align) {
    auto missing = spec.width - static_cast<int64_t>(split_characters(text).size());
    if (missing <= 0) return std::string(text);
    char align = spec.align ? spec.align : standard_align;
    auto before = align == '<' ? 0 : align == '^' ? missing / 2 : missing;
    std::string out;
    for (int64_t count = 0; count < before; ++count) out += spec.fill;
    out += text;
    for (int64_t count = before; count < missing; ++count) out += spec.fill;
    return out;
}

std::string formatted_text(std::string_view text, const FormatSpec& spec) {
    std::string shown;
    int64_t count = 0;
    for (std::string_view character : split_characters(text)) {
        if (spec.precision && count++ >= *spec.precision) break;
        shown += character;
    }
    return padded(shown, spec, '<');
}

std::optional<std::string> formatted_number(const Value& value, const FormatSpec& spec) {
    bool is_negative = value.is_integer() ? value.integer < 0 : std::signbit(value.real) && !std::isnan(value.real);
    std::optional<std::string> text;
    if (value.is_integer()) {
        auto number = static_cast<uint64_t>(value.integer);
        text = integer_digits(is_negative ? 0 - number : number, spec);
    }
    if (value.is_integer() && spec.type == 'c' && value.integer >= 0 && value.integer <= 0x10ffff) {
        text.emplace();
        append_utf8(*text, static_cast<uint32_t>(value.integer));
        return padded(*text, spec, '<');
    }
    if (!text) text = real_digits(std::fabs(value.as_real()), spec);
    if (!text) return {};
    std::string sign = is_negative ? "-" : spec.sign == '+' ? "+" : spec.sign == ' ' ? " " : "";
    std::string body = with_groups(*text, spec, sign.size());
    if (spec.align != '=') return padded(sign + body, spec, '>');
    FormatSpec inner = spec;
    inner.width -= static_cast<int64_t>(sign.size());
    return sign + padded(body, inner, '>');
}

std::string formatted(Interpreter& interpreter, const Value& value, std::string_view specification, Spot spot) {
    need_known(interpreter, value);
    if (auto result = call_method(interpreter, value, "__format__", {interpreter.string(std::string(specification))})) {
        return to_text(interpreter, *result);
    }
    if (specification.empty()) return str_text(interpreter, value);
    Value content = without_tensor(interpreter, content_of(value));
    auto* text = as<String>(content);
    auto spec = parse_format_spec(specification);
    if (!spec) interpreter.raise("ValueError", "Invalid format specifier", spot);
    count_bytes(interpreter, spec->width);
    if (text && (spec->type == 0 || spec->type == 's')) return formatted_text(text->text, *spec);
    auto number = content.is_number() ? formatted_number(content, *spec) : std::nullopt;
    if (number) return *number;
    if (!content.is_number() && !text) {
        interpreter.raise("TypeError",
                          fmt::format("unsupported format string passed to {}.__format__", type_name(value)), spot);
    }
    interpreter.raise("ValueError",
                      fmt::format("Unknown format code '{}' for object of type '{}'", spec->type, type_name(value)),
                      spot);
}

Value interpolated(Interpreter& interpreter, const Value& value, std::string_view conversion,
                   std::string_view specification, Spot spot) {
    try {
        if (conversion.empty()) return interpreter.string(formatted(interpreter, value, specification, spot));
        std::string text = conversion == "s" ? str_text(interpreter, value) : repr_text(interpreter, value);
        return interpreter.string(formatted(interpreter, interpreter.string(text), specification, spot));
    } catch (const NotKnown& unknown) {
        return unknown.value;
    }
}

}  // namespace nnshape::python
