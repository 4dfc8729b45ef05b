#pragma once

#include <cstdint>
#include <string_view>

#include "base/checked.h"

// The types that a network's numbers may have.
namespace nnshape {

struct Dtype {
    std::string_view name;
    int64_t bits;  ///< a power of two
    bool is_integer;

    /// Under an integer type sums of products need more room: biases take 32 bits.
    int64_t bias_bits() const { return is_integer ? 32 : bits; }
};

inline constexpr Dtype dtypes[] = {{"float32", 32, false},  {"float64", 64, false}, {"float16", 16, false},
                                   {"bfloat16", 16, false}, {"int64", 64, true},    {"int32", 32, true},
                                   {"int16", 16, true},     {"int8", 8, true},      {"uint8", 8, true},
                                   {"int4", 4, true},       {"uint4", 4, true},     {"int2", 2, true},
                                   {"nf4", 4, false},       {"fp8_e4m3", 8, false}, {"fp8_e5m2", 8, false}};

/// The bytes of numbers that are stored one after another. Only the sum is rounded up to whole bytes.
class Storage {
  public:
    void add(Checked count, int64_t bits) {
        if (bits >= 8) {
            bytes_ += count * (bits / 8);
        } else {
            add_small(count, bits);
        }
    }

    Checked bytes() const { return bits_ == 0 ? bytes_ : bytes_ + divide_up(bits_, 8); }

  private:
    void add_small(Checked count, int64_t bits) {
        int64_t in_a_byte = 8 / bits;
        bytes_ += count.overflowed() ? count : Checked(count.value() / in_a_byte);
        bits_ += count.value() % in_a_byte * bits;
    }

    Checked bytes_;
    int64_t bits_ = 0;  // beside the bytes, a few
};

inline Checked bytes_of(Checked count, const Dtype& dtype) {
    Storage storage;
    storage.add(count, dtype.bits);
    return storage.bytes();
}

}  // namespace nnshape
