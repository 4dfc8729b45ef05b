#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "export/keras_parts.h"
#include "export/pytorch_shapes.h"
#include "frameworks/tables.h"
#include "layers/find_kind.h"
#include "layers/layer_kind.h"
#include "layers/value.h"

// Layers as code of Keras by the table of its classes.
namespace nnshape {
namespace {

using enum AxisOrder;
using namespace keras_parts;

// Keras calls some activations by other names.
std::string activation_name(std::string_view type) {
    constexpr std::pair<std::string_view, std::string_view> names[] = {{"relu", "relu"},
                                                                       {"relu6", "relu6"},
                                                                       {"leaky_relu", "leaky_relu"},
                                                                       {"elu", "elu"},
                                                                       {"selu", "selu"},
                                                                       {"celu", "celu"},
                                                                       {"gelu", "gelu"},
                                                                       {"silu", "silu"},
                                                                       {"mish", "mish"},
                                                                       {"sigmoid", "sigmoid"},
                                                                       {"hard_sigmoid", "hard_sigmoid"},
                                                                       {"hard_swish", "hard_silu"},
                                                                       {"tanh", "tanh"},
                                                                       {"softplus", "softplus"},
                                                                       {"softsign", "softsign"},
                                                                       {"softmax", "softmax"},
                                                                       {"log_softmax", "log_softmax"},
                                                                       {"exp", "exponential"},
                                                                       {"log_sigmoid", "log_sigmoid"},
                                                                       {"hard_tanh", "hard_tanh"},
                                                                       {"tanh_shrink", "tanh_shrink"},
                                                                       {"soft_shrink", "soft_shrink"},
                                                                       {"hard_shrink", "hard_shrink"},
                                                                       {"glu", "glu"}};
    auto found = std::find_if(std::begin(names), std::end(names), [&](const auto& one) { return one.first == type; });
    return found == std::end(names) ? std::string() : std::string(found->second);
}

// Whether Keras's `same` has the same zeros and the same places; `ceil` of a pool is such a case.
bool is_same(const LayerCode& layer) {
    const Window& window = layer.window;
    for (int axis = 0; axis < window.rank; ++axis) {
        const AxisWindow& placed = window.axes[static_cast<size_t>(axis)];
        AxisWindow same = placed;
        if (place_same(same, PaddingMode::same) || same.out != placed.out || same.before != placed.before) return false;
    }
    return window.rank > 0;
}

bool has_zeros(const Window& window) {
    return std::any_of(window.axes.begin(), window.axes.begin() + window.rank,
                       [](const AxisWindow& axis) { return axis.before > 0 || axis.after > 0; });
}

std::string zeros_of(const Window& window) {
    std::vector<std::string> pairs;
    for (int axis = 0; axis < window.rank; ++axis) {
        const AxisWindow& along = window.axes[static_cast<size_t>(axis)];
        pairs.push_back(fmt::format("({}, {})", along.before, along.after));
    }
    bool even =
        !is_uneven(window) && std::all_of(window.axes.begin(), window.axes.begin() + window.rank,
                                          [&](const AxisWindow& axis) { return axis.before == window.axes[0].before; });
    if (even) return std::to_string(window.axes[0].before);
    return pairs.size() == 1 ? pairs[0] : fmt::format("({})", fmt::join(pairs, ", "));
}

bool is_rounded_up(const LayerCode& layer) {
    return std::any_of(layer.window.axes.begin(), layer.window.axes.begin() + layer.window.rank, [](AxisWindow axis) {
        int64_t out = axis.out;
        return place_down(axis) || axis.out != out;
    });
}

// A function of the list of activations, where the table has no class.
LayerResult activation(LayerCode& layer) {
    auto in_table = write_activation(keras, *layer.node.kind, layer.in());
    if (in_table) return table_layer(layer);
    CodeStep step = step_of(layer);
    step.expression = plain_call;
    step.construct = with("layers.Activation", {fmt::format("\"{}\"", activation_name(layer.type()))});
    return add(layer, std::move(step));
}

}  // namespace

CodeValue keras_parts::add(LayerCode& layer, CodeStep step) {
    return layer.builder.add(std::move(step), layer.out(), channels_last);
}

CodeStep keras_parts::step_of(LayerCode& layer) {
    std::vector<uint32_t> reads;
    for (const CodeValue& input : layer.inputs) reads.push_back(input.number);
    return layer.step(std::move(reads), Layout::hwc);
}

LayerResult keras_parts::function(LayerCode& layer, std::string expression, std::vector<CodeSlot> slots) {
    CodeStep step = step_of(layer);
    step.expression = std::move(expression);
    step.slots = std::move(slots);
    return add(layer, std::move(step));
}

void keras_parts::add_argument(CodeConstruct& construct, std::string key, std::string text) {
    construct.arguments.push_back({.key = std::move(key), .value = {std::move(text)}});
}

CodeConstruct keras_parts::with(std::string callee, std::vector<std::string> values) {
    CodeConstruct made{.callee = std::move(callee)};
    for (std::string& value : values)
        made.arguments.push_back({.key = {}, .value = {std::move(value)}, .is_required = true});
    return made;
}

void keras_parts::freeze(const LayerCode& layer, CodeConstruct& construct) {
    if (layer.node.frozen && layer.node.kind->count.numbers) add_argument(construct, "trainable", "False");
}

LayerResult keras_parts::table_layer(LayerCode& layer) {
    if (layer.inputs.empty()) return lacking(keras, fmt::format("a layer `{}`", layer.type()));
    bool slides = layer.window.rank > 0 && !layer.window.transposed;
    bool causal =
        layer.is_word("padding", "causal") && layer.window.rank == 1 && !layer.window.pools && layer.type() == "conv";
    bool same = slides && !causal && (has_zeros(layer.window) || layer.has("padding")) && is_same(layer);
    bool rounded = slides && !causal && layer.window.pools && is_rounded_up(layer);
    if (rounded && !is_same(layer)) return lacking(keras, fmt::format("`ceil` of `{}`", layer.type()));
    same = same || rounded;
    std::vector<std::string_view> apart = {"ceil", "affine"};
    if (slides) apart.push_back("padding");
    std::string activation = layer.node.activation ? activation_name(name_of(*layer.node.activation)) : "";
    const LayerKind* written =
        activation == (layer.node.activation ? name_of(*layer.node.activation) : std::string_view())
            ? layer.node.activation
            : nullptr;
    auto call =
        write_call(keras, {*layer.node.kind, written, layer.args, layer.shapes, layer.out(), layer.window, apart});
    if (!call) return lacking(keras, call.fault());
    CodeStep step = step_of(layer);
    step.expression = plain_call;
    step.construct = layer.construct(*call, "layers.");
    if (slides && !same && !causal && has_zeros(layer.window)) {
        CodeStep pad{.expression = std::string(plain_call), .reads = {layer.inputs[0].number}, .base = "pad"};
        pad.construct = with(fmt::format("layers.ZeroPadding{}D", layer.window.rank), {zeros_of(layer.window)});
        step.reads = {layer.builder.add(std::move(pad), layer.in(), channels_last).number};
    }
    for (CodeArgument& argument : step.construct.arguments) {
        if (argument.key != "padding" || !slides) continue;
        argument.value.text = same ? "\"same\"" : causal ? "\"causal\"" : "\"valid\"";
        argument.is_standard = !same && !causal;
    }
    freeze(layer, step.construct);
    CodeValue made = add(layer, std::move(step));
    if (!layer.node.activation || call->has_activation) return made;
    std::string own = activation_name(name_of(*layer.node.activation));
    if (own.empty()) return lacking(keras, fmt::format("an activation `{}`", name_of(*layer.node.activation)));
    CodeStep after{.expression = std::string(plain_call), .reads = {made.number}, .base = "activation"};
    after.is_activation = true;
    after.construct = with("layers.Activation", {fmt::format("\"{}\"", own)});
    return add(layer, std::move(after));
}

Result<CodeValue, std::string> write_keras_layer(LayerCode& layer) {
    if (auto own = write_own(layer)) return *own;
    if (!activation_name(layer.type()).empty()) return activation(layer);
    return table_layer(layer);
}

}  // namespace nnshape
