#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/fault.h"
#include "base/result.h"
#include "layers/window.h"
#include "query/apply/planes.h"

// A window that slides over given numbers: what a convolution or a pool calculates at each place.
namespace nnshape {

enum class Sliding : uint8_t { conv, depthwise_conv, max_pool, avg_pool };

/// The names of the operations, in the order of the enumerators.
std::vector<std::string_view> sliding_names();

inline constexpr bool is_pool(Sliding sliding) { return sliding >= Sliding::max_pool; }

/// An operation with its numbers. `axes` are the rows and the columns, with kernel, stride, dilation and padding.
struct Operation {
    Sliding sliding = Sliding::conv;
    std::vector<Planes> kernels = {};  ///< of a convolution: a kernel for each output plane, all of one size
    std::array<AxisWindow, 2> axes = {};
    bool same = false;                  ///< the padding is such that the output has ⌈in / stride⌉ places
    bool ceil = false;                  ///< of a pool: the number of places is rounded up
    bool flip = false;                  ///< the kernels are turned by 180°: the convolution of mathematics
    bool counts_padding = true;         ///< of avg_pool: zeros of the padding are part of the mean
    bool relu = false;                  ///< results below 0 become 0
    std::vector<Fraction> biases = {};  ///< none, one for all output planes, or one for each
};

/// What a fault is about: one of the kernels, or what else was given.
struct ApplyPlace {
    const Code* code;
    bool of_kernels = false;
};

/// An operation that has been applied. Each number of the output is the result of one step.
struct Applied {
    Operation operation;  ///< with its windows placed, and its kernels turned if they are to be
    Planes input;
    Planes output;

    int64_t step_count() const { return static_cast<int64_t>(output.values.size()); }
};

/// A number under the window, and what it is multiplied by, which is 1 in a pool.
struct Term {
    Fraction number;
    Fraction weight;
};

/// The terms of one plane of the input, and their sum or maximum.
struct ChannelTerms {
    int64_t channel = 0;
    std::vector<Term> terms = {};
    Fraction result = 0;
};

/// The calculation of one number of the output.
struct ApplyStep {
    int64_t plane = 0;                                ///< of the output
    std::array<std::vector<int64_t>, 2> places = {};  ///< rows and columns under the window; those outside are padding
    std::vector<ChannelTerms> channels = {};
    Fraction bias = 0;
    Fraction sum = 0;     ///< before the activation
    Fraction result = 0;  ///< a number of the output
};

/// Applies the operation. Faults: a kernel without the input's number of planes, a window that does not fit or lies on
/// padding alone, too many products, and a number that overflows.
Result<Applied, Fault<ApplyPlace>> apply(Operation operation, Planes input);

/// The step number `index`, from 0, plane by plane and row by row.
ApplyStep step_of(const Applied& applied, int64_t index);

}  // namespace nnshape
