#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "export/keras_parts.h"
#include "export/pytorch_shapes.h"
#include "frameworks/tables.h"
#include "layers/find_kind.h"
#include "layers/layer_kind.h"
#include "layers/value.h"

// Layers that Keras's table does not have, or that need more than one call.
namespace nnshape {
namespace {

using enum AxisOrder;
using namespace keras_parts;

std::string list_of(size_t count) {
    std::string text;
    for (size_t index = 0; index < count; ++index) text += fmt::format("{}{{{}}}", index > 0 ? ", " : "", index);
    return fmt::format("[{}]", text);
}

LayerResult merge(LayerCode& layer) {
    bool concat = layer.type() == "concat";
    std::string callee = fmt::format("layers.{}", concat ? std::string("Concatenate") : std::string());
    if (!concat) {
        auto call = write_call(keras, {*layer.node.kind, nullptr, layer.args, layer.shapes, layer.out(), layer.window});
        if (!call) return lacking(keras, call.fault());
        callee += call->name;
    }
    CodeStep step = step_of(layer);
    step.construct.callee = callee;
    if (concat) {
        int axis = layer.axes("axis")[0];
        if (axis != layer.in().rank) add_argument(step.construct, "axis", std::to_string(axis + 1));
    }
    step.expression = fmt::format("{{m}}({})", list_of(step.reads.size()));
    return add(layer, std::move(step));
}

// A tensor that is learned, for each sample of its input: see `Learned` in the text.
CodeValue learned(LayerCode& layer, const CodeValue& input, std::vector<std::string> sizes) {
    CodeStep step{.expression = std::string(plain_call), .reads = {input.number}, .base = std::string(layer.type())};
    step.construct = with("Learned", std::move(sizes));
    step.construct.callee = "keras_parts.Learned";
    freeze(layer, step.construct);
    return layer.builder.add(std::move(step), layer.out(), channels_last);
}

LayerResult merged_with(LayerCode& layer, const CodeValue& tensor, std::string callee, bool tensor_first) {
    CodeStep step = step_of(layer);
    step.construct.callee = std::move(callee);
    step.reads = {layer.inputs[0].number, tensor.number};
    step.expression = tensor_first ? "{m}([{1}, {0}])" : "{m}([{0}, {1}])";
    if (tensor_first) add_argument(step.construct, "axis", "1");
    return add(layer, std::move(step));
}

std::vector<std::string> sizes_text(const Shape& shape) {
    std::vector<std::string> all;
    for (int64_t size : sizes_of(shape, Layout::hwc)) all.push_back(std::to_string(size));
    return all;
}

LayerResult class_token(LayerCode& layer) {
    CodeValue token =
        learned(layer, layer.inputs[0], {layer.text("count", Layout::hwc), std::to_string(layer.in().channels)});
    return merged_with(layer, token, "layers.Concatenate", true);
}

LayerResult position_embedding(LayerCode& layer) {
    return merged_with(layer, learned(layer, layer.inputs[0], sizes_text(layer.in())), "layers.Add", false);
}

LayerResult layer_scale(LayerCode& layer) {
    std::vector<std::string> sizes(static_cast<size_t>(layer.in().rank), "1");
    sizes.push_back(std::to_string(layer.in().channels));
    return merged_with(layer, learned(layer, layer.inputs[0], sizes), "layers.Multiply", false);
}

LayerResult parameter(LayerCode& layer) {
    if (layer.builder.block().inputs == 0) return lacking(keras, "a tensor without an input");
    CodeStep step = step_of(layer);
    step.reads = {0};
    step.expression = plain_call;
    step.construct = with("keras_parts.Learned", sizes_text(layer.out()));
    freeze(layer, step.construct);
    return add(layer, std::move(step));
}

LayerResult reshape_to(LayerCode& layer, std::vector<std::string> sizes) {
    CodeStep step = step_of(layer);
    step.expression =
        fmt::format("layers.Reshape(({}{}))({{0}})", slots_text(0, sizes.size()), sizes.size() == 1 ? "," : "");
    for (std::string& size : sizes) step.slots.push_back({std::move(size)});
    return add(layer, std::move(step));
}

LayerResult reshape(LayerCode& layer) {
    bool first = layer.network.layout == Layout::chw && layer.type() == "reshape" &&
                 (layer.in().rank > 0 || layer.out().rank > 0);
    if (first && layer.in().rank > 0 && layer.out().rank > 0)
        return lacking(keras, "`reshape` with the channels first");
    return reshape_to(layer, sizes_text(layer.out()));
}

LayerResult tokens(LayerCode& layer) { return reshape_to(layer, sizes_text(layer.out())); }

// Rows, columns and channels in other places: three layers.
LayerResult rearranged(LayerCode& layer, const std::vector<int64_t>& parts, std::string_view order) {
    std::string text = fmt::format("layers.Reshape(({}))({{0}})", slots_text(0, parts.size()));
    std::vector<CodeSlot> slots;
    for (int64_t size : parts) slots.push_back({std::to_string(size)});
    size_t first = slots.size();
    for (const std::string& size : sizes_text(layer.out())) slots.push_back({size});
    std::string whole = fmt::format("layers.Reshape(({}))(layers.Permute(({}))({}))",
                                    slots_text(first, slots.size() - first), order, text);
    return function(layer, std::move(whole), std::move(slots));
}

LayerResult shuffle(LayerCode& layer) {
    const Shape& in = layer.in();
    if (in.rank != 2) return lacking(keras, fmt::format("`{}` of this shape", layer.type()));
    int64_t height = in.spatial[0], width = in.spatial[1];
    if (layer.type() == "channel_shuffle") {
        int64_t groups = layer.number("groups");
        return rearranged(layer, {height, width, groups, in.channels / groups}, "1, 2, 4, 3");
    }
    int64_t factor = layer.number("factor");
    if (layer.type() == "pixel_shuffle") {
        return rearranged(layer, {height, width, in.channels / factor / factor, factor, factor}, "1, 4, 2, 5, 3");
    }
    return rearranged(layer, {height / factor, factor, width / factor, factor, in.channels}, "1, 3, 5, 2, 4");
}

LayerResult select(LayerCode& layer) {
    int axis = layer.axes("axis")[0];
    std::string skipped;
    for (int before = 0; before < axis; ++before) skipped += ", :";
    return function(layer, fmt::format("{{0}}[:{}, {{s0}}]", skipped),
                    {layer.slot("index", layer.text("index", Layout::hwc))});
}

LayerResult slice(LayerCode& layer) {
    if (layer.has("step") && layer.number("step") != 1) return lacking(keras, "`step` of `slice`");
    int axis = layer.axes("axis")[0];
    int64_t length = size_along(layer.out(), axis), start = layer.number("start");
    if (start < 0) start += size_along(layer.in(), axis);
    std::string skipped;
    for (int before = 0; before < axis; ++before) skipped += ", :";
    bool last = axis == layer.in().rank;
    return function(layer, last ? "{0}[..., {s0}:{s1}]" : fmt::format("{{0}}[:{}, {{s0}}:{{s1}}]", skipped),
                    {{std::to_string(start)}, {std::to_string(start + length)}});
}

LayerResult reduce(LayerCode& layer) {
    constexpr std::string_view kinds_of[] = {"mean", "sum", "max", "min"};
    for (std::string_view one : kinds_of) {
        if (!layer.is_word("by", one)) continue;
        std::vector<int> axes = layer.axes("axis");
        for (int& axis : axes) ++axis;
        std::sort(axes.begin(), axes.end());
        return function(layer, fmt::format("ops.{}({{0}}, axis={}{})", one, dims_text(axes),
                                           layer.flag("keepdims") ? ", keepdims=True" : ""));
    }
    return lacking(keras, "this `reduce`");
}

LayerResult matmul(LayerCode& layer) {
    return function(layer,
                    layer.flag("transpose") ? "ops.matmul({0}, ops.swapaxes({1}, -1, -2))" : "ops.matmul({0}, {1})");
}

LayerResult crop(LayerCode& layer) {
    std::vector<std::string> pairs;
    int rank = layer.in().rank;
    if (rank > window_rank) return lacking(keras, fmt::format("`{}` of this shape", layer.type()));
    for (int axis = 0; axis < rank; ++axis) {
        auto at = static_cast<size_t>(axis);
        int64_t all = layer.in().spatial[at] - layer.out().spatial[at], before = all / 2;
        if (layer.type() == "crop") before = layer.args.padding(layer.find("cropping"), rank).before[at];
        pairs.push_back(fmt::format("({}, {})", before, all - before));
    }
    CodeStep step = step_of(layer);
    step.reads.resize(1);
    step.expression = plain_call;
    step.construct = with(fmt::format("layers.Cropping{}D", rank),
                          {rank == 1 ? pairs[0] : fmt::format("({})", fmt::join(pairs, ", "))});
    return add(layer, std::move(step));
}

LayerResult pad(LayerCode& layer) {
    std::string pairs = "(0, 0)";
    Padding padding;
    if (layer.has("padding")) padding = layer.args.padding(layer.find("padding"), layer.in().rank);
    for (int axis = 0; axis < layer.in().rank; ++axis) {
        auto at = static_cast<size_t>(axis);
        pairs += fmt::format(", ({}, {})", padding.before[at],
                             layer.out().spatial[at] - layer.in().spatial[at] - padding.before[at]);
    }
    std::vector<CodeSlot> slots = {{"0"}, {"0"}};
    if (layer.has("channels")) {
        auto ends = layer.args.numbers(layer.find("channels"));
        slots = {{std::to_string(ends.front())}, {std::to_string(ends.back())}};
    }
    return function(layer, fmt::format("ops.pad({{0}}, ({}, ({{s0}}, {{s1}})))", pairs), std::move(slots));
}

LayerResult upsample(LayerCode& layer) {
    bool whole = layer.in().rank >= 1 && layer.in().rank <= window_rank && layer.has("scale");
    for (int axis = 0; axis < layer.in().rank && whole; ++axis)
        whole = layer.args.ratio(layer.find("scale"), axis).denominator == 1;
    if (whole) return table_layer(layer);
    if (layer.in().rank != 2) return lacking(keras, "`upsample` of this shape");
    CodeStep step = step_of(layer);
    step.expression = plain_call;
    step.construct =
        with("layers.Resizing", {std::to_string(layer.out().spatial[0]), std::to_string(layer.out().spatial[1])});
    return add(layer, std::move(step));
}

LayerResult attention(LayerCode& layer) {
    int64_t heads = layer.number("heads"), groups = layer.number("kv_heads");
    int64_t key = layer.number("key_dim"), dim = layer.number("dim");
    bool odd_bias = layer.is_word("bias", "qkv") || layer.is_word("bias", "out");
    if (odd_bias) return lacking(keras, "this `bias` of MultiHeadAttention");
    bool grouped = groups != heads;
    if (grouped && key * heads != dim) return lacking(keras, "`key_dim` of GroupQueryAttention");
    CodeStep step = step_of(layer);
    CodeConstruct& made = step.construct;
    made.callee = grouped ? "layers.GroupQueryAttention" : "layers.MultiHeadAttention";
    CodeSlot heads_slot = layer.slot("heads", std::to_string(heads));
    if (grouped) {
        made.arguments = {{.key = "head_dim", .value = {std::to_string(key)}, .is_required = true},
                          {.key = "num_query_heads", .value = heads_slot, .is_required = true},
                          {.key = "num_key_value_heads",
                           .value = layer.slot("kv_heads", std::to_string(groups)),
                           .is_required = true}};
    } else {
        made.arguments = {
            {.key = "num_heads", .value = heads_slot, .is_required = true},
            {.key = "key_dim", .value = {std::to_string(key)}, .is_required = true},
            {.key = "value_dim", .value = {std::to_string(dim / heads)}, .is_standard = dim == key * heads}};
    }
    bool bias = layer.flag("bias");
    made.arguments.push_back({.key = "use_bias", .value = {bias ? "True" : "False"}, .is_standard = bias});
    if (layer.is_word("over", "last") && layer.in().rank > 1)
        add_argument(made, "attention_axes", fmt::format("({},)", layer.in().rank));
    freeze(layer, made);
    size_t inputs = step.reads.size();
    step.expression = inputs == 1 ? "{m}({0}, {0})" : inputs == 2 ? "{m}({0}, {1})" : "{m}({0}, {2}, {1})";
    return add(layer, std::move(step));
}

// Layers of states, one after the other; both directions are a layer around one.
LayerResult recurrent(LayerCode& layer) {
    if (layer.find("proj_size") >= 0 && layer.number("proj_size") > 0) return lacking(keras, "`proj_size` of LSTM");
    constexpr std::string_view apart[] = {"bidirectional", "layers", "return_sequences", "proj_size"};
    auto call =
        write_call(keras, {*layer.node.kind, nullptr, layer.args, layer.shapes, layer.out(), layer.window, apart});
    if (!call) return lacking(keras, call.fault());
    int64_t count = layer.number("layers");
    CodeValue value = layer.inputs[0];
    for (int64_t index = 0; index < count; ++index) {
        CodeStep step = step_of(layer);
        if (index > 0) step.label.clear();
        step.reads = {value.number};
        step.expression = plain_call;
        CodeConstruct inner = layer.construct(*call, "layers.");
        std::erase_if(inner.arguments, [](const CodeArgument& one) { return one.key == "return_sequences"; });
        if (layer.flag("return_sequences") || index + 1 < count) add_argument(inner, "return_sequences", "True");
        bool both = layer.flag("bidirectional");
        step.construct = both ? CodeConstruct{.callee = "layers.Bidirectional", .body = {inner}} : inner;
        freeze(layer, step.construct);
        value = add(layer, std::move(step));
    }
    return value;
}

LayerResult rms_norm(LayerCode& layer) {
    CodeStep step = step_of(layer);
    step.expression = plain_call;
    step.construct.callee = "layers.RMSNormalization";
    freeze(layer, step.construct);
    return add(layer, std::move(step));
}

LayerResult layer_norm(LayerCode& layer) {
    if (!layer.is_word("over", "all")) return table_layer(layer);
    return lacking(keras, "`over=all` of LayerNormalization");
}

constexpr LayerWriter writers[] = {
    {"add", merge},
    {"subtract", merge},
    {"multiply", merge},
    {"average", merge},
    {"maximum", merge},
    {"minimum", merge},
    {"concat", merge},
    {"class_token", class_token},
    {"position_embedding", position_embedding},
    {"layer_scale", layer_scale},
    {"parameter", parameter},
    {"reshape", reshape},
    {"squeeze", reshape},
    {"unsqueeze", reshape},
    {"tokens", tokens},
    {"channel_shuffle", shuffle},
    {"pixel_shuffle", shuffle},
    {"pixel_unshuffle", shuffle},
    {"select", select},
    {"slice", slice},
    {"reduce", reduce},
    {"matmul", matmul},
    {"crop", crop},
    {"center_crop", crop},
    {"pad", pad},
    {"upsample", upsample},
    {"attention", attention},
    {"rnn", recurrent},
    {"gru", recurrent},
    {"lstm", recurrent},
    {"rms_norm", rms_norm},
    {"layer_norm", layer_norm},
};

struct KerasFunction {
    std::string_view type, expression;
};

constexpr KerasFunction functions[] = {
    {"divide", "{0} / {1}"},
    {"power", "{0} ** {1}"},
    {"log", "ops.log({0})"},
    {"sqrt", "ops.sqrt({0})"},
    {"square", "ops.square({0})"},
    {"abs", "ops.absolute({0})"},
    {"negate", "-{0}"},
    {"reciprocal", "ops.reciprocal({0})"},
    {"sin", "ops.sin({0})"},
    {"cos", "ops.cos({0})"},
    {"erf", "ops.erf({0})"},
    {"sign", "ops.sign({0})"},
    {"round", "ops.round({0})"},
    {"floor", "ops.floor({0})"},
    {"ceiling", "ops.ceil({0})"},
};

}  // namespace

std::optional<LayerResult> keras_parts::write_own(LayerCode& layer) {
    for (const LayerWriter& one : writers) {
        if (one.type == layer.type()) return one.write(layer);
    }
    for (const KerasFunction& one : functions) {
        if (one.type == layer.type()) return function(layer, std::string(one.expression));
    }
    return std::nullopt;
}

}  // namespace nnshape
