// Normalisations, and slopes that are learned.
#include <fmt/format.h>
#include <algorithm>

#include "import/onnx/operators.h"
#include "import/tensor_operations.h"

namespace nnshape::onnx {
namespace {

// Adds what a layer learns: a stored input. Returns its elements, 0 if there is none.
int64_t learn(GraphReader& reader, const Node& node, size_t index, Parameters& parameters) {
    const Value& value = reader.input(node, index);
    if (value.kind == Value::Kind::missing) return 0;
    if (!value.is_stored()) {
        reader.refuse(code::unsupported_op,
                      fmt::format("the weights of this {} are calculated while the network runs", node.op));
    }
    parameters.insert(parameters.end(), value.stored.roots.begin(), value.stored.roots.end());
    return product_of(value.stored.dims);
}

// A layer whose parameters no type of nnshape has in this form.
void custom(GraphReader& reader, const Node& node, PlacedLayer layer, const Parameters& parameters) {
    layer.operation =
        fmt::format("custom {} weights={} biases={}", fmt::join(reader.placer().written_sizes(layer.inputs[0]), "x"),
                    layer.weights.value_or(0), layer.biases.value_or(0));
    reader.set(node, Value::of(reader.emit_alike(node, layer, parameters)));
}

int64_t channels_of(const Traced& traced) { return traced.dims.size() > 1 ? traced.dims[1] : 1; }

}  // namespace

void channelwise(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    if (input.dims.size() > 1) input = reader.placer().with_channels(input, 1);
    PlacedLayer layer{.operation = fmt::format("lrn {}", node.integer("size", 5)), .inputs = {input}};
    reader.set(node, Value::of(reader.placer().emit_alike(layer)));
}

void batch_normalisation(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    if (input.dims.size() < 2) reader.refuse(code::rank_mismatch, "it needs a batch and channels");
    PlacedLayer layer{.operation = "batch_norm", .inputs = {reader.placer().with_channels(input, 1)}};
    Parameters parameters;
    layer.weights = learn(reader, node, 1, parameters);
    layer.biases = learn(reader, node, 2, parameters);
    layer.buffers = learn(reader, node, 3, parameters) + learn(reader, node, 4, parameters);
    auto roots = [&](size_t index) { return reader.input(node, index).stored.roots; };
    bool merged_equal = roots(3) == roots(2) && roots(4) == roots(1);
    if (merged_equal) {  // an exporter stores equal tensors once: the zeros and ones of an untrained network
        layer.operation += " track_stats=false";
        layer.buffers = 0;
    }
    reader.set(node, Value::of(reader.emit_alike(node, layer, parameters)));
    for (size_t index = 1; index < node.outputs.size(); ++index) {
        reader.set(node, Value::unknown("statistics of a batch"), index);
    }
}

void instance_normalisation(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    if (input.dims.size() < 3) reader.refuse(code::rank_mismatch, "it needs a batch, channels and a spatial axis");
    PlacedLayer layer{.operation = "instance_norm affine=true", .inputs = {reader.placer().with_channels(input, 1)}};
    // PyTorch writes a group normalisation as an instance normalisation of groups, with ones and zeros.
    Parameters parameters;
    layer.weights = learn(reader, node, 1, parameters);
    layer.biases = learn(reader, node, 2, parameters);
    reader.set(node, Value::of(reader.emit_alike(node, layer, parameters)));
}

// Until opset 21 each group has a scale, since then each channel.
void group_normalisation(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    if (input.dims.size() < 2) reader.refuse(code::rank_mismatch, "it needs a batch and channels");
    PlacedLayer layer{.operation = fmt::format("group_norm {}", node.integer("num_groups", 1)),
                      .inputs = {reader.placer().with_channels(input, 1)}};
    Parameters parameters;
    layer.weights = learn(reader, node, 1, parameters);
    layer.biases = learn(reader, node, 2, parameters);
    if (*layer.weights != channels_of(input)) return custom(reader, node, layer, parameters);
    reader.set(node, Value::of(reader.emit_alike(node, layer, parameters)));
}

void layer_normalisation(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    if (input.dims.empty()) reader.refuse(code::rank_mismatch, "it needs an axis");
    int axis = reader.axis_of(node.integer("axis", -1), input.dims.size());
    int last = static_cast<int>(input.dims.size()) - 1;
    bool over_channels = axis == last && last != input.batch;
    if (over_channels) input = reader.placer().with_channels(input, last);
    bool is_rms = node.op != "LayerNormalization";
    PlacedLayer layer{.operation = is_rms ? "rms_norm" : "layer_norm", .inputs = {input}};
    Parameters parameters;
    layer.weights = learn(reader, node, 1, parameters);
    layer.biases = learn(reader, node, 2, parameters);
    bool over_all = input.batch == axis - 1 || (input.batch < 0 && axis == 0);
    bool has_type = is_rms ? over_channels && *layer.biases == 0 : over_channels || over_all;
    if (!has_type) return custom(reader, node, layer, parameters);
    if (!over_channels) layer.operation += " over=all";
    if (!is_rms && *layer.biases == 0) layer.operation += " center=false";
    reader.set(node, Value::of(reader.emit_alike(node, layer, parameters)));
    for (size_t index = 1; index < node.outputs.size(); ++index) {
        reader.set(node, Value::unknown("statistics of a layer"), index);
    }
}

// com.microsoft: the sum of two inputs (and a bias) normalised; the last output is the sum.
void skip_normalisation(GraphReader& reader, const Node& node) {
    bool is_rms = node.op == "SkipSimplifiedLayerNormalization";
    Traced sum = merged(reader.placer(), "add", {reader.traced(node, 0), reader.traced(node, 1)});
    size_t bias_at = is_rms ? 3 : 4;
    if (reader.has_input(node, bias_at)) {
        sum = merged(reader.placer(), "add", {sum, reader.traced(node, bias_at)});
    }
    int last = static_cast<int>(sum.dims.size()) - 1;
    PlacedLayer layer{.operation = is_rms ? "rms_norm" : "layer_norm",
                      .inputs = {reader.placer().with_channels(sum, last)}};
    Parameters parameters;
    layer.weights = learn(reader, node, 2, parameters);
    layer.biases = is_rms ? 0 : learn(reader, node, 3, parameters);
    if (!is_rms && *layer.biases == 0) layer.operation += " center=false";
    reader.set(node, Value::of(reader.emit_alike(node, layer, parameters)));
    reader.set(node, Value::of(sum), 3);
}

void prelu(GraphReader& reader, const Node& node) {
    Traced input = reader.traced(node, 0);
    if (input.dims.size() > 1) input = reader.placer().with_channels(input, 1);
    PlacedLayer layer{.operation = {}, .inputs = {input}};
    Parameters parameters;
    layer.weights = learn(reader, node, 1, parameters);
    int64_t all = product_of(reader.placer().written_sizes(input));
    if (*layer.weights == 1) {
        layer.operation = "prelu";
    } else if (*layer.weights == channels_of(input)) {
        layer.operation = "prelu channel";
    } else if (*layer.weights == all) {
        layer.operation = "prelu element";
    } else {
        return custom(reader, node, layer, parameters);
    }
    reader.set(node, Value::of(reader.emit_alike(node, layer, parameters)));
}

}  // namespace nnshape::onnx
