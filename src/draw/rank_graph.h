#pragma once

#include <cstdint>
#include <vector>

// A graph whose segments lead from one rank to the next: the items of a layered drawing, and the lanes of the links
// that cross a rank.
namespace nnshape {

struct RankVertex {
    uint32_t rank = 0;
    int left = 0, right = 0;  ///< how far it extends from its position
    bool is_lane = false;
};

struct RankSegment {
    uint32_t from = 0, to = 0;
    int from_x = 0, to_x = 0;  ///< relative to the positions of the vertices
};

struct RankGraph {
    std::vector<RankVertex> vertices;
    std::vector<RankSegment> segments;
    std::vector<std::vector<uint32_t>> ranks;  ///< the vertices of each rank, from left to right
    std::vector<uint32_t> trunk;               ///< by rank: the vertex of the longest path
};

/// Orders the vertices of each rank so that few segments cross: a fixed number of sweeps, each by barycentres, of which
/// the best is kept.
void order_ranks(RankGraph& graph);

/// The number of pairs of segments that cross.
int64_t crossings_of(const RankGraph& graph);

/// The positions of the vertices, by vertex. Vertices of one rank keep their order and a distance; the trunk is
/// straight, and so is each lane unless it would cross another one.
std::vector<int> columns_of(const RankGraph& graph);

}  // namespace nnshape
