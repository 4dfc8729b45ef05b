// Products of matrices: dense layers, and those of two calculated tensors.
#include <fmt/format.h>
#include <algorithm>
#include <map>

#include "import/onnx/fold.h"
#include "import/onnx/operators.h"

namespace nnshape::onnx {
namespace {

// The stored vector that the only reader of the node's result adds, as a bias of `units`; the Add is passed over then.
const Node* find_bias(GraphReader& reader, const Node& node, int64_t units, size_t& bias) {
    const Node* next = reader.only_reader(node.output(0));
    if (!next || next->op != "Add" || !next->domain.empty() || next->inputs.size() != 2) return nullptr;
    bias = next->input(0) == node.output(0) ? 1 : 0;
    if (!reader.is_made(next->input(bias))) return nullptr;
    const Value& value = reader.input(*next, bias);
    bool is_vector = value.is_stored() && is_real(value.stored.type) && !value.stored.dims.empty() &&
                     product_of(value.stored.dims) == units && value.stored.dims.back() == units;
    return is_vector ? next : nullptr;
}

}  // namespace

void dense(GraphReader& reader, const Node& node, size_t matrix, int64_t units, size_t bias) {
    Traced input = reader.traced(node, 0);
    const Stored& weight = reader.input(node, matrix).stored;
    if (input.dims.empty()) reader.refuse(code::rank_mismatch, "it needs an axis");
    int64_t elements = product_of(weight.dims);
    input = reader.placer().with_channels(input, static_cast<int>(input.dims.size()) - 1);
    int64_t wanted = units > 0 ? elements / units : 0;
    if (wanted != input.dims.back()) {
        reader.refuse(code::shape_mismatch,
                      fmt::format("the weights are for {} channels, and the input has {}", wanted, input.dims.back()));
    }
    PlacedLayer layer{.operation = {}, .inputs = {}, .weights = elements};
    Parameters parameters = weight.roots;
    size_t at = bias;
    const Node* adder = bias == 0 ? find_bias(reader, node, units, at) : nullptr;
    if (bias != 0 || adder) {
        const Stored& added = reader.input(adder ? *adder : node, at).stored;
        layer.biases = product_of(added.dims);
        parameters.insert(parameters.end(), added.roots.begin(), added.roots.end());
    } else {
        layer.operation = " no-bias";
    }
    layer.share = reader.owner_of(node, parameters);
    Traced result = linear(reader.placer(), input, units, layer);
    reader.count(node, parameters, result.tensor);
    reader.set(node, Value::of(result));
    if (!adder) return;
    reader.set(*adder, Value::of(result));
    reader.pass_over(*adder);
}

// A x B + C, with B and C stored in nearly all files.
void gemm(GraphReader& reader, const Node& node) {
    const Value& matrix = reader.input(node, 1);
    bool transposed = node.integer("transB", 0) != 0;
    bool first_transposed = node.integer("transA", 0) != 0;
    if (!matrix.is_stored() || first_transposed) {
        Traced one = reader.traced(node, 0), other = reader.traced(node, 1);
        if (one.dims.size() != 2 || other.dims.size() != 2)
            reader.refuse(code::rank_mismatch, "Gemm needs two matrices");
        if (first_transposed) one = reader.placer().turned(one, {1, 0});
        if (transposed) other = reader.placer().turned(other, {1, 0});
        if (!reader.has_input(node, 2)) return reader.set(node, Value::of(product(reader.placer(), one, other)));
        reader.refuse(code::unsupported_op, "a Gemm of calculated matrices with a bias");
    }
    if (matrix.stored.dims.size() != 2) reader.refuse(code::rank_mismatch, "the weights of a Gemm are a matrix");
    int64_t units = matrix.stored.dims[transposed ? 0 : 1];
    const Value& added = reader.input(node, 2);
    bool is_bias = added.is_stored() && product_of(added.stored.dims) == units;
    if (added.kind == Value::Kind::missing || is_bias) return dense(reader, node, 1, units, is_bias ? 2 : 0);
    reader.refuse(code::unsupported_op, "a Gemm whose C is not a bias for each unit");
}

void matrix_product(GraphReader& reader, const Node& node) {
    const Value &one = reader.input(node, 0), &other = reader.input(node, 1);
    for (size_t index = 2; index < node.inputs.size(); ++index) {
        if (const Value& value = reader.input(node, index); value.is_stored()) reader.use(value.stored);
    }
    bool turned = node.integer("transB", 0) != 0;
    bool is_matrix = other.is_stored() && other.stored.dims.size() == 2 && one.is_traced();
    if (is_matrix) return dense(reader, node, 1, other.stored.dims[turned ? 0 : 1], 0);
    Traced left = reader.traced(node, 0), right = reader.traced(node, 1);
    auto swap_last = [&](const Traced& traced) {
        std::vector<int> order;
        for (int axis = 0; axis < static_cast<int>(traced.dims.size()); ++axis) order.push_back(axis);
        if (order.size() > 1) std::swap(order[order.size() - 1], order[order.size() - 2]);
        return reader.placer().turned(traced, order);
    };
    if (node.integer("transA", 0) != 0) left = swap_last(left);
    if (turned) right = swap_last(right);
    reader.set(node, Value::of(product(reader.placer(), left, right)));
}

// Zero points and scales are between the matrices: a, a_scale, a_zero_point, b, b_scale, b_zero_point, …
void quantised_matrix_product(GraphReader& reader, const Node& node) {
    const Value& other = reader.input(node, 3);
    for (size_t index : {1, 2, 4, 5, 6, 7}) {
        if (const Value& value = reader.input(node, index); value.is_stored()) reader.use(value.stored);
    }
    if (other.is_stored() && other.stored.dims.size() == 2) return dense(reader, node, 3, other.stored.dims[1], 0);
    reader.set(node, Value::of(product(reader.placer(), reader.traced(node, 0), reader.traced(node, 3))));
}

void quantised_gemm(GraphReader& reader, const Node& node) {
    const Value& matrix = reader.input(node, 3);
    if (!matrix.is_stored() || matrix.stored.dims.size() != 2) {
        reader.refuse(code::unsupported_op, "a QGemm of a calculated matrix");
    }
    for (size_t index : {1, 2, 4, 5, 7, 8}) {
        if (const Value& value = reader.input(node, index); value.is_stored()) reader.use(value.stored);
    }
    int64_t units = matrix.stored.dims[node.integer("transB", 0) != 0 ? 0 : 1];
    dense(reader, node, 3, units, reader.has_input(node, 6) ? 6 : 0);
}

// com.microsoft: a product of quantised matrices with a bias behind the scales and zero points.
void quantised_dense(GraphReader& reader, const Node& node) {
    const Value& matrix = reader.input(node, 1);
    if (!matrix.is_stored() || matrix.dims().size() != 2) return matrix_product(reader, node);
    size_t bias = node.op == "DynamicQuantizeMatMul" ? 4 : 6;
    for (size_t index = 2; index < node.inputs.size(); ++index) {
        if (const Value& value = reader.input(node, index); index != bias && value.is_stored())
            reader.use(value.stored);
    }
    dense(reader, node, 1, matrix.dims()[1], reader.has_input(node, bias) ? bias : 0);
}

void einsum(GraphReader& reader, const Node& node) {
    std::string_view equation = node.text("equation", "");
    if (has_diagonal(equation)) return reader.take_recorded(node);
    std::vector<Traced> inputs;
    for (size_t index = 0; index < node.inputs.size(); ++index) inputs.push_back(reader.traced(node, index));
    reader.set(node, Value::of(einsum(reader.placer(), equation, inputs)));
}

// Opset 23's Attention, and com.microsoft's MultiHeadAttention without a bias: queries, keys and values that are
// projected already; its two products count.
void attention(GraphReader& reader, const Node& node) {
    bool is_multi_head = node.op == "MultiHeadAttention";
    bool is_known = is_multi_head ? reader.has_input(node, 2) && !reader.has_input(node, 3)
                                  : node.domain.empty() || node.domain == "ai.onnx";
    if (!is_known) return reader.take_recorded(node);
    std::string_view query_heads = is_multi_head ? "num_heads" : "q_num_heads";
    std::string_view key_heads = is_multi_head ? "num_heads" : "kv_num_heads";
    Traced query = reader.traced(node, 0), key = reader.traced(node, 1), value = reader.traced(node, 2);
    for (size_t index = 3; index < node.inputs.size(); ++index) {
        if (const Value& other = reader.input(node, index); other.is_stored()) reader.use(other.stored);
    }
    auto heads_of = [&](const Traced& from, std::string_view attribute) {
        if (from.dims.size() == 4) return from;
        int64_t heads = node.integer(attribute, 0);
        if (from.dims.size() != 3 || heads < 1 || from.dims[2] % heads != 0) {
            reader.refuse(code::groups_mismatch, fmt::format("`{}` does not divide the channels", attribute));
        }
        Traced split = reader.placer().reshaped(from, {from.dims[0], from.dims[1], heads, from.dims[2] / heads});
        return reader.placer().turned(split, {0, 2, 1, 3});
    };
    bool joined = query.dims.size() == 3;
    query = heads_of(query, query_heads);
    key = heads_of(key, key_heads);
    value = heads_of(value, key_heads);
    if (query.dims[1] != key.dims[1]) {  // fewer heads of keys are used by several of queries
        for (Traced* few : {&key, &value}) {
            Traced first = reader.placer().in_order(*few);
            Dims dims = few->dims;
            dims[1] = query.dims[1];
            *few = reader.placer().stretched(first, dims);
        }
    }
    Traced scores = product(reader.placer(), query, reader.placer().turned(key, {0, 1, 3, 2}));
    scores = reader.placer().emit_alike({.operation = "softmax", .inputs = {scores}, .suffix = "softmax"});
    Traced result = product(reader.placer(), scores, value);
    if (joined) {
        result = reader.placer().turned(result, {0, 2, 1, 3});
        result = reader.placer().reshaped(result, {result.dims[0], result.dims[1], result.dims[2] * result.dims[3]});
    }
    reader.set(node, Value::of(result));
}

}  // namespace nnshape::onnx
