#pragma once

#include <cstdint>

// Exact arithmetic with fractions of 64-bit integers that notices overflow.
namespace nnshape {

/// A fraction in lowest terms.
class Fraction {
  public:
    Fraction(int64_t whole = 0) : numerator_(whole) {}  // NOLINT(google-explicit-constructor): a whole number is one
    /// `denominator` is not 0.
    Fraction(int64_t numerator, int64_t denominator);

    int64_t numerator() const { return numerator_; }
    int64_t denominator() const { return denominator_; }  ///< at least 1
    bool is_whole() const { return denominator_ == 1; }

    /// Whether this or a number that it was calculated from does not fit. Its value is then meaningless.
    bool overflowed() const { return overflowed_; }

    friend Fraction operator+(Fraction a, Fraction b);
    friend Fraction operator-(Fraction a, Fraction b);
    friend Fraction operator*(Fraction a, Fraction b);
    friend Fraction operator/(Fraction a, Fraction b);  ///< `b` is not 0
    friend bool operator<(Fraction a, Fraction b);

    /// Rounded down.
    Fraction floor() const;

    /// To a whole power. This is not 0 if the power is negative.
    Fraction power(int64_t exponent) const;

  private:
    __extension__ using Wide = __int128;

    static Fraction of(Wide numerator, Wide denominator, bool overflowed);

    int64_t numerator_;
    int64_t denominator_ = 1;
    bool overflowed_ = false;
};

}  // namespace nnshape
