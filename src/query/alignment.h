#pragma once

#include <cstdint>
#include <span>
#include <vector>

// Which places of two sequences belong together: a common subsequence, as long as can be found in bounded time.
namespace nnshape {

/// A place of the old sequence and one of the new; a list of them rises in both.
struct Match {
    uint32_t old_place;
    uint32_t new_place;
};

/// A longest common subsequence where the two differ in at most `most_edits` places; else what is found by the items
/// that stand once on both sides, and between those in order, which may be shorter. Memory is linear in the length.
std::vector<Match> common_subsequence(std::span<const uint32_t> old_items, std::span<const uint32_t> new_items);

/// Additions and removals up to which `common_subsequence` finds a longest one.
inline constexpr int64_t most_edits = 1'000;

}  // namespace nnshape
