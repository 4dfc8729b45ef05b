#include "draw/plan_edges.h"

#include <fmt/format.h>
#include <algorithm>
#include <numeric>
#include <set>

#include "base/checked.h"
#include "base/text.h"

namespace nnshape {
namespace {

std::string shape_of_node(const Network& network, uint32_t node) {
    const Node& layer = network.nodes[node];
    return layer.state == State::calculated ? to_text(layer.output, network.layout) : std::string();
}

// The number of a tensor among those of its box, to which it is added if it is new.
uint32_t tensor_of(const Network& network, uint32_t node, PlanBox& box) {
    auto found =
        std::find_if(box.tensors.begin(), box.tensors.end(), [&](const auto& one) { return one.node == node; });
    if (found != box.tensors.end()) return static_cast<uint32_t>(found - box.tensors.begin());
    box.tensors.push_back({node, shape_of_node(network, node)});
    return static_cast<uint32_t>(box.tensors.size() - 1);
}

// A layer that reads one tensor several times has one edge for it, and says so.
void say_repeated(std::span<const uint32_t> operands, PlanBox& box) {
    std::vector<uint32_t> sorted(operands.begin(), operands.end());
    std::sort(sorted.begin(), sorted.end());
    for (auto at = sorted.begin(); at != sorted.end();) {
        auto next = std::upper_bound(at, sorted.end(), *at);
        if (next - at > 1) {
            box.within.push_back(fmt::format("one input {} times", next - at));
            box.within_roles.push_back(Role::other);
        }
        at = next;
    }
}

// The parameters of a box: of the nodes that are drawn, and of those they stand for as well.
struct BoxParams {
    Checked one = 0, all = 0;
    bool same = true;  // in every turn
};

}  // namespace

DrawnNodes::DrawnNodes(size_t nodes) : box_of(nodes, no_box), stands_for(nodes) {
    std::iota(stands_for.begin(), stands_for.end(), 0);
}

void connect_boxes(const Network& network, const DrawnNodes& nodes, Plan& plan) {
    std::set<std::pair<uint32_t, uint32_t>> seen;  // a tensor and the box that reads it
    for (uint32_t node = network.input_count; node < network.nodes.size(); ++node) {
        uint32_t to = nodes.box_of[node];
        if (nodes.stands_for[node] != node || to == no_box) continue;
        auto operands = network.operands_of(network.nodes[node]);
        say_repeated(operands, plan.boxes[to]);
        for (uint32_t read : operands) {
            uint32_t source = nodes.drawn(read), from = nodes.box_of[source];
            if (from == no_box || from >= to || !seen.insert({source, to}).second) continue;
            plan.edges.push_back({from, to, tensor_of(network, source, plan.boxes[from])});
        }
    }
    for (uint32_t output : network.outputs) {
        uint32_t node = nodes.drawn(output), box = nodes.box_of[node];
        if (box != no_box) tensor_of(network, node, plan.boxes[box]);
    }
    for (PlanBox& box : plan.boxes) {
        if (box.tensors.empty()) tensor_of(network, box.end - 1, box);
    }
}

void count_params(const Study& study, const DrawnNodes& nodes, Plan& plan) {
    std::vector<BoxParams> params(plan.boxes.size());
    auto params_of = [&](uint32_t node) { return study.analysis.figures_of(node)[Figure::params]; };
    for (uint32_t node = study.network.input_count; node < study.network.nodes.size(); ++node) {
        uint32_t drawn = nodes.drawn(node), box = nodes.box_of[drawn];
        if (box == no_box) continue;
        BoxParams& sums = params[box];
        sums.all += params_of(node);
        if (drawn == node) sums.one += params_of(node);
        sums.same = sums.same && params_of(node) == params_of(drawn);
    }
    for (size_t box = 0; box < params.size(); ++box) {
        const BoxParams& sums = params[box];
        if (sums.all.overflowed() || sums.all.value() == 0) continue;
        int64_t number = (sums.same ? sums.one : sums.all).value();
        std::string_view which = !sums.same ? "in all " : plan.boxes[box].turns > 1 ? "each " : "";
        plan.boxes[box].params =
            fmt::format("{}{} {}", which, with_commas(number), number == 1 ? "parameter" : "parameters");
    }
}

}  // namespace nnshape
