#pragma once

#include "lint/rule.h"

// Changes that let a layer's windows read every row of their input. Each one is tried before it is suggested.
namespace nnshape {

/// "an input of 223x223x3 or 227x227x3, a kernel of 12, `padding=1:2` or `ceil=true`": the nearest sizes of the
/// network's input below and above, or else of the layer's input, and the nearest values of the layer's parameters, as
/// the spec's form writes them. Empty if no value near by helps.
std::string remedies(const Subject& subject, const Slider& slider);

/// "the last row and the last 2 columns of 28x28 are never read", from the number of rows along each axis. Empty if all
/// are 0.
std::string never_read(int rank, const std::array<int64_t, window_rank>& counts, std::string_view of);

}  // namespace nnshape
