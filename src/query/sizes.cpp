#include "query/sizes.h"

#include <algorithm>

#include "analysis/accepted_sizes.h"
#include "analysis/fixed_outputs.h"
#include "base/text.h"

namespace nnshape {
namespace {

class Answers {
  public:
    Answers(const Network& network, const SizesQuestion& question)
        : network_(network), question_(question), own_(network.nodes[*AxisTrial::input_of(network)].output) {
        auto accepted = accepted_sizes(network);
        is_accepted_ = accepted.has_value();
        others_ = accepted.value_or(std::vector<int64_t>(own_.spatial.begin(), own_.spatial.begin() + own_.rank));
        if (is_accepted_ && question.expects_outputs) fixed_ = fixed_outputs(network, others_);
    }

    AxisSizes along(int axis) const {
        AxisTrial trial(network_, axis_bit(axis));
        AxisSizes sizes = answer(trial, std::string(axis_name(own_.rank, axis)), others_[static_cast<size_t>(axis)]);
        for (int other = 0; other < own_.rank; ++other) {
            int64_t size = others_[static_cast<size_t>(other)];
            if (other == axis || size == own_.spatial[other]) continue;
            sizes.others.push_back({axis_name(own_.rank, other), size});
        }
        return sizes;
    }

    // All axes, which have the same size in the spec.
    AxisSizes together() const {
        std::vector<std::string_view> names;
        for (int axis = 0; axis < own_.rank; ++axis) names.push_back(axis_name(own_.rank, axis));
        AxisTrial trial(network_, every_axis);
        return answer(trial, enumerate(names), *std::max_element(others_.begin(), others_.end()));
    }

  private:
    AxisSizes answer(AxisTrial& trial, std::string axis, int64_t accepted) const {
        AxisSizes sizes{.axis = std::move(axis), .own = trial.own_size()};
        int64_t around = question_.around.value_or(sizes.own);
        trial.set_sizes(others_);
        trial.demand(fixed_);
        if (is_accepted_) trial.learn(accepted);
        sizes.holds = trial.holds(sizes.own, question_.demand);
        // If no size is accepted, the layer that refuses all is of interest, and not one before it that loses rows.
        Demand demand = is_accepted_ ? question_.demand : Demand::accepted;
        sizes.fault = trial.fault(around, demand);
        sizes.reason = trial.reason(around, demand);
        if (!is_accepted_) return sizes;
        sizes.smallest = trial.smallest();
        if (around <= largest_size) find_near(trial, around, sizes);
        sizes.cycle = trial.cycle(question_.demand);
        sizes.skipping = trial.skipping(accepted);
        return sizes;
    }

    void find_near(AxisTrial& trial, int64_t around, AxisSizes& sizes) const {
        int64_t from = around;
        for (int count = 0; count < question_.each_side; ++count) {
            auto below = trial.nearest(from - 1, -1, question_.demand);
            if (!below) break;
            sizes.near.insert(sizes.near.begin(), from = *below);
        }
        if (!sizes.fault) sizes.near.push_back(around);
        from = around;
        for (int count = 0; count < question_.each_side; ++count) {
            auto above = trial.nearest(from + 1, 1, question_.demand);
            if (!above) break;
            sizes.near.push_back(from = *above);
        }
    }

    const Network& network_;
    const SizesQuestion& question_;
    const Shape own_;
    bool is_accepted_ = false;
    std::vector<int64_t> others_;  // a size for each axis, for when another one is varied
    std::vector<OutputDemand> fixed_;
};

}  // namespace

std::vector<AxisSizes> sizes_of(const Network& network, const SizesQuestion& question) {
    auto input = AxisTrial::input_of(network);
    if (!input) return {};
    const Shape& own = network.nodes[*input].output;
    Answers answers(network, question);
    std::vector<AxisSizes> all;
    for (int axis = 0; axis < own.rank; ++axis) all.push_back(answers.along(axis));
    bool repeats =
        std::any_of(all.begin(), all.end(), [](const AxisSizes& one) { return one.cycle && one.cycle->sizes > 0; });
    bool is_alike = std::equal(own.spatial.begin() + 1, own.spatial.begin() + own.rank, own.spatial.begin());
    if (repeats || !is_alike || own.rank == 1) return all;
    AxisSizes together = answers.together();
    bool is_better = std::all_of(all.begin(), all.end(),
                                 [&](const AxisSizes& one) { return together.near.size() > one.near.size(); });
    if (is_better) return {std::move(together)};
    return all;
}

}  // namespace nnshape
