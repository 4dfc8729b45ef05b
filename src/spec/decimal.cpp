#include "spec/decimal.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/checked.h"
#include "layers/decimal.h"
#include "spec/spec.h"

namespace nnshape {

std::optional<Ratio> exact_decimal(std::string_view text) {
    Checked numerator = 0, denominator = 1;
    size_t exponent_at = std::min(text.find_first_of("eE"), text.size());
    bool fraction = false;
    for (char letter : text.substr(0, exponent_at)) {
        fraction = fraction || letter == '.';
        if (letter == '.' || letter == '_') continue;
        if (letter < '0' || letter > '9') return std::nullopt;
        numerator = numerator * 10 + (letter - '0');
        if (fraction) denominator *= 10;
    }
    if (exponent_at < text.size()) {
        std::string_view digits = text.substr(exponent_at + 1);
        if (digits.starts_with('+')) digits.remove_prefix(1);
        ReadInteger exponent = read_integer(digits);
        if (exponent.form != Literal::Form::integer) return std::nullopt;
        constexpr int64_t beyond = 19;  // 10^19 overflows a 64-bit integer
        for (int64_t rest = std::clamp(exponent.value, -beyond, beyond); rest != 0; rest += rest < 0 ? 1 : -1) {
            (rest < 0 ? denominator : numerator) *= 10;
        }
    }
    if (numerator.overflowed() || denominator.overflowed()) return std::nullopt;
    return Ratio{numerator.value(), denominator.value()};
}

std::string fraction_text(Fraction fraction) {
    bool negative = fraction.numerator() < 0;
    for (Checked power = 10; !power.overflowed(); power *= 10) {
        if (power.value() % fraction.denominator() != 0) continue;
        Checked numerator = Checked(fraction.numerator()) * (power.value() / fraction.denominator());
        if (negative) numerator = Checked(0) - numerator;
        if (numerator.overflowed()) break;
        return (negative ? "-" : "") + decimal_of({numerator.value(), power.value()});
    }
    return fmt::format("{}/{}", fraction.numerator(), fraction.denominator());
}

std::optional<Fraction> read_fraction(std::string_view text) {
    bool negative = text.starts_with('-');
    std::string_view rest = text.substr(negative ? 1 : 0);
    size_t slash = std::min(rest.find('/'), rest.size());
    auto number = exact_decimal(rest.substr(0, slash));
    auto divisor = slash == rest.size() ? Ratio{1, 1} : exact_decimal(rest.substr(slash + 1));
    if (!number || !divisor) return std::nullopt;
    Fraction fraction = Fraction(number->numerator, number->denominator) / Fraction(divisor->numerator);
    return negative ? Fraction(0) - fraction : fraction;
}

}  // namespace nnshape
