// Attention: torch.nn.MultiheadAttention and the functions that it is made of.
#include <fmt/format.h>
#include <algorithm>

#include "import/product.h"
#include "import/python/layers.h"
#include "import/python/natives.h"
#include "import/python/parameters.h"
#include "import/python/tensor_values.h"
#include "import/python/torch_arguments.h"
#include "import/python/torch_layers.h"

namespace nnshape::python {
namespace {

// An attention with its projections.
struct Attention {
    TensorValue &query, &key, &value;
    int64_t heads = 1;
    bool batch_first = false, has_bias = true;
    std::vector<TensorValue*> parameters = {};
    std::string operation = {};
    Spot spot = {};
};

// The inputs, each once: the query, the keys if they are others, the values if they are others again.
std::vector<Traced> attention_inputs(Interpreter& interpreter, const Attention& attention) {
    std::vector<TensorValue*> tensors = {&attention.query};
    bool attends_itself = &attention.key == &attention.query && &attention.value == &attention.query;
    if (!attends_itself) tensors.push_back(&attention.key);
    if (&attention.value != &attention.key) tensors.push_back(&attention.value);
    std::vector<Traced> inputs;
    for (TensorValue* tensor : tensors) {
        inputs.push_back(with_batch_first(*interpreter.placer, traced_of(interpreter, *tensor), attention.batch_first));
    }
    return inputs;
}

// Whether the first axis of all is the batch, or may be.
bool have_batch(const std::vector<Traced>& inputs) {
    return std::all_of(inputs.begin(), inputs.end(),
                       [](const Traced& one) { return one.dims.size() == 3 && (one.batch == 0 || one.dims[0] == 1); });
}

Traced place_projected(Interpreter& interpreter, const Attention& attention) {
    std::vector<Traced> inputs = attention_inputs(interpreter, attention);
    Held held = find_holding(interpreter, attention.parameters, "attention");
    if (held.how == Holding::apart) {
        interpreter.raise(code::unsupported_op, "some of the parameters of this attention are used by other layers too",
                          {}, attention.spot);
    }
    std::string name = row_name(interpreter, attention.operation);
    return placed_as(interpreter, name, attention.spot, [&](Placer& placer) {
        PlacedLayer layer{.operation = fmt::format("attention heads={}", attention.heads), .inputs = {}};
        if (!attention.has_bias) layer.operation += " bias=false";
        bool has_batch = have_batch(inputs), is_alone = inputs[0].dims.size() == 2;
        if (!has_batch && !is_alone) layer.operation += " over=last";
        for (Traced input : inputs) {
            if (!has_batch || input.batch != 0) input = placer.without_batch(input);
            if (has_batch && input.batch != 0) input = placer.as_batch(input, 0);
            layer.inputs.push_back(placer.with_channels(input, static_cast<int>(input.dims.size()) - 1));
        }
        layer.share = held.layer;
        layer.frozen = are_frozen(attention.parameters);
        Traced out = placer.emit_alike(layer);
        if (held.how == Holding::fresh) hold(interpreter, attention.parameters, {}, "attention", out.tensor);
        return out;
    });
}

// The weights of the attention, averaged over the heads or for each.
Value attention_weights(Interpreter& interpreter, const Attention& attention, const Traced& out, bool averaged) {
    size_t steps = attention.key.dims.size() == 3 && attention.batch_first ? 1 : 0;
    Dims dims(out.dims.begin(), out.dims.end() - 1);
    if (!averaged) dims.insert(dims.end() - 1, attention.heads);
    dims.push_back(attention.key.dims[steps]);
    return on_use(interpreter, dims, Dtype::real, row_name(interpreter, "weights"), attention.spot,
                  [=](Placer& placer) {
                      Traced result{.tensor = no_tensor, .dims = dims, .batch = out.batch, .order = {}};
                      result.order = placer.order_after(out, result);
                      return placer.emit_as(
                          {.operation = "custom " + dims_text(placer.written_sizes(result)), .inputs = {out}}, result);
                  });
}

Value attended(Interpreter& interpreter, const Attention& attention, bool weights, bool averaged) {
    Traced out = place_projected(interpreter, attention);
    Value result = made(interpreter, with_batch_first(*interpreter.placer, out, attention.batch_first));
    return interpreter.tuple(
        {result, weights ? attention_weights(interpreter, attention, out, averaged) : Value::none()});
}

Value forward(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "forward",
                {"self", "query", "key", "value", "key_padding_mask?", "need_weights?", "attn_mask?",
                 "average_attn_weights?", "is_causal?"});
    Instance& module = *as<Instance>(bound[0]);
    LayerCall call = call_of(interpreter, module, "MultiheadAttention", arguments.spot);
    Attention attention{.query = tensor_of(interpreter, bound[1], bound.spot(1)),
                        .key = tensor_of(interpreter, bound[2], bound.spot(2)),
                        .value = tensor_of(interpreter, bound[3], bound.spot(3)),
                        .heads = number_of(interpreter, module, "num_heads", 1),
                        .batch_first = flag_of(interpreter, module, "batch_first", false),
                        .has_bias = module.attributes.find("in_proj_bias") != nullptr,
                        .parameters = call.parameters,
                        .operation = call.operation,
                        .spot = call.spot};
    size_t rank = attention.query.dims.size();
    if (rank != 2 && rank != 3) {
        interpreter.raise(code::rank_mismatch,
                          fmt::format("`MultiheadAttention` needs a batch of sequences, but receives {}",
                                      dims_text(attention.query.dims)),
                          {}, arguments.spot);
    }
    int64_t dim = number_of(interpreter, module, "embed_dim", 0);
    check_channels(interpreter, call, dim, attention.query, attention.query.dims.back());
    for (const auto& [name, tensor] : {std::pair("kdim", &attention.key), std::pair("vdim", &attention.value)}) {
        check_channels(interpreter, call, number_of(interpreter, module, name, dim), *tensor,
                       tensor->dims.empty() ? 0 : tensor->dims.back());
    }
    if (module.attributes.find("bias_k")) {
        interpreter.raise(code::unsupported_op, "nnshape does not know an attention with `add_bias_kv`", {}, call.spot);
    }
    return attended(interpreter, attention, bound.truth(5, true), bound.truth(7, true));
}

// softmax(q @ k^T) @ v
Value dot_product(Interpreter& interpreter, TensorValue& query, TensorValue& key, TensorValue& value, Spot spot) {
    int rank = static_cast<int>(key.dims.size());
    if (rank < 2 || query.dims.size() < 2 || value.dims.size() < 2) {
        interpreter.raise(code::rank_mismatch, "attention needs tensors of at least 2 axes", {}, spot);
    }
    std::vector<int> swapped;
    for (int axis = 0; axis < rank; ++axis) swapped.push_back(axis);
    std::swap(swapped[static_cast<size_t>(rank) - 1], swapped[static_cast<size_t>(rank) - 2]);
    Value transposed =
        operate(interpreter, "permute", spot, {&key}, key.dtype,
                [&](Placer& placer, std::vector<Traced>& inputs) { return placer.turned(inputs[0], swapped); });
    Value scores = matrix_product(interpreter, query, *as<TensorValue>(transposed), spot);
    Value weights = operate(interpreter, "softmax", spot, {as<TensorValue>(scores)}, Dtype::real,
                            [&](Placer& placer, std::vector<Traced>& inputs) {
                                return placer.emit_alike({.operation = "softmax", .inputs = {inputs[0]}});
                            });
    return matrix_product(interpreter, *as<TensorValue>(weights), value, spot);
}

// Grouped queries: each head of the keys is repeated.
TensorValue& repeated_heads(Interpreter& interpreter, TensorValue& tensor, int64_t heads, Spot spot) {
    size_t axis = tensor.dims.size() - 3;
    Dims repeats(tensor.dims.size(), 1);
    if (tensor.dims.size() < 3 || heads % tensor.dims[axis] != 0 || heads == tensor.dims[axis]) return tensor;
    repeats[axis] = heads / tensor.dims[axis];
    Value result =
        operate(interpreter, "repeat", spot, {&tensor}, tensor.dtype,
                [&](Placer& placer, std::vector<Traced>& inputs) { return tiled(placer, inputs[0], repeats); });
    return *as<TensorValue>(result);
}

Value scaled_dot_product(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "scaled_dot_product_attention",
                {"query", "key", "value", "attn_mask?", "dropout_p?", "is_causal?", "scale?", "enable_gqa?"});
    TensorValue& query = tensor_of(interpreter, bound[0], bound.spot(0));
    TensorValue *key = &tensor_of(interpreter, bound[1], bound.spot(1)),
                *value = &tensor_of(interpreter, bound[2], bound.spot(2));
    if (bound.truth(7) && query.dims.size() >= 3) {
        int64_t heads = query.dims[query.dims.size() - 3];
        key = &repeated_heads(interpreter, *key, heads, arguments.spot);
        value = &repeated_heads(interpreter, *value, heads, arguments.spot);
    }
    return dot_product(interpreter, query, *key, *value, arguments.spot);
}

// The heads of a tensor of sequence, batch and channels: batch, head, sequence, channels of a head.
Value split_heads(Interpreter& interpreter, Value projected, int64_t heads, Spot spot) {
    auto& tensor = *as<TensorValue>(projected);
    return operate(interpreter, "heads", spot, {&tensor}, tensor.dtype,
                   [&](Placer& placer, std::vector<Traced>& inputs) {
                       Dims dims = {tensor.dims[0], tensor.dims[1], heads, tensor.dims[2] / heads};
                       return placer.turned(placer.reshaped(inputs[0], dims), {1, 2, 0, 3});
                   });
}

// x @ weight^T + bias
Value projected(Interpreter& interpreter, TensorValue& input, TensorValue& weight, std::string operation, Spot spot,
                TensorValue* bias = nullptr) {
    LayerCall call{.found = torch_class("Linear"),
                   .arguments = {},
                   .operation = std::move(operation),
                   .parameters = {&weight},
                   .spot = spot};
    if (bias) call.parameters.push_back(bias);
    call.arguments = {{"in_features", Value::number(weight.dims.at(1))},
                      {"out_features", Value::number(weight.dims.at(0))},
                      {"bias", Value::boolean(bias != nullptr)}};
    return place_linear(interpreter, call, input);
}

Value projected_separately(Interpreter& interpreter, const Attention& attention, std::vector<TensorValue*> weights,
                           TensorValue& out_weight, TensorValue* out_bias) {
    TensorValue* inputs[] = {&attention.query, &attention.key, &attention.value};
    std::vector<Value> heads;
    for (size_t at = 0; at < 3; ++at) {
        Value one =
            projected(interpreter, *inputs[at], *weights[at], std::string(1, "qkv"[at]) + "_proj", attention.spot);
        heads.push_back(split_heads(interpreter, one, attention.heads, attention.spot));
    }
    Value joined = dot_product(interpreter, *as<TensorValue>(heads[0]), *as<TensorValue>(heads[1]),
                               *as<TensorValue>(heads[2]), attention.spot);
    auto& tensor = *as<TensorValue>(joined);
    Value flat = operate(interpreter, "join", attention.spot, {&tensor}, tensor.dtype,
                         [&](Placer& placer, std::vector<Traced>& traced) {
                             Dims dims = {tensor.dims[2], tensor.dims[0], product_of({tensor.dims[1], tensor.dims[3]})};
                             return placer.reshaped(placer.in_file_order(placer.turned(traced[0], {2, 0, 1, 3})), dims);
                         });
    return projected(interpreter, *as<TensorValue>(flat), out_weight, "out_proj", attention.spot, out_bias);
}

Value multi_head(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "multi_head_attention_forward",
                {"query",
                 "key",
                 "value",
                 "embed_dim_to_check",
                 "num_heads",
                 "in_proj_weight",
                 "in_proj_bias",
                 "bias_k",
                 "bias_v",
                 "add_zero_attn",
                 "dropout_p",
                 "out_proj_weight",
                 "out_proj_bias",
                 "training?",
                 "key_padding_mask?",
                 "need_weights?",
                 "attn_mask?",
                 "use_separate_proj_weight?",
                 "q_proj_weight?",
                 "k_proj_weight?",
                 "v_proj_weight?",
                 "**"});
    Attention attention{.query = tensor_of(interpreter, bound[0], bound.spot(0)),
                        .key = tensor_of(interpreter, bound[1], bound.spot(1)),
                        .value = tensor_of(interpreter, bound[2], bound.spot(2)),
                        .heads = std::max<int64_t>(1, bound.integer(4, 1)),
                        .has_bias = !bound[6].is_none(),
                        .operation = "attention",
                        .spot = arguments.spot};
    if (attention.query.dims.size() != 3) return interpreter.unknown("attention without a batch");
    TensorValue& out_weight = tensor_of(interpreter, bound[11], bound.spot(11));
    auto* out_bias = as<TensorValue>(bound[12]);
    if (bound.truth(17)) {
        std::vector<TensorValue*> weights;
        for (size_t at : {18U, 19U, 20U}) weights.push_back(&tensor_of(interpreter, bound[at], bound.spot(at)));
        return interpreter.tuple(
            {projected_separately(interpreter, attention, weights, out_weight, out_bias), Value::none()});
    }
    attention.parameters = {&tensor_of(interpreter, bound[5], bound.spot(5)), &out_weight};
    if (auto* bias = as<TensorValue>(bound[6])) attention.parameters.push_back(bias);
    if (out_bias) attention.parameters.push_back(out_bias);
    return attended(interpreter, attention, bound.truth(15, true), true);
}

constexpr NativeEntry table[] = {
    {"torch.nn.MultiheadAttention.forward", known<forward>},
    {"torch.nn.functional.scaled_dot_product_attention", known<scaled_dot_product>},
    {"torch.nn.functional.multi_head_attention_forward", known<multi_head>},
};

}  // namespace

std::span<const NativeEntry> torch_attention() { return table; }

}  // namespace nnshape::python
