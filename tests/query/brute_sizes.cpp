#include "query/brute_sizes.h"

#include <algorithm>

#include "analysis/analysis.h"
#include "analysis/axis_trial.h"
#include "network/place.h"

namespace nnshape::test {

BruteForce::BruteForce(const std::string& text) {
    study_text(own_, text);
    if (own_.study.understood) input_ = AxisTrial::input_of(own_.study.network);
}

Tried BruteForce::at(int axis, int64_t size) {
    Network& network = own_.study.network;
    const auto numbers = network.numbers;
    const auto nodes = network.nodes;
    const Shape first = own_.study.network.nodes[*input_].output;
    std::vector<bool> follows(network.nodes.size());
    for (uint32_t input = 0; input < network.input_count; ++input) {
        Shape shape = own_.study.network.nodes[input].output;
        if (shape.rank != first.rank || shape.spatial[axis] != first.spatial[axis]) continue;
        follows[input] = true;
        shape.spatial[axis] = size;
        auto sizes = nnshape::sizes_of(shape, network.layout);
        const Arg& arg = network.args[network.nodes[input].args];
        std::copy(sizes.begin(), sizes.end(), network.numbers.begin() + arg.first);
    }
    NodePlacer placer(network);
    Analysis analysis;
    Diagnostics diagnostics;
    for (uint32_t node = 0; node < network.nodes.size(); ++node) placer.place(node);
    analyse(network, 1, analysis, diagnostics);
    bool is_accepted = analysis.complete && !has_error(diagnostics);
    Tried result = is_accepted ? lossy_at(axis, follows) : Tried{};
    network.numbers = numbers;
    network.nodes = nodes;
    return result;
}

// Whether rows after the last window, of the input and also of its padding, are such as windows read elsewhere: their
// distance from the start of a window is one of its taps, give or take some strides.
std::pair<bool, bool> rows_after(const AxisWindow& window) {
    std::vector<bool> is_read(static_cast<size_t>(window.stride));
    int64_t last = 0;
    for (int64_t tap = 0; tap < window.kernel; ++tap) {
        is_read[static_cast<size_t>(tap * window.dilation % window.stride)] = true;
        last = (window.out - 1) * window.stride + tap * window.dilation;
    }
    std::pair<bool, bool> found;
    for (int64_t row = last + 1; row < window.before + window.in + window.after; ++row) {
        if (!is_read[static_cast<size_t>(row % window.stride)]) continue;
        (row < window.before + window.in ? found.first : found.second) = true;
    }
    found.second = found.first || found.second;
    return found;
}

// Of a network that is analysed: `follows` says which nodes depend on the size that is tried.
Tried BruteForce::lossy_at(int axis, std::vector<bool>& follows) const {
    const Network& network = own_.study.network;
    Tried result{true, true, true};
    for (uint32_t node = network.input_count; node < network.nodes.size(); ++node) {
        for (uint32_t read : network.reads_of(network.nodes[node])) follows[node] = follows[node] || follows[read];
        Window window = window_of(network, network.nodes[node]);
        if (!follows[node] || axis >= window.rank) continue;
        const AxisWindow& along = window.axes[axis];
        if (along.unread == 0) continue;  // it rounds up or down so that nothing is left
        auto [real, padded] = rows_after(along);
        if (real) result.lossless = false;
        if (padded) result.exact = false;
    }
    return result;
}

}  // namespace nnshape::test
