#include "draw/ranked.h"

#include <algorithm>
#include <map>

#include "draw/rank_graph.h"

namespace nnshape {
namespace {

constexpr int straight_gap = 16, slanted_gap = 30;  // between ranks
constexpr int lane_width = 2;

class Ranker {
  public:
    Ranker(const std::vector<RankedItem>& items, const std::vector<RankedLink>& links)
        : items_(items), links_(links), rank_of_(items.size()) {}

    std::optional<Ranking> ranking() {
        find_ranks();
        for (uint32_t item = 0; item < items_.size(); ++item) {
            graph_.vertices.push_back({rank_of_[item], items_[item].left, items_[item].right, false});
            graph_.ranks[rank_of_[item]].push_back(item);
        }
        find_trunk();
        if (!add_segments()) return std::nullopt;
        order_ranks(graph_);
        return placed(columns_of(graph_));
    }

  private:
    void find_ranks() {
        std::vector<bool> is_read(items_.size());
        uint32_t last = 0;
        auto begin_after_first = [&](uint32_t item) { return items_[item].is_first ? 0u : has_first_ ? 1u : 0u; };
        for (const RankedItem& item : items_) has_first_ = has_first_ || item.is_first;
        for (uint32_t item = 0; item < items_.size(); ++item) rank_of_[item] = begin_after_first(item);
        for (const RankedLink& link : sorted_links()) {
            rank_of_[link.to] = std::max(rank_of_[link.to], rank_of_[link.from] + 1);
            is_read[link.from] = true;
        }
        for (uint32_t item = 0; item < items_.size(); ++item) last = std::max(last, rank_of_[item]);
        for (uint32_t item = 0; item < items_.size(); ++item) {
            if (items_[item].is_last) rank_of_[item] = last;
        }
        move_down(is_read);
        graph_.ranks.resize(last + 1);
    }

    // An item that nothing else depends on before its reader moves down to it: an input that is read late, and the
    // layers that only it leads to.
    void move_down(const std::vector<bool>& is_read) {
        std::vector<uint32_t> readers(items_.size()), first_reader(items_.size(), UINT32_MAX);
        for (const RankedLink& link : links_) ++readers[link.from];
        std::vector<bool> is_free(items_.size());
        for (uint32_t item = 0; item < items_.size(); ++item) is_free[item] = !items_[item].is_first;
        auto links = sorted_links();
        for (const RankedLink& link : links) {
            is_free[link.to] = is_free[link.to] && is_free[link.from] && readers[link.from] == 1;
        }
        for (auto link = links.rbegin(); link != links.rend(); ++link) {
            first_reader[link->from] = std::min(first_reader[link->from], rank_of_[link->to]);
            bool is_last = link + 1 == links.rend() || (link + 1)->from != link->from;
            if (is_last && is_free[link->from] && is_read[link->from])
                rank_of_[link->from] = first_reader[link->from] - 1;
        }
    }

    // By the item that a link begins at: an item's rank is known when its links are followed.
    std::vector<RankedLink> sorted_links() const {
        auto links = links_;
        std::stable_sort(links.begin(), links.end(),
                         [](const RankedLink& one, const RankedLink& other) { return one.from < other.from; });
        return links;
    }

    // The longest path, followed from its end. A rank that it does not reach has any vertex as its trunk.
    void find_trunk() {
        graph_.trunk.resize(graph_.ranks.size(), UINT32_MAX);
        std::vector<uint32_t> before(items_.size(), UINT32_MAX);
        for (const RankedLink& link : links_) {
            bool next = rank_of_[link.from] + 1 == rank_of_[link.to];
            if (next && before[link.to] == UINT32_MAX) before[link.to] = link.from;
        }
        for (uint32_t item = longest_end(before); item != UINT32_MAX; item = before[item]) {
            graph_.trunk[rank_of_[item]] = item;
        }
    }

    uint32_t longest_end(const std::vector<uint32_t>& before) const {
        for (auto rank = graph_.ranks.rbegin(); rank != graph_.ranks.rend(); ++rank) {
            for (uint32_t item : *rank) {
                if (before[item] != UINT32_MAX || rank + 1 == graph_.ranks.rend()) return item;
            }
        }
        return UINT32_MAX;
    }

    // A link that crosses ranks has a lane in each; links that begin at one place share theirs. Returns whether there
    // are not too many.
    bool add_segments() {
        std::map<std::pair<uint32_t, int>, std::vector<uint32_t>> lanes;  // by item and place
        lanes_of_.resize(links_.size());
        for (size_t index = 0; index < links_.size(); ++index) {
            const RankedLink& link = links_[index];
            auto& shared = lanes[{link.from, link.from_x}];
            uint32_t from = link.from;
            int from_x = link.from_x;
            uint32_t crossed = rank_of_[link.to] - rank_of_[link.from] - 1;
            if (graph_.vertices.size() + crossed > most_vertices) return false;
            for (uint32_t step = 0; step < crossed; ++step) {
                if (step == shared.size()) {
                    uint32_t rank = rank_of_[link.from] + 1 + step;
                    auto lane = static_cast<uint32_t>(graph_.vertices.size());
                    graph_.vertices.push_back({rank, lane_width, lane_width, true});
                    graph_.ranks[rank].push_back(lane);
                    graph_.segments.push_back({from, lane, from_x, 0});
                    shared.push_back(lane);
                }
                from = shared[step];
                from_x = 0;
                lanes_of_[index].push_back(from);
            }
            graph_.segments.push_back({from, link.to, from_x, link.to_x});
        }
        for (size_t rank = 0; rank < graph_.ranks.size(); ++rank) {
            if (graph_.trunk[rank] == UINT32_MAX) graph_.trunk[rank] = graph_.ranks[rank][0];
        }
        return true;
    }

    Ranking placed(const std::vector<int>& x) const {
        Ranking ranking{.rank_of = rank_of_, .x = {}, .ranks = {}, .lanes = {}};
        ranking.x.assign(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(items_.size()));
        std::vector<int> heights(graph_.ranks.size()), gaps(graph_.ranks.size(), straight_gap);
        for (uint32_t item = 0; item < items_.size(); ++item) {
            heights[rank_of_[item]] = std::max(heights[rank_of_[item]], items_[item].height);
        }
        for (const RankSegment& segment : graph_.segments) {
            bool straight = x[segment.from] + segment.from_x == x[segment.to] + segment.to_x;
            if (!straight) gaps[graph_.vertices[segment.from].rank] = slanted_gap;
        }
        int top = 0;
        for (size_t rank = 0; rank < heights.size(); ++rank) {
            ranking.ranks.push_back({top, top + heights[rank]});
            top += heights[rank] + gaps[rank];
        }
        for (const auto& lanes : lanes_of_) {
            std::vector<int> positions;
            for (uint32_t lane : lanes) positions.push_back(x[lane]);
            ranking.lanes.push_back(std::move(positions));
        }
        return ranking;
    }

    const std::vector<RankedItem>& items_;
    const std::vector<RankedLink>& links_;
    std::vector<uint32_t> rank_of_;
    bool has_first_ = false;
    RankGraph graph_;
    std::vector<std::vector<uint32_t>> lanes_of_;  // by link
};

}  // namespace

std::optional<Ranking> ranking_of(const std::vector<RankedItem>& items, const std::vector<RankedLink>& links) {
    return items.empty() ? Ranking() : Ranker(items, links).ranking();
}

}  // namespace nnshape
