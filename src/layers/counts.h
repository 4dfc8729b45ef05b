#pragma once

#include "base/checked.h"

// What a layer counts.
namespace nnshape {

/// Numbers that a layer learns (weights, biases), stores (buffers) and multiplies (macs).
template <class Number>
struct CountsOf {
    Number weights = 0;
    Number biases = 0;
    Number buffers = 0;
    Number macs = 0;
};

using Counts = CountsOf<Checked>;

}  // namespace nnshape
