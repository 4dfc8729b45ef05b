#include "import/python/torch_layers.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "import/product.h"
#include "import/python/parameters.h"
#include "import/python/tensor_values.h"
#include "import/python/torch_arguments.h"

namespace nnshape::python {
namespace {

// " weights=64 biases=8" of what a custom layer counts.
std::string count_text(const std::vector<TensorValue*>& parameters) {
    Checked weights = 0, biases = 0;
    for (const TensorValue* one : parameters) (one->dims.size() > 1 ? weights : biases) += product_of(one->dims);
    std::string text = fmt::format(" weights={}", weights.value());
    return biases.value() > 0 ? fmt::format("{} biases={}", text, biases.value()) : text;
}

// The parameter of a channel as elementwise operations need it: with an axis of size 1 for each axis behind.
TensorValue& along_channels(Interpreter& interpreter, TensorValue& tensor, size_t rank, Spot spot) {
    if (rank <= 2) return tensor;
    Dims dims = tensor.dims;
    dims.resize(dims.size() + rank - 2, 1);
    Value result =
        operate(interpreter, "reshape", spot, {&tensor}, tensor.dtype,
                [&](Placer& placer, std::vector<Traced>& inputs) { return placer.reshaped(inputs[0], dims); });
    return *as<TensorValue>(result);
}

Value with_bias(Interpreter& interpreter, Value product, TensorValue& bias, Spot spot) {
    return merged_values(interpreter, "add", *as<TensorValue>(product), bias, spot);
}

}  // namespace

Value counted_custom(Interpreter& interpreter, std::vector<TensorValue*> inputs,
                     const std::vector<TensorValue*>& parameters, const Dims& dims, std::string counts,
                     std::string_view operation, Spot spot) {
    Held held = find_holding(interpreter, parameters, operation);
    std::string name = row_of_parameters(interpreter, parameters, operation);
    if (held.how == Holding::apart) {
        for (TensorValue* parameter : parameters) {
            if (!is_constant(interpreter, *parameter)) inputs.push_back(parameter);
        }
        return place_custom(interpreter, row_name(interpreter, operation), spot, inputs, dims, counts);
    }
    if (held.how == Holding::fresh) counts = count_text(parameters) + counts;
    Value result = place_custom(interpreter, name, spot, inputs, dims, counts);
    if (held.how == Holding::fresh) {
        hold(interpreter, parameters, {}, operation, as<TensorValue>(result)->traced.tensor);
    }
    return result;
}

Traced with_batch_first(Placer& placer, const Traced& traced, bool batch_first) {
    return traced.dims.size() == 3 && !batch_first ? placer.turned(traced, {1, 0, 2}) : traced;
}

Value on_use(Interpreter& interpreter, Dims dims, Dtype dtype, std::string name, Spot spot,
             std::function<Traced(Placer&)> make) {
    Value value = constant(interpreter, std::move(dims), dtype);
    as<TensorValue>(value)->make = [name = std::move(name), spot, make = std::move(make)](Interpreter& running) {
        return placed_as(running, name, spot, make);
    };
    return value;
}

Value place_linear(Interpreter& interpreter, const LayerCall& call, TensorValue& input) {
    bool has_bias = call.parameters.size() > 1;
    std::string_view type = has_bias ? "dense" : "dense without bias";
    bool can_hold = !call.parameters.empty() && find_holding(interpreter, call.parameters, type).how != Holding::apart;
    if (can_hold) return place_layer(interpreter, call, input);
    if (call.parameters.empty()) return place_layer(interpreter, call, input);
    std::vector<TensorValue*> weight = {call.parameters[0]};
    if (has_bias) {
        LayerCall product = call;
        product.parameters = weight;
        if (product.operation.empty()) product.operation = "linear";
        for (auto& [name, value] : product.arguments) {
            if (name == "bias") value = Value::boolean(false);
        }
        return with_bias(interpreter, place_linear(interpreter, product, input), *call.parameters[1], call.spot);
    }
    Value turned = operate(interpreter, "permute", call.spot, {weight[0]}, Dtype::real,
                           [&](Placer& placer, std::vector<Traced>& inputs) {
                               return placer.turned(inputs[0], {1, 0});
                           });
    return matrix_product(interpreter, input, *as<TensorValue>(turned), call.spot);
}

Value pooled(Interpreter& interpreter, const LayerCall& call, TensorValue& input, bool indices) {
    Value result = place_layer(interpreter, call, input);
    if (!indices) return result;
    auto* tensor = as<TensorValue>(result);
    Value places = is_constant(interpreter, *tensor) ? constant(interpreter, tensor->dims, Dtype::integer)
                                                     : made(interpreter, tensor->traced, Dtype::integer);
    return interpreter.tuple({result, places});
}

Value place_norm(Interpreter& interpreter, const LayerCall& call, TensorValue& input, bool counts) {
    if (counts || call.parameters.empty()) return place_layer(interpreter, call, input);
    LayerCall plain = call;
    plain.parameters.clear();
    Value result = place_layer(interpreter, plain, input);
    for (TensorValue* parameter : call.parameters) {
        result = merged_values(interpreter, "multiply", *as<TensorValue>(result),
                               along_channels(interpreter, *parameter, input.dims.size(), call.spot), call.spot);
    }
    return result;
}

Value place_layer_norm(Interpreter& interpreter, const NormOver& over, TensorValue& input,
                       const std::vector<TensorValue*>& parameters, std::string_view operation, Spot spot) {
    size_t rank = input.dims.size(), count = over.sizes.size();
    bool fits = count >= 1 && count <= rank &&
                std::equal(over.sizes.begin(), over.sizes.end(), input.dims.end() - static_cast<ptrdiff_t>(count));
    if (!fits) {
        Dims last(input.dims.end() - static_cast<ptrdiff_t>(std::min(count, rank)), input.dims.end());
        interpreter.raise(code::expectation_failed,
                          fmt::format("the norm receives {} in the last axes of {}, not {}", dims_text(last),
                                      dims_text(input.dims), dims_text(over.sizes)),
                          fmt::format("a normalized_shape of {} fits", dims_text(last)), spot);
    }
    return fixed_or_placed(interpreter, {&input}, [&] {
        std::string type = over.is_rms ? over.scales ? "rms_norm" : "normalize" : "layer_norm";
        Held held = find_holding(interpreter, parameters, type);
        bool is_apart = held.how == Holding::apart;
        auto flag = [&](bool has, std::string_view name) {
            return over.is_rms || (has && !is_apart) ? std::string() : fmt::format(" {}=false", name);
        };
        if (is_apart && over.is_rms) type = "normalize";
        std::string words = type + flag(over.scales, "scale") + flag(over.centers, "center");
        std::string name =
            is_apart ? row_name(interpreter, operation) : row_of_parameters(interpreter, parameters, operation);
        Traced from = traced_of(interpreter, input);
        Traced result = placed_as(interpreter, name, spot, [&](Placer& placer) {
            PlacedLayer layer{.operation = words, .inputs = {}};
            layer.share = held.layer;
            layer.frozen = !is_apart && are_frozen(parameters);
            bool is_whole = count > 1 && count + 1 == rank && from.batch == 0 && !over.is_rms;
            if (is_whole) layer.operation += " over=all";
            Dims joined(input.dims.begin(), input.dims.end() - static_cast<ptrdiff_t>(count));
            joined.push_back(product_of(over.sizes));
            bool joins = count > 1 && !is_whole;
            Traced in = joins ? placer.reshaped(from, joined) : from;
            layer.inputs = {is_whole ? placer.in_file_order(in)
                                     : placer.with_channels(in, static_cast<int>(in.dims.size()) - 1)};
            Traced out = placer.emit_alike(layer);
            if (held.how == Holding::fresh) hold(interpreter, parameters, {}, type, out.tensor);
            return joins ? placer.reshaped(out, input.dims) : out;
        });
        Value value = made(interpreter, result);
        for (size_t at = 0; is_apart && at < parameters.size(); ++at) {
            value = merged_values(interpreter, at == 0 && over.scales ? "multiply" : "add", *as<TensorValue>(value),
                                  *parameters[at], spot);
        }
        return value;
    });
}

Value place_embedding(Interpreter& interpreter, TensorValue& ids, TensorValue& table, std::string_view operation,
                      Spot spot) {
    if (table.dims.size() != 2)
        interpreter.raise(code::rank_mismatch, "the table of an embedding has 2 axes", {}, spot);
    std::vector<TensorValue*> parameters = {&table};
    Held held = find_holding(interpreter, parameters, "embedding");
    if (held.how == Holding::apart) {
        Dims dims = ids.dims;
        dims.push_back(table.dims[1]);
        return fixed_or_placed(interpreter, {&ids, &table}, [&] {
            return counted_custom(interpreter, {&ids}, parameters, dims, "", operation, spot);
        });
    }
    std::string name = row_of_parameters(interpreter, parameters, operation);
    Traced from = traced_of(interpreter, ids);
    Traced result = placed_as(interpreter, name, spot, [&](Placer& placer) {
        PlacedLayer layer{.operation = {}, .inputs = {}};
        layer.share = held.layer;
        layer.frozen = are_frozen(parameters);
        Tensor row = no_tensor;
        Traced out = embedded(placer, from, table.dims[0], table.dims[1], layer, &row);
        if (held.how == Holding::fresh) hold(interpreter, parameters, {}, "embedding", row);
        return out;
    });
    return made(interpreter, result);
}

Value place_embedding_bag(Interpreter& interpreter, TensorValue& ids, TensorValue& table, std::string_view operation,
                          Spot spot) {
    if (table.dims.size() != 2)
        interpreter.raise(code::rank_mismatch, "the table of an embedding has 2 axes", {}, spot);
    Dims dims = ids.dims;
    if (dims.size() > 1) dims.pop_back();
    dims.push_back(table.dims[1]);
    return counted_custom(interpreter, {&ids}, {&table}, dims, "", operation, spot);
}

Value place_bilinear(Interpreter& interpreter, TensorValue& one, TensorValue& other,
                     const std::vector<TensorValue*>& parameters, std::string_view operation, Spot spot) {
    const Dims& weight = parameters.at(0)->dims;
    bool fits = weight.size() == 3 && !one.dims.empty() && !other.dims.empty() && one.dims.back() == weight[1] &&
                other.dims.back() == weight[2];
    if (!fits) {
        interpreter.raise(code::shape_mismatch,
                          fmt::format("a bilinear weight of {} does not fit the tensors {} and {}", dims_text(weight),
                                      dims_text(one.dims), dims_text(other.dims)),
                          "its sizes are: output, last axis of the first, last axis of the second", spot);
    }
    Dims dims = one.dims;
    dims.back() = weight[0];
    int64_t products = product_of({product_of(dims), weight[1], weight[2]});
    return counted_custom(interpreter, {&one, &other}, parameters, dims, fmt::format(" macs={}", products), operation,
                          spot);
}

}  // namespace nnshape::python
