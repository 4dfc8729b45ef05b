#include "draw/u_shape.h"

#include <algorithm>

#include "draw/blocks.h"

// Recognises a U.
namespace nnshape {
namespace {

// How many times a size is halved from one shape to the next, rounded: −1 if it is doubled. A factor of less than √2
// changes nothing: convolutions without padding take off some rows.
int halvings(const Shape& from, const Shape& to) {
    int64_t before = from.spatial[0], after = to.spatial[0];
    int count = 0;
    for (; before > after + after / 5 * 2; before = (before + 1) / 2) ++count;
    for (; after > before + before / 5 * 2; after = (after + 1) / 2) --count;
    return count;
}

class UFinder {
  public:
    UFinder(const Plan& plan, const Network& network) : plan_(plan), network_(network) {}

    std::optional<UShape> find() {
        bool has_image = std::all_of(plan_.boxes.begin(), plan_.boxes.end(),
                                     [&](const PlanBox& box) { return shape_of(box, network_).rank > 0; });
        if (!has_image || plan_.boxes.size() < 4) return std::nullopt;
        find_path();
        if (!find_rows() || !find_skips()) return std::nullopt;
        return shape_;
    }

  private:
    // The longest path, followed back from its end.
    void find_path() {
        std::vector<uint32_t> before(plan_.boxes.size(), UINT32_MAX), length(plan_.boxes.size());
        auto edges = plan_.edges;
        std::stable_sort(edges.begin(), edges.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
        for (const PlanEdge& edge : edges) {
            if (length[edge.from] + 1 <= length[edge.to]) continue;
            length[edge.to] = length[edge.from] + 1;
            before[edge.to] = edge.from;
        }
        auto end = std::max_element(length.begin(), length.end()) - length.begin();
        for (auto box = static_cast<uint32_t>(end); box != UINT32_MAX; box = before[box]) shape_.path.push_back(box);
        std::reverse(shape_.path.begin(), shape_.path.end());
    }

    const Shape& shape_at(size_t place) const { return shape_of(plan_.boxes[shape_.path[place]], network_); }

    // The rows go down, and then up; the sizes of one row differ by less than those of neighbours.
    bool find_rows() {
        std::vector<int> levels{0};
        for (size_t at = 1; at < shape_.path.size(); ++at) {
            levels.push_back(levels.back() + halvings(shape_at(at - 1), shape_at(at)));
        }
        auto lowest = std::max_element(levels.begin(), levels.end());
        if (!std::is_sorted(levels.begin(), lowest) || !std::is_sorted(lowest, levels.end(), std::greater<>())) {
            return false;
        }
        std::vector<int> used = levels;
        std::sort(used.begin(), used.end());
        used.erase(std::unique(used.begin(), used.end()), used.end());
        for (int level : levels) {
            shape_.rows.push_back(
                static_cast<uint32_t>(std::lower_bound(used.begin(), used.end(), level) - used.begin()));
        }
        shape_.bottom = static_cast<uint32_t>(used.size() - 1);
        return used.size() > 1;
    }

    // Every box that is not on the path is on a line from one arm to the other.
    bool find_skips() {
        std::vector<uint32_t> place(plan_.boxes.size(), UINT32_MAX), across(plan_.boxes.size(), UINT32_MAX);
        for (uint32_t at = 0; at < shape_.path.size(); ++at) place[shape_.path[at]] = at;
        std::vector<bool> in_row(shape_.bottom + 1);
        std::vector<uint8_t> has_end(plan_.boxes.size());
        for (const PlanEdge& edge : plan_.edges) {
            bool from_path = place[edge.from] != UINT32_MAX, to_path = place[edge.to] != UINT32_MAX;
            if (from_path && to_path && place[edge.to] == place[edge.from] + 1) continue;
            uint32_t skip = from_path ? static_cast<uint32_t>(shape_.skips.size()) : across[edge.from];
            if (skip == UINT32_MAX) return false;
            if (from_path) shape_.skips.push_back({.from = place[edge.from], .to = UINT32_MAX});
            USkip& line = shape_.skips[skip];
            if (!from_path && has_end[edge.from]++ > 0) return false;  // it branches
            if (to_path) {
                line.to = place[edge.to];
            } else if (across[edge.to] == UINT32_MAX) {
                across[edge.to] = skip;
                const PlanBox& box = plan_.boxes[edge.to];
                line.text += (line.text.empty() ? "" : ", ") + (box.name.empty() ? box.operation : box.name);
            } else {
                return false;
            }
        }
        for (const USkip& line : shape_.skips) {
            if (line.to == UINT32_MAX || plan_.boxes[shape_.path[line.to]].symbol.empty()) return false;
            uint32_t row = shape_.rows[line.from];
            if (shape_.rows[line.to] != row || row == shape_.bottom || in_row[row]) return false;
            in_row[row] = true;
            auto lowest = std::find(shape_.rows.begin(), shape_.rows.end(), shape_.bottom) - shape_.rows.begin();
            if (line.from > lowest || line.to < lowest) return false;
        }
        return !shape_.skips.empty();
    }

    const Plan& plan_;
    const Network& network_;
    UShape shape_;
};

}  // namespace

std::optional<UShape> u_shape_of(const Plan& plan, const Network& network) { return UFinder(plan, network).find(); }

}  // namespace nnshape
