#pragma once

#include <cstdint>

// A whole number of 128 bits that stays at its bounds where it would leave them: wide enough to tell what leaves 64
// bits.
namespace nnshape::test {

__extension__ typedef __int128 Bits128;

class Wide {
  public:
    constexpr Wide(int64_t value = 0) : value_(value) {}

    bool fits() const { return value_ >= INT64_MIN && value_ <= INT64_MAX; }
    int64_t narrow() const { return static_cast<int64_t>(value_); }

    friend Wide operator+(Wide a, Wide b) { return bounded(a.value_ + b.value_); }
    friend Wide operator-(Wide a, Wide b) { return bounded(a.value_ - b.value_); }
    friend Wide operator*(Wide a, Wide b) {
        if (a.value_ == 0 || b.value_ == 0) return 0;
        bool negative = (a.value_ < 0) != (b.value_ < 0);
        Bits128 left = a.value_ < 0 ? -a.value_ : a.value_, right = b.value_ < 0 ? -b.value_ : b.value_;
        Bits128 product = left > bound / right ? bound : left * right;
        return bounded(negative ? -product : product);
    }
    /// Rounds down.
    friend Wide operator/(Wide a, Wide b) {
        Bits128 quotient = a.value_ / b.value_;
        bool above = a.value_ % b.value_ != 0 && (a.value_ < 0) != (b.value_ < 0);
        return bounded(above ? quotient - 1 : quotient);
    }
    friend bool operator==(Wide a, Wide b) { return a.value_ == b.value_; }
    friend bool operator<(Wide a, Wide b) { return a.value_ < b.value_; }
    friend bool operator<=(Wide a, Wide b) { return a.value_ <= b.value_; }
    friend bool operator>(Wide a, Wide b) { return b < a; }
    friend bool operator>=(Wide a, Wide b) { return b <= a; }

  private:
    // Two of them can be added, and the product of two 64-bit numbers lies within.
    static constexpr Bits128 bound = (static_cast<Bits128>(1) << 126) - 1;

    static Wide bounded(Bits128 value) {
        Wide wide;
        wide.value_ = value > bound ? bound : value < -bound ? -bound : value;
        return wide;
    }

    Bits128 value_;
};

}  // namespace nnshape::test
