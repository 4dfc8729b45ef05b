#include "query/sizes.h"

#include <algorithm>

#include "base/text.h"

namespace nnshape {
namespace {

AxisSizes answer(AxisTrial& trial, std::string axis, const SizesQuestion& question) {
    AxisSizes sizes{.axis = std::move(axis), .own = trial.own_size()};
    int64_t around = question.around.value_or(sizes.own);
    sizes.holds = trial.holds(sizes.own, question.demand);
    sizes.smallest = trial.smallest();
    sizes.fault = trial.fault(around, question.demand);
    int each_side = around <= largest_size ? question.each_side : 0;
    int64_t from = around;
    for (int count = 0; count < each_side; ++count) {
        auto below = trial.nearest(from - 1, -1, question.demand);
        if (!below) break;
        sizes.near.insert(sizes.near.begin(), from = *below);
    }
    if (!sizes.fault) sizes.near.push_back(around);
    from = around;
    for (int count = 0; count < each_side; ++count) {
        auto above = trial.nearest(from + 1, 1, question.demand);
        if (!above) break;
        sizes.near.push_back(from = *above);
    }
    sizes.cycle = trial.cycle(question.demand);
    return sizes;
}

}  // namespace

std::vector<AxisSizes> sizes_of(const Network& network, const SizesQuestion& question) {
    auto input = AxisTrial::input_of(network);
    if (!input) return {};
    const Shape& shape = network.nodes[*input].output;
    std::vector<AxisSizes> all;
    for (int axis = 0; axis < shape.rank; ++axis) {
        AxisTrial trial(network, static_cast<AxisSet>(1 << axis));
        all.push_back(answer(trial, std::string(axis_name(shape.rank, axis)), question));
    }
    bool none = std::all_of(all.begin(), all.end(), [](const AxisSizes& sizes) { return !sizes.smallest; });
    bool alike = std::equal(shape.spatial.begin() + 1, shape.spatial.begin() + shape.rank, shape.spatial.begin());
    if (!none || !alike || shape.rank == 1) return all;
    std::vector<std::string_view> names;
    for (int axis = 0; axis < shape.rank; ++axis) names.push_back(axis_name(shape.rank, axis));
    AxisTrial trial(network, static_cast<AxisSet>((1 << shape.rank) - 1));
    return {answer(trial, enumerate(names), question)};
}

}  // namespace nnshape
