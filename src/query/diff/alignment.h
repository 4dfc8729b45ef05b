#pragma once

#include <cstdint>
#include <span>
#include <vector>

// Aligns two sequences: finds a long common subsequence in bounded time.
namespace nnshape {

/// A place in the old sequence and the place in the new sequence that has the same item.
struct Match {
    uint32_t old_place;
    uint32_t new_place;
};

/// The matches of a common subsequence, increasing in both sequences. The subsequence is a longest one if at most
/// `most_edits` items differ. Beyond that it may be shorter: it contains the items that occur exactly once in each
/// sequence, as far as they have the same order in both, and between two of these it is found piece by piece.
std::vector<Match> common_subsequence(std::span<const uint32_t> old_items, std::span<const uint32_t> new_items);

/// The bound on additions and removals in one piece. It is lower for sequences of more than 200,000 items.
inline constexpr int64_t most_edits = 1'000;

}  // namespace nnshape
