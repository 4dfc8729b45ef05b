#include "import/python/keras_graph.h"

#include <fmt/format.h>
#include <algorithm>
#include <set>

#include "import/python/evaluation.h"
#include "import/python/modules.h"
#include "import/python/network.h"
#include "import/python/tensor_values.h"

namespace nnshape::python {
namespace {

constexpr int deepest = 8;  // lists in lists

void collect(const Value& value, std::vector<TensorValue*>& tensors, int depth) {
    if (depth > deepest || tensors.size() > 10'000) return;
    if (auto* tensor = as<TensorValue>(value)) tensors.push_back(tensor);
    auto collect_all = [&](const std::vector<Value>& items) {
        for (const Value& item : items) collect(item, tensors, depth + 1);
    };
    if (auto* list = as<List>(value)) collect_all(list->items);
    if (auto* tuple = as<Tuple>(value)) collect_all(tuple->items);
    if (auto* dict = as<Dict>(value)) {
        for (const auto& [key, item] : dict->items) collect(item, tensors, depth + 1);
    }
}

using Replacements = std::unordered_map<const TensorValue*, Value>;

// The value with tensors replaced.
Value replaced(Interpreter& interpreter, const Value& value, const Replacements& now, int depth = 0) {
    if (depth > deepest) return value;
    if (auto* tensor = as<TensorValue>(value)) {
        auto found = now.find(tensor);
        return found == now.end() ? value : found->second;
    }
    auto all = [&](const std::vector<Value>& items) {
        std::vector<Value> others;
        for (const Value& item : items) others.push_back(replaced(interpreter, item, now, depth + 1));
        return others;
    };
    if (tensors_in(value).empty()) return value;
    if (auto* list = as<List>(value)) return interpreter.list(all(list->items));
    if (auto* tuple = as<Tuple>(value)) return interpreter.tuple(all(tuple->items));
    if (auto* dict = as<Dict>(value)) {
        Dict* other = interpreter.make<Dict>();
        for (const auto& [key, item] : std::vector(dict->items)) {
            other->set(key, replaced(interpreter, item, now, depth + 1));
        }
        return Value::of(other);
    }
    return value;
}

bool is_keras_tensor(const KerasState& state, const TensorValue* tensor) {
    return state.made_by.count(tensor) != 0 || state.input_of.count(tensor) != 0;
}

// The nodes that outputs need, in the order of the calls. Raises an error for an input that is not among `inputs`.
std::vector<size_t> nodes_between(Interpreter& interpreter, const KerasState& state, const Value& inputs,
                                  const Value& outputs, Spot spot) {
    auto given = tensors_in(inputs);
    std::set<const TensorValue*> seen(given.begin(), given.end());
    std::set<size_t> nodes;
    std::vector<TensorValue*> open = tensors_in(outputs);
    while (!open.empty()) {
        TensorValue* tensor = open.back();
        open.pop_back();
        if (!seen.insert(tensor).second) continue;
        if (auto input = state.input_of.find(tensor); input != state.input_of.end()) {
            interpreter.raise("ValueError",
                              fmt::format("the outputs depend on the input `{}`, which is not among the model's inputs",
                                          state.inputs[input->second].name),
                              spot);
        }
        auto node = state.made_by.find(tensor);
        if (node == state.made_by.end() || !nodes.insert(node->second).second) continue;
        for (const Argument& argument : state.nodes[node->second].arguments.items) {
            for (TensorValue* needed : tensors_in(argument.value)) open.push_back(needed);
        }
    }
    return {nodes.begin(), nodes.end()};
}

void check_input(Interpreter& interpreter, const Instance& model, const TensorValue& wanted, const KerasState& state,
                 const TensorValue& given, Spot spot) {
    auto input = state.input_of.find(&wanted);
    if (input == state.input_of.end()) return;
    const Dims& sizes = state.inputs[input->second].sizes;
    const Dims& used = state.inputs[input->second].used;
    bool fits = given.dims.size() == sizes.size() + 1;
    for (size_t at = 0; fits && at < sizes.size(); ++at) fits = sizes[at] == 0 || sizes[at] == given.dims[at + 1];
    Dims shown(given.dims.begin() + (given.dims.empty() ? 0 : 1), given.dims.end());
    if (fits || sizes.empty() || shown == used) return;
    const Value* name = model.attributes.find("name");
    interpreter.raise(code::shape_mismatch,
                      fmt::format("the model `{}` receives {}, but its input is {}", name ? str(*name) : "model",
                                  dims_text(shown), dims_text(sizes)),
                      {}, spot);
}

}  // namespace

KerasState& keras_of(Interpreter& interpreter) {
    if (!interpreter.keras) {
        interpreter.keras = std::make_shared<KerasState>();
        if (!interpreter.tracing) {
            interpreter.placer = &interpreter.keras->sheet.placer;
            interpreter.listing = keras_listing;
        }
    }
    return *interpreter.keras;
}

std::vector<TensorValue*> tensors_in(const Value& value) {
    std::vector<TensorValue*> tensors;
    collect(value, tensors, 0);
    return tensors;
}

Value recorded(Interpreter& interpreter, Arguments& arguments, Instance* layer, const KerasOperation& run) {
    KerasState* state = interpreter.keras.get();
    bool records = state && !interpreter.tracing && state->depth == 0;
    if (records) {
        records = std::any_of(arguments.items.begin(), arguments.items.end(), [&](const Argument& argument) {
            auto tensors = tensors_in(argument.value);
            return std::any_of(tensors.begin(), tensors.end(),
                               [&](const TensorValue* one) { return is_keras_tensor(*state, one); });
        });
    }
    if (!records) return run(interpreter, arguments);
    Arguments kept = arguments;
    Value result;
    {
        KerasCallGuard guard(*state);
        result = run(interpreter, arguments);
    }
    auto made = tensors_in(result);
    bool is_new = std::any_of(made.begin(), made.end(), [&](auto* one) { return !is_keras_tensor(*state, one); });
    if (!is_new) return result;
    for (TensorValue* tensor : made) {
        if (!is_keras_tensor(*state, tensor)) state->made_by.emplace(tensor, state->nodes.size());
    }
    bool is_library = layer && !layer->type->library.empty();
    if (is_library && !kept.items.empty()) {
        layer->attributes.set("input", kept.items[0].value);
        layer->attributes.set("output", result);
    }
    state->nodes.push_back({run, std::move(kept), result, layer});
    return result;
}

Value recorded_binary(Interpreter& interpreter, std::string_view sign, Value left, Value right, Spot spot) {
    if (!interpreter.keras) return tensor_binary(interpreter, sign, left, right, spot);
    Arguments sides{.items = {{.name = {}, .value = left}, {.name = {}, .value = right}}, .spot = spot};
    return recorded(interpreter, sides, nullptr,
                    [sign = std::string(sign), spot](Interpreter& inner, Arguments& given) {
                        return tensor_binary(inner, sign, given.items[0].value, given.items[1].value, spot);
                    });
}

Value recorded_item(Interpreter& interpreter, Value of, Value index, Spot spot) {
    if (!interpreter.keras) return tensor_item(interpreter, *as<TensorValue>(of), index, spot);
    Arguments both{.items = {{.name = {}, .value = of}, {.name = {}, .value = index}}, .spot = spot};
    return recorded(interpreter, both, nullptr, [spot](Interpreter& inner, Arguments& given) {
        return tensor_item(inner, tensor_of(inner, given.items[0].value, spot), given.items[1].value, spot);
    });
}

Value keras_input(Interpreter& interpreter, KerasInputSpec spec) {
    KerasState& state = keras_of(interpreter);
    size_t number = state.inputs.size();
    if (number < interpreter.keras_sizes.size() && !interpreter.keras_sizes[number].empty()) {
        spec.used = interpreter.keras_sizes[number];
    } else {
        spec.used = spec.sizes;
        for (int64_t& size : spec.used) {
            if (size == 0) size = spec.used.size() > 2 ? 256 : 64;
        }
    }
    Tensor line = state.sheet.tracer.input(spec.name, spec.used.empty() ? Dims{1} : spec.used, "", {});
    Traced traced{.tensor = line, .dims = {1}, .batch = 0, .order = {}};
    for (int64_t size : spec.used) {
        traced.order.push_back(static_cast<int>(traced.dims.size()));
        traced.dims.push_back(size);
    }
    Value value = made(interpreter, traced, spec.dtype);
    state.input_of.emplace(as<TensorValue>(value), number);
    state.inputs.push_back(std::move(spec));
    return value;
}

void set_keras_model(Interpreter& interpreter, Instance& instance, Value inputs, Value outputs, Spot spot) {
    KerasState& state = keras_of(interpreter);
    KerasModel model{.inputs = inputs, .outputs = outputs};
    model.nodes = nodes_between(interpreter, state, inputs, outputs, spot);
    std::vector<Value> layers;
    for (size_t node : model.nodes) {
        Instance* layer = state.nodes[node].layer;
        bool is_new = layer && std::none_of(layers.begin(), layers.end(),
                                            [&](const Value& one) { return as<Instance>(one) == layer; });
        if (is_new) layers.push_back(Value::of(layer));
    }
    auto listed = [&](const Value& value) {
        std::vector<Value> items;
        for (TensorValue* tensor : tensors_in(value)) items.push_back(Value::of(tensor));
        return interpreter.list(std::move(items));
    };
    instance.attributes.set("layers", interpreter.list(std::move(layers)));
    instance.attributes.set("inputs", listed(inputs));
    instance.attributes.set("outputs", listed(outputs));
    instance.attributes.set("input", inputs);
    instance.attributes.set("output", outputs);
    state.models[&instance] = std::move(model);
}

Value run_keras_model(Interpreter& interpreter, Instance& instance, const Arguments& arguments) {
    KerasState& state = keras_of(interpreter);
    const KerasModel model = state.models.at(&instance);
    auto wanted = tensors_in(model.inputs);
    std::vector<TensorValue*> given;
    for (const Argument& argument : arguments.items) {
        bool is_input = argument.name.empty() || argument.name == "inputs";
        auto* unknown = is_input && given.empty() ? as<Unknown>(argument.value) : nullptr;
        if (unknown) tensor_of(interpreter, argument.value, argument.spot);
        for (TensorValue* tensor : tensors_in(argument.value)) {
            if (is_input && given.size() < wanted.size()) given.push_back(tensor);
        }
    }
    if (given.size() != wanted.size()) {
        interpreter.raise("ValueError",
                          fmt::format("the model has {} inputs but receives {}", wanted.size(), given.size()),
                          arguments.spot);
    }
    Replacements now;
    for (size_t at = 0; at < wanted.size(); ++at) {
        check_input(interpreter, instance, *wanted[at], state, *given[at], arguments.spot);
        now[wanted[at]] = Value::of(given[at]);
    }
    KerasCallGuard guard(state);
    for (size_t number : model.nodes) {
        const KerasNode node = state.nodes[number];
        Arguments again = node.arguments;
        for (Argument& argument : again.items) argument.value = replaced(interpreter, argument.value, now);
        auto before = tensors_in(node.result), after = tensors_in(node.run(interpreter, again));
        for (size_t at = 0; at < std::min(before.size(), after.size()); ++at) {
            now.emplace(before[at], Value::of(after[at]));
        }
    }
    return replaced(interpreter, model.outputs, now);
}

std::vector<const KerasInputSpec*> keras_inputs(Interpreter& interpreter, const Instance& model) {
    std::vector<const KerasInputSpec*> specs;
    KerasState* state = interpreter.keras.get();
    auto found = state ? state->models.find(&model) : decltype(state->models.find(&model))();
    if (!state || found == state->models.end()) return {};
    for (TensorValue* tensor : tensors_in(found->second.inputs)) {
        auto input = state->input_of.find(tensor);
        if (input == state->input_of.end()) return {};
        specs.push_back(&state->inputs[input->second]);
    }
    return specs;
}

}  // namespace nnshape::python
