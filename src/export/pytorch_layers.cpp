#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "export/layer_code.h"
#include "export/pytorch_shapes.h"
#include "frameworks/tables.h"
#include "layers/find_kind.h"
#include "layers/layer_kind.h"
#include "layers/traits.h"

// Layers as code of PyTorch: modules by the table of its classes, and functions for what has no module.
namespace nnshape {
namespace {

using enum AxisOrder;

constexpr std::string_view plain_call = "{m}({0})";

// Layers that calculate along the last axis; others of the table have the channels as their first.
constexpr std::string_view on_last_axis[] = {"dense", "layer_norm", "rms_norm", "attention",
                                             "rnn",   "gru",        "lstm",     "embedding"};

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Where the channels are does not matter to it.
bool is_anywhere(const LayerKind& kind) { return traits_of(kind).works_in_place || traits_of(kind).trains_only; }

AxisOrder order_for(const LayerCode& layer) {
    if (is_one_of(layer.type(), on_last_axis)) return channels_last;
    bool anywhere = is_anywhere(*layer.node.kind) && !needs_dim(layer.type());
    return anywhere ? layer.inputs[0].order : channels_first;
}

std::string zeros_of(const Window& window) {
    std::vector<int64_t> edges;
    for (int axis = window.rank; axis-- > 0;) {
        edges.push_back(window.axes[static_cast<size_t>(axis)].before);
        edges.push_back(window.axes[static_cast<size_t>(axis)].after);
    }
    return fmt::format("({})", fmt::join(edges, ", "));
}

// A pool accepts zeros for at most half its window, and no layer different numbers at the two edges.
bool pads_apart(const LayerCode& layer) {
    const Window& window = layer.window;
    if (window.transposed) return false;
    if (is_uneven(window)) return true;
    return window.pools && std::any_of(window.axes.begin(), window.axes.begin() + window.rank,
                                       [](const AxisWindow& axis) { return axis.before > axis.kernel / 2; });
}

CodeValue pad_before(LayerCode& layer, const CodeValue& input) {
    const Window& window = layer.window;
    CodeStep step{.expression = std::string(plain_call), .reads = {input.number}, .base = "pad"};
    bool is_max = layer.type() == "max_pool";
    step.construct.callee = fmt::format("nn.{}Pad{}d", is_max ? "Constant" : "Zero", window.rank);
    step.construct.arguments.push_back({.key = "padding", .value = {zeros_of(window)}, .is_required = true});
    if (is_max) step.construct.arguments.push_back({.key = "value", .value = {"float(\"-inf\")"}, .is_required = true});
    return layer.builder.add(std::move(step), input.shape, channels_first);
}

void add_argument(CodeConstruct& construct, std::string key, std::string text, bool is_standard = false) {
    construct.arguments.push_back({.key = std::move(key), .value = {std::move(text)}, .is_standard = is_standard});
}

// The padding of Keras's transposed `same`, whose output is the input times the stride.
void pad_transposed_same(const LayerCode& layer, CodeConstruct& construct) {
    std::vector<int64_t> zeros, extra;
    for (int axis = 0; axis < layer.window.rank; ++axis) {
        const AxisWindow& window = layer.window.axes[static_cast<size_t>(axis)];
        int64_t surplus = window.reach().value() - window.stride;
        zeros.push_back(surplus > 0 ? (surplus + 1) / 2 : 0);
        extra.push_back(surplus > 0 ? surplus % 2 : -surplus);
    }
    add_argument(construct, "padding", python_sizes(zeros), python_sizes(zeros) == "0");
    add_argument(construct, "output_padding", python_sizes(extra), python_sizes(extra) == "0");
}

void freeze(const LayerCode& layer, CodeConstruct& construct) {
    if (layer.node.frozen && layer.node.kind->count.numbers) construct.suffix = ".requires_grad_(False)";
}

// A module of the table.
LayerResult module(LayerCode& layer) {
    std::vector<std::string_view> apart = {"return_sequences"};
    bool same_transposed = layer.window.transposed && layer.is_word("padding", "same");
    if (same_transposed) apart.insert(apart.end(), {"padding", "output_padding"});
    bool padded = pads_apart(layer);
    LayerToWrite to_write{*layer.node.kind, nullptr, layer.args, layer.shapes, layer.out(), layer.window, apart};
    to_write.pads_apart = padded;
    auto call = write_call(pytorch, to_write);
    if (!call) return lacking(pytorch, call.fault());
    AxisOrder order = order_for(layer);
    CodeValue input = layer.builder.in_order(layer.inputs[0], order);
    if (padded) input = pad_before(layer, input);
    CodeStep step = layer.step({input.number}, Layout::chw);
    step.expression = plain_call;
    step.construct = layer.construct(*call, "nn.");
    if (same_transposed) pad_transposed_same(layer, step.construct);
    if (needs_dim(layer.type())) {
        add_argument(step.construct, "dim", order == channels_first && layer.in().rank > 0 ? "1" : "-1");
    }
    freeze(layer, step.construct);
    return layer.builder.add(std::move(step), layer.out(), layer.out().rank == 0 ? channels_first : order);
}

LayerResult depthwise(LayerCode& layer) {
    CodeValue input = layer.builder.in_order(layer.inputs[0], channels_first);
    if (pads_apart(layer)) input = pad_before(layer, input);
    auto sizes = [&](int64_t AxisWindow::*member) {
        std::vector<int64_t> all;
        for (int axis = 0; axis < layer.window.rank; ++axis)
            all.push_back(layer.window.axes[static_cast<size_t>(axis)].*member);
        return python_sizes(all);
    };
    std::string padding = pads_apart(layer) ? "0" : sizes(&AxisWindow::before);
    bool separable = layer.type() == "separable_conv";
    int64_t middle = layer.in().channels * layer.number("multiplier");
    bool bias = layer.flag("bias");
    CodeStep step = layer.step({input.number}, Layout::chw);
    step.expression = plain_call;
    CodeConstruct& conv = step.construct;
    conv.callee = fmt::format("nn.Conv{}d", layer.window.rank);
    conv.arguments = {
        {.key = "in_channels", .value = layer.channels(), .is_required = true},
        {.key = "out_channels", .value = {std::to_string(middle)}, .is_required = true},
        {.key = "kernel_size", .value = layer.slot("kernel", sizes(&AxisWindow::kernel)), .is_required = true},
        {.key = "stride",
         .value = layer.slot("stride", sizes(&AxisWindow::stride)),
         .is_standard = sizes(&AxisWindow::stride) == "1"},
        {.key = "padding", .value = layer.slot("padding", padding), .is_standard = padding == "0"},
        {.key = "dilation",
         .value = {sizes(&AxisWindow::dilation)},
         .is_standard = sizes(&AxisWindow::dilation) == "1"},
        {.key = "groups", .value = layer.channels()},
        {.key = "bias", .value = {bias && !separable ? "True" : "False"}, .is_standard = bias && !separable}};
    freeze(layer, conv);
    if (!separable) return layer.builder.add(std::move(step), layer.out(), channels_first);
    step.label.clear();
    CodeValue between = layer.builder.add(std::move(step), layer.out(), channels_first);
    CodeStep mix = layer.step({between.number}, Layout::chw);
    mix.expression = plain_call;
    mix.construct.callee = fmt::format("nn.Conv{}d", layer.window.rank);
    mix.construct.arguments = {{.key = "in_channels", .value = {std::to_string(middle)}, .is_required = true},
                               {.key = "out_channels",
                                .value = layer.slot("filters", layer.text("filters", Layout::chw)),
                                .is_required = true},
                               {.key = "kernel_size", .value = {"1"}, .is_required = true},
                               {.key = "bias", .value = {bias ? "True" : "False"}, .is_standard = bias}};
    freeze(layer, mix.construct);
    return layer.builder.add(std::move(mix), layer.out(), channels_first);
}

LayerResult global_pool(LayerCode& layer) {
    const CodeValue& input = layer.inputs[0];
    bool is_max = layer.type() == "global_max_pool", keeps = layer.flag("keepdims");
    bool is_flat = input.order == channels_last && !keeps;
    int rank = layer.in().rank;
    if (is_flat || rank > window_rank) {
        std::vector<int> dims;
        for (int axis = 0; axis < rank; ++axis) dims.push_back(dim_of(axis, rank, input.order));
        CodeStep step = layer.step({input.number}, Layout::chw);
        step.expression =
            fmt::format("{{0}}.{}(dim={}{})", is_max ? "amax" : "mean", dims_text(dims), keeps ? ", keepdim=True" : "");
        return layer.builder.add(std::move(step), layer.out(), input.order);
    }
    CodeValue moved = layer.builder.in_order(input, channels_first);
    CodeStep pool = layer.step({moved.number}, Layout::chw);
    pool.expression = plain_call;
    pool.construct.callee = fmt::format("nn.Adaptive{}Pool{}d", is_max ? "Max" : "Avg", rank);
    pool.construct.arguments = {{.key = "output_size", .value = {"1"}, .is_required = true}};
    if (keeps) return layer.builder.add(std::move(pool), layer.out(), channels_first);
    CodeValue pooled = layer.builder.add(std::move(pool), layer.out(), channels_first);
    CodeStep flatten = layer.step({pooled.number}, Layout::chw);
    flatten.label.clear();
    flatten.base = "flatten";
    flatten.expression = plain_call;
    flatten.construct.callee = "nn.Flatten";
    return layer.builder.add(std::move(flatten), layer.out(), channels_first);
}

// What stays of the sequence of states.
LayerResult recurrent(LayerCode& layer) {
    auto made = module(layer);
    if (!made) return made;
    CodeStep& step = layer.builder.block().steps.back();
    add_argument(step.construct, "batch_first", "True");
    bool all = layer.flag("return_sequences"), both = layer.flag("bidirectional");
    bool is_lstm = layer.type() == "lstm";
    step.expression = all    ? "{m}({0})[0]"
                      : both ? fmt::format("torch.cat(tuple({{m}}({{0}})[1]{}[-2:]), dim=-1)", is_lstm ? "[0]" : "")
                             : "{m}({0})[0][:, -1]";
    return CodeValue{made->number, layer.out(), channels_last};
}

// The module has one width for all, and as many heads for the keys as for the queries.
LayerResult attention(LayerCode& layer) {
    int64_t width = layer.in().channels, heads = layer.number("heads");
    if (layer.number("dim") != width) return lacking(pytorch, "`dim` of MultiheadAttention");
    if (layer.number("kv_heads") != heads) return lacking(pytorch, "`kv_heads` of MultiheadAttention");
    if (layer.number("key_dim") * heads != width) return lacking(pytorch, "`key_dim` of MultiheadAttention");
    bool windows = layer.is_word("over", "last") && layer.in().rank > 1;
    if (!windows && layer.in().rank != 1) return lacking(pytorch, "attention over an image");
    const std::string_view apart[] = {"dim", "kv_heads", "key_dim", "over", "kdim", "vdim"};
    auto call =
        write_call(pytorch, {*layer.node.kind, nullptr, layer.args, layer.shapes, layer.out(), layer.window, apart});
    if (!call) return lacking(pytorch, call.fault());
    std::vector<uint32_t> reads;
    for (CodeValue& input : layer.inputs) {
        input = layer.builder.in_order(input, channels_last);
        if (windows) {
            CodeStep flat{.expression = fmt::format("{{0}}.flatten(0, {})", layer.in().rank - 1),
                          .reads = {input.number}};
            input = layer.builder.add(std::move(flat), input.shape, channels_last);
        }
        reads.push_back(input.number);
    }
    std::string_view keys = reads.size() > 1 ? "{1}" : "{0}", values = reads.size() > 2 ? "{2}" : keys;
    CodeStep step = layer.step(reads, Layout::chw);
    step.expression = fmt::format("{{m}}({{0}}, {}, {}, need_weights=False)[0]", keys, values);
    step.construct = layer.construct(*call, "nn.");
    std::erase_if(step.construct.arguments,
                  [](const CodeArgument& one) { return one.key == "kdim" || one.key == "vdim"; });
    if (layer.shapes.size() > 1 && (layer.shapes[1].channels != width || layer.shapes.back().channels != width)) {
        add_argument(step.construct, "kdim", std::to_string(layer.shapes[1].channels));
        add_argument(step.construct, "vdim", std::to_string(layer.shapes.back().channels));
    }
    add_argument(step.construct, "batch_first", "True");
    freeze(layer, step.construct);
    CodeValue made = layer.builder.add(std::move(step), layer.out(), channels_last);
    if (!windows) return made;
    std::vector<int64_t> leading(layer.in().spatial.begin(), layer.in().spatial.begin() + layer.in().rank - 1);
    CodeStep apart_again{.reads = {made.number}};
    apart_again.expression = fmt::format("{{0}}.unflatten(0, (-1, {}))", slots_text(0, leading.size()));
    for (int64_t size : leading) apart_again.slots.push_back({std::to_string(size)});
    return layer.builder.add(std::move(apart_again), layer.out(), channels_last);
}

// `padding_idx` and others have no effect here; the ids are whole numbers.
LayerResult embedding(LayerCode& layer) {
    auto made = module(layer);
    if (!made) return made;
    return CodeValue{made->number, layer.out(), channels_last};
}

struct Writer {
    std::string_view type;
    LayerResult (*write)(LayerCode& layer);
};

constexpr Writer writers[] = {
    {"depthwise_conv", depthwise},
    {"separable_conv", depthwise},
    {"global_avg_pool", global_pool},
    {"global_max_pool", global_pool},
    {"rnn", recurrent},
    {"gru", recurrent},
    {"lstm", recurrent},
    {"attention", attention},
    {"embedding", embedding},
};

LayerResult write_layer(LayerCode& layer) {
    for (const Writer& one : writers) {
        if (one.type == layer.type()) return one.write(layer);
    }
    if (auto function = write_pytorch_function(layer)) return *function;
    if (layer.inputs.empty()) return lacking(pytorch, fmt::format("a layer `{}`", layer.type()));
    return module(layer);
}

}  // namespace

Result<CodeValue, std::string> write_pytorch_layer(LayerCode& layer) {
    auto made = write_layer(layer);
    if (!made || !layer.node.activation) return made;
    const LayerKind& kind = *layer.node.activation;
    auto call = write_activation(pytorch, kind, layer.out());
    if (!call) return lacking(pytorch, call.fault());
    std::string_view name = name_of(kind);
    CodeValue input = needs_dim(name) ? layer.builder.in_order(*made, channels_first) : *made;
    CodeStep step{.expression = std::string(plain_call), .reads = {input.number}, .base = std::string(name)};
    step.is_activation = true;
    step.construct = layer.construct(*call, "nn.");
    if (needs_dim(name)) add_argument(step.construct, "dim", layer.out().rank > 0 ? "1" : "-1");
    return layer.builder.add(std::move(step), layer.out(), input.order);
}

}  // namespace nnshape
