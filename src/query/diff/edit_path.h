#pragma once

#include <vector>

#include "query/diff/stretch.h"

// The shortest way from an old sequence to a new one by adding and removing items, by the algorithm of E. Myers, "An
// O(ND) Difference Algorithm and Its Variations", 1986.
namespace nnshape {

/// The number of items, old and new, that an edit path covers.
struct Covered {
    size_t olds, news;
};

/// Appends the matches along the shortest edit path of a stretch. If the path needs more than `most` edits, appends the
/// matches of the path with `most` edits that covers the most items instead.
Covered append_edit_path(const Stretch& stretch, int64_t most, std::vector<Match>& matches);

}  // namespace nnshape
