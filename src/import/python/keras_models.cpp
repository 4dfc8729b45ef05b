// Keras's Input, Model, Sequential and Layer.
#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "import/python/arguments.h"
#include "import/python/evaluation.h"
#include "import/python/keras_config.h"
#include "import/python/keras_graph.h"
#include "import/python/keras_layers.h"
#include "import/python/modules.h"
#include "import/python/natives.h"
#include "import/python/network.h"

namespace nnshape::python {
namespace {

Instance& self_of(Interpreter& interpreter, const Arguments& arguments) {
    auto* instance = arguments.items.empty() ? nullptr : as<Instance>(arguments.items[0].value);
    if (!instance || !instance->module) interpreter.raise("TypeError", "this needs a layer", arguments.spot);
    return *instance;
}

const Argument* find_argument(const Arguments& arguments, size_t place, std::string_view names) {
    for (std::string_view name : words_of(names)) {
        if (const Argument* found = arguments.named(name)) return found;
    }
    return place < arguments.positional() ? &arguments.items[place] : nullptr;
}

Dtype dtype_of(const Argument* argument) {
    auto* text = argument ? as<String>(argument->value) : nullptr;
    auto* library = argument ? as<Library>(argument->value) : nullptr;
    std::string_view name = text ? std::string_view(text->text) : library ? std::string_view(library->name) : "";
    if (name.find("bool") != std::string_view::npos) return Dtype::boolean;
    bool is_integer = name.find("int") != std::string_view::npos || name == "string";
    return is_integer ? Dtype::integer : Dtype::real;
}

KerasInputSpec spec_of(Interpreter& interpreter, std::optional<Dims> sizes, Spot spot) {
    KerasInputSpec spec{.name = {}, .sizes = sizes.value_or(Dims()), .used = {}, .why = {}};
    spec.name = keras_name(interpreter, "InputLayer");
    spec.spot = spot;
    return spec;
}

// Input(shape, batch_size, dtype, …, name) and InputLayer(input_shape or shape).
Value make_input(Interpreter& interpreter, Arguments& arguments) {
    const Argument* shape = find_argument(arguments, 0, "shape input_shape");
    const Argument* whole = find_argument(arguments, SIZE_MAX, "batch_shape batch_input_shape");
    const Argument* name = find_argument(arguments, SIZE_MAX, "name");
    const Argument* tensor = find_argument(arguments, SIZE_MAX, "tensor input_tensor");
    if (auto* given = tensor ? as<TensorValue>(tensor->value) : nullptr) return Value::of(given);
    const Argument* given = whole ? whole : shape;
    auto* unknown = given ? as<Unknown>(given->value) : nullptr;
    std::optional<Dims> sizes = given ? open_sizes(given->value) : Dims();
    if (!sizes && !unknown) {
        interpreter.raise(
            "ValueError",
            fmt::format("Cannot convert '{}' to a shape; it must be a tuple of integers and None", repr(given->value)),
            given->spot);
    }
    if (whole && sizes && !sizes->empty()) sizes->erase(sizes->begin());
    bool is_named = name && as<String>(name->value);
    KerasInputSpec spec{.name = is_named ? str(name->value) : keras_name(interpreter, "InputLayer"),
                        .sizes = sizes.value_or(Dims{0}),
                        .used = {},
                        .why = unknown ? unknown->why : "",
                        .dtype = dtype_of(find_argument(arguments, 2, "dtype"))};
    spec.spot = given && given->spot.package ? given->spot : arguments.spot;
    if (unknown)
        interpreter.raise(code::python_error, fmt::format("the shape of the input depends on {}", unknown->why), {},
                          spec.spot);
    return keras_input(interpreter, std::move(spec));
}

Value init_layer_class(Interpreter& interpreter, Arguments& arguments) {
    Instance& self = self_of(interpreter, arguments);
    self.module->is_initialised = true;
    const Argument* name = arguments.named("name");
    name_keras_layer(interpreter, self, name ? name->value : Value::none());
    if (const Argument* trainable = arguments.named("trainable")) self.attributes.set("trainable", trainable->value);
    return Value::none();
}

// Model(inputs, outputs), or the constructor of a class that is derived from it.
Value init_model(Interpreter& interpreter, Arguments& arguments) {
    Instance& self = self_of(interpreter, arguments);
    init_layer_class(interpreter, arguments);
    keras_of(interpreter).made.push_back(&self);
    const Argument* inputs = find_argument(arguments, 1, "inputs input");
    const Argument* outputs = find_argument(arguments, 2, "outputs output");
    if (!inputs || !outputs) return Value::none();
    for (const Argument* one : {inputs, outputs}) {
        auto* list = as<List>(one->value);
        std::vector<Value> values = list ? list->items : std::vector<Value>{one->value};
        for (const Value& value : values) {
            if (as<Unknown>(value))
                tensor_of(interpreter, value, one->spot, one == inputs ? "the input" : "the output");
        }
        if (tensors_in(one->value).empty()) {
            interpreter.raise("TypeError",
                              fmt::format("the model's {} must be Keras tensors, not {}",
                                          one == inputs ? "inputs" : "outputs", type_name(one->value)),
                              one->spot);
        }
    }
    set_keras_model(interpreter, self, inputs->value, outputs->value, arguments.spot);
    return Value::none();
}

Value call_model(Interpreter& interpreter, Arguments& arguments) {
    Instance& self = self_of(interpreter, arguments);
    if (keras_of(interpreter).models.count(&self) == 0) {
        interpreter.raise("NotImplementedError",
                          fmt::format("`{}` has no method `call`, so it has no output", self.type->name),
                          arguments.spot);
    }
    Arguments rest = arguments;
    rest.items.erase(rest.items.begin());
    return run_keras_model(interpreter, self, rest);
}

List& layers_of(Interpreter& interpreter, Instance& model) {
    const Value* layers = model.attributes.find("layers");
    if (!layers || !as<List>(*layers)) model.attributes.set("layers", interpreter.list({}));
    return *as<List>(*model.attributes.find("layers"));
}

Value run_layer(Interpreter& interpreter, const Value& layer, Value input) {
    auto* instance = as<Instance>(layer);
    Arguments arguments{.items = {{.name = {}, .value = input, .spot = {}}}, .spot = instance->module->made};
    return interpreter.call(layer, arguments);
}

// Sets the input of a Sequential, and runs its layers on it.
void begin_sequential(Interpreter& interpreter, Instance& self, Value input) {
    KerasState& state = keras_of(interpreter);
    self.attributes.set("input", input);
    self.attributes.set("inputs", interpreter.list({input}));
    state.models[&self] = {.inputs = input, .outputs = input};
    Value output = input;
    for (const Value& layer : std::vector(layers_of(interpreter, self).items)) {
        output = run_layer(interpreter, layer, output);
    }
    self.attributes.set("output", output);
}

void add_layer(Interpreter& interpreter, Instance& self, const Value& layer, Spot spot) {
    if (as<TensorValue>(layer)) return begin_sequential(interpreter, self, layer);
    auto* instance = as<Instance>(layer);
    if (as<Unknown>(layer)) tensor_of(interpreter, layer, spot, "the layer");
    if (!instance || !is_keras(*instance)) {
        interpreter.raise("TypeError", fmt::format("only layers can be added to a Sequential, not {}", repr(layer)),
                          spot);
    }
    List& layers = layers_of(interpreter, self);
    layers.items.push_back(layer);
    bool is_open = !self.attributes.find("input");
    if (is_open && layers.items.size() == 1) {
        auto sizes = given_input_sizes(interpreter, *instance);
        if (!sizes) return;
        KerasInputSpec spec = spec_of(interpreter, sizes, instance->module->made);
        bool is_ids = keras_class(*instance) == "Embedding";
        spec.dtype = is_ids ? Dtype::integer : Dtype::real;
        for (const auto& [name, where] : instance->module->argument_spots) {
            if (contains_word("input_shape input_dim batch_input_shape input_length", name)) spec.spot = where;
        }
        return begin_sequential(interpreter, self, keras_input(interpreter, std::move(spec)));
    }
    if (is_open) return;
    self.attributes.set("output", run_layer(interpreter, layer, *self.attributes.find("output")));
}

Value init_sequential(Interpreter& interpreter, Arguments& arguments) {
    Instance& self = self_of(interpreter, arguments);
    init_layer_class(interpreter, arguments);
    keras_of(interpreter).made.push_back(&self);
    layers_of(interpreter, self);
    const Argument* layers = find_argument(arguments, 1, "layers");
    if (!layers || layers->value.is_none()) return Value::none();
    for (const Value& layer : interpreter.items_of(layers->value, layers->spot)) {
        add_layer(interpreter, self, layer, layers->spot);
    }
    return Value::none();
}

Value add_to_sequential(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "add", {"self", "layer", "*", "rebuild?"});
    add_layer(interpreter, self_of(interpreter, arguments), bound[1], bound.spot(1));
    return Value::none();
}

Value pop_from_sequential(Interpreter& interpreter, Arguments& arguments) {
    Instance& self = self_of(interpreter, arguments);
    List& layers = layers_of(interpreter, self);
    if (layers.items.empty()) return Value::none();
    Value last = layers.items.back();
    layers.items.pop_back();
    if (const Value* input = self.attributes.find("input")) begin_sequential(interpreter, self, *input);
    return last;
}

Value call_sequential(Interpreter& interpreter, Arguments& arguments) {
    Instance& self = self_of(interpreter, arguments);
    const Argument* input = find_argument(arguments, 1, "inputs x");
    if (!input) interpreter.raise("TypeError", "the call of a Sequential needs a tensor", arguments.spot);
    Value value = input->value;
    for (const Value& layer : std::vector(layers_of(interpreter, self).items)) {
        value = run_layer(interpreter, layer, value);
    }
    return value;
}

// build(input_shape): what the input of a model is.
Value build_model(Interpreter& interpreter, Arguments& arguments) {
    Instance& self = self_of(interpreter, arguments);
    const Argument* shape = find_argument(arguments, 1, "input_shape batch_input_shape");
    auto sizes = shape ? open_sizes(shape->value) : std::nullopt;
    if (!sizes || sizes->empty() || interpreter.tracing) return Value::none();
    sizes->erase(sizes->begin());
    bool is_known = keras_of(interpreter).models.count(&self) != 0;
    if (is_derived(*self.type, "keras.Sequential") && !is_known) {
        KerasInputSpec spec = spec_of(interpreter, sizes, shape->spot);
        begin_sequential(interpreter, self, keras_input(interpreter, std::move(spec)));
        return Value::none();
    }
    bool is_open = std::count(sizes->begin(), sizes->end(), 0) > 0;
    if (is_open) return Value::none();
    sizes->insert(sizes->begin(), 1);
    Argument argument{.name = {}, .value = constant(interpreter, *sizes), .spot = shape->spot};
    interpreter.model_calls.push_back(
        {.model = Value::of(&self), .arguments = {.items = {argument}, .spot = arguments.spot}});
    return Value::none();
}

Value get_layer(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "get_layer", {"self", "name?", "index?"});
    const auto& layers = layers_of(interpreter, self_of(interpreter, arguments)).items;
    for (size_t at = 0; at < layers.size(); ++at) {
        auto* layer = as<Instance>(layers[at]);
        const Value* name = layer ? layer->attributes.find("name") : nullptr;
        if (name && bound.has(1) && is_equal(*name, bound[1])) return layers[at];
        if (bound.has(2) && bound.integer(2) == static_cast<int64_t>(at)) return layers[at];
    }
    interpreter.raise("ValueError", fmt::format("No such layer: {}", repr(bound.has(1) ? bound[1] : bound[2])),
                      arguments.spot);
}

// add_weight(shape, initializer, dtype, trainable, …, name), or with the name in front as in Keras 2.
Value add_weight(Interpreter& interpreter, Arguments& arguments) {
    Instance& self = self_of(interpreter, arguments);
    bool name_first = arguments.positional() > 1 && as<String>(arguments.items[1].value);
    const Argument* shape = find_argument(arguments, name_first ? 2 : 1, "shape");
    const Argument* name = find_argument(arguments, name_first ? 1 : SIZE_MAX, "name");
    const Argument* trainable = find_argument(arguments, SIZE_MAX, "trainable");
    auto sizes = shape ? open_sizes(shape->value) : Dims();
    bool is_known = sizes && std::count(sizes->begin(), sizes->end(), 0) == 0;
    if (!is_known) {
        auto* unknown = as<Unknown>(shape->value);
        interpreter.raise(code::python_error,
                          unknown ? fmt::format("the shape of the weight depends on {}", unknown->why)
                                  : fmt::format("the shape of a weight cannot be {}", repr(shape->value)),
                          {}, shape->spot);
    }
    TensorValue* tensor = interpreter.make<TensorValue>(*sizes);
    tensor->storage = interpreter.storage(*sizes);
    tensor->storage->trainable = !trainable || interpreter.find_truth(trainable->value).value_or(true);
    if (name && as<String>(name->value) && self.module->has_path) {
        tensor->storage->path =
            fmt::format("{}{}{}", self.module->path, self.module->path.empty() ? "" : "/", str(name->value));
    }
    return Value::of(tensor);
}

Value do_nothing(Interpreter&, Arguments&) { return Value::none(); }

// The layer's function, on the input and `arguments`.
Value call_lambda(Interpreter& interpreter, Arguments& arguments) {
    Instance& self = self_of(interpreter, arguments);
    const Value* function = self.attributes.find("function");
    if (!function) interpreter.raise("TypeError", "a Lambda needs a function", arguments.spot);
    Arguments inner{.items = {}, .spot = arguments.spot};
    if (const Argument* input = find_argument(arguments, 1, "inputs x")) inner.add(input->value);
    const Value* more = self.attributes.find("arguments");
    if (auto* dict = more ? as<Dict>(*more) : nullptr) {
        for (const auto& [name, value] : dict->items) inner.items.push_back({.name = str(name), .value = value});
    }
    return interpreter.call(*function, inner);
}

// `layers.add([a, b])` and the like: a layer that is made and called.
template <const char* class_name>
Value merge(Interpreter& interpreter, Arguments& arguments) {
    Arguments made{.items = {}, .spot = arguments.spot};
    Arguments given{.items = {}, .spot = arguments.spot};
    for (const Argument& argument : arguments.items) {
        bool is_input = (argument.name.empty() && given.items.empty()) || argument.name == "inputs";
        (is_input ? given : made).items.push_back(argument);
    }
    if (!given.items.empty()) given.items[0].name.clear();
    Instance& layer = make_keras_layer(interpreter, class_name, made);
    return interpreter.call(Value::of(&layer), given);
}

// TimeDistributed: a layer of the file or a model on each step, in a listing of its own.
Value call_each_step(Interpreter& interpreter, Arguments& arguments) {
    Instance& self = self_of(interpreter, arguments);
    const Value* inner = self.attributes.find("layer");
    auto* layer = inner ? as<Instance>(*inner) : nullptr;
    bool is_library = layer && layer->type->library.starts_with("keras.layers.");
    if (!layer || is_library) return call_keras_layer(interpreter, arguments);
    return run_each_step(interpreter, self, *layer, arguments);
}

constexpr char add_name[] = "Add", subtract_name[] = "Subtract", multiply_name[] = "Multiply",
               average_name[] = "Average", maximum_name[] = "Maximum", minimum_name[] = "Minimum",
               concatenate_name[] = "Concatenate", dot_name[] = "Dot";

constexpr NativeEntry table[] = {
    {"keras.Input", make_input},
    {"keras.layers.InputLayer", make_input},
    {"keras.layers.Layer.__init__", init_layer_class},
    {"keras.layers.Layer.add_weight", add_weight},
    {"keras.layers.Layer.add_variable", add_weight},
    {"keras.layers.Layer.build", do_nothing},
    {"keras.Model.__init__", init_model},
    {"keras.Model.call", call_model},
    {"keras.Model.build", build_model},
    {"keras.Model.get_layer", get_layer},
    {"keras.Sequential.__init__", init_sequential},
    {"keras.Sequential.add", add_to_sequential},
    {"keras.Sequential.pop", pop_from_sequential},
    {"keras.Sequential.call", call_sequential},
    {"keras.layers.Lambda.call", call_lambda},
    {"keras.layers.TimeDistributed.call", call_each_step},
    {"keras.layers.add", merge<add_name>},
    {"keras.layers.subtract", merge<subtract_name>},
    {"keras.layers.multiply", merge<multiply_name>},
    {"keras.layers.average", merge<average_name>},
    {"keras.layers.maximum", merge<maximum_name>},
    {"keras.layers.minimum", merge<minimum_name>},
    {"keras.layers.concatenate", merge<concatenate_name>},
    {"keras.layers.dot", merge<dot_name>},
};

}  // namespace

std::span<const NativeEntry> keras_models() { return table; }

std::optional<Dims> open_sizes(const Value& value) {
    const std::vector<Value>* items = nullptr;
    if (auto* tuple = as<Tuple>(value)) items = &tuple->items;
    if (auto* list = as<List>(value)) items = &list->items;
    if (value.tag == Tag::integer) return Dims{value.integer};
    if (!items) return std::nullopt;
    Dims sizes;
    for (const Value& item : *items) {
        bool fits = item.is_none() || (item.tag == Tag::integer && item.integer >= 0);
        if (!fits) return std::nullopt;
        sizes.push_back(item.is_none() ? 0 : item.integer);
    }
    return sizes;
}

std::optional<Dims> given_input_sizes(Interpreter& interpreter, Instance& layer) {
    if (is_keras_model(layer)) {
        auto specs = keras_inputs(interpreter, layer);
        return specs.size() == 1 ? std::optional(specs[0]->sizes) : std::nullopt;
    }
    auto sizes = [&](std::string_view name) {
        const Value* value = layer.attributes.find(name);
        return value ? open_sizes(*value) : std::nullopt;
    };
    if (auto given = sizes("input_shape")) return given;
    if (auto given = sizes("batch_input_shape"); given && !given->empty()) {
        given->erase(given->begin());
        return given;
    }
    auto length = sizes("input_length"), channels = sizes("input_dim");
    std::string class_name = keras_class(layer);
    if (class_name == "Embedding") return length;
    if (channels) {
        bool is_sequence = contains_word("LSTM GRU SimpleRNN Conv1D Convolution1D", class_name);
        if (!is_sequence) return channels;
        return Dims{length ? length->at(0) : 0, channels->at(0)};
    }
    const Value* inner = layer.attributes.find("layer");
    auto* wrapped = inner ? as<Instance>(*inner) : nullptr;
    return wrapped && class_name == "Bidirectional" ? given_input_sizes(interpreter, *wrapped) : std::nullopt;
}

}  // namespace nnshape::python
