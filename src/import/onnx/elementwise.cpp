// Operators on each element of one tensor or several.
#include <fmt/format.h>
#include <algorithm>

#include "import/onnx/fold.h"
#include "import/onnx/operators.h"

namespace nnshape::onnx {
namespace {

struct Merge {
    std::string_view op;
    std::string_view type;
};

constexpr Merge merges[] = {
    {"Add", "add"},     {"Sub", "subtract"}, {"Mul", "multiply"}, {"Div", "divide"},     {"Max", "maximum"},
    {"Min", "minimum"}, {"Sum", "add"},      {"Mean", "average"}, {"QLinearAdd", "add"}, {"QLinearMul", "multiply"},
};

// Any other operator keeps the shape as `multiply` does.
std::string_view type_of(const Node& node) {
    auto found =
        std::find_if(std::begin(merges), std::end(merges), [&](const Merge& one) { return one.op == node.op; });
    return found == std::end(merges) ? std::string_view("multiply") : found->type;
}

// The calculated input of most axes; null if all are stored.
const Traced* widest(GraphReader& reader, const Node& node, const std::vector<size_t>& indexes) {
    const Traced* most = nullptr;
    for (size_t index : indexes) {
        const Value& value = reader.input(node, index);
        bool wider = value.is_traced() && (!most || value.traced.dims.size() > most->dims.size());
        if (wider) most = &value.traced;
    }
    return most;
}

// A stored input is written as the calculated one that it is merged with, unless it makes that larger.
Traced operand(GraphReader& reader, const Node& node, size_t index, const Traced& like) {
    const Value& value = reader.input(node, index);
    auto dims = value.is_stored() ? broadcast(value.dims(), like.dims) : std::nullopt;
    return dims == like.dims ? reader.traced_like(value, node.input(index), like) : reader.traced(node, index);
}

void merge_inputs(GraphReader& reader, const Node& node, const std::vector<size_t>& indexes) {
    std::vector<Traced> inputs;
    const Traced* like = widest(reader, node, indexes);
    for (size_t index : indexes) {
        const Value& value = reader.input(node, index);
        if (value.is_stored() && value.stored.is_one() && indexes.size() > 1) {
            reader.use(value.stored);  // a number for all elements
        } else {
            inputs.push_back(like ? operand(reader, node, index, *like) : reader.traced(node, index));
        }
    }
    if (inputs.empty()) reader.refuse("it has no inputs");
    bool is_power = node.op == "Pow" && inputs.size() == 1;
    if (is_power) {
        Layer layer{.operation = "power", .inputs = inputs};
        return reader.set(node, Value::of(reader.emit_alike(node, layer)));
    }
    reader.set(node, Value::of(inputs.size() == 1 ? inputs[0] : merged(reader, node, type_of(node), inputs)));
}

}  // namespace

Traced merged(GraphReader& reader, const Node& node, std::string_view operation, const std::vector<Traced>& inputs) {
    std::optional<Dims> dims = inputs[0].dims;
    for (const Traced& input : inputs) {
        if (dims) dims = broadcast(*dims, input.dims);
    }
    if (!dims) {
        std::string shapes;
        for (const Traced& input : inputs)
            shapes += fmt::format("{}{}", shapes.empty() ? "" : " and ", fmt::join(input.dims, "x"));
        reader.refuse(code::shape_mismatch, fmt::format("its inputs {} cannot be broadcast", shapes));
    }
    // The result is written as the input of most axes is.
    const Traced* like = &inputs[0];
    for (const Traced& input : inputs) {
        bool larger = input.dims.size() > like->dims.size() ||
                      (input.dims.size() == like->dims.size() && input.batch >= 0 && like->batch < 0);
        if (larger) like = &input;
    }
    Traced target = *like;
    target.dims = *dims;
    auto batch = static_cast<size_t>(std::max(target.batch, 0));
    bool grows = target.batch >= 0 && like->dims[batch] != target.dims[batch];
    auto is_other = [&](const Traced& input) {  // its own size where the target has its batch
        int axis = target.batch - static_cast<int>(dims->size() - input.dims.size());
        return target.batch >= 0 && axis >= 0 && axis != input.batch && input.dims[static_cast<size_t>(axis)] != 1;
    };
    if (grows || std::any_of(inputs.begin(), inputs.end(), is_other)) {
        target = reader.without_batch(node, *like);
        target.dims = *dims;
    }
    std::vector<Traced> conformed;
    for (const Traced& input : inputs) conformed.push_back(reader.conformed(node, input, target));
    Layer layer{.operation = std::string(operation), .inputs = conformed};
    if (operation == "subtract" || operation == "divide") {
        if (conformed.size() != 2) reader.refuse("it needs two inputs");
    }
    int64_t batch_size = target.batch < 0 ? 1 : target.dims[static_cast<size_t>(target.batch)];
    return reader.emit(node, layer, target.order, static_cast<int>(target.dims.size()), target.batch, batch_size);
}

void elementwise(GraphReader& reader, const Node& node) {
    std::vector<size_t> indexes;
    for (size_t index = 0; index < node.inputs.size(); ++index) indexes.push_back(index);
    merge_inputs(reader, node, indexes);
}

// a, a_scale, a_zero_point, b, b_scale, b_zero_point, …
void quantised_elementwise(GraphReader& reader, const Node& node) {
    for (size_t index : {1, 2, 4, 5, 6, 7}) {
        if (const Value& value = reader.input(node, index); value.is_stored()) reader.use(value.stored);
    }
    merge_inputs(reader, node, {0, 3});
}

// The condition chooses between two tensors, of which one may be a number.
void where(GraphReader& reader, const Node& node) { merge_inputs(reader, node, {0, 1, 2}); }

// com.microsoft: GELU of a sum.
void bias_gelu(GraphReader& reader, const Node& node) {
    Traced sum = merged(reader, node, "add", {reader.traced(node, 0), reader.traced(node, 1)});
    Layer layer{.operation = "gelu", .inputs = {sum}, .suffix = "gelu"};
    reader.set(node, Value::of(reader.emit_alike(node, layer)));
}

}  // namespace nnshape::onnx
