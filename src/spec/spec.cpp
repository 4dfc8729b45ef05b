#include "spec/spec.h"

namespace nnshape {
namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// Removes the digits at the start of a text. Returns whether there were any.
bool skip_digits(std::string_view& text) {
    size_t count = 0;
    while (count < text.size() && is_digit(text[count])) ++count;
    text.remove_prefix(count);
    return count > 0;
}

bool skip(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text[0]) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

}  // namespace

void Spec::clear() {
    form = SpecForm::text;
    name = layout = dtype = weights_dtype = {};
    id = schema = {};
    inputs.clear(), statements.clear(), definitions.clear(), parameters.clear(), lets.clear(), outputs.clear(),
        allow.clear(), expect.clear(), limit.clear();
    arguments.clear(), expected.clear(), items.clear(), decoded.clear();
}

ReadInteger read_integer(std::string_view text) {
    bool negative = !text.empty() && text[0] == '-';
    std::string_view digits = text.substr(negative ? 1 : 0);
    if (digits.empty() || digits.front() == '_' || digits.back() == '_') return {};
    int64_t value = 0;
    bool fits = true;
    char last = '0';
    for (char letter : digits) {
        if (letter == '_' && last != '_') {
            last = letter;
            continue;
        }
        if (!is_digit(letter)) return {};
        last = letter;
        int64_t digit = negative ? '0' - letter : letter - '0';
        fits = fits && !__builtin_mul_overflow(value, 10, &value) && !__builtin_add_overflow(value, digit, &value);
    }
    return fits ? ReadInteger{Literal::Form::integer, value} : ReadInteger{Literal::Form::huge, 0};
}

bool is_decimal(std::string_view text) {
    skip(text, "-");
    bool whole = skip_digits(text);
    bool point = skip(text, ".");
    bool fraction = point && skip_digits(text);
    if (!whole && !fraction) return false;
    bool exponent = skip(text, "eE");
    if (exponent) {
        skip(text, "+-");
        if (!skip_digits(text)) return false;
    }
    return text.empty() && (point || exponent);
}

}  // namespace nnshape
