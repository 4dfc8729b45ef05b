#include "import/python/keras_layers.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "frameworks/framework.h"
#include "import/python/arguments.h"
#include "import/python/evaluation.h"
#include "import/python/keras_config.h"
#include "import/python/keras_graph.h"
#include "import/python/modules.h"
#include "import/python/network.h"

namespace nnshape::python {
namespace {

// Arguments of every layer.
constexpr std::string_view common =
    "name trainable dtype autocast input_shape input_dim batch_input_shape "
    "input_length batch_size dynamic weights activity_regularizer data_format";

[[noreturn]] void raise_argument(Interpreter&, std::string_view class_name, const Argument& argument,
                                 const std::vector<std::string>& names) {
    std::vector<std::string_view> all(names.begin(), names.end());
    Raised raised{.type = "ValueError",
                  .message = fmt::format("Unrecognized keyword argument passed to {}: '{}'", class_name, argument.name),
                  .help = did_you_mean(argument.name, all),
                  .spot = argument.spot};
    throw raised;
}

// A value that the shape or the counts depend on must be known.
void check_known(Interpreter& interpreter, std::string_view class_name, std::string_view name,
                 const Argument& argument) {
    auto* unknown = as<Unknown>(argument.value);
    bool matters = unknown && name != "activation" && !is_ignored_by_keras(name) && name != "input_shape" &&
                   name != "vocabulary" && name != "mean" && name != "variance" && name != "mask";
    if (!matters) return;
    interpreter.raise(code::python_error, fmt::format("`{}` of {} depends on {}", name, class_name, unknown->why), {},
                      argument.spot);
}

// What layers and models have that no shape depends on.
constexpr std::string_view unknown_attributes =
    "compile fit evaluate predict summary save save_weights load_weights to_json to_yaml get_weights set_weights "
    "count_params train_on_batch test_on_batch predict_on_batch fit_generator evaluate_generator predict_generator "
    "add_loss add_metric compute_loss compute_metrics compute_mask compute_output_shape export reset_states "
    "reset_state reset_metrics losses metrics weights variables trainable_weights trainable_variables optimizer "
    "non_trainable_weights non_trainable_variables dtype compute_dtype dtype_policy input_spec stop_training history "
    "loss built input_shape output_shape get_config from_config compiled_loss compiled_metrics metrics_names "
    "adapt set_vocabulary get_vocabulary distribute_strategy output input supports_masking train_function "
    "get_build_config";

// Where rows of a layer that cannot be calculated are reported: by the study of the listing, or here if nobody sees it.
[[noreturn]] void raise_failed(Interpreter& interpreter, Spot spot) {
    try {
        throw Stopped{};
    } catch (const Stopped&) {
        raise_placing(interpreter, spot);
    }
}

bool is_frozen(const Interpreter& interpreter, const Instance& layer) {
    auto frozen = [](const Instance& one) {
        const Value* trainable = one.attributes.find("trainable");
        return trainable && trainable->tag == Tag::boolean && trainable->integer == 0;
    };
    return frozen(layer) || std::any_of(interpreter.module_stack.begin(), interpreter.module_stack.end(),
                                        [&](const Instance* one) { return frozen(*one); });
}

// The arguments of a call that are inputs of the layer, with their keywords.
std::vector<std::pair<std::string, TensorValue*>> inputs_of_call(Interpreter& interpreter, std::string_view class_name,
                                                                 const Arguments& arguments) {
    bool attends = contains_word("MultiHeadAttention GroupQueryAttention GroupedQueryAttention", class_name);
    std::vector<std::pair<std::string, TensorValue*>> inputs;
    size_t most = attends ? 3 : 1;
    for (size_t at = 1; at < arguments.items.size(); ++at) {
        const Argument& argument = arguments.items[at];
        bool by_name = attends && contains_word("query value key", argument.name);
        bool is_input = argument.name.empty() ? at <= most : by_name || contains_word("inputs x input", argument.name);
        if (!is_input || argument.value.is_none()) continue;
        if (as<Unknown>(argument.value)) tensor_of(interpreter, argument.value, argument.spot);
        for (TensorValue* tensor : tensors_in(argument.value)) {
            inputs.emplace_back(by_name ? argument.name : std::string(), tensor);
        }
        auto* list = as<List>(argument.value);
        for (size_t place = 0; list && place < list->items.size(); ++place) {
            if (as<Unknown>(list->items[place])) tensor_of(interpreter, list->items[place], argument.spot);
        }
    }
    return inputs;
}

// A tensor as a layer of Keras reads it: its axes in the file's order, the first of which is the batch.
Traced traced_input(Interpreter& interpreter, TensorValue& tensor) {
    Placer& placer = *interpreter.placer;
    Traced traced = traced_of(interpreter, tensor);
    bool may_have_batch = traced.batch < 0 && traced.dims.size() > 1 && traced.dims[0] == 1;
    if (may_have_batch) traced = regain_batch(placer, traced);
    if (traced.batch > 0) traced = placer.without_batch(traced);
    return placer.in_file_order(traced);
}

// Layers that treat each position alone, whatever the axes are.
bool is_positional(std::string_view class_name) {
    return contains_word(
        "Dense Activation Dropout ReLU LeakyReLU ELU Softmax Identity GaussianNoise GaussianDropout AlphaDropout "
        "LayerNormalization BatchNormalization RMSNormalization UnitNormalization Embedding Add Subtract Multiply "
        "Average Maximum Minimum Concatenate Rescaling Masking ActivityRegularization",
        class_name);
}

Value value_of(Interpreter& interpreter, Tensor tensor, bool has_batch) {
    Dims sizes = interpreter.placer->tracer().sizes(tensor);
    Traced traced{.tensor = tensor, .dims = {}, .batch = has_batch ? 0 : -1, .order = {}};
    if (has_batch) traced.dims.push_back(1);
    for (int64_t size : sizes) {
        traced.order.push_back(static_cast<int>(traced.dims.size()));
        traced.dims.push_back(size);
    }
    return made(interpreter, traced);
}

// Adds the rows of a call, and returns the layer's outputs.
std::vector<Value> add_rows(Interpreter& interpreter, Instance& layer, const std::string& class_name,
                            const std::vector<std::pair<std::string, TensorValue*>>& inputs, Spot spot) {
    KerasState& state = keras_of(interpreter);
    std::vector<Traced> traced;
    for (const auto& [key, tensor] : inputs) {
        place_at(interpreter, row_name(interpreter, "input"), spot);
        traced.push_back(traced_input(interpreter, *tensor));
    }
    bool has_batch = std::any_of(traced.begin(), traced.end(), [](const Traced& one) { return one.batch == 0; });
    bool is_folded = !has_batch && traced[0].dims.size() > 2 && !is_positional(class_name);
    if (is_folded) {
        interpreter.raise(code::unsupported_op,
                          fmt::format("`{}` reads a tensor of {} whose first axis is not the batch", class_name,
                                      dims_text(traced[0].dims)),
                          {}, spot);
    }
    auto [rows, is_first] = state.rows.try_emplace({&layer, interpreter.listing});
    KerasLayer call{.class_name = class_name, .config = keras_config(interpreter, layer)};
    call.name = row_name(interpreter, "");
    if (call.name.empty()) call.name = str(*layer.attributes.find("name"));
    call.first_call_rows = &rows->second;
    call.is_first_call = is_first;
    call.frozen = is_frozen(interpreter, layer);
    call.origin = origin_of(interpreter, spot);
    for (size_t at = 0; at < traced.size(); ++at) call.inputs.push_back({traced[at].tensor, inputs[at].first});
    Tracer& tracer = interpreter.placer->tracer();
    auto outputs = add_keras_layer(tracer, call);
    bool failed = outputs.empty() || tracer.failed() || std::count(outputs.begin(), outputs.end(), no_tensor) > 0;
    if (failed) raise_failed(interpreter, spot);
    std::vector<Value> values;
    for (Tensor output : outputs) values.push_back(value_of(interpreter, output, has_batch));
    return values;
}

}  // namespace

bool is_keras(const Instance& instance) { return instance.module && is_derived(*instance.type, "keras.layers.Layer"); }

bool is_keras_model(const Instance& instance) { return instance.module && is_derived(*instance.type, "keras.Model"); }

std::optional<Value> keras_attribute(Interpreter& interpreter, ClassType& type, std::string_view name) {
    bool is_base = type.library == "keras.layers.Layer";
    bool is_unknown = is_base && contains_word(unknown_attributes, name);
    if (is_unknown) return interpreter.unknown(fmt::format("`{}` of a layer or model", name));
    if (is_base && name == "trainable") return Value::boolean(true);
    if (!type.library.starts_with("keras.layers.") || type.library == "keras.layers.Layer") return std::nullopt;
    bool is_known = name == "__init__" || name == "call";
    if (!is_known || find_native(fmt::format("{}.{}", type.library, name))) return std::nullopt;
    Value function =
        interpreter.native(std::string(name), name == "call" ? call_keras_layer : init_keras_layer, {Value::of(&type)});
    type.attributes.set(name, function);
    return function;
}

Instance& make_keras_layer(Interpreter& interpreter, std::string_view class_name, Arguments& arguments) {
    ClassType* type = interpreter.library_class(fmt::format("keras.layers.{}", class_name));
    return *as<Instance>(construct(interpreter, *type, arguments));
}

Value init_keras_layer(Interpreter& interpreter, Arguments& arguments) {
    auto* layer = as<Instance>(arguments.items.at(0).value);
    auto* type = as<ClassType>(arguments.callee->bound.at(0));
    if (!layer || !layer->module) return Value::none();
    layer->module->is_initialised = true;
    auto names = keras_arguments(type->name);
    size_t place = 0;
    Value given_name;
    for (size_t at = 1; at < arguments.items.size(); ++at) {
        const Argument& argument = arguments.items[at];
        std::string name = argument.name;
        if (name.empty()) {
            if (place >= names.size()) {
                interpreter.raise(
                    "TypeError",
                    fmt::format("{}.__init__() takes at most {} positional arguments", type->name, names.size()),
                    argument.spot.package ? argument.spot : arguments.spot);
            }
            name = names[place++];
        }
        bool is_known = std::find(names.begin(), names.end(), name) != names.end() || contains_word(common, name) ||
                        is_ignored_by_keras(name);
        if (!is_known && !names.empty()) raise_argument(interpreter, type->name, argument, names);
        if (name == "name") {
            given_name = argument.value;
            continue;
        }
        check_known(interpreter, type->name, name, argument);
        layer->attributes.set(name, argument.value);
        layer->module->argument_spots.emplace_back(name, argument.spot);
    }
    auto found = find_classes(type->name, find_module("keras.layers"));
    for (size_t at = 0; !found.empty() && at < found[0].described->arguments.size(); ++at) {
        const FrameworkArg& wanted = found[0].described->arguments[at];
        if (!wanted.required || layer->attributes.find(wanted.name)) continue;
        interpreter.raise("TypeError",
                          fmt::format("{}.__init__() missing required argument: '{}'", type->name, wanted.name),
                          arguments.spot);
    }
    name_keras_layer(interpreter, *layer, given_name);
    return Value::none();
}

Value call_keras_layer(Interpreter& interpreter, Arguments& arguments) {
    auto* layer = as<Instance>(arguments.items.at(0).value);
    if (!layer || !layer->module) return Value::none();
    std::string class_name = keras_class(*layer);
    auto inputs = inputs_of_call(interpreter, class_name, arguments);
    if (inputs.empty()) {
        interpreter.raise("TypeError",
                          fmt::format("{}.call() needs a tensor, not {}", class_name,
                                      arguments.items.size() > 1 ? type_name(arguments.items[1].value) : "nothing"),
                          arguments.spot);
    }
    std::vector<Value> outputs;
    try {
        outputs = add_rows(interpreter, *layer, class_name, inputs, arguments.spot);
    } catch (const Misfit&) {
        raise_placing(interpreter, arguments.spot);
    } catch (const Stopped&) {
        raise_placing(interpreter, arguments.spot);
    }
    const Value* activation = layer->attributes.find("activation");
    if (activation) {
        KerasActivation given = keras_activation(interpreter, *activation);
        if (!given.function.is_none()) outputs[0] = interpreter.call(given.function, {outputs[0]});
    }
    return outputs.size() == 1 ? outputs[0] : interpreter.list(std::move(outputs));
}

}  // namespace nnshape::python
