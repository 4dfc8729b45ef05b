// LSTM, GRU and RNN: X, W, R, B, sequence lengths, the first states, and P.
#include <fmt/format.h>
#include <algorithm>

#include "import/onnx/operators.h"

namespace nnshape::onnx {
namespace {

// The input as a sequence without its batch: length x channels.
Traced sequence(GraphReader& reader, const Node& node, int batch_axis) {
    Traced input = reader.traced(node, 0);
    if (input.dims.size() != 3) reader.refuse(code::rank_mismatch, "it reads a sequence, a batch and channels");
    auto at = static_cast<size_t>(batch_axis);
    if (input.batch != batch_axis) {
        if (input.dims[at] != 1) {
            reader.refuse(code::unsupported_op, "the batch is not where it reads it; nnshape counts one sample");
        }
        input = reader.placer().as_batch(reader.placer().without_batch(input), batch_axis);
    }
    return reader.placer().with_channels(input, 2);
}

}  // namespace

void recurrent(GraphReader& reader, const Node& node) {
    int batch_axis = node.integer("layout", 0) == 0 ? 1 : 0;
    Traced input = sequence(reader, node, batch_axis);
    int64_t batch_size = input.dims[static_cast<size_t>(batch_axis)];
    int64_t length = input.dims[static_cast<size_t>(1 - batch_axis)];
    const Value &weights = reader.input(node, 1), &states = reader.input(node, 2), &bias = reader.input(node, 3);
    bool is_stored = weights.is_stored() && states.is_stored() && (bias.is_stored() || !reader.has_input(node, 3));
    if (!is_stored || states.dims().size() != 3) {
        reader.refuse(code::unsupported_op, "its weights are calculated while the network runs");
    }
    int64_t directions = states.dims()[0], units = states.dims()[2];
    if (directions < 1 || directions > 2) reader.refuse("it has neither one direction nor two");
    std::string type(node.op);
    std::transform(type.begin(), type.end(), type.begin(), [](char letter) { return static_cast<char>(letter + 32); });
    PlacedLayer layer{.operation = fmt::format("{} {}", type, units), .inputs = {input}};
    if (directions == 2) layer.operation += " bidirectional";
    layer.weights = product_of(weights.dims()) + product_of(states.dims());
    Parameters parameters = weights.stored.roots;
    parameters.insert(parameters.end(), states.stored.roots.begin(), states.stored.roots.end());
    if (bias.is_stored()) {
        layer.biases = product_of(bias.dims());
        parameters.insert(parameters.end(), bias.stored.roots.begin(), bias.stored.roots.end());
    } else {
        layer.operation += " bias=none";
    }
    for (size_t index = 4; index < 7; ++index) {
        if (const Value& value = reader.input(node, index); value.is_stored()) reader.use(value.stored);
    }
    if (reader.has_input(node, 7)) reader.refuse(code::unsupported_op, "an LSTM with peepholes");
    bool wants_all = !node.output(0).empty() && reader.is_read(node.output(0));
    if (!wants_all) layer.operation += " return_sequences=false";
    // Axes of the result: length, direction, batch, channels (layout 1: batch, length, direction, channels).
    std::vector<int> order =
        wants_all ? (reader.placer().layout() == Layout::chw ? std::vector<int>{2, 0} : std::vector<int>{0, 2})
                  : std::vector<int>{1};
    layer.suffix = "states";
    layer.share = reader.owner_of(node, parameters);
    Traced made = wants_all ? reader.placer().emit(layer, order, 3, 1, batch_size)
                            : reader.placer().emit(layer, order, 2, 0, batch_size);
    reader.count(node, parameters, made.tensor);
    if (wants_all) {
        Traced ordered = reader.placer().in_order(made);
        Traced split{
            .tensor = no_tensor, .dims = {length, directions, batch_size, units}, .batch = 2, .order = {0, 1, 3}};
        if (reader.placer().layout() == Layout::chw && reader.placer().is_channels_last(ordered))
            split.order = {3, 0, 1};
        split = reader.placer().rewritten(ordered, split);
        reader.set(node, Value::of(batch_axis == 1 ? split : reader.placer().turned(split, {2, 0, 1, 3})));
    }
    bool wants_last = reader.is_read(node.output(1)) || reader.is_read(node.output(2));
    if (!wants_last) return;
    if (wants_all) {
        auto axis = reader.placer().written(made, 0);
        PlacedLayer last{.operation = fmt::format("slice start={} end={} axis={}", length - 1, length, *axis),
                         .inputs = {made},
                         .suffix = "last"};
        Traced step = reader.placer().emit_alike(last);
        Traced vector{.tensor = no_tensor, .dims = {batch_size, directions * units}, .batch = 0, .order = {1}};
        made = reader.placer().rewritten(step, vector);
    }
    Traced state{.tensor = no_tensor, .dims = {directions, batch_size, units}, .batch = 1, .order = {0, 2}};
    state = reader.placer().rewritten(made, state);
    if (batch_axis == 0) state = reader.placer().turned(state, {1, 0, 2});
    reader.set(node, Value::of(state), 1);
    if (node.op == "LSTM") reader.set(node, Value::of(state), 2);
}

}  // namespace nnshape::onnx
