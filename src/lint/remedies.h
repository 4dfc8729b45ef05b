#pragma once

#include "lint/rule.h"

// What would let a layer's windows read every row of its input, each tried by the engine itself.
namespace nnshape {

/// "an input of 223x223x3 or 227x227x3, a kernel of 12, `padding=1:2` or `ceil=true`": the nearest input sizes of the
/// network below and above, of the layer's own where the network has no such, and the nearest values of the layer's
/// parameters, as the spec's form writes them. Empty where nothing near by helps.
std::string remedies(const Subject& subject, const Slider& slider);

/// A setting as the spec's form writes it, in backticks: `padding=1:2`, `"padding": [[1, 2], [1, 2]]`.
std::string setting(SpecForm form, std::string_view key, std::string_view text, std::string_view json);

/// "the last row and the last 2 columns of 28x28 are never read", by how many at each axis of a window; empty where
/// there are none at any.
std::string never_read(int rank, const std::array<int64_t, max_rank>& counts, std::string_view of);

}  // namespace nnshape
