#include "network/place.h"

#include <algorithm>

namespace nnshape {
namespace {

// Whether a node's inputs, and the node whose parameters it shares, are calculated.
bool is_reached(const Network& network, const Node& node) {
    auto is_calculated = [&](uint32_t index) { return network.nodes[index].state == State::calculated; };
    auto reads = network.reads_of(node);
    return std::all_of(reads.begin(), reads.end(), is_calculated) &&
           (node.shares == nothing_shared || is_calculated(node.shares));
}

}  // namespace

void NodePlacer::place(uint32_t index) {
    Node& node = network_.nodes[index];
    node.state = node.broken ? State::failed : State::unreached;
    if (node.broken || !is_reached(network_, node)) return;
    inputs_.clear();
    for (uint32_t read : network_.reads_of(node)) inputs_.push_back(network_.nodes[read].output);
    auto fault = infer(*node.kind, node.rank_suffix, network_.args_of(node), inputs_, inferred_);
    node.state = fault ? State::failed : State::calculated;
    if (fault) return;
    node.output = inferred_.output;
    node.plain_window = is_plain(inferred_.window);
}

std::vector<Shape> inputs_of(const Network& network, const Node& node) {
    std::vector<Shape> inputs;
    for (uint32_t read : network.reads_of(node)) inputs.push_back(network.nodes[read].output);
    return inputs;
}

Window window_of(const Network& network, const Node& node) {
    Inference result;
    infer(*node.kind, node.rank_suffix, network.args_of(node), inputs_of(network, node), result);
    return result.window;
}

}  // namespace nnshape
