// Attributes.
#include <fmt/format.h>
#include <algorithm>

#include "import/python/arguments.h"
#include "import/python/evaluation.h"
#include "import/python/keras_graph.h"
#include "import/python/library_names.h"
#include "import/python/modules.h"
#include "import/python/tensor_values.h"

namespace nnshape::python {
namespace {

std::optional<Value> of_class(Interpreter& interpreter, ClassType& type, std::string_view name);

std::optional<Value> of_instance(Interpreter& interpreter, Instance& instance, std::string_view name) {
    if (const Value* value = instance.attributes.find(name)) return *value;
    Value self = Value::of(&instance);
    if (auto value = find_in_class(interpreter, *instance.type, name)) {
        return bound(interpreter, *value, self, *instance.type);
    }
    if (name == "__class__") return Value::of(instance.type);
    if (name == "__doc__") return Value::none();
    if (name == "__module__") return of_class(interpreter, *instance.type, name);
    if (name == "__dict__") {
        Dict* dict = interpreter.make<Dict>();
        for (const auto& [key, value] : instance.attributes.items()) dict->set(interpreter.string(key), value);
        return Value::of(dict);
    }
    if (!instance.content.is_none()) {
        if (auto value = interpreter.find_attribute(instance.content, name)) return value;
    }
    auto other = name.starts_with("__") ? std::nullopt : find_in_class(interpreter, *instance.type, "__getattr__");
    if (other && as<FunctionValue>(*other)) {
        return interpreter.call(*other, {self, interpreter.string(std::string(name))});
    }
    bool is_known = is_wholly_known(*instance.type);
    if (is_known || name.starts_with("__")) return std::nullopt;
    return interpreter.unknown(fmt::format("`{}` of a class that is derived from one nnshape does not know", name));
}

std::optional<Value> of_class(Interpreter& interpreter, ClassType& type, std::string_view name) {
    if (name == "__name__" || name == "__qualname__") return interpreter.string(type.name);
    if (name == "__class__") return Value::of(interpreter.library_class("builtins.type"));
    if (name == "__doc__") return Value::none();
    if (name == "__bases__" || name == "__mro__") {
        std::vector<Value> classes;
        for (ClassType* base : type.order) classes.push_back(Value::of(base));
        if (name == "__bases__") classes.erase(classes.begin());
        return interpreter.tuple(std::move(classes));
    }
    if (name == "__module__") return interpreter.string(type.package ? type.package->name : type.library);
    if (name == "__members__") {
        Dict* dict = interpreter.make<Dict>();
        for (const auto& [key, value] : type.attributes.items()) {
            if (as<Instance>(value)) dict->set(interpreter.string(key), value);
        }
        return Value::of(dict);
    }
    if (auto value = find_in_class(interpreter, type, name)) {
        if (auto* method = as<StaticMethod>(*value)) return method->function;
        if (auto* method = as<ClassMethod>(*value)) {
            return Value::of(interpreter.make<Method>(Value::of(&type), method->function));
        }
        return value;
    }
    if (type.library.empty()) {
        bool is_known = is_wholly_known(type);
        if (is_known || name.starts_with("__")) return std::nullopt;
        return interpreter.unknown(fmt::format("`{}.{}`", type.name, name));
    }
    if (name.starts_with("__")) return std::nullopt;
    return interpreter.library(fmt::format("{}.{}", type.library, name));
}

std::optional<Value> of_super(Interpreter& interpreter, const Super& super, std::string_view name) {
    auto* instance = as<Instance>(super.self);
    auto* type = instance ? instance->type : as<ClassType>(super.self);
    if (!type) return std::nullopt;
    if (auto value = find_in_class(interpreter, *type, name, super.after)) {
        return instance ? bound(interpreter, *value, super.self, *type) : *value;
    }
    if (name == "__init__" || name == "__init_subclass__" || name == "__post_init__" || name == "__setattr__") {
        return Value::of(
            interpreter.make<Native>(std::string(name), [](Interpreter&, Arguments&) { return Value::none(); }));
    }
    return std::nullopt;
}

std::optional<Value> of_function(Interpreter& interpreter, FunctionValue& function, std::string_view name) {
    if (const Value* value = function.attributes.find(name)) return *value;
    if (name == "__name__" || name == "__qualname__") return interpreter.string(function.name);
    if (name == "__doc__") return Value::none();
    if (name == "__module__") return interpreter.string(function.package->name);
    return std::nullopt;
}

// The name under which the methods of a value are in the table: "str" for "str.join".
std::string_view table_name(const Value& value) {
    switch (value.object->kind) {
        case ObjectKind::string: return "str";
        case ObjectKind::list: return "list";
        case ObjectKind::tuple: return "tuple";
        case ObjectKind::dict: return "dict";
        case ObjectKind::set: return "set";
        case ObjectKind::range: return "range";
        case ObjectKind::iterator: return "iterator";
        case ObjectKind::property: return "property";
        default: return {};
    }
}

std::optional<Value> of_value(Interpreter& interpreter, Value of, std::string_view name) {
    if (of.tag != Tag::object) {
        std::string_view type = of.tag == Tag::real ? "float" : "int";
        if (of.is_none()) return std::nullopt;
        NativeCode code = find_native(fmt::format("{}.{}", type, name));
        if (!code) return std::nullopt;
        return Value::of(interpreter.make<Method>(of, interpreter.native(std::string(name), code)));
    }
    if (auto* slice = as<Slice>(of)) {
        if (name == "start") return slice->start;
        if (name == "stop") return slice->stop;
        if (name == "step") return slice->step;
    }
    if (auto* range = as<Range>(of)) {
        if (name == "start") return Value::number(range->start);
        if (name == "stop") return Value::number(range->stop);
        if (name == "step") return Value::number(range->step);
    }
    if (auto* tuple = as<Tuple>(of)) {
        for (size_t index = 0; index < tuple->names.size() && index < tuple->items.size(); ++index) {
            if (tuple->names[index] == name) return tuple->items[index];
        }
        if (tuple->type) {
            if (auto value = find_in_class(interpreter, *tuple->type, name)) {
                return bound(interpreter, *value, of, *tuple->type);
            }
        }
    }
    if (auto* method = as<Method>(of)) {
        if (name == "__self__") return method->self;
        return interpreter.find_attribute(method->function, name);
    }
    if (auto* native = as<Native>(of)) {
        if (name == "__name__") return interpreter.string(native->name);
        if (name == "func" && !native->bound.empty()) return native->bound[0];
        return std::nullopt;
    }
    std::string_view table = table_name(of);
    if (table.empty()) return std::nullopt;
    NativeCode code = find_native(fmt::format("{}.{}", table, name));
    if (!code) return std::nullopt;
    return Value::of(interpreter.make<Method>(of, interpreter.native(std::string(name), code)));
}

}  // namespace

std::optional<Value> Interpreter::find_attribute(Value of, std::string_view name) {
    bool is_plain = !as<Instance>(of) && !as<ClassType>(of) && !as<TensorValue>(of) && !as<Unknown>(of);
    if (is_plain && name == "__class__") return Value::of(library_class("builtins." + type_name(of)));
    if (auto* instance = as<Instance>(of)) return of_instance(*this, *instance, name);
    if (auto* type = as<ClassType>(of)) return of_class(*this, *type, name);
    if (auto* super = as<Super>(of)) return of_super(*this, *super, name);
    if (auto* function = as<FunctionValue>(of)) return of_function(*this, *function, name);
    if (auto* library = as<Library>(of)) return this->library(fmt::format("{}.{}", library->name, name));
    if (as<Unknown>(of)) return of;
    if (auto* tensor = as<TensorValue>(of)) return tensor_attribute(*this, *tensor, name);
    if (auto* package = as<Package>(of)) {
        if (const Value* value = package->scope.names.find(name)) return *value;
        return std::nullopt;
    }
    return of_value(*this, of, name);
}

Value Interpreter::attribute(Value of, std::string_view name, Spot spot) {
    if (auto value = find_attribute(of, name)) return *value;
    if (auto* package = as<Package>(of)) {  // a file of the package, or something of it that failed
        Value inner = import(fmt::format(".{}", name), *package, spot);
        if (!as<Unknown>(inner)) return inner;
        raise("AttributeError", fmt::format("module '{}' has no attribute '{}'", package->name, name), spot);
    }
    if (auto* type = as<ClassType>(of)) {
        raise("AttributeError", fmt::format("type object '{}' has no attribute '{}'", type->name, name), spot);
    }
    raise_missing(*this, of, name, spot);
}

void Interpreter::set_attribute(Value of, std::string_view name, Value value) {
    if (auto* instance = as<Instance>(of)) {
        auto described = find_in_class(*this, *instance->type, name);
        auto* property = described ? as<Property>(*described) : nullptr;
        if (property && !property->set.is_none()) {
            call(property->set, {of, value});
            return;
        }
        if (instance->module) return set_module_attribute(*this, *instance, name, value);
        instance->attributes.set(name, value);
    } else if (auto* type = as<ClassType>(of)) {
        type->attributes.set(name, value);
    } else if (auto* function = as<FunctionValue>(of)) {
        function->attributes.set(name, value);
    } else if (auto* package = as<Package>(of)) {
        package->scope.names.set(name, value);
    } else if (auto* tensor = as<TensorValue>(of)) {
        set_tensor_attribute(*this, *tensor, name, value);
    }
}

}  // namespace nnshape::python
