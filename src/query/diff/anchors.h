#pragma once

#include <vector>

#include "query/diff/stretch.h"

// Anchors: matches that an alignment can rely on, because no other match is possible for their items.
namespace nnshape {

/// The matches of items that occur exactly once in each sequence of the stretch, increasing in both. Where their orders
/// differ, the largest set with one order is kept.
std::vector<Match> anchors_of(const Stretch& stretch);

}  // namespace nnshape
