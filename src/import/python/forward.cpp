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
#include "import/python/tensor_values.h"

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

// The channels that a layer was made for. Raises an error if the input has others.
void check_channels(Interpreter& interpreter, const LayerCall& call, const Translation& translation,
                    const TensorValue& input, int64_t channels) {
    for (const TranslatedArgument& argument : translation.arguments) {
        if (argument.param != "in" || argument.value.form != Form::integer || argument.value.number == channels)
            continue;
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
        std::string_view what = call.module ? std::string_view(call.module->type->name) : call.found.described->name;
        interpreter.raise(
            code::expectation_failed,
            fmt::format("`{}` receives {} channels{}, not {}", what, channels, from, argument.value.number), help,
            spot);
    }
}

// Marks the parameters of the module as counted by its layer.
void count_parameters(Interpreter& interpreter, Instance& module, Tensor layer) {
    for (const auto& [name, tensor] : parameters_of(module)) count_storage(interpreter, *tensor->storage, layer);
    for (const auto& [name, tensor] : buffers_of(module)) {
        if (!tensor->storage) continue;
        count_storage(interpreter, *tensor->storage, layer);
        tensor->storage->is_counted = interpreter.tracing;
    }
    module.module->first_layer = layer;
    module.module->listing = interpreter.listing;
}

bool is_frozen(const Instance& module) {
    auto parameters = parameters_of(module);
    return !parameters.empty() && std::none_of(parameters.begin(), parameters.end(),
                                               [](const auto& one) { return one.second->storage->trainable; });
}

// The layer whose parameters this module has: its own earlier call, or a module with the same tensors.
Tensor shared_layer(const Interpreter& interpreter, const Instance& module) {
    bool stores = !parameters_of(module).empty() || !buffers_of(module).empty();
    if (module.module->listing == interpreter.listing && stores) return module.module->first_layer;
    Tensor shared = no_tensor;
    for (const auto& [name, tensor] : parameters_of(module)) {
        Tensor layer = layer_of(interpreter, *tensor->storage);
        if (layer == no_tensor) return no_tensor;
        shared = layer;
    }
    return shared;
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

Value place_layer(Interpreter& interpreter, const LayerCall& given, TensorValue& input) {
    LayerCall call = given;
    CallValue code{.form = Form::call, .text = std::string(call.found.described->name)};
    for (const auto& [name, value] : call.arguments) {
        auto one = call_value(value);
        if (!one) continue;
        CallArgument argument{.key = name, .value = *one};
        code.arguments.push_back(std::move(argument));
    }
    Placer& placer = *interpreter.placer;
    place_at(interpreter, call.name, call.spot);
    try {
        Traced traced = traced_of(interpreter, input);
        place_at(interpreter, call.name, call.spot);
        bool folded =
            call.found.rank > 0 && traced.batch < 0 && traced.dims.size() == static_cast<size_t>(call.found.rank) + 2;
        if (folded && traced.dims[0] == 1) traced = regain_batch(placer, traced);
        FoundClass shown = call.found;
        bool lifted = folded && traced.batch < 0 && lift(code, shown);
        for (CallArgument& argument : code.arguments) shorten(argument.value);
        std::string name(shown.described->name);
        auto translated = translate(shown, name, code);
        if (!translated) {
            interpreter.raise(code::bad_value, translated.fault().message, translated.fault().help, call.spot);
        }
        std::string type = find_base_type(translated->type);
        bool unbatched = traced.batch < 0 && !lifted;
        int rank = static_cast<int>(traced.dims.size());
        int channel = is_last_channels(type) ? rank - 1 : unbatched && rank == call.found.rank + 1 ? 0 : 1;
        if (channel >= rank) channel = rank - 1;
        if (channel < 0) interpreter.raise("IndexError", "the input has no axes", call.spot);
        if (lifted) channel = 1;
        check_channels(interpreter, call, *translated, input, traced.dims[static_cast<size_t>(channel)]);
        std::erase_if(translated->arguments, [](const TranslatedArgument& one) { return one.param == "in"; });
        PlacedLayer layer{.operation = operation_text(*translated), .inputs = {}};
        if (layer.operation.empty()) {
            interpreter.raise(code::bad_value, fmt::format("a value of `{}` cannot be read", name), {}, call.spot);
        }
        bool plain = is_elementwise(type);
        if (channel == traced.batch) traced = placer.without_batch(traced);
        layer.inputs = {plain ? traced : placer.with_channels(traced, channel)};
        if (call.module) {
            layer.share = shared_layer(interpreter, *call.module);
            layer.frozen = is_frozen(*call.module);
        }
        Traced result = placer.emit_alike(layer);
        if (call.module && layer.share == no_tensor) count_parameters(interpreter, *call.module, result.tensor);
        return made(interpreter, result, input.dtype == Dtype::boolean ? Dtype::real : input.dtype);
    } catch (const Misfit&) {
        raise_placing(interpreter, call.spot);
    } catch (const Stopped&) {
        raise_placing(interpreter, call.spot);
    }
}

Value forward_layer(Interpreter& interpreter, Arguments& arguments) {
    auto* module = as<Instance>(arguments.items.at(0).value);
    const Argument* input = arguments.find(1, "input");
    if (!module) return Value::none();
    if (!input && arguments.items.size() > 1) input = &arguments.items[1];
    if (!input) {
        interpreter.raise("TypeError",
                          fmt::format("{}.forward() missing required argument: 'input'", module->type->name),
                          arguments.spot);
    }
    FoundClass found = layer_class(*module);
    LayerCall call{.found = found,
                   .arguments = {},
                   .name = row_name(interpreter, ""),
                   .module = module,
                   .spot = module->module->made.package ? module->module->made : arguments.spot};
    if (call.name.empty()) call.name = folded(module->type->name);
    TensorValue& tensor = tensor_of(interpreter, input->value, arguments.spot);
    if (found.described->type.empty()) {
        interpreter.raise(code::unsupported_op,
                          fmt::format("nnshape does not know what `{}` makes of its input", found.described->name),
                          std::string(found.described->instead), arguments.spot);
    }
    for (const FrameworkArg& argument : found.described->arguments) {
        const Value* value = module->attributes.find(argument.name);
        if (!value) continue;
        bool has_no_bias = argument.name == "bias" && value->is_none();
        call.arguments.emplace_back(std::string(argument.name), has_no_bias ? Value::boolean(false) : *value);
    }
    return place_layer(interpreter, call, tensor);
}

}  // namespace nnshape::python
