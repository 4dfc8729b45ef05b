#pragma once

#include "base/checked.h"

// The counts of a layer.
namespace nnshape {

/// How many numbers a layer learns (weights, biases) and stores (buffers), its multiply-accumulates (macs), and the
/// numbers that it holds only while it runs, beside its inputs and its output (scratch).
template <class Number>
struct CountsOf {
    Number weights = 0;
    Number biases = 0;
    Number buffers = 0;
    Number macs = 0;
    Number scratch = 0;
    Number bytes = 0;  ///< of its parameters and buffers; 0: as the network's types say
};

using Counts = CountsOf<Checked>;

}  // namespace nnshape
