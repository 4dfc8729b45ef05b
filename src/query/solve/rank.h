#pragma once

#include <array>
#include <cstdint>

#include "query/solve/solve.h"

// The order of the windows of an answer, from simple to less simple.
namespace nnshape {

/// Ranks are compared in lexicographic order; the least rank is first. See `solve` for the order that they make.
using Rank = std::array<int64_t, 11>;

/// `by_ratio`: the sizes of the input and the output are given, so their ratio is.
Rank rank_of(const WindowAnswer& answer, WindowRule rule, bool by_ratio);

}  // namespace nnshape
