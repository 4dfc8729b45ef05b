#include "analysis/trial_shapes.h"

#include <algorithm>
#include <numeric>

namespace nnshape {
namespace {

constexpr int64_t many_scales = int64_t{4096} * 27 * 25 * 7;  // a multiple of the usual scales and factors

// The number, or 0 if it is more than `largest_size`.
int64_t within_reach(Checked number) {
    return number.overflowed() || number.value() > largest_size ? 0 : number.value();
}

int64_t common_multiple(int64_t one, int64_t other) {
    return within_reach(Checked(one / std::gcd(one, other)) * other);
}

}  // namespace

TrialShapes::TrialShapes(const Network& network, AxisSet axes, std::vector<bool> varied_inputs, uint32_t end)
    : network_(network), axes_(axes), varied_(std::move(varied_inputs)) {
    varied_.resize(end);
    for (uint32_t node = 0; node < end; ++node) {
        shapes_.push_back(network.nodes[node].output);
        for (uint32_t read : network.reads_of(network.nodes[node])) {
            if (varied_[read]) varied_[node] = true;
        }
    }
}

void TrialShapes::set_input(int64_t size) {
    for (uint32_t input = 0; input < network_.input_count; ++input) {
        for (int axis = 0; varied_[input] && axis < shapes_[input].rank; ++axis) {
            if (is_in(axes_, axis)) shapes_[input].spatial[axis] = size;
        }
    }
}

std::optional<Fault> TrialShapes::infer(uint32_t node) {
    const Node& layer = network_.nodes[node];
    inputs_.clear();
    for (uint32_t read : network_.reads_of(layer)) inputs_.push_back(shapes_[read]);
    return nnshape::infer(*layer.kind, layer.rank_suffix, network_.args_of(layer), inputs_, inferred_);
}

bool TrialShapes::run(int64_t size, const std::vector<uint32_t>& path, uint32_t end) {
    set_input(size);
    for (uint32_t node : path) {
        if (node >= end) break;
        if (infer(node)) return false;
        shapes_[node] = inferred_.output;
    }
    return true;
}

int64_t common_stride(TrialShapes& shapes, const std::vector<uint32_t>& path) {
    const Network& network = shapes.network();
    std::vector<int64_t> strides(shapes.size(), 1);
    int64_t common = many_scales;
    for (uint32_t node : path) {
        for (uint32_t read : network.reads_of(network.nodes[node])) {
            strides[node] = common_multiple(strides[node], strides[read]);
        }
        shapes.infer(node);
        const Window& window = shapes.inferred().window;
        int64_t stride = 1;
        for (int axis = 0; axis < window.rank && !window.transposed; ++axis) {
            stride = common_multiple(stride, window.axes[axis].stride);
        }
        strides[node] = within_reach(Checked(strides[node]) * stride);
        common = common_multiple(strides[node], common);
        if (common == 0) return 0;
    }
    return common;
}

}  // namespace nnshape
