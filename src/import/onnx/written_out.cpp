#include "import/onnx/written_out.h"

#include <algorithm>

#include "import/onnx/fold.h"

namespace nnshape::onnx {
namespace {

// The nodes of a layer normalisation. `centre` may be null.
struct Norm {
    const Node *difference, *square, *variance, *sum, *root, *quotient, *scale, *centre;
};

// The only node that reads the tensor, if it is of this operator.
const Node* next(const GraphReader& reader, const Node* node, std::string_view op) {
    const Node* found = node ? reader.only_reader(node->output(0)) : nullptr;
    return found && found->op == op && found->domain.empty() ? found : nullptr;
}

bool reads(const Node& node, std::string_view one, std::string_view other) {
    return node.inputs.size() == 2 && node.inputs[0] == one && node.inputs[1] == other;
}

// The stored vector of a node's two inputs, whose last axis has `size` elements, as all of it has; null if neither is
// one.
const Stored* vector_of(GraphReader& reader, const Node& node, int64_t size) {
    for (size_t index = 0; index < node.inputs.size(); ++index) {
        if (!reader.is_made(node.inputs[index])) continue;
        const Value& value = reader.input(node, index);
        bool fits = value.is_stored() && !value.dims().empty() && value.dims().back() == size &&
                    product_of(value.dims()) == size && size > 1;
        if (fits) return &value.stored;
    }
    return nullptr;
}

bool is_mean_of_last(GraphReader& reader, const Node& node, size_t rank) {
    bool has_axes = !reader.has_input(node, 1) || reader.is_made(node.input(1));
    return node.op == "ReduceMean" && has_axes && node.integer("keepdims", 1) != 0 &&
           axes_of(reader, node, rank) == std::vector<int>{static_cast<int>(rank) - 1};
}

// The nodes that read the difference: those that square it, and the quotient.
bool find_readers(const GraphReader& reader, Norm& norm) {
    for (const Node* node : reader.readers(norm.difference->output(0))) {
        if (!node) return false;
        bool squares = node->op == "Pow" ||
                       (node->op == "Mul" && reads(*node, norm.difference->output(0), norm.difference->output(0)));
        if (squares && (!norm.square || norm.square == node)) {
            norm.square = node;
        } else if (node->op == "Div" && !norm.quotient) {
            norm.quotient = node;
        } else {
            return false;
        }
    }
    return norm.square && norm.quotient;
}

bool find_norm(GraphReader& reader, const Node& mean, size_t rank, Norm& norm) {
    norm.difference = next(reader, &mean, "Sub");
    if (!norm.difference || !reads(*norm.difference, mean.input(0), mean.output(0)) || !find_readers(reader, norm)) {
        return false;
    }
    norm.variance = next(reader, norm.square, "ReduceMean");
    norm.sum = next(reader, norm.variance, "Add");
    norm.root = next(reader, norm.sum, "Sqrt");
    bool closes = norm.root && next(reader, norm.root, "Div") == norm.quotient &&
                  reads(*norm.quotient, norm.difference->output(0), norm.root->output(0));
    norm.scale = closes ? next(reader, norm.quotient, "Mul") : nullptr;
    norm.centre = next(reader, norm.scale, "Add");
    return norm.scale && is_mean_of_last(reader, *norm.variance, rank);
}

}  // namespace

bool read_layer_norm(GraphReader& reader, const Node& mean) {
    const Value& input = reader.input(mean, 0);
    if (!input.is_traced() || input.dims().empty()) return false;
    size_t rank = input.dims().size();
    Norm norm{};
    if (!is_mean_of_last(reader, mean, rank) || !find_norm(reader, mean, rank, norm)) return false;
    const Stored* scale = vector_of(reader, *norm.scale, input.dims().back());
    const Stored* centre = norm.centre ? vector_of(reader, *norm.centre, input.dims().back()) : nullptr;
    if (!scale || input.traced.batch == static_cast<int>(rank) - 1) return false;
    if (!centre) norm.centre = nullptr;
    PlacedLayer layer{.operation = centre ? "layer_norm" : "layer_norm center=false",
                      .inputs = {reader.placer().with_channels(input.traced, static_cast<int>(rank) - 1)}};
    layer.name = reader.module_of(mean);
    layer.weights = product_of(scale->dims);
    Parameters parameters = scale->roots;
    if (centre) {
        layer.biases = product_of(centre->dims);
        parameters.insert(parameters.end(), centre->roots.begin(), centre->roots.end());
    }
    Traced result = reader.emit_alike(mean, layer, parameters);
    reader.set(norm.centre ? *norm.centre : *norm.scale, Value::of(result));
    for (const Node* node :
         {norm.difference, norm.square, norm.variance, norm.sum, norm.root, norm.quotient, norm.scale, norm.centre}) {
        if (node) reader.pass_over(*node);
    }
    return true;
}

}  // namespace nnshape::onnx
