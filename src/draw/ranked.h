#pragma once

#include <cstdint>
#include <optional>
#include <vector>

// A layered drawing of a directed graph without cycles, as Sugiyama, Tagawa and Toda describe it (1981): ranks by the
// longest path, an order in each rank by barycentres, and positions. Links that cross ranks get a lane through each.
namespace nnshape {

/// A thing that is placed. Its position is a point on its upper edge; it extends from there.
struct RankedItem {
    int left = 0, right = 0, height = 0;
    bool is_first = false, is_last = false;  ///< in a rank before all others, or after them
};

/// A link from a place on the lower edge of one item to a place on the upper edge of another. `from` is less than `to`.
struct RankedLink {
    uint32_t from = 0, to = 0;
    int from_x = 0, to_x = 0;  ///< relative to the items' positions
};

/// The most items and lanes of a layered drawing.
inline constexpr size_t most_vertices = 1'000'000;

struct Ranking {
    struct Rank {
        int top = 0, bottom = 0;
    };

    std::vector<uint32_t> rank_of;  ///< by item
    std::vector<int> x;             ///< by item
    std::vector<Rank> ranks;
    std::vector<std::vector<int>> lanes;  ///< by link: its positions in the ranks between its ends
};

/// Places the items, or returns nothing if they and the lanes are more than `most_vertices`. Those of one rank do not
/// overlap, and no link passes through an item. Links of one item that begin at the same place share their lanes. The
/// longest path is straight.
std::optional<Ranking> ranking_of(const std::vector<RankedItem>& items, const std::vector<RankedLink>& links);

}  // namespace nnshape
