#include "analysis/fixed_outputs.h"

#include <algorithm>

#include "network/literal.h"

namespace nnshape {
namespace {

constexpr int64_t never_met = -1;

// The shape that a statement expects, as its `->` has it; empty if it has none.
std::vector<int64_t> expected_shape(const Network& network, const Statement& statement) {
    constexpr Param shape_param{.name = "output", .type = ParamType::shape};
    const Spec& spec = *network.spec;
    std::vector<int64_t> numbers;
    for (const Argument& expected :
         std::span(spec.expected).subspan(statement.expected.first, statement.expected.count)) {
        if (!expected.key.empty() && spec.text(expected.key) != "output") continue;
        if (!read_literal(network.literals(), shape_param, expected.value, numbers)) return {};
    }
    return numbers;
}

OutputDemand demand_of(const Network& network, uint32_t node, std::vector<int64_t> wanted, AxisSet grows) {
    OutputDemand demand{.node = node};
    const Shape& output = network.nodes[node].output;
    if (output.rank == 0 && wanted.size() == 2 && wanted[1] == 1) wanted.pop_back();
    Shape shape = shape_of(wanted, network.layout);
    for (int axis = 0; axis < shape.rank; ++axis) {
        if (!is_in(grows, axis)) demand.sizes[static_cast<size_t>(axis)] = shape.spatial[axis];
    }
    if (!is_in(grows, channels_bit)) demand.sizes[max_rank] = shape.channels;
    bool is_known = network.nodes[node].state == State::calculated;
    if (is_known && shape.rank < output.rank) demand.sizes[max_rank] = never_met;
    return demand;
}

}  // namespace

std::optional<OutputDemand> expected_output(const Network& network, uint32_t node) {
    auto wanted = expected_shape(network, *network.nodes[node].statement);
    return wanted.empty() ? std::nullopt : std::optional(demand_of(network, node, std::move(wanted), 0));
}

std::vector<OutputDemand> fixed_outputs(const Network& network, const std::vector<int64_t>& accepted) {
    std::vector<OutputDemand> demands;
    if (network.spec->expected.empty()) return demands;
    std::vector<AxisSet> grows(network.nodes.size());
    for (size_t axis = 0; axis < accepted.size(); ++axis) {
        AxisTrial trial(network, axis_bit(static_cast<int>(axis)));
        trial.set_sizes(accepted);
        trial.learn(accepted[axis]);
        for (uint32_t node = 0; node < grows.size(); ++node) grows[node] |= trial.grows(node);
    }
    auto add = [&](uint32_t node, const Statement& statement) {
        if (grows[node] == every_axis) return;
        auto wanted = expected_shape(network, statement);
        if (!wanted.empty()) demands.push_back(demand_of(network, node, std::move(wanted), grows[node]));
    };
    for (uint32_t node = 0; node < network.nodes.size(); ++node) add(node, *network.nodes[node].statement);
    for (const Call& call : network.calls) add(call.output, *call.statement);
    std::stable_sort(demands.begin(), demands.end(),
                     [](const OutputDemand& one, const OutputDemand& other) { return one.node < other.node; });
    return demands;
}

}  // namespace nnshape
