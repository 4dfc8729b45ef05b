// What the classes of torch.nn do with their inputs, where it is more than a layer of the table.
#include <fmt/format.h>

#include "import/product.h"
#include "import/python/layers.h"
#include "import/python/natives.h"
#include "import/python/parameters.h"
#include "import/python/tensor_values.h"
#include "import/python/torch_arguments.h"
#include "import/python/torch_layers.h"

namespace nnshape::python {
namespace {

Instance& module_of(Interpreter& interpreter, const Arguments& arguments) {
    auto* module = arguments.items.empty() ? nullptr : as<Instance>(arguments.items[0].value);
    if (!module || !module->module) interpreter.raise("TypeError", "forward() needs a module", arguments.spot);
    return *module;
}

Spot made_at(const Instance& module, const Arguments& arguments) {
    return module.module->made.package ? module.module->made : arguments.spot;
}

// The value of an attribute; None if there is none.
Value attribute_of(const Instance& module, std::string_view name) {
    const Value* value = module.attributes.find(name);
    return value ? *value : Value::none();
}

// A function of torch by its name, with the input and attributes of the module.
Value call_function_of(Interpreter& interpreter, std::string_view name, const Arguments& arguments,
                       std::vector<Argument> items) {
    Arguments inner{.items = std::move(items), .spot = arguments.spot};
    return interpreter.call(interpreter.library(name), inner);
}

Argument plain(Value value, std::string name = {}) { return {.name = std::move(name), .value = value, .spot = {}}; }

Value identity(Interpreter&, Arguments& arguments) {
    return arguments.items.size() > 1 ? arguments.items[1].value : Value::none();
}

Value linear(Interpreter& interpreter, Arguments& arguments) {
    Instance& module = module_of(interpreter, arguments);
    return place_linear(interpreter, call_of(interpreter, module, "Linear", arguments.spot),
                        forward_input(interpreter, arguments));
}

Value flatten(Interpreter& interpreter, Arguments& arguments) {
    Instance& module = module_of(interpreter, arguments);
    Value first = attribute_of(module, "start_dim"), last = attribute_of(module, "end_dim");
    return call_function_of(interpreter, "torch.flatten", arguments,
                            {plain(Value::of(&forward_input(interpreter, arguments))),
                             plain(first.is_none() ? Value::number(int64_t{1}) : first),
                             plain(last.is_none() ? Value::number(int64_t{-1}) : last)});
}

Value unflatten(Interpreter& interpreter, Arguments& arguments) {
    Instance& module = module_of(interpreter, arguments);
    return call_function_of(interpreter, "torch.unflatten", arguments,
                            {plain(Value::of(&forward_input(interpreter, arguments))),
                             plain(attribute_of(module, "dim")), plain(attribute_of(module, "unflattened_size"))});
}

template <auto place>
Value looked_up(Interpreter& interpreter, Arguments& arguments) {
    Instance& module = module_of(interpreter, arguments);
    auto* table = as<TensorValue>(attribute_of(module, "weight"));
    if (!table) return interpreter.unknown("the table of an embedding");
    std::string_view operation = place == place_embedding ? "embedding" : "embedding_bag";
    return place(interpreter, forward_input(interpreter, arguments), *table, operation, made_at(module, arguments));
}

Value bilinear(Interpreter& interpreter, Arguments& arguments) {
    Instance& module = module_of(interpreter, arguments);
    Bound bound(interpreter, arguments, "forward", {"self", "input1", "input2"});
    return place_bilinear(interpreter, tensor_of(interpreter, bound[1], bound.spot(1)),
                          tensor_of(interpreter, bound[2], bound.spot(2)), layer_parameters(module), "bilinear",
                          made_at(module, arguments));
}

// LayerNorm and RMSNorm.
Value layer_norm(Interpreter& interpreter, Arguments& arguments) {
    Instance& module = module_of(interpreter, arguments);
    NormOver over{.sizes = sizes_in(interpreter, attribute_of(module, "normalized_shape"), arguments.spot),
                  .scales = as<TensorValue>(attribute_of(module, "weight")) != nullptr,
                  .centers = as<TensorValue>(attribute_of(module, "bias")) != nullptr};
    for (const ClassType* type : module.type->order) over.is_rms = over.is_rms || type->library == "torch.nn.RMSNorm";
    return place_layer_norm(interpreter, over, forward_input(interpreter, arguments), layer_parameters(module),
                            over.is_rms ? "rms_norm" : "layer_norm", made_at(module, arguments));
}

// Pools that may return the indexes too.
Value pool(Interpreter& interpreter, Arguments& arguments) {
    Instance& module = module_of(interpreter, arguments);
    LayerCall call = call_of(interpreter, module, {}, arguments.spot);
    bool indices = flag_of(interpreter, module, "return_indices", false);
    return pooled(interpreter, call, forward_input(interpreter, arguments), indices);
}

constexpr NativeEntry table[] = {
    {"torch.nn.Identity.forward", identity},
    {"torch.nn.Linear.forward", linear},
    {"torch.nn.Flatten.forward", known<flatten>},
    {"torch.nn.Unflatten.forward", known<unflatten>},
    {"torch.nn.Embedding.forward", looked_up<place_embedding>},
    {"torch.nn.EmbeddingBag.forward", looked_up<place_embedding_bag>},
    {"torch.nn.Bilinear.forward", known<bilinear>},
    {"torch.nn.LayerNorm.forward", known<layer_norm>},
    {"torch.nn.RMSNorm.forward", known<layer_norm>},
    {"torch.nn.MaxPool1d.forward", pool},
    {"torch.nn.MaxPool2d.forward", pool},
    {"torch.nn.MaxPool3d.forward", pool},
    {"torch.nn.AdaptiveMaxPool1d.forward", pool},
    {"torch.nn.AdaptiveMaxPool2d.forward", pool},
    {"torch.nn.AdaptiveMaxPool3d.forward", pool},
};

}  // namespace

std::span<const NativeEntry> torch_layer_classes() { return table; }

}  // namespace nnshape::python
