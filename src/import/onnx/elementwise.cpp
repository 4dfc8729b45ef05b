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
        return reader.set(node, Value::of(reader.placer().emit_alike({.operation = "power", .inputs = inputs})));
    }
    reader.set(node, Value::of(inputs.size() == 1 ? inputs[0] : merged(reader.placer(), type_of(node), inputs)));
}

}  // namespace

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
    Traced sum = merged(reader.placer(), "add", {reader.traced(node, 0), reader.traced(node, 1)});
    sum = reader.placer().emit_alike({.operation = "gelu", .inputs = {sum}, .suffix = "gelu"});
    reader.set(node, Value::of(sum));
}

}  // namespace nnshape::onnx
