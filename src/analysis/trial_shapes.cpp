#include "analysis/trial_shapes.h"

#include <algorithm>
#include <utility>

namespace nnshape {

TrialShapes::TrialShapes(const Network& network, std::vector<InputAxis> axes, uint32_t end)
    : network_(network), axes_(std::move(axes)), varied_(end), memory_(end) {
    for (uint32_t node = 0; node < end; ++node) shapes_.push_back(network.nodes[node].output);
    for (const InputAxis& along : axes_) varied_[along.input] = true;
    spread();
}

// Marks all nodes that depend on one that is marked.
void TrialShapes::spread() {
    for (uint32_t node = network_.input_count; node < size(); ++node) {
        auto reads = network_.reads_of(network_.nodes[node]);
        varied_[node] = std::any_of(reads.begin(), reads.end(), [&](uint32_t read) { return varied_[read]; });
    }
}

void TrialShapes::set_input(int64_t size) {
    for (const InputAxis& along : axes_) set_size(along, size);
}

void TrialShapes::set_size(const InputAxis& along, int64_t size) {
    int64_t& now = shapes_[along.input].spatial[along.axis];
    if (now == size) return;
    now = size;
    memory_[along.input].changed = ++clock_;
    if (varied_[along.input]) return;
    varied_[along.input] = true;
    spread();
}

const TrialShapes::Outcome& TrialShapes::calculate(uint32_t node) {
    Memory& memory = memory_[node];
    auto reads = network_.reads_of(network_.nodes[node]);
    bool is_known = memory.asked > 0 && std::all_of(reads.begin(), reads.end(), [&](uint32_t read) {
                        return memory_[read].changed < memory.asked;
                    });
    if (is_known) return memory.outcome;
    ++asked_;
    memory.asked = ++clock_;
    inputs_.clear();
    for (uint32_t read : reads) inputs_.push_back(shapes_[read]);
    Outcome& outcome = memory.outcome = {};
    if (auto fault = infer(node, inputs_)) {
        bool small = fault->code == &code::kernel_exceeds_input || fault->code == &code::empty_output;
        outcome.kind = small ? Outcome::too_small : Outcome::refused;
        return outcome;
    }
    const Window& window = inferred_.window;
    outcome.has_window = window.rank > 0;
    for (int axis = 0; axis < window.rank; ++axis) {
        RowsLeft left = left_by(window.axes[axis]);
        if (left.lost > 0) outcome.lost |= axis_bit(axis);
        if (left.unread > 0) outcome.unread |= axis_bit(axis);
    }
    if (shapes_[node] == inferred_.output) return outcome;
    shapes_[node] = inferred_.output;
    memory.changed = ++clock_;
    return outcome;
}

RowsLeft TrialShapes::left_by(const AxisWindow& window) const {
    return counts_skipped_ ? RowsLeft{window.unread, window.lost} : rows_left(window);
}

std::optional<LayerFault> TrialShapes::infer(uint32_t node, Inputs inputs) {
    const Node& layer = network_.nodes[node];
    return nnshape::infer(*layer.kind, layer.rank_suffix, network_.args_of(layer), inputs, inferred_);
}

std::vector<Shape> TrialShapes::inputs_of(uint32_t node) const {
    std::vector<Shape> inputs;
    for (uint32_t read : network_.reads_of(network_.nodes[node])) inputs.push_back(shapes_[read]);
    return inputs;
}

}  // namespace nnshape
