#include "analysis/accepted_sizes.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace nnshape {
namespace {

using AllSizes = std::vector<int64_t>;

constexpr int64_t furthest_alone = 512, furthest_alike = 1024;
constexpr int64_t furthest_apart[] = {0, 512, 32, 8, 3, 2, 1};  // by rank: at most 5,000 sizes
static_assert(std::size(furthest_apart) == max_rank + 1);
constexpr int most_rounds = 64;
constexpr int64_t most_cost = int64_t{1} << 22;

class Search {
  public:
    Search(const Network& network, std::vector<OutputDemand> demands) : trial_(network, every_axis) {
        trial_.demand(std::move(demands));
        const Shape& own = network.nodes[*AxisTrial::input_of(network)].output;
        own_.assign(own.spatial.begin(), own.spatial.begin() + own.rank);
    }

    std::optional<AllSizes> run() {
        if (accepts(own_)) return own_;
        bool is_far = std::any_of(own_.begin(), own_.end(), [](int64_t size) { return size > largest_size; });
        if (is_far) return std::nullopt;  // no size near it is tried
        if (auto found = one_axis()) return found;
        if (auto found = same_size()) return found;
        if (auto found = axis_by_axis()) return found;
        return own_.size() > 1 ? any_sizes() : std::nullopt;
    }

  private:
    bool accepts(const AllSizes& sizes) {
        bool is_in_reach =
            std::all_of(sizes.begin(), sizes.end(), [](int64_t size) { return size >= 1 && size <= largest_size; });
        if (!is_in_reach || trial_.cost() > most_cost) return false;
        trial_.set_sizes(sizes);
        return trial_.accepts_sizes();
    }

    std::optional<AllSizes> one_axis() {
        for (int64_t distance = 1; distance <= furthest_alone; ++distance) {
            for (size_t axis = 0; axis < own_.size(); ++axis) {
                for (int64_t size : {own_[axis] + distance, own_[axis] - distance}) {
                    AllSizes sizes = own_;
                    sizes[axis] = size;
                    if (accepts(sizes)) return sizes;
                }
            }
        }
        return std::nullopt;
    }

    std::optional<AllSizes> same_size() {
        int64_t largest = *std::max_element(own_.begin(), own_.end());
        for (int64_t distance = 0; distance <= furthest_alike; ++distance) {
            for (int64_t size : {largest + distance, largest - distance}) {
                AllSizes sizes(own_.size(), size);
                if (accepts(sizes)) return sizes;
            }
        }
        return std::nullopt;
    }

    // Where several axes fail, each of them is given a size of its own, merge by merge.
    std::optional<AllSizes> axis_by_axis() {
        AllSizes sizes = own_;
        for (int round = 0; round < most_rounds; ++round) {
            auto fault = fault_of(sizes);
            if (!fault) return sizes;
            bool is_changed = false;
            for (size_t axis = 0; axis < sizes.size(); ++axis) {
                if (meets(sizes, axis, *fault)) continue;
                auto better = nearest_meeting(sizes, axis, *fault);
                if (!better) return std::nullopt;
                sizes[axis] = *better;
                is_changed = true;
            }
            if (!is_changed) return std::nullopt;
        }
        return std::nullopt;
    }

    std::optional<uint32_t> fault_of(const AllSizes& sizes) {
        trial_.set_sizes(sizes);
        return trial_.fault_of_sizes();
    }

    // Whether a node can be reached with these sizes, and its inputs are the same along an axis, or it does not refuse.
    bool meets(const AllSizes& sizes, size_t axis, uint32_t node) {
        auto fault = fault_of(sizes);
        if (!fault || *fault > node) return true;
        return *fault == node && trial_.inputs_agree(node, static_cast<int>(axis));
    }

    std::optional<int64_t> nearest_meeting(AllSizes sizes, size_t axis, uint32_t node) {
        int64_t own = sizes[axis];
        for (int64_t distance = 1; distance <= furthest_alone && trial_.cost() <= most_cost; ++distance) {
            for (int64_t size : {own + distance, own - distance}) {
                sizes[axis] = size;
                if (size >= 1 && size <= largest_size && meets(sizes, axis, node)) return size;
            }
        }
        return std::nullopt;
    }

    std::optional<AllSizes> any_sizes() {
        for (int64_t distance = 1; distance <= furthest_apart[own_.size()]; ++distance) {
            AllSizes offsets(own_.size(), -distance);
            do {
                bool is_on_rim = std::any_of(offsets.begin(), offsets.end(),
                                             [&](int64_t offset) { return std::abs(offset) == distance; });
                AllSizes sizes = own_;
                for (size_t axis = 0; axis < sizes.size(); ++axis) sizes[axis] += offsets[axis];
                if (is_on_rim && accepts(sizes)) return sizes;
            } while (count_on(offsets, distance));
        }
        return std::nullopt;
    }

    // Counts through all offsets from -most to most; false after the last.
    static bool count_on(AllSizes& offsets, int64_t most) {
        for (int64_t& offset : offsets) {
            if (++offset <= most) return true;
            offset = -most;
        }
        return false;
    }

    AxisTrial trial_;
    AllSizes own_;
};

}  // namespace

std::optional<std::vector<int64_t>> accepted_sizes(const Network& network, std::vector<OutputDemand> demands) {
    return Search(network, std::move(demands)).run();
}

}  // namespace nnshape
