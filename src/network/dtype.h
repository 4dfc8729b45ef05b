#pragma once

#include <cstdint>
#include <string_view>

// The types that a network's numbers may have.
namespace nnshape {

struct Dtype {
    std::string_view name;
    int64_t bytes;
    bool is_integer;

    /// Under an integer type sums of products need more room: biases take 4 bytes.
    int64_t bias_bytes() const { return is_integer ? 4 : bytes; }
};

inline constexpr Dtype dtypes[] = {{"float32", 4, false},  {"float64", 8, false}, {"float16", 2, false},
                                   {"bfloat16", 2, false}, {"int64", 8, true},    {"int32", 4, true},
                                   {"int16", 2, true},     {"int8", 1, true},     {"uint8", 1, true}};

}  // namespace nnshape
