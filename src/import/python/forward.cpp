#include "import/python/forward.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "frameworks/translate.h"
#include "import/operation_text.h"
#include "import/product.h"
#include "import/python/evaluation.h"
#include "import/python/layers.h"
#include "import/python/modules.h"
#include "import/python/network.h"
#include "import/python/parameters.h"
#include "import/python/tensor_values.h"
#include "import/python/torch_layers.h"

namespace nnshape::python {
namespace {

using Form = CallValue::Form;

bool is_last_channels(std::string_view type) { return contains_word("dense layer_norm rms_norm embedding glu", type); }

// Layers whose result has its input's shape whatever the axes are.
bool is_elementwise(std::string_view type) {
    return contains_word(
        "relu relu6 leaky_relu elu celu selu gelu silu mish sigmoid log_sigmoid hard_sigmoid hard_swish hard_tanh "
        "hard_shrink soft_shrink tanh tanh_shrink softplus softsign softmax log_softmax softmin rrelu threshold "
        "dropout identity",
        type);
}

CallValue* find(CallValue& call, std::string_view key) {
    for (CallArgument& argument : call.arguments) {
        if (argument.key == key) return &argument.value;
    }
    return nullptr;
}

// The type without a number of axes: "conv" for "conv2d".
std::string find_base_type(std::string_view type) {
    bool has_rank =
        type.size() > 2 && type.ends_with("d") && type[type.size() - 2] >= '1' && type[type.size() - 2] <= '3';
    return std::string(has_rank ? type.substr(0, type.size() - 2) : type);
}

// Equal sizes are one number.
void shorten(CallValue& value) {
    if (value.form != Form::list || value.items.empty()) return;
    bool same = std::all_of(value.items.begin(), value.items.end(), [&](const CallValue& item) {
        return item.form == Form::integer && item.number == value.items[0].number;
    });
    if (same && value.items[0].form == Form::integer) value = CallValue(value.items[0]);
}

// A layer of n spatial axes that is applied to each index of another axis in front of them: the same layer of n + 1
// axes, with a window of 1 along the first.
bool lift(CallValue& call, FoundClass& found) {
    if (found.rank < 1 || found.rank > 2) return false;
    bool is_adaptive = found.described->name.find("Adaptive") != std::string_view::npos;
    struct Front {
        std::string_view name;
        int64_t value;
    };
    constexpr Front fronts[] = {{"kernel_size", 1}, {"stride", 1},         {"padding", 0},
                                {"dilation", 1},    {"output_padding", 0}, {"output_size", 0}};
    for (const Front& front : fronts) {
        CallValue* value = find(call, front.name);
        if (!value || value->form == Form::word) continue;
        CallValue list{.form = Form::list};
        CallValue first{.form = is_adaptive ? Form::none : Form::integer, .number = front.value};
        list.items.push_back(first);
        for (int axis = 0; axis < found.rank; ++axis) {
            bool is_list = value->form == Form::list && static_cast<size_t>(axis) < value->items.size();
            list.items.push_back(is_list ? value->items[static_cast<size_t>(axis)] : *value);
        }
        *value = list;
    }
    ++found.rank;
    return true;
}

// The multiply-accumulates of a layer whose parameters are inputs: each weight once for each position.
int64_t count_products(std::string_view type, const LayerCall& call, const Dims& from, const Dims& to) {
    if (call.parameters.empty() || !contains_word("conv conv_transpose dense", type)) return 0;
    const Dims& weight = call.parameters[0]->dims;
    const Dims& positions = type == "conv_transpose" ? from : to;
    int64_t channels = type == "dense" ? to.back() : type == "conv" ? weight[0] : weight[0];
    if (channels == 0) return 0;
    return product_of({product_of(positions) / channels, product_of(weight)});
}

// A layer whose parameters are inputs of it. Its dims are those of the layer that has parameters of its own.
Value place_apart(Interpreter& interpreter, const LayerCall& call, std::string_view type, TensorValue& input) {
    LayerCall alone = call;
    alone.parameters.clear();
    alone.buffers.clear();
    Dims dims;
    {
        ConstantsGuard guard(interpreter);
        Value like = constant(interpreter, input.dims);
        dims = as<TensorValue>(place_layer(interpreter, alone, *as<TensorValue>(like)))->dims;
    }
    std::vector<TensorValue*> inputs = {&input};
    for (TensorValue* tensor : call.parameters) {
        if (!is_constant(interpreter, *tensor)) inputs.push_back(tensor);
    }
    int64_t products = count_products(type, call, input.dims, dims);
    return place_custom(interpreter, row_name(interpreter, call.operation), call.spot, inputs, dims,
                        products > 0 ? fmt::format(" macs={}", products) : "");
}

}  // namespace

std::optional<CallValue> call_value(const Value& value) {
    switch (value.tag) {
        case Tag::none: return CallValue{.form = Form::none};
        case Tag::boolean: return CallValue{.form = Form::boolean, .number = value.integer};
        case Tag::integer: return CallValue{.form = Form::integer, .number = value.integer};
        case Tag::real: return CallValue{.form = Form::number, .text = repr(value)};
        case Tag::object: break;
    }
    if (auto* text = as<String>(value)) return CallValue{.form = Form::word, .text = text->text};
    if (auto* tensor = as<TensorValue>(value)) {
        if (tensor->storage) return CallValue{.form = Form::boolean, .number = 1};  // a bias that is there
        return std::nullopt;
    }
    const std::vector<Value>* items = nullptr;
    if (auto* tuple = as<Tuple>(value)) items = &tuple->items;
    if (auto* list = as<List>(value)) items = &list->items;
    if (!items) return std::nullopt;
    CallValue list{.form = Form::list};
    for (const Value& item : *items) {
        auto one = call_value(item);
        if (!one) return std::nullopt;
        list.items.push_back(*one);
    }
    return list;
}

void check_channels(Interpreter& interpreter, const LayerCall& call, int64_t expected, const TensorValue& input,
                    int64_t channels) {
    if (expected == channels) return;
    Spot spot = call.spot;
    std::string help = fmt::format("{} channels fit", channels);
    if (call.module) {
        for (const auto& [name, where] : call.module->module->argument_spots) {
            bool is_channels =
                contains_word("in_channels in_features num_features num_channels input_size embed_dim", name);
            if (!is_channels || !where.package) continue;
            spot = where;
            help = fmt::format("`{}={}` fits", name, channels);
        }
    }
    std::string from = input.made_from.empty() ? "" : fmt::format(" ({})", input.made_from);
    std::string what = call.module ? call.module->type->name : class_name(call.found);
    interpreter.raise(code::expectation_failed,
                      fmt::format("`{}` receives {} channels{}, not {}", what, channels, from, expected), help, spot);
}

namespace {

// A layer of three spatial axes on several samples that are an ordinary axis: no layer type has four spatial axes.
Value place_folded(Interpreter& interpreter, const LayerCall& call, TensorValue& input) {
    LayerCall alone = call;
    alone.parameters.clear();
    Dims dims = input.dims;
    dims[0] = 1;
    {
        ConstantsGuard guard(interpreter);
        Value like = constant(interpreter, dims);
        dims = as<TensorValue>(place_layer(interpreter, alone, *as<TensorValue>(like)))->dims;
    }
    dims[0] = input.dims[0];
    std::string type = class_name(call.found);
    bool is_conv = type.starts_with("Conv");
    std::string_view products_type = type.starts_with("ConvTranspose") ? "conv_transpose" : "conv";
    int64_t products = is_conv ? count_products(products_type, call, input.dims, dims) : 0;
    std::string macs = products > 0 ? fmt::format(" macs={}", products) : "";
    std::string operation = folded(type);
    if (call.parameters.empty()) {
        return place_custom(interpreter, row_name(interpreter, call.operation), call.spot, {&input}, dims, macs);
    }
    return counted_custom(interpreter, {&input}, call.parameters, dims, macs, operation, call.spot);
}

}  // namespace

FoundClass torch_class(std::string_view name) {
    static const Framework& torch = *find_module("torch.nn");
    auto found = find_classes(name, &torch);
    return found.empty() ? FoundClass() : found[0];
}

std::string class_name(const FoundClass& found) {
    std::string name(found.described->name);
    size_t hole = name.find("{}");
    if (hole != std::string::npos) name.replace(hole, 2, std::to_string(found.rank));
    return name;
}

Value place_custom(Interpreter& interpreter, std::string name, Spot spot, const std::vector<TensorValue*>& inputs,
                   const Dims& dims, std::string_view counts) {
    try {
        std::vector<Traced> traced;
        for (TensorValue* input : inputs) traced.push_back(traced_of(interpreter, *input));
        place_at(interpreter, std::move(name), spot);
        Traced result{.tensor = no_tensor, .dims = dims, .batch = -1, .order = {}};
        bool keeps = traced[0].batch == 0 && !dims.empty() && dims[0] == traced[0].dims[0];
        if (keeps) result.batch = 0;
        Placer& placer = *interpreter.placer;
        result.order = placer.order_after(traced[0], result);
        std::string operation = fmt::format("custom {}{}", dims_text(placer.written_sizes(result)), counts);
        return made(interpreter, placer.emit_as({.operation = operation, .inputs = traced}, result));
    } catch (const Misfit&) {
        raise_placing(interpreter, spot);
    } catch (const Stopped&) {
        raise_placing(interpreter, spot);
    }
}

namespace {

// How a call is written as a layer.
struct Written {
    Traced input;
    Translation translation = {};
    std::string type = {};
    int channel = 0;  // the axis of the input
};

Written write_layer(Interpreter& interpreter, const LayerCall& call, TensorValue& input) {
    CallValue code{.form = Form::call, .text = class_name(call.found)};
    for (const auto& [name, value] : call.arguments) {
        auto one = call_value(value);
        if (one) code.arguments.push_back({.key = name, .value = *one});
    }
    Written written{.input = traced_of(interpreter, input)};
    Traced& traced = written.input;
    place_at(interpreter, row_name(interpreter, call.operation), call.spot);
    bool folded =
        call.found.rank > 0 && traced.batch < 0 && traced.dims.size() == static_cast<size_t>(call.found.rank) + 2;
    if (folded && traced.dims[0] == 1) traced = regain_batch(*interpreter.placer, traced);
    FoundClass shown = call.found;
    bool lifted = folded && traced.batch < 0 && lift(code, shown);
    for (CallArgument& argument : code.arguments) shorten(argument.value);
    auto translated = translate(shown, class_name(shown), code);
    if (!translated) {
        interpreter.raise(code::bad_value, translated.fault().message, translated.fault().help, call.spot);
    }
    written.translation = *translated;
    written.type = find_base_type(translated->type);
    bool unbatched = traced.batch < 0 && !lifted;
    int rank = static_cast<int>(traced.dims.size());
    int channel = is_last_channels(written.type) ? rank - 1 : unbatched && rank == call.found.rank + 1 ? 0 : 1;
    written.channel = lifted ? 1 : std::min(channel, rank - 1);
    if (written.channel < 0) interpreter.raise("IndexError", "the input has no axes", call.spot);
    return written;
}

Value place_written(Interpreter& interpreter, const LayerCall& call, TensorValue& input) {
    Written written = write_layer(interpreter, call, input);
    for (const TranslatedArgument& argument : written.translation.arguments) {
        if (argument.param != "in" || argument.value.form != Form::integer) continue;
        check_channels(interpreter, call, argument.value.number, input,
                       written.input.dims[static_cast<size_t>(written.channel)]);
    }
    std::erase_if(written.translation.arguments, [](const TranslatedArgument& one) { return one.param == "in"; });
    PlacedLayer layer{.operation = operation_text(written.translation), .inputs = {}};
    if (layer.operation.empty()) {
        interpreter.raise(code::bad_value, fmt::format("a value of `{}` cannot be read", class_name(call.found)), {},
                          call.spot);
    }
    std::string held_type = written.type;
    if (written.type == "dense" && call.parameters.size() == 1) held_type += " without bias";
    Held held = find_holding(interpreter, call.parameters, held_type);
    if (held.how == Holding::apart) return place_apart(interpreter, call, written.type, input);
    bool names_owner = !call.module && held.how == Holding::fresh;
    if (names_owner) {
        place_at(interpreter, row_of_parameters(interpreter, call.parameters, call.operation), call.spot);
    }
    Placer& placer = *interpreter.placer;
    Traced traced = written.channel == written.input.batch ? placer.without_batch(written.input) : written.input;
    layer.inputs = {is_elementwise(written.type) ? traced : placer.with_channels(traced, written.channel)};
    layer.share = held.layer;
    layer.frozen = are_frozen(call.parameters);
    Traced result = placer.emit_alike(layer);
    if (held.how == Holding::fresh) hold(interpreter, call.parameters, call.buffers, held_type, result.tensor);
    if (call.module && held.how == Holding::fresh) {
        call.module->module->first_layer = result.tensor;
        call.module->module->listing = interpreter.listing;
    }
    return made(interpreter, result, input.dtype == Dtype::boolean ? Dtype::real : input.dtype);
}

}  // namespace

Value place_layer(Interpreter& interpreter, const LayerCall& call, TensorValue& input) {
    bool is_fixed =
        is_constant(interpreter, input) && call.parameters.empty() && interpreter.listing != constants_listing;
    if (is_fixed) {
        ConstantsGuard guard(interpreter);
        Value result = place_layer(interpreter, call, input);
        return constant(interpreter, as<TensorValue>(result)->dims);
    }
    bool is_folded = call.found.rank == 3 && input.dims.size() == 5 && input.dims[0] > 1;
    if (is_folded) return place_folded(interpreter, call, input);
    try {
        return place_written(interpreter, call, input);
    } catch (const Misfit&) {
        raise_placing(interpreter, call.spot);
    } catch (const Stopped&) {
        raise_placing(interpreter, call.spot);
    }
}

TensorValue& forward_input(Interpreter& interpreter, const Arguments& arguments) {
    const Argument* input = arguments.find(1, "input");
    if (!input && arguments.items.size() > 1) input = &arguments.items[1];
    if (!input) {
        auto* module = as<Instance>(arguments.items.at(0).value);
        interpreter.raise("TypeError",
                          fmt::format("{}.forward() missing required argument: 'input'",
                                      module ? module->type->name : std::string("Module")),
                          arguments.spot);
    }
    return tensor_of(interpreter, input->value, arguments.spot);
}

LayerCall call_of(Interpreter& interpreter, Instance& module, std::string_view library_class, Spot spot) {
    LayerCall call{.found = library_class.empty() ? layer_class(module) : torch_class(library_class),
                   .arguments = {},
                   .operation = {},
                   .parameters = layer_parameters(module),
                   .buffers = layer_buffers(module),
                   .module = &module,
                   .spot = module.module->made.package ? module.module->made : spot};
    for (TensorValue* factor : layer_factors(module)) traced_of(interpreter, *factor);
    bool is_instance_norm = call.found.described->name.starts_with("InstanceNorm");
    if (is_instance_norm) call.buffers.clear();  // they get rows of their own
    bool has_path = !row_name(interpreter, "").empty();
    bool adds = parameters_of(module).size() > call.parameters.size();
    if (!has_path || adds) call.operation = folded(class_name(call.found));
    for (const FrameworkArg& argument : call.found.described->arguments) {
        const Value* value = module.attributes.find(argument.name);
        bool is_missing = !value || (is_instance_norm && argument.name == "track_running_stats");
        if (is_missing) continue;
        bool has_no_bias = argument.name == "bias" && value->is_none();
        call.arguments.emplace_back(std::string(argument.name), has_no_bias ? Value::boolean(false) : *value);
    }
    return call;
}

Value forward_layer(Interpreter& interpreter, Arguments& arguments) {
    auto* module = as<Instance>(arguments.items.at(0).value);
    if (!module) return Value::none();
    TensorValue& tensor = forward_input(interpreter, arguments);
    FoundClass found = layer_class(*module);
    if (found.described->type.empty()) {
        interpreter.raise(code::unsupported_op,
                          fmt::format("nnshape does not know what `{}` makes of its input", class_name(found)),
                          std::string(found.described->instead), arguments.spot);
    }
    return place_layer(interpreter, call_of(interpreter, *module, {}, arguments.spot), tensor);
}

}  // namespace nnshape::python
