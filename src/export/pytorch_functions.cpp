#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "export/pytorch_shapes.h"
#include "frameworks/tables.h"
#include "layers/value.h"

namespace nnshape {
namespace {

using enum AxisOrder;

AxisOrder order_of(Layout layout) { return layout == Layout::hwc ? channels_last : channels_first; }

LayerResult function(LayerCode& layer, std::vector<uint32_t> reads, std::string expression, AxisOrder order,
                     std::vector<CodeSlot> slots = {}) {
    CodeStep step = layer.step(std::move(reads), Layout::chw);
    step.expression = std::move(expression);
    step.slots = std::move(slots);
    return layer.builder.add(std::move(step), layer.out(), order);
}

// All inputs in the order of the first one that has axes.
std::vector<uint32_t> in_one_order(LayerCode& layer, AxisOrder& order) {
    order = layer.inputs[0].order;
    for (const CodeValue& input : layer.inputs) {
        if (input.shape.rank > 0) {
            order = input.order;
            break;
        }
    }
    std::vector<uint32_t> reads;
    for (const CodeValue& input : layer.inputs) reads.push_back(layer.builder.in_order(input, order).number);
    return reads;
}

std::string joined(size_t count, std::string_view joint) {
    std::string text;
    for (size_t index = 0; index < count; ++index) text += fmt::format("{}{{{}}}", index > 0 ? joint : "", index);
    return text;
}

// Shapes of different ranks would be spread along other axes than ours.
bool has_mixed_ranks(const LayerCode& layer) {
    return std::any_of(layer.shapes.begin(), layer.shapes.end(),
                       [&](const Shape& shape) { return shape.rank != layer.shapes[0].rank; });
}

struct Merge {
    std::string_view type, joint, function;
};

constexpr Merge merges[] = {
    {"add", " + ", {}},    {"subtract", " - ", {}}, {"multiply", " * ", {}},          {"divide", " / ", {}},
    {"power", " ** ", {}}, {"average", " + ", {}},  {"maximum", {}, "torch.maximum"}, {"minimum", {}, "torch.minimum"}};

LayerResult merge(LayerCode& layer, const Merge& one) {
    if (has_mixed_ranks(layer))
        return lacking(pytorch, fmt::format("`{}` of shapes with different numbers of axes", one.type));
    AxisOrder order{};
    auto reads = in_one_order(layer, order);
    std::string text = joined(reads.size(), one.joint);
    if (!one.function.empty()) {
        text = "{0}";
        for (size_t index = 1; index < reads.size(); ++index)
            text = fmt::format("{}({}, {{{}}})", one.function, text, index);
    }
    if (one.type == "average") text = fmt::format("({}) / {}", text, reads.size());
    return function(layer, std::move(reads), std::move(text), order);
}

LayerResult concat(LayerCode& layer) {
    AxisOrder order{};
    auto reads = in_one_order(layer, order);
    int dim = dim_of(layer.axes("axis")[0], layer.in().rank, order);
    std::string text = fmt::format("torch.cat(({}), dim={})", joined(reads.size(), ", "), dim);
    return function(layer, std::move(reads), std::move(text), order);
}

struct Simple {
    std::string_view type, expression;
};

constexpr Simple functions[] = {{"exp", "{0}.exp()"},
                                {"log", "{0}.log()"},
                                {"sqrt", "{0}.sqrt()"},
                                {"square", "{0}.square()"},
                                {"abs", "{0}.abs()"},
                                {"negate", "-{0}"},
                                {"reciprocal", "{0}.reciprocal()"},
                                {"sin", "{0}.sin()"},
                                {"cos", "{0}.cos()"},
                                {"erf", "{0}.erf()"},
                                {"sign", "{0}.sign()"},
                                {"round", "{0}.round()"},
                                {"floor", "{0}.floor()"},
                                {"ceiling", "{0}.ceil()"}};

// The layer's sizes in the order of the memory, in the places of a reshape.
LayerResult reshape(LayerCode& layer) {
    AxisOrder order = order_of(layer.network.layout);
    CodeValue input = layer.builder.in_order(layer.inputs[0], order);
    std::vector<CodeSlot> slots;
    for (int64_t size : sizes_of(layer.out(), layer.network.layout)) slots.push_back({std::to_string(size)});
    std::string text = fmt::format("{{0}}.reshape(-1, {})", slots_text(0, slots.size()));
    return function(layer, {input.number}, std::move(text), order, std::move(slots));
}

LayerResult permute(LayerCode& layer) {
    AxisOrder order = order_of(layer.network.layout);
    CodeValue input = layer.builder.in_order(layer.inputs[0], order);
    std::string dims;
    for (const ParamValue& axis : value_of(layer.args, layer.find("order"), layer.in(), layer.network.layout).items) {
        dims += fmt::format(", {}", axis.number + 1);
    }
    return function(layer, {input.number}, fmt::format("{{0}}.permute(0{})", dims), order);
}

LayerResult tokens(LayerCode& layer) {
    const CodeValue& input = layer.inputs[0];
    if (input.order == channels_last) {
        return function(layer, {input.number}, fmt::format("{{0}}.flatten(1, {})", layer.in().rank), channels_last);
    }
    return function(layer, {input.number}, "{0}.flatten(2).transpose(1, 2)", channels_last);
}

// A tensor that the layer learns: `nn.Parameter(torch.zeros(1, 197, 768))`.
LayerResult learned(LayerCode& layer, std::vector<CodeSlot> sizes, std::vector<uint32_t> reads, std::string expression,
                    AxisOrder order) {
    CodeStep step = layer.step(std::move(reads), Layout::chw);
    step.expression = std::move(expression);
    CodeConstruct zeros{.callee = "torch.zeros"};
    for (CodeSlot& size : sizes) zeros.arguments.push_back({.key = {}, .value = std::move(size), .is_required = true});
    step.construct.callee = "nn.Parameter";
    step.construct.body.push_back(std::move(zeros));
    if (layer.node.frozen) {
        step.construct.arguments.push_back({.key = "requires_grad", .value = {"False"}});
    }
    return layer.builder.add(std::move(step), layer.out(), order);
}

LayerResult class_token(LayerCode& layer) {
    CodeValue input = layer.builder.in_order(layer.inputs[0], channels_last);
    std::vector<CodeSlot> sizes = {{"1"}, {layer.text("count", Layout::chw)}, layer.channels()};
    return learned(layer, std::move(sizes), {input.number}, "torch.cat(({m}.expand({0}.size(0), -1, -1), {0}), dim=1)",
                   channels_last);
}

LayerResult position_embedding(LayerCode& layer) {
    CodeValue input = layer.builder.in_order(layer.inputs[0], channels_last);
    std::vector<CodeSlot> sizes = {{"1"}};
    for (int axis = 0; axis < layer.in().rank; ++axis)
        sizes.push_back({std::to_string(layer.in().spatial[static_cast<size_t>(axis)])});
    sizes.push_back(layer.channels());
    return learned(layer, std::move(sizes), {input.number}, "{0} + {m}", channels_last);
}

LayerResult layer_scale(LayerCode& layer) {
    const CodeValue& input = layer.inputs[0];
    std::vector<CodeSlot> sizes = {layer.channels()};
    for (int axis = 0; axis < layer.in().rank && input.order == channels_first; ++axis) sizes.push_back({"1"});
    auto made = learned(layer, std::move(sizes), {input.number}, "{0} * {m}", input.order);
    layer.builder.block().steps.back().construct.body[0].callee = "torch.ones";
    return made;
}

LayerResult parameter(LayerCode& layer) {
    AxisOrder order = layer.out().rank == 1 ? channels_last : channels_first;
    std::vector<CodeSlot> sizes = {{"1"}};
    for (int64_t size : sizes_of(layer.out(), order == channels_last ? Layout::hwc : Layout::chw)) {
        sizes.push_back({std::to_string(size)});
    }
    bool has_batch = layer.builder.block().inputs > 0;
    std::string keep;
    for (size_t axis = 1; axis < sizes.size(); ++axis) keep += ", -1";
    std::string text = has_batch ? fmt::format("{{m}}.expand({{0}}.size(0){})", keep) : "{m}";
    return learned(layer, std::move(sizes), has_batch ? std::vector<uint32_t>{0} : std::vector<uint32_t>(),
                   std::move(text), order);
}

LayerResult select(LayerCode& layer) {
    const CodeValue& input = layer.inputs[0];
    int dim = dim_of(layer.axes("axis")[0], layer.in().rank, input.order);
    std::vector<CodeSlot> slots = {layer.slot("index", layer.text("index", Layout::chw))};
    std::string text = dim == 1 ? std::string("{0}[:, {s0}]") : fmt::format("{{0}}.select({}, {{s0}})", dim);
    return function(layer, {input.number}, std::move(text), input.order, std::move(slots));
}

LayerResult slice(LayerCode& layer) {
    if (layer.has("step") && layer.number("step") != 1) return lacking(pytorch, "`step` of `slice`");
    const CodeValue& input = layer.inputs[0];
    int axis = layer.axes("axis")[0];
    int dim = dim_of(axis, layer.in().rank, input.order);
    int64_t length = size_along(layer.out(), axis), start = layer.number("start");
    if (start < 0) start += size_along(layer.in(), axis);
    std::vector<CodeSlot> slots = {{std::to_string(start)}, {std::to_string(length)}};
    return function(layer, {input.number}, fmt::format("{{0}}.narrow({}, {{s0}}, {{s1}})", dim), input.order,
                    std::move(slots));
}

LayerResult reduce(LayerCode& layer) {
    const CodeValue& input = layer.inputs[0];
    std::vector<int> dims;
    for (int axis : layer.axes("axis")) dims.push_back(dim_of(axis, layer.in().rank, input.order));
    std::sort(dims.begin(), dims.end());
    std::string_view name = layer.is_word("by", "mean")   ? "mean"
                            : layer.is_word("by", "sum")  ? "sum"
                            : layer.is_word("by", "max")  ? "amax"
                            : layer.is_word("by", "min")  ? "amin"
                            : layer.is_word("by", "norm") ? "norm"
                                                          : "";
    bool leaves_channels =
        std::find(dims.begin(), dims.end(), dim_of(layer.in().rank, layer.in().rank, input.order)) == dims.end();
    if (name.empty() || (!leaves_channels && !layer.flag("keepdims"))) return lacking(pytorch, "this `reduce`");
    return function(
        layer, {input.number},
        fmt::format("{{0}}.{}(dim={}{})", name, dims_text(dims), layer.flag("keepdims") ? ", keepdim=True" : ""),
        input.order);
}

LayerResult matmul(LayerCode& layer) {
    CodeValue one = layer.builder.in_order(layer.inputs[0], channels_last),
              other = layer.builder.in_order(layer.inputs[1], channels_last);
    return function(layer, {one.number, other.number},
                    layer.flag("transpose") ? "{0} @ {1}.transpose(-1, -2)" : "{0} @ {1}", channels_last);
}

// Rows that are cut off at both ends, as slices.
LayerResult crop(LayerCode& layer) {
    CodeValue input = layer.builder.in_order(layer.inputs[0], channels_first);
    std::string text = "{0}[:, :";
    std::vector<CodeSlot> slots;
    for (int axis = 0; axis < layer.in().rank; ++axis) {
        auto at = static_cast<size_t>(axis);
        int64_t before = (layer.in().spatial[at] - layer.out().spatial[at]) / 2;
        if (layer.type() == "crop") before = layer.args.padding(layer.find("cropping"), layer.in().rank).before[at];
        text += fmt::format(", {{s{}}}:{{s{}}}", slots.size(), slots.size() + 1);
        slots.push_back({std::to_string(before)});
        slots.push_back({std::to_string(before + layer.out().spatial[at])});
    }
    return function(layer, {input.number}, text + "]", channels_first, std::move(slots));
}

// Channels of zeros, too: the last axis comes first.
LayerResult pad(LayerCode& layer) {
    CodeValue input = layer.builder.in_order(layer.inputs[0], channels_first);
    std::vector<CodeSlot> slots;
    int rank = layer.in().rank;
    Padding padding;
    if (layer.has("padding")) padding = layer.args.padding(layer.find("padding"), rank);
    for (int axis = rank; axis-- > 0;) {
        auto at = static_cast<size_t>(axis);
        int64_t before = padding.before[at];
        slots.push_back({std::to_string(before)});
        slots.push_back({std::to_string(layer.out().spatial[at] - layer.in().spatial[at] - before)});
    }
    if (layer.has("channels")) {
        auto ends = layer.args.numbers(layer.find("channels"));
        slots.push_back({std::to_string(ends.front())});
        slots.push_back({std::to_string(ends.back())});
    }
    std::string text = fmt::format("F.pad({{0}}, ({}))", slots_text(0, slots.size()));
    return function(layer, {input.number}, std::move(text), channels_first, std::move(slots));
}

LayerResult roll(LayerCode& layer) {
    if (layer.has("channels")) return lacking(pytorch, "`channels` of `roll`");
    const CodeValue& input = layer.inputs[0];
    std::vector<int64_t> shifts;
    std::vector<int> dims;
    for (int axis = 0; axis < layer.in().rank; ++axis) {
        shifts.push_back(layer.args.size(layer.find("shift"), axis));
        dims.push_back(dim_of(axis, layer.in().rank, input.order));
    }
    return function(layer, {input.number},
                    fmt::format("{{0}}.roll(({},), ({},))", fmt::join(shifts, ", "), fmt::join(dims, ", ")),
                    input.order);
}

constexpr LayerWriter function_writers[] = {
    {"concat", concat},
    {"reshape", reshape},
    {"squeeze", reshape},
    {"unsqueeze", reshape},
    {"permute", permute},
    {"tokens", tokens},
    {"class_token", class_token},
    {"position_embedding", position_embedding},
    {"layer_scale", layer_scale},
    {"parameter", parameter},
    {"select", select},
    {"slice", slice},
    {"reduce", reduce},
    {"matmul", matmul},
    {"crop", crop},
    {"center_crop", crop},
    {"pad", pad},
    {"roll", roll},
};

}  // namespace

bool needs_dim(std::string_view type) {
    constexpr std::string_view types[] = {"softmax", "log_softmax", "softmin", "glu"};
    return std::find(std::begin(types), std::end(types), type) != std::end(types);
}

int dim_of(int axis, int rank, AxisOrder order) {
    bool is_channels = axis == rank;
    if (order == channels_first) return is_channels ? 1 : axis + 2;
    return is_channels ? rank + 1 : axis + 1;
}

std::string dims_text(const std::vector<int>& dims) {
    return dims.size() == 1 ? std::to_string(dims[0]) : fmt::format("({})", fmt::join(dims, ", "));
}

std::string slots_text(size_t first, size_t count) {
    std::string text;
    for (size_t slot = first; slot < first + count; ++slot)
        text += fmt::format("{}{{s{}}}", slot > first ? ", " : "", slot);
    return text;
}

std::optional<Result<CodeValue, std::string>> write_pytorch_function(LayerCode& layer) {
    for (const Merge& one : merges) {
        if (one.type == layer.type()) return merge(layer, one);
    }
    for (const LayerWriter& one : function_writers) {
        if (one.type == layer.type()) return one.write(layer);
    }
    for (const Simple& one : functions) {
        if (one.type == layer.type()) {
            return function(layer, {layer.inputs[0].number}, std::string(one.expression), layer.inputs[0].order);
        }
    }
    return std::nullopt;
}

}  // namespace nnshape
