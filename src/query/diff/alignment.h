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

/// A longest common subsequence where at most `most_edits` are added and removed. Else one that keeps the items that
/// stand once on both sides, and between those goes on from where so many edits got furthest, which may be shorter.
std::vector<Match> common_subsequence(std::span<const uint32_t> old_items, std::span<const uint32_t> new_items);

/// Additions and removals in one go; fewer in sequences of more than 200,000 items.
inline constexpr int64_t most_edits = 1'000;

}  // namespace nnshape
