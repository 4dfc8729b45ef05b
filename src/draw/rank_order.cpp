#include <algorithm>

#include "draw/rank_graph.h"

// The order in the ranks of a layered drawing.
namespace nnshape {
namespace {

constexpr int sweeps = 8;

// The neighbours of each vertex in one direction, in one vector.
class Neighbours {
  public:
    Neighbours(const RankGraph& graph, bool upwards) : first_(graph.vertices.size() + 1) {
        auto end_of = [&](const RankSegment& one) { return upwards ? one.to : one.from; };
        for (const RankSegment& segment : graph.segments) ++first_[end_of(segment) + 1];
        for (size_t vertex = 1; vertex < first_.size(); ++vertex) first_[vertex] += first_[vertex - 1];
        all_.resize(graph.segments.size());
        std::vector<uint32_t> next(first_.begin(), first_.end() - 1);
        for (const RankSegment& segment : graph.segments) {
            all_[next[end_of(segment)]++] = upwards ? segment.from : segment.to;
        }
    }

    const uint32_t* begin(uint32_t vertex) const { return all_.data() + first_[vertex]; }
    const uint32_t* end(uint32_t vertex) const { return all_.data() + first_[vertex + 1]; }

  private:
    std::vector<uint32_t> first_, all_;
};

std::vector<uint32_t> places_of(const RankGraph& graph) {
    std::vector<uint32_t> places(graph.vertices.size());
    for (const auto& rank : graph.ranks) {
        for (uint32_t place = 0; place < rank.size(); ++place) places[rank[place]] = place;
    }
    return places;
}

// The pairs of numbers in the wrong order, with a Fenwick tree.
int64_t inversions_of(const std::vector<uint32_t>& numbers, size_t limit) {
    std::vector<int64_t> counts(limit + 1);
    int64_t inversions = 0, seen = 0;
    for (uint32_t number : numbers) {
        int64_t not_larger = 0;
        for (size_t at = number + 1; at > 0; at -= at & (~at + 1)) not_larger += counts[at];
        inversions += seen++ - not_larger;
        for (size_t at = number + 1; at <= limit; at += at & (~at + 1)) ++counts[at];
    }
    return inversions;
}

// Sorts a rank by the mean place of each vertex's neighbours, as a fraction, so that nothing is rounded.
void sort_by_barycentre(std::vector<uint32_t>& rank, const Neighbours& neighbours, std::vector<uint32_t>& places) {
    struct Keyed {
        uint32_t vertex;
        int64_t sum, count;
    };
    std::vector<Keyed> keyed;
    for (uint32_t vertex : rank) {
        Keyed one{vertex, 0, 0};
        for (const uint32_t* at = neighbours.begin(vertex); at != neighbours.end(vertex); ++at) {
            one.sum += places[*at];
            ++one.count;
        }
        if (one.count == 0) one = {vertex, places[vertex], 1};
        keyed.push_back(one);
    }
    std::stable_sort(keyed.begin(), keyed.end(),
                     [](const Keyed& a, const Keyed& b) { return a.sum * b.count < b.sum * a.count; });
    for (uint32_t place = 0; place < rank.size(); ++place) {
        rank[place] = keyed[place].vertex;
        places[rank[place]] = place;
    }
}

}  // namespace

int64_t crossings_of(const RankGraph& graph) {
    auto places = places_of(graph);
    std::vector<std::vector<std::pair<uint32_t, uint32_t>>> by_rank(graph.ranks.size());
    for (const RankSegment& segment : graph.segments) {
        by_rank[graph.vertices[segment.from].rank].emplace_back(places[segment.from], places[segment.to]);
    }
    int64_t crossings = 0;
    for (size_t rank = 0; rank + 1 < by_rank.size(); ++rank) {
        std::sort(by_rank[rank].begin(), by_rank[rank].end());
        std::vector<uint32_t> ends;
        for (const auto& segment : by_rank[rank]) ends.push_back(segment.second);
        crossings += inversions_of(ends, graph.ranks[rank + 1].size());
    }
    return crossings;
}

void order_ranks(RankGraph& graph) {
    Neighbours above(graph, true), below(graph, false);
    auto places = places_of(graph);
    auto best = graph.ranks;
    int64_t fewest = crossings_of(graph);
    for (int sweep = 0; sweep < sweeps && fewest > 0; ++sweep) {
        bool downwards = sweep % 2 == 0;
        size_t count = graph.ranks.size();
        for (size_t step = 1; step < count; ++step) {
            size_t rank = downwards ? step : count - 1 - step;
            sort_by_barycentre(graph.ranks[rank], downwards ? above : below, places);
        }
        int64_t crossings = crossings_of(graph);
        if (crossings >= fewest) continue;
        fewest = crossings;
        best = graph.ranks;
    }
    graph.ranks = std::move(best);
}

}  // namespace nnshape
