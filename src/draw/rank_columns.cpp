#include <algorithm>
#include <map>

#include "draw/rank_graph.h"

// The positions in the ranks of a layered drawing: vertices that a straight line connects are a column, as in Brandes
// and Köpf, "Fast and Simple Horizontal Coordinate Assignment" (2001). The trunk is the first column, and the others
// are pushed from it to both sides, each as near as its neighbours let it.
namespace nnshape {
namespace {

constexpr int item_gap = 22, lane_gap = 12;

class Columns {
  public:
    explicit Columns(const RankGraph& graph)
        : graph_(graph),
          place_(graph.vertices.size()),
          next_(graph.vertices.size(), none),
          shift_to_next_(graph.vertices.size()),
          column_(graph.vertices.size(), none),
          shift_(graph.vertices.size()) {
        for (const auto& rank : graph.ranks) {
            for (uint32_t place = 0; place < rank.size(); ++place) place_[rank[place]] = place;
        }
    }

    std::vector<int> positions() {
        align();
        make_columns();
        push(true);
        push(false);
        std::vector<int> x(graph_.vertices.size());
        for (size_t vertex = 0; vertex < x.size(); ++vertex) x[vertex] = x_[column_[vertex]] + shift_[vertex];
        return x;
    }

  private:
    static constexpr uint32_t none = UINT32_MAX;

    bool is_trunk(uint32_t vertex) const { return graph_.trunk[graph_.vertices[vertex].rank] == vertex; }

    // The trunk first, then lanes, so that no lane gives way to anything but the trunk.
    int priority_of(const RankSegment& segment) const {
        if (is_trunk(segment.from) && is_trunk(segment.to)) return 0;
        bool from = graph_.vertices[segment.from].is_lane, to = graph_.vertices[segment.to].is_lane;
        return from && to ? 1 : !from && !to ? 2 : 3;
    }

    // Chooses the segments that are straight: no two of them cross or meet. The vertices of the trunk are one column,
    // also where no segment connects them, so that every other vertex is on one side of it.
    void align() {
        std::vector<std::vector<const RankSegment*>> by_rank(graph_.ranks.size());
        for (const RankSegment& segment : graph_.segments) {
            by_rank[graph_.vertices[segment.from].rank].push_back(&segment);
        }
        for (size_t rank = 0; rank + 1 < by_rank.size(); ++rank) {
            auto& segments = by_rank[rank];
            std::stable_sort(segments.begin(), segments.end(), [&](const RankSegment* one, const RankSegment* other) {
                return priority_of(*one) < priority_of(*other);
            });
            std::map<uint32_t, uint32_t> chosen;  // places above and below
            std::vector<bool> taken(graph_.ranks[rank + 1].size());
            bool has_trunk = !segments.empty() && priority_of(*segments[0]) == 0;
            if (!has_trunk) try_to_align({graph_.trunk[rank], graph_.trunk[rank + 1]}, chosen, taken);
            for (const RankSegment* segment : segments) try_to_align(*segment, chosen, taken);
        }
    }

    void try_to_align(const RankSegment& segment, std::map<uint32_t, uint32_t>& chosen, std::vector<bool>& taken) {
        uint32_t above = place_[segment.from], below = place_[segment.to];
        auto after = chosen.lower_bound(above);
        if (taken[below] || (after != chosen.end() && (after->first == above || after->second < below))) return;
        if (after != chosen.begin() && std::prev(after)->second > below) return;
        chosen.emplace_hint(after, above, below);
        taken[below] = true;
        next_[segment.from] = segment.to;
        shift_to_next_[segment.from] = segment.from_x - segment.to_x;
    }

    // Numbers the columns. Within one, a vertex is shifted so that the straight segments are vertical.
    void make_columns() {
        for (const auto& rank : graph_.ranks) {
            for (uint32_t start : rank) {
                if (column_[start] != none) continue;
                int shift = 0;
                for (uint32_t vertex = start; vertex != none; vertex = next_[vertex]) {
                    column_[vertex] = count_;
                    shift_[vertex] = shift;
                    shift += shift_to_next_[vertex];
                }
                ++count_;
            }
        }
        x_.resize(count_);
    }

    int distance_between(uint32_t left, uint32_t right) const {
        const RankVertex &a = graph_.vertices[left], &b = graph_.vertices[right];
        return a.right + b.left + (a.is_lane || b.is_lane ? lane_gap : item_gap);
    }

    struct Push {
        uint32_t to = 0;
        int distance = 0;  // at least
    };

    // Pushes the columns on one side of the trunk away from it, those next to it first.
    void push(bool to_the_right) {
        std::vector<std::vector<Push>> pushes(count_);
        std::vector<uint32_t> waits_for(count_);
        for (size_t rank = 0; rank < graph_.ranks.size(); ++rank) {
            const auto& order = graph_.ranks[rank];
            uint32_t at = place_[graph_.trunk[rank]],
                     steps = to_the_right ? static_cast<uint32_t>(order.size()) - 1 - at : at;
            for (; steps > 0; --steps) {
                uint32_t near = order[at], far = order[to_the_right ? ++at : --at];
                int distance = to_the_right ? distance_between(near, far) + shift_[near] - shift_[far]
                                            : distance_between(far, near) - shift_[near] + shift_[far];
                pushes[column_[near]].push_back({column_[far], distance});
                ++waits_for[column_[far]];
            }
        }
        std::vector<uint32_t> ready{column_[graph_.trunk[0]]};
        std::vector<bool> reached(count_);
        while (!ready.empty()) {
            uint32_t column = ready.back();
            ready.pop_back();
            for (const Push& one : pushes[column]) {
                int x = to_the_right ? x_[column] + one.distance : x_[column] - one.distance;
                bool farther = !reached[one.to] || (to_the_right ? x > x_[one.to] : x < x_[one.to]);
                if (farther) x_[one.to] = x;
                reached[one.to] = true;
                if (--waits_for[one.to] == 0) ready.push_back(one.to);
            }
        }
    }

    const RankGraph& graph_;
    std::vector<uint32_t> place_;  // by vertex, in its rank
    std::vector<uint32_t> next_;   // by vertex: the one straight below it
    std::vector<int> shift_to_next_;
    std::vector<uint32_t> column_;  // by vertex
    std::vector<int> shift_;        // by vertex, in its column
    uint32_t count_ = 0;
    std::vector<int> x_;  // by column
};

}  // namespace

std::vector<int> columns_of(const RankGraph& graph) { return Columns(graph).positions(); }

}  // namespace nnshape
