#include "import/onnx/operators.h"

#include <fmt/format.h>
#include <algorithm>

namespace nnshape::onnx {
namespace {

struct Row {
    std::string_view name;
    Operator read;          // or null
    std::string_view type;  // of a layer whose output has its input's shape
};

constexpr Row rows[] = {
#define OPERATOR(name, function) {#name, function, {}},
#define ALIKE(name, type) {#name, nullptr, type},
#include "import/onnx/operators.def"
#undef OPERATOR
#undef ALIKE
};

const Row* find_row(std::string_view op) {
    auto found = std::find_if(std::begin(rows), std::end(rows), [&](const Row& row) { return row.name == op; });
    return found == std::end(rows) ? nullptr : found;
}

void read_alike(GraphReader& reader, const Node& node) { alike(reader, node, find_row(node.op)->type); }

}  // namespace

Operator find_operator(const Node& node) {
    constexpr std::string_view domains[] = {"", "ai.onnx", "com.microsoft"};
    if (std::find(std::begin(domains), std::end(domains), node.domain) == std::end(domains)) return nullptr;
    const Row* row = find_row(node.op);
    if (!row) return nullptr;
    return row->read ? row->read : read_alike;
}

bool reads_channels_first(const Node& node) {
    constexpr std::string_view names[] = {"Conv",
                                          "ConvInteger",
                                          "QLinearConv",
                                          "ConvTranspose",
                                          "MaxPool",
                                          "AveragePool",
                                          "LpPool",
                                          "GlobalAveragePool",
                                          "GlobalMaxPool",
                                          "GlobalLpPool",
                                          "LRN",
                                          "InstanceNormalization",
                                          "GroupNormalization",
                                          "BatchNormalization",
                                          "DepthToSpace",
                                          "SpaceToDepth",
                                          "Resize",
                                          "Upsample",
                                          "GridSample"};
    return std::find(std::begin(names), std::end(names), node.op) != std::end(names);
}

std::string sizes_text(const std::vector<int64_t>& sizes) {
    bool equal =
        !sizes.empty() && std::all_of(sizes.begin(), sizes.end(), [&](int64_t one) { return one == sizes[0]; });
    return equal ? fmt::format("{}", sizes[0]) : fmt::format("{}", fmt::join(sizes, "x"));
}

void alike(GraphReader& reader, const Node& node, std::string_view type) {
    PlacedLayer layer{.operation = std::string(type), .inputs = {reader.traced(node, 0)}};
    for (size_t index = 1; index < node.inputs.size(); ++index) {
        if (const Value& value = reader.input(node, index); value.is_stored()) reader.use(value.stored);
    }
    reader.set(node, Value::of(reader.placer().emit_alike(layer)));
}

// What changes no shape and has no parameters leaves no row. The second output of Dropout is a mask.
void pass(GraphReader& reader, const Node& node) {
    for (size_t index = 1; index < node.inputs.size(); ++index) {
        if (const Value& value = reader.input(node, index); value.is_stored()) reader.use(value.stored);
    }
    if (node.op == "Dropout") {
        alike(reader, node, "dropout");
    } else {
        reader.set(node, Value::of(reader.traced(node, 0)));
    }
    for (size_t index = 1; index < node.outputs.size(); ++index) {
        reader.set(node, Value::unknown("data that is calculated while the network runs"), index);
    }
}

// If: both branches give the same shapes, so the first is as good as the other, unless the condition is known.
void branch(GraphReader& reader, const Node& node) {
    const Value& condition = reader.input(node, 0);
    bool known = condition.is_known() && !condition.stored.numbers.empty();
    bool holds = !known || condition.stored.numbers[0] != 0;
    const Attribute* graph = node.find(holds ? "then_branch" : "else_branch");
    if (!graph || graph->graphs.empty()) reader.refuse("an If without a branch");
    std::vector<Value> outputs;
    reader.read_inner(graph->graphs[0], {}, outputs);
    for (size_t index = 0; index < node.outputs.size() && index < outputs.size(); ++index) {
        reader.set(node, outputs[index], index);
    }
}

// Loop: its body once. The number of turns is not known, so MACs count one turn; parameters exist once.
void loop(GraphReader& reader, const Node& node) {
    const Attribute* body = node.find("body");
    if (!body || body->graphs.empty()) reader.refuse("a Loop without a body");
    std::vector<Value> inputs = {Value::of(known_numbers({}, {0})), Value::of(known_numbers({}, {1}, Type::boolean))};
    for (size_t index = 2; index < node.inputs.size(); ++index) inputs.push_back(reader.input(node, index));
    std::vector<Value> outputs;
    reader.read_inner(body->graphs[0], inputs, outputs);
    size_t carried = node.inputs.size() < 2 ? 0 : node.inputs.size() - 2;
    for (size_t index = 0; index < node.outputs.size(); ++index) {
        bool is_carried = index < carried && index + 1 < outputs.size();
        reader.set(node, is_carried ? outputs[index + 1] : Value::unknown("the number of turns of a Loop"), index);
    }
}

}  // namespace nnshape::onnx
