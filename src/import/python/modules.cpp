#include "import/python/modules.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "import/python/evaluation.h"
#include "import/python/keras_layers.h"
#include "import/python/layers.h"
#include "import/python/library_names.h"

namespace nnshape::python {
namespace {

bool holds_modules(const Value& value, int depth = 0) {
    if (depth > 3) return false;
    auto is_module = [&](const Value& one) {
        auto* instance = as<Instance>(one);
        return instance ? instance->module != nullptr : holds_modules(one, depth + 1);
    };
    if (auto* list = as<List>(value)) return std::any_of(list->items.begin(), list->items.end(), is_module);
    if (auto* tuple = as<Tuple>(value)) return std::any_of(tuple->items.begin(), tuple->items.end(), is_module);
    if (auto* dict = as<Dict>(value)) {
        return std::any_of(dict->items.begin(), dict->items.end(),
                           [&](const auto& item) { return is_module(item.second); });
    }
    return false;
}

// The layers in lists and dicts.
void collect_tracked(const Value& value, const std::string& path,
                     std::vector<std::pair<std::string, Instance*>>& children, int depth = 0) {
    if (depth > 3) return;
    auto take = [&](const Value& item, const std::string& name) {
        auto* child = as<Instance>(item);
        if (child && child->module) children.emplace_back(path + "." + name, child);
        if (!child) collect_tracked(item, path + "." + name, children, depth + 1);
    };
    auto take_all = [&](const std::vector<Value>& items) {
        for (size_t at = 0; at < items.size(); ++at) take(items[at], std::to_string(at));
    };
    if (auto* list = as<List>(value)) take_all(list->items);
    if (auto* tuple = as<Tuple>(value)) take_all(tuple->items);
    if (auto* dict = as<Dict>(value)) {
        for (const auto& [key, item] : dict->items) take(item, str(key));
    }
}

void collect(Instance& module, const std::string& path, std::vector<std::pair<std::string, Instance*>>& all) {
    bool there = std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.second == &module; });
    if (there || all.size() > 100'000) return;
    all.emplace_back(path, &module);
    for (const auto& [name, child] : children_of(module)) {
        collect(*child, path.empty() ? name : path + "." + name, all);
    }
}

// The numbers or lists of numbers of a call that is about a model, as a tensor's dims.
bool is_shape(const Value& value) {
    auto all_numbers = [](const std::vector<Value>& items) {
        return !items.empty() && std::all_of(items.begin(), items.end(), [](const Value& one) {
            auto* inner = as<Tuple>(one);
            return one.tag == Tag::integer || (inner && is_shape(one));
        });
    };
    if (auto* tuple = as<Tuple>(value)) return all_numbers(tuple->items);
    if (auto* list = as<List>(value)) return all_numbers(list->items);
    return false;
}

}  // namespace

bool is_module_class(const ClassType& type) {
    return is_derived(type, "torch.nn.Module") || is_derived(type, "keras.layers.Layer");
}

void begin_module(Interpreter&, Instance& instance, Spot made) {
    instance.module = std::make_unique<ModuleState>();
    instance.module->made = made;
}

std::vector<std::pair<std::string, Instance*>> children_of(const Instance& module) {
    std::vector<std::pair<std::string, Instance*>> children;
    bool in_lists = is_keras(module);  // which Keras tracks
    for (const auto& [name, value] : module.attributes.items()) {
        auto* child = as<Instance>(value);
        if (child && child->module) children.emplace_back(name, child);
        if (in_lists) collect_tracked(value, name, children);
    }
    return children;
}

std::vector<std::pair<std::string, TensorValue*>> parameters_of(const Instance& module) {
    std::vector<std::pair<std::string, TensorValue*>> parameters;
    for (const auto& [name, value] : module.attributes.items()) {
        auto* tensor = as<TensorValue>(value);
        if (tensor && tensor->storage && !tensor->storage->is_buffer) parameters.emplace_back(name, tensor);
    }
    return parameters;
}

std::vector<std::pair<std::string, TensorValue*>> buffers_of(const Instance& module) {
    std::vector<std::pair<std::string, TensorValue*>> buffers;
    for (const std::string& name : module.module->buffers) {
        const Value* value = module.attributes.find(name);
        auto* tensor = value ? as<TensorValue>(*value) : nullptr;
        if (tensor) buffers.emplace_back(name, tensor);
    }
    return buffers;
}

std::vector<std::pair<std::string, Instance*>> modules_of(Instance& module) {
    std::vector<std::pair<std::string, Instance*>> all;
    collect(module, "", all);
    return all;
}

void set_module_attribute(Interpreter& interpreter, Instance& module, std::string_view name, Value value) {
    auto* child = as<Instance>(value);
    auto* tensor = as<TensorValue>(value);
    bool registers = (child && child->module) || (tensor && tensor->storage && !tensor->storage->is_buffer);
    if (registers && !module.module->is_initialised) {
        bool is_torch = is_derived(*module.type, "torch.nn.Module");
        interpreter.raise(
            "AttributeError",
            is_torch ? fmt::format("cannot assign {} before Module.__init__() call", child ? "module" : "parameters")
                     : "It looks like you are subclassing `Layer` and forgot to call `super().__init__()`");
    }
    module.attributes.set(name, value);
    if (name == "trainable" && is_keras(module)) {
        for (const auto& [path, inner] : children_of(module)) set_module_attribute(interpreter, *inner, name, value);
    }
    if (holds_modules(value) && is_derived(*module.type, "torch.nn.Module")) {
        module.module->hidden.emplace_back(std::string(name), interpreter.here());
    }
}

std::optional<Value> library_class_attribute(Interpreter& interpreter, ClassType& type, std::string_view name) {
    if (auto value = layer_attribute(interpreter, type, name)) return value;
    if (auto value = keras_attribute(interpreter, type, name)) return value;
    bool is_module = type.library == "torch.nn.Module" || type.library == "keras.layers.Layer";
    if (is_module && name == "training") return Value::boolean(true);
    std::string full = fmt::format("{}.{}", type.library, name);
    if (NativeCode code = find_native(full)) {
        Value function = interpreter.native(std::string(name), code, {Value::of(&type)});
        type.attributes.set(name, function);
        return function;
    }
    return std::nullopt;
}

std::optional<Value> construct_library(Interpreter& interpreter, ClassType& type, Arguments& arguments) {
    if (NativeCode code = find_native(type.library)) {
        Native* native = interpreter.make<Native>(type.library, code);
        native->bound = {Value::of(&type)};
        arguments.callee = native;
        return code(interpreter, arguments);
    }
    if (is_derived(type, "builtins.BaseException") || is_module_class(type)) return std::nullopt;
    if (type.library == "builtins.object") return std::nullopt;
    note_model_input(interpreter, arguments);
    auto names = names_of_library(type.library.substr(0, type.library.rfind('.')));
    std::string help = did_you_mean(type.name, {names.begin(), names.end()});
    return interpreter.unknown(
        fmt::format("`{}`, which nnshape does not know{}{}", type.library, help.empty() ? "" : "; ", help));
}

bool is_library_instance(const Value& value, std::string_view library) {
    if (library == "builtins.object") return true;
    if (library == "torch.Tensor") return as<TensorValue>(value) != nullptr;
    if (library == "torch.nn.Parameter") {
        auto* tensor = as<TensorValue>(value);
        return tensor && tensor->storage && !tensor->storage->is_buffer;
    }
    if (library == "types.FunctionType" || library == "types.LambdaType") return as<FunctionValue>(value) != nullptr;
    if (library == "types.MethodType") return as<Method>(value) != nullptr;
    if (library == "types.NoneType") return value.is_none();
    if (library == "builtins.type") return as<ClassType>(value) != nullptr;
    if (library == "builtins.int") return value.is_integer();
    if (library == "typing.Callable") {
        return as<FunctionValue>(value) || as<Method>(value) || as<Native>(value) || as<ClassType>(value);
    }
    bool is_sequence = as<List>(value) || as<Tuple>(value);
    if (library == "typing.Sequence") return is_sequence || as<String>(value);
    if (library == "typing.Iterable") {
        return is_sequence || as<Dict>(value) || as<Set>(value) || as<String>(value) || as<Range>(value);
    }
    if (library == "typing.Mapping" || library == "collections.OrderedDict") return as<Dict>(value) != nullptr;
    if (library == "numbers.Number") return value.is_number();
    if (library == "typing.List") return as<List>(value) != nullptr;
    bool is_tuple = library == "builtins.tuple" || library == "typing.Tuple" || library == "torch.Size";
    if (is_tuple) return as<Tuple>(value) != nullptr;
    if (library == "typing.Dict") return as<Dict>(value) != nullptr;
    if (!library.starts_with("builtins.")) return false;
    return type_name(value) == library.substr(9);
}

void raise_missing(Interpreter&, Value of, std::string_view name, Spot spot) {
    auto* instance = as<Instance>(of);
    Raised raised{.type = "AttributeError",
                  .message = fmt::format("'{}' object has no attribute '{}'", type_name(of), name),
                  .spot = spot};
    if (instance) {
        std::vector<std::string_view> names;
        for (const auto& [key, value] : instance->attributes.items()) names.push_back(key);
        for (const ClassType* type : instance->type->order) {
            for (const auto& [key, value] : type->attributes.items()) names.push_back(key);
        }
        raised.help = did_you_mean(name, names);
    }
    throw raised;
}

void note_model_input(Interpreter& interpreter, const Arguments& arguments) {
    if (interpreter.tracing || interpreter.constructing > 0) return;
    const Instance* model = nullptr;
    Value found;
    for (const Argument& argument : arguments.items) {
        auto* instance = as<Instance>(argument.value);
        if (instance && instance->module && !model) {
            model = instance;
            found = argument.value;
        }
    }
    if (!model) return;
    for (const Argument& argument : arguments.items) {
        bool says = is_shape(argument.value) || as<TensorValue>(argument.value);
        if (!says) continue;
        ModelCall call{.model = found, .arguments = {.items = {argument}, .spot = arguments.spot}};
        call.is_summary = !as<TensorValue>(argument.value);
        interpreter.model_calls.push_back(std::move(call));
        return;
    }
}

Value call_module(Interpreter& interpreter, Instance& module, Arguments& arguments) {
    if (is_keras(module)) return call_keras(interpreter, module, arguments);
    Value self = Value::of(&module);
    bool runs = interpreter.tracing || interpreter.constructing > 0;
    if (!runs) {
        interpreter.model_calls.push_back({.model = self, .arguments = arguments});
        return interpreter.unknown("the result of a model");
    }
    auto forward = interpreter.find_attribute(self, "forward");
    if (!forward) {
        interpreter.raise("NotImplementedError",
                          fmt::format("Module [{}] is missing the required \"forward\" function", module.type->name),
                          arguments.spot);
    }
    module.module->is_called = module.module->is_called || interpreter.tracing;
    interpreter.module_stack.push_back(&module);
    try {
        Value result = interpreter.call(*forward, arguments);
        interpreter.module_stack.pop_back();
        return result;
    } catch (...) {
        interpreter.module_stack.pop_back();
        throw;
    }
}

}  // namespace nnshape::python
