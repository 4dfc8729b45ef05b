#include <fmt/format.h>
#include <algorithm>

#include "import/ncnn/types.h"

// Layers that work on elements, and norms.
namespace nnshape::ncnn {
namespace {

constexpr std::string_view binary_operations[] = {"add",   "subtract", "multiply", "divide", "maximum", "minimum",
                                                  "power", "subtract", "divide",   "power",  "",        ""};

// Operations with a number in place of the second input. Adding or scaling changes no shape.
constexpr std::string_view scalar_operations[] = {"identity", "identity", "identity",   "identity", "clip", "clip",
                                                  "power",    "negate",   "reciprocal", "exp",      "",     ""};

constexpr std::string_view unary_operations[] = {
    "abs", "negate", "floor", "ceiling", "square",     "sqrt", "sqrt", "exp",   "log",   "sin", "cos",
    "",    "",       "",      "",        "reciprocal", "tanh", "log",  "round", "floor", "",    ""};

std::string_view pick(std::span<const std::string_view> table, int64_t number) {
    return number >= 0 && number < std::ssize(table) ? table[static_cast<size_t>(number)] : std::string_view();
}

// A layer of its own shape that nnshape has no word for.
std::string same_shape(ParamGraph& graph, int64_t weights = 0, int64_t biases = 0) {
    std::string text = "custom " + joined(graph.sizes(0));
    if (weights != 0) text += fmt::format(" weights={}", weights);
    if (biases != 0) text += fmt::format(" biases={}", biases);
    return text;
}

// The input with as many axes as `other`, by ncnn's rule: its axes come first, except a vector that does not have the
// other's number of channels, which comes last.
Tensor expanded(ParamGraph& graph, size_t input, const std::vector<int64_t>& other) {
    std::vector<int64_t> sizes = graph.sizes(input);
    if (sizes.size() >= other.size()) return graph.straight(input);
    size_t missing = other.size() - sizes.size();
    bool last = sizes.size() == 1 && sizes[0] != other[0];
    sizes.insert(last ? sizes.begin() : sizes.end(), missing, 1);
    return graph.add(fmt::format("input_{}", input), "reshape " + joined(sizes), {graph.straight(input)});
}

// Applies an operation to inputs of one rank, in the form that all of them have.
void merge(ParamGraph& graph, const std::string& operation) {
    bool turned = true, straight = true;
    for (size_t input = 0; input < graph.input_count(); ++input) {
        const ParamBlob& blob = graph.blob(input);
        bool alike = graph.sizes(input).size() == graph.sizes(0).size();
        turned = turned && alike && blob.turned != no_tensor;
        straight = straight && blob.straight != no_tensor;
    }
    turned = turned && !straight;
    std::vector<Tensor> inputs;
    for (size_t input = 0; input < graph.input_count(); ++input) {
        inputs.push_back(turned ? graph.turned(input) : graph.straight(input));
    }
    turned ? graph.turned_result(operation, inputs) : graph.result(operation, inputs);
}

void keep_shape(ParamGraph& graph, const std::string& operation, StoredCounts stored = {}) {
    graph.result(operation, {graph.straight(0)}, stored);
}

// A norm over the last axis, or over all but the first.
void read_row_norm(ParamGraph& graph, std::string_view type, bool has_bias) {
    int64_t size = graph.integer(0, 0);
    bool affine = graph.integer(2, 1) != 0;
    std::vector<int64_t> sizes = graph.sizes(0);
    StoredCounts stored{.weights = affine ? size : 0, .biases = affine && has_bias ? size : 0};
    if (size != sizes.back() && size != 0) {
        keep_shape(graph, same_shape(graph, *stored.weights, *stored.biases));
        return;
    }
    std::string text(type);
    if (!affine && has_bias) text += " no-scale no-center";
    if (!affine && !has_bias) text = "normalize";
    graph.turned_result(text, {graph.turned(0)}, stored);
}

}  // namespace

void read_batch_norm(ParamGraph& graph) { keep_shape(graph, "batch_norm", {.weights = graph.integer(0, 0)}); }

void read_bias(ParamGraph& graph) { keep_shape(graph, same_shape(graph, 0, graph.integer(0, 0))); }

void read_scale(ParamGraph& graph) {
    int64_t size = graph.integer(0, 0);
    if (size == not_given) {
        std::vector<Tensor> inputs = {graph.straight(0), expanded(graph, 1, graph.sizes(0))};
        graph.result("multiply", inputs);
    } else if (graph.integer(1, 0) != 0) {
        keep_shape(graph, same_shape(graph, size, size));
    } else {
        keep_shape(graph, "layer_scale", {.weights = size});
    }
}

void read_prelu(ParamGraph& graph) {
    int64_t slopes = graph.integer(0, 0);
    keep_shape(graph, slopes == 1 ? "prelu" : "prelu channel", {.weights = slopes});
}

void read_relu(ParamGraph& graph) {
    std::string_view name = graph.decimal(0, 0) == 0 ? "relu" : "leaky_relu";
    merge(graph, std::string(name));
}

void read_binary(ParamGraph& graph) {
    int64_t number = graph.integer(0, 0);
    bool scalar = graph.integer(1, 0) != 0 || graph.input_count() == 1;
    std::string_view operation = pick(scalar ? std::span(scalar_operations) : std::span(binary_operations), number);
    if (scalar) return merge(graph, operation.empty() ? same_shape(graph) : std::string(operation));
    std::vector<int64_t> first = graph.sizes(0), second = graph.sizes(1);
    if (operation.empty() && first == second) return merge(graph, same_shape(graph));
    if (operation.empty()) return graph.refuse(code::bad_value, fmt::format("ncnn has no operation {}", number));
    if (first.size() == second.size()) return merge(graph, std::string(operation));
    graph.result(std::string(operation), {expanded(graph, 0, second), expanded(graph, 1, first)});
}

void read_eltwise(ParamGraph& graph) {
    constexpr std::string_view operations[] = {"multiply", "add", "maximum"};
    std::string_view operation = pick(operations, graph.integer(0, 0));
    if (operation.empty()) return graph.refuse(code::bad_value, "the operation must be 0, 1 or 2");
    merge(graph, std::string(graph.input_count() == 1 ? "identity" : operation));
}

void read_unary(ParamGraph& graph) {
    std::string_view operation = pick(unary_operations, graph.integer(0, 0));
    merge(graph, operation.empty() ? same_shape(graph) : std::string(operation));
}

void read_lrn(ParamGraph& graph) { keep_shape(graph, fmt::format("lrn {}", graph.integer(1, 5))); }

void read_instance_norm(ParamGraph& graph) {
    int64_t channels = graph.integer(0, 0);
    bool affine = graph.integer(2, 1) != 0 && channels != 0;
    if (graph.sizes(0).size() == 1)
        return keep_shape(graph, same_shape(graph, affine ? channels : 0, affine ? channels : 0));
    keep_shape(graph, affine ? "instance_norm affine" : "instance_norm", {.weights = affine ? channels : 0});
}

void read_group_norm(ParamGraph& graph) {
    bool affine = graph.integer(3, 1) != 0;
    std::string text = fmt::format("group_norm {}{}", graph.integer(0, 1), affine ? "" : " no-affine");
    keep_shape(graph, text, {.weights = affine ? graph.integer(1, 0) : 0});
}

void read_layer_norm(ParamGraph& graph) { read_row_norm(graph, "layer_norm", true); }

void read_rms_norm(ParamGraph& graph) { read_row_norm(graph, "rms_norm", false); }

void read_normalize(ParamGraph& graph) {
    int64_t scales = graph.integer(3, 0);
    std::vector<int64_t> sizes = graph.sizes(0);
    if (scales == 0) return keep_shape(graph, "normalize");
    if (scales != sizes[0]) return keep_shape(graph, same_shape(graph, scales));
    Tensor tensor = graph.add("normalize", "normalize", {graph.straight(0)});
    graph.result("layer_scale", {tensor});
}

void read_dequantize(ParamGraph& graph) {
    int64_t biases = graph.integer(1, 0);
    keep_shape(graph, biases == 0 ? "identity" : same_shape(graph, 0, biases));
}

void read_reduction(ParamGraph& graph) {
    constexpr std::string_view operations[] = {"sum", "sum", "sum", "mean", "max", "min", "product", "sum", "norm"};
    std::string_view by = pick(operations, graph.integer(0, 0));
    std::vector<int64_t> sizes = graph.sizes(0), axes = graph.integers(3);
    bool keeps = graph.integer(4, 0) != 0, all = graph.integer(1, 1) != 0 || axes.empty();
    if (by.empty()) by = "sum";
    auto rank = static_cast<int64_t>(sizes.size());
    for (int64_t& axis : axes) axis += axis < 0 ? rank : 0;
    std::sort(axes.begin(), axes.end());
    if (!keeps && (all || std::ssize(axes) == rank)) {
        Tensor vector = graph.add("flatten", "flatten", {graph.straight(0)});
        graph.result(fmt::format("reduce channels by={} keepdims", by), {vector});
        return;
    }
    if (all) {
        axes.clear();
        for (int64_t axis = 0; axis < rank; ++axis) axes.push_back(axis);
    }
    keep_shape(graph, fmt::format("reduce {} by={}{}", joined(axes), by, keeps ? " keepdims" : ""));
}

void read_arg_max(ParamGraph& graph) {
    int64_t top = graph.integer(1, 1);
    bool values = graph.integer(0, 0) != 0;
    keep_shape(graph, values ? fmt::format("custom 2x{}", top) : fmt::format("custom {}", top));
}

void read_statistics(ParamGraph& graph) {
    bool deviations = graph.integer(0, 0) != 0;
    Tensor mean = graph.add("mean", "global_avg_pool", {graph.straight(0)});
    if (!deviations) {
        graph.result("identity", {mean});
        return;
    }
    Tensor deviation = graph.add("deviation", "global_avg_pool", {graph.straight(0)});
    graph.result("concat", {mean, deviation});
}

void read_glu(ParamGraph& graph) {
    std::vector<int64_t> sizes = graph.sizes(0);
    int64_t axis = graph.integer(0, 0), rank = std::ssize(sizes);
    if (axis < 0) axis += rank;
    if (axis == 0) return keep_shape(graph, "glu");
    if (axis == rank - 1) {
        graph.turned_result("glu", {graph.turned(0)});
        return;
    }
    if (axis < 0 || axis >= rank) return graph.refuse(code::index_out_of_range, "`GLU` has no such axis");
    sizes[static_cast<size_t>(axis)] /= 2;
    keep_shape(graph, "custom " + joined(sizes));
}

}  // namespace nnshape::ncnn
