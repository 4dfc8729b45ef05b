#include "lint/input_advice.h"

#include <fmt/format.h>
#include <algorithm>

#include "analysis/axis_trial.h"
#include "layers/traits.h"
#include "spec/dialect.h"

namespace nnshape {
namespace {

constexpr int most_errors = 8;            // of one network that get advice
constexpr uint32_t furthest_node = 4096;  // later nodes get none: each trial calculates all before it
constexpr int64_t most_sizes = 4096;      // tried for one axis

bool has_broken_layer(const Network& network) {
    auto layers = std::span(network.nodes).subspan(network.input_count);
    return std::any_of(layers.begin(), layers.end(), [](const Node& layer) { return layer.broken; });
}

// The nearest larger input for which every layer can be calculated: along one axis alone if that is enough.
std::optional<Shape> larger_input(const Network& network) {
    auto input = AxisTrial::input_of(network);
    if (!input || network.nodes[*input].state != State::calculated) return std::nullopt;
    Shape shape = network.nodes[*input].output;
    for (int axis = 0; axis < shape.rank; ++axis) {
        AxisTrial trial(network, static_cast<AxisSet>(1 << axis));
        if (auto size = trial.nearest(shape.spatial[axis] + 1, 1, Demand::accepted, most_sizes)) {
            shape.spatial[axis] = *size;
            return shape;
        }
    }
    AxisTrial trial(network, static_cast<AxisSet>((1 << shape.rank) - 1));
    int64_t from = *std::min_element(shape.spatial.begin(), shape.spatial.begin() + shape.rank) + 1;
    auto size = trial.nearest(from, 1, Demand::accepted, most_sizes);
    if (!size) return std::nullopt;
    std::fill(shape.spatial.begin(), shape.spatial.begin() + shape.rank, *size);
    return shape;
}

// The input that a node's first input has the shape of, if no layer between them changes it.
std::optional<uint32_t> same_as_input(const Network& network, uint32_t node) {
    while (node >= network.input_count) {
        auto reads = network.reads_of(network.nodes[node]);
        if (reads.empty()) return std::nullopt;
        node = reads[0];
        const LayerKind* kind = network.nodes[node].kind;
        bool keeps = node < network.input_count || (kind && keeps_shape(*kind));
        if (!keeps) return std::nullopt;
    }
    return node;
}

// A layer with a suffix that receives one axis more than it accepts, straight from the input: the batch is written too.
std::string without_batch(const Network& network, uint32_t index) {
    const Node& node = network.nodes[index];
    auto input = same_as_input(network, index);
    if (!input || node.rank_suffix < 2) return {};  // of a sequence it cannot be told
    const Shape& shape = network.nodes[*input].output;
    if (shape.rank != node.rank_suffix + 1) return {};
    Sizes sizes = sizes_of(shape, network.layout);
    std::span<const int64_t> rest(sizes.values.data() + 1, static_cast<size_t>(sizes.count) - 1);
    return fmt::format("the batch is not part of a shape; write {}", dialect_of(*network.spec).input_of(rest));
}

// Puts the input of the network in place of the input of the layer, unless the layer itself reads that input and what
// it needs is enough for all others.
void name_input(const Network& network, const Shape& larger, Diagnostic& diagnostic) {
    bool is_first = same_as_input(network, static_cast<uint32_t>(diagnostic.instance)).has_value();
    for (int axis = 0; is_first && axis < larger.rank; ++axis) {
        if (diagnostic.help.ends_with(fmt::format(" at least {}", larger.spatial[axis]))) return;
    }
    size_t other = diagnostic.help.find(" or a");  // the layer's own remedy is before it
    std::string own = diagnostic.help.substr(0, other);
    if (own.ends_with(',')) own.pop_back();
    diagnostic.help = fmt::format("{}, or an input of {}", own, to_text(larger, network.layout));
}

}  // namespace

void advise_on_inputs(const Network& network, Diagnostics& diagnostics) {
    std::optional<std::optional<Shape>> larger;  // looked for once
    int looked_at = 0;
    for (Diagnostic& diagnostic : diagnostics) {
        bool too_small = diagnostic.code == &code::kernel_exceeds_input || diagnostic.code == &code::empty_output;
        bool is_layer = !diagnostic.layer.empty() && diagnostic.instance <= furthest_node;
        if (!is_layer || (!too_small && diagnostic.code != &code::rank_mismatch)) continue;
        if (++looked_at > most_errors) return;
        if (!too_small) {
            std::string help = without_batch(network, static_cast<uint32_t>(diagnostic.instance));
            if (!help.empty()) diagnostic.help = std::move(help);
            continue;
        }
        if (!larger) larger = has_broken_layer(network) ? std::nullopt : larger_input(network);
        if (*larger) name_input(network, **larger, diagnostic);
    }
}

}  // namespace nnshape
