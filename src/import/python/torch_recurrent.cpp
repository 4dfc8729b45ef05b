// Recurrent layers of torch.nn, their cells, and the packed sequences that they read.
#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "import/product.h"
#include "import/python/layers.h"
#include "import/python/natives.h"
#include "import/python/parameters.h"
#include "import/python/torch_arguments.h"
#include "import/python/torch_layers.h"

namespace nnshape::python {
namespace {

// What a recurrent layer was made with.
struct Recurrent {
    Instance& module;
    std::string_view type;  // "lstm"
    int64_t units, layers, directions, projected;
    bool batch_first, has_bias;

    int64_t state() const { return projected > 0 ? projected : units; }
    std::string operation() const {
        std::string text = fmt::format("{} {}", type, units);
        if (layers > 1) text += fmt::format(" layers={}", layers);
        if (directions > 1) text += " bidirectional=true";
        if (!has_bias) text += " bias=none";
        if (projected > 0) text += fmt::format(" proj_size={}", projected);
        return text;
    }
};

Recurrent recurrent_of(Interpreter& interpreter, Instance& module) {
    std::string_view name = layer_class(module).described->name;
    return {.module = module,
            .type = name == "LSTM"  ? "lstm"
                    : name == "GRU" ? "gru"
                                    : "rnn",
            .units = number_of(interpreter, module, "hidden_size", 0),
            .layers = number_of(interpreter, module, "num_layers", 1),
            .directions = flag_of(interpreter, module, "bidirectional", false) ? 2 : 1,
            .projected = number_of(interpreter, module, "proj_size", 0),
            .batch_first = flag_of(interpreter, module, "batch_first", false),
            .has_bias = flag_of(interpreter, module, "bias", true)};
}

// The states that a layer starts from. One that is learned gets its row.
void check_states(Interpreter& interpreter, const Recurrent& layer, const Value& states, Spot spot) {
    if (states.is_none() || as<Unknown>(states)) return;
    if (auto* pair = as<Tuple>(states)) {
        for (const Value& state : pair->items) check_states(interpreter, layer, state, spot);
        return;
    }
    auto* state = as<TensorValue>(states);
    if (!state) return;
    if (!is_constant(interpreter, *state)) traced_of(interpreter, *state);
    int64_t count = product_of({layer.layers, layer.directions});
    bool fits = !state->dims.empty() && state->dims[0] == count &&
                (state->dims.back() == layer.units || state->dims.back() == layer.state());
    if (fits) return;
    interpreter.raise(
        code::shape_mismatch,
        fmt::format("the initial state is {}, but {} layers in {} of {} units need {} x batch x {}",
                    dims_text(state->dims), layer.layers, layer.directions > 1 ? "2 directions" : "1 direction",
                    layer.units, count, layer.units),
        {}, spot);
}

// The sequence as one without a batch: the batch is left out, or several sequences are joined.
Traced place_sequences(Placer& placer, const Traced& batch_first, const std::string& operation, const Held& held,
                       bool frozen, Tensor& row) {
    Traced from = batch_first;
    size_t rank = from.dims.size();
    bool has_others = rank == 3 && from.batch != 0;
    if (rank == 2 || has_others) from = placer.without_batch(from);
    bool joins = has_others && from.dims[0] != 1;
    if (joins) from = placer.reshaped(from, {product_of({from.dims[0], from.dims[1]}), from.dims[2]});
    if (has_others && !joins) from = placer.as_batch(from, 0);
    PlacedLayer layer{.operation = operation,
                      .inputs = {placer.with_channels(from, static_cast<int>(from.dims.size()) - 1)}};
    layer.share = held.layer;
    layer.frozen = frozen;
    Traced out = placer.emit_alike(layer);
    row = out.tensor;
    if (!joins) return out;
    return placer.reshaped(out, {batch_first.dims[0], batch_first.dims[1], out.dims.back()});
}

// The last states of all layers: those of one layer in one direction are the last step.
Value last_states(Interpreter& interpreter, const Recurrent& layer, const Traced& out, int64_t size, bool is_output,
                  Spot spot) {
    size_t rank = out.dims.size();
    int64_t count = product_of({layer.layers, layer.directions});
    Dims dims = rank == 3 ? Dims{count, out.dims[0], size} : Dims{count, size};
    bool selects = count == 1 && is_output;
    return on_use(
        interpreter, dims, Dtype::real, row_name(interpreter, is_output ? "hidden" : "cell"), spot,
        [=](Placer& placer) {
            int steps = static_cast<int>(rank) - 2;
            if (selects) return unsqueezed(placer, at_index(placer, out, steps, -1), {0});
            Traced result{
                .tensor = no_tensor, .dims = dims, .batch = out.batch == 0 && rank == 3 ? 1 : -1, .order = {}};
            result.order = placer.order_after(out, result);
            std::string sizes = dims_text(placer.written_sizes(result));
            return placer.emit_as({.operation = "custom " + sizes, .inputs = {out}}, result);
        });
}

TensorValue* packed_data(const Value& value) {
    auto* packed = as<Tuple>(value);
    bool is_packed = packed && !packed->names.empty() && packed->names[0] == "data";
    return is_packed ? as<TensorValue>(packed->items[0]) : nullptr;
}

// The data is kept with its batch first.
Value packed(Interpreter& interpreter, Value data, Value lengths) {
    Tuple* tuple = interpreter.make<Tuple>(std::vector<Value>{data, lengths, Value::none(), Value::none()});
    tuple->names = {"data", "batch_sizes", "sorted_indices", "unsorted_indices"};
    return Value::of(tuple);
}

Value turned(Interpreter& interpreter, TensorValue& tensor, Spot spot) {
    return operate(
        interpreter, "permute", spot, {&tensor}, tensor.dtype,
        [&](Placer& placer, std::vector<Traced>& inputs) { return with_batch_first(placer, inputs[0], false); });
}

Value forward(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "forward", {"self", "input", "hx?"});
    Recurrent layer = recurrent_of(interpreter, *as<Instance>(bound[0]));
    TensorValue* data = packed_data(bound[1]);
    TensorValue& input = data ? *data : tensor_of(interpreter, bound[1], bound.spot(1));
    bool batch_first = layer.batch_first || data;
    size_t rank = input.dims.size();
    LayerCall call = call_of(interpreter, layer.module, {}, arguments.spot);
    if (rank != 2 && rank != 3) {
        interpreter.raise(code::rank_mismatch,
                          fmt::format("`{}` needs a batch of sequences, but receives {}", call.found.described->name,
                                      dims_text(input.dims)),
                          {}, arguments.spot);
    }
    check_channels(interpreter, call, number_of(interpreter, layer.module, "input_size", 0), input, input.dims.back());
    check_states(interpreter, layer, bound[2], bound.spot(2));
    Held held = find_holding(interpreter, call.parameters, layer.type);
    if (held.how == Holding::apart)
        interpreter.raise(
            code::unsupported_op,
            fmt::format("some of the parameters of `{}` are used by other layers too", call.found.described->name), {},
            arguments.spot);
    Traced from = traced_of(interpreter, input);
    Traced out = placed_as(interpreter, row_name(interpreter, call.operation), call.spot, [&](Placer& placer) {
        Tensor row = no_tensor;
        Traced result = place_sequences(placer, with_batch_first(placer, from, batch_first), layer.operation(), held,
                                        are_frozen(call.parameters), row);
        if (held.how == Holding::fresh) hold(interpreter, call.parameters, {}, layer.type, row);
        return result;
    });
    Value states = last_states(interpreter, layer, out, layer.state(), true, call.spot);
    if (layer.type == "lstm")
        states = interpreter.tuple({states, last_states(interpreter, layer, out, layer.units, false, call.spot)});
    if (data)
        return interpreter.tuple({packed(interpreter, made(interpreter, out), as<Tuple>(bound[1])->items[1]), states});
    Traced result = with_batch_first(*interpreter.placer, out, batch_first);
    return interpreter.tuple({made(interpreter, result), states});
}

Value forward_cell(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "forward", {"self", "input", "hx?"});
    Instance& module = *as<Instance>(bound[0]);
    TensorValue& input = tensor_of(interpreter, bound[1], bound.spot(1));
    LayerCall call = call_of(interpreter, module, {}, arguments.spot);
    check_channels(interpreter, call, number_of(interpreter, module, "input_size", 0), input,
                   input.dims.empty() ? 0 : input.dims.back());
    std::vector<TensorValue*> inputs = {&input};
    auto* pair = as<Tuple>(bound[2]);
    for (const Value& state : pair ? pair->items : std::vector<Value>{bound[2]}) {
        auto* tensor = as<TensorValue>(state);
        if (tensor && !is_constant(interpreter, *tensor)) inputs.push_back(tensor);
    }
    Dims dims = input.dims;
    dims.back() = number_of(interpreter, module, "hidden_size", 0);
    Checked weights = 0;
    for (const TensorValue* parameter : call.parameters) {
        if (parameter->dims.size() > 1) weights += product_of(parameter->dims);
    }
    int64_t times = product_of(std::span(dims).first(dims.size() - 1));
    std::string macs = fmt::format(" macs={}", product_of({weights.value(), times}));
    std::string type = folded(call.found.described->name);
    Value state = counted_custom(interpreter, inputs, call.parameters, dims, macs, type, call.spot);
    if (call.found.described->name != "LSTMCell") return state;
    return interpreter.tuple({state, made(interpreter, as<TensorValue>(state)->traced)});
}

Value pack(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "pack_padded_sequence",
                {"input", "lengths", "batch_first?", "enforce_sorted?"});
    TensorValue& input = tensor_of(interpreter, bound[0], bound.spot(0));
    return packed(interpreter, bound.truth(2) ? bound[0] : turned(interpreter, input, arguments.spot), bound[1]);
}

Value unpack(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "pad_packed_sequence", {"sequence", "batch_first?", "**"});
    TensorValue* data = packed_data(bound[0]);
    if (!data) return interpreter.unknown("a sequence that is not packed");
    Value result = bound.truth(1) ? Value::of(data) : turned(interpreter, *data, arguments.spot);
    return interpreter.tuple({result, as<Tuple>(bound[0])->items[1]});
}

constexpr NativeEntry table[] = {
    {"torch.nn.LSTM.forward", known<forward>},
    {"torch.nn.GRU.forward", known<forward>},
    {"torch.nn.RNN.forward", known<forward>},
    {"torch.nn.LSTM.flatten_parameters", [](Interpreter&, Arguments&) { return Value::none(); }},
    {"torch.nn.GRU.flatten_parameters", [](Interpreter&, Arguments&) { return Value::none(); }},
    {"torch.nn.RNN.flatten_parameters", [](Interpreter&, Arguments&) { return Value::none(); }},
    {"torch.nn.LSTMCell.forward", known<forward_cell>},
    {"torch.nn.GRUCell.forward", known<forward_cell>},
    {"torch.nn.RNNCell.forward", known<forward_cell>},
    {"torch.nn.utils.rnn.pack_padded_sequence", known<pack>},
    {"torch.nn.utils.rnn.pad_packed_sequence", known<unpack>},
};

}  // namespace

std::span<const NativeEntry> torch_recurrent() { return table; }

}  // namespace nnshape::python
