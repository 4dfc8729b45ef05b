#pragma once

#include <cstdint>

// 64-bit arithmetic that notices overflow: a formula is written as mathematics, and its result knows whether any step
// overflowed.
namespace nnshape {

class Checked {
  public:
    constexpr Checked(int64_t value = 0) : value_(value) {}

    /// The result; meaningless if `overflowed()`.
    constexpr int64_t value() const { return value_; }
    constexpr bool overflowed() const { return overflowed_; }

    friend constexpr Checked operator+(Checked a, Checked b) {
        Checked sum;
        sum.overflowed_ = __builtin_add_overflow(a.value_, b.value_, &sum.value_) || a.overflowed_ || b.overflowed_;
        return sum;
    }
    friend constexpr Checked operator-(Checked a, Checked b) {
        Checked difference;
        difference.overflowed_ =
            __builtin_sub_overflow(a.value_, b.value_, &difference.value_) || a.overflowed_ || b.overflowed_;
        return difference;
    }
    friend constexpr Checked operator*(Checked a, Checked b) {
        Checked product;
        product.overflowed_ =
            __builtin_mul_overflow(a.value_, b.value_, &product.value_) || a.overflowed_ || b.overflowed_;
        return product;
    }
    constexpr Checked& operator+=(Checked other) { return *this = *this + other; }
    constexpr Checked& operator*=(Checked other) { return *this = *this * other; }

  private:
    int64_t value_;
    bool overflowed_ = false;
};

/// a / b rounded up, for a >= 0 and b > 0.
constexpr int64_t divide_up(int64_t a, int64_t b) { return a / b + (a % b != 0); }

}  // namespace nnshape
