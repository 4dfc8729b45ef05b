#include "base/fraction.h"

namespace nnshape {

// The parts are products of two 64-bit integers, or sums of two such products, so they fit into 128 bits.
Fraction Fraction::of(Wide numerator, Wide denominator, bool overflowed) {
    Wide common = denominator;
    for (Wide rest = numerator; rest != 0;) {
        Wide next = common % rest;
        common = rest;
        rest = next;
    }
    if ((common < 0) != (denominator < 0)) common = -common;  // then the denominator is positive
    numerator /= common;
    denominator /= common;
    Fraction fraction(static_cast<int64_t>(numerator));
    fraction.denominator_ = static_cast<int64_t>(denominator);
    fraction.overflowed_ = overflowed || fraction.numerator_ != numerator || fraction.denominator_ != denominator;
    if (fraction.overflowed_) fraction.denominator_ = 1;
    return fraction;
}

Fraction::Fraction(int64_t numerator, int64_t denominator) : Fraction(of(numerator, denominator, false)) {}

Fraction operator+(Fraction a, Fraction b) {
    using Wide = Fraction::Wide;
    return Fraction::of(Wide{a.numerator_} * b.denominator_ + Wide{b.numerator_} * a.denominator_,
                        Wide{a.denominator_} * b.denominator_, a.overflowed_ || b.overflowed_);
}

Fraction operator-(Fraction a, Fraction b) {
    using Wide = Fraction::Wide;
    return Fraction::of(Wide{a.numerator_} * b.denominator_ - Wide{b.numerator_} * a.denominator_,
                        Wide{a.denominator_} * b.denominator_, a.overflowed_ || b.overflowed_);
}

Fraction operator*(Fraction a, Fraction b) {
    using Wide = Fraction::Wide;
    return Fraction::of(Wide{a.numerator_} * b.numerator_, Wide{a.denominator_} * b.denominator_,
                        a.overflowed_ || b.overflowed_);
}

Fraction operator/(Fraction a, Fraction b) {
    using Wide = Fraction::Wide;
    if (b.overflowed_) return b;
    return Fraction::of(Wide{a.numerator_} * b.denominator_, Wide{a.denominator_} * b.numerator_, a.overflowed_);
}

bool operator<(Fraction a, Fraction b) {
    using Wide = Fraction::Wide;
    return Wide{a.numerator_} * b.denominator_ < Wide{b.numerator_} * a.denominator_;
}

Fraction Fraction::floor() const {
    Fraction down = *this;
    down.numerator_ = numerator_ / denominator_ - (numerator_ % denominator_ < 0 ? 1 : 0);
    down.denominator_ = 1;
    return down;
}

Fraction Fraction::power(int64_t exponent) const {
    Fraction base = exponent < 0 ? Fraction(1) / *this : *this;
    Fraction result(1);
    result.overflowed_ = overflowed_;
    for (int64_t rest = exponent; rest != 0 && !result.overflowed_;) {
        if (rest % 2 != 0) result = result * base;
        rest /= 2;
        if (rest != 0) base = base * base;
    }
    return result;
}

}  // namespace nnshape
