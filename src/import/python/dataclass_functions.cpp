#include <fmt/format.h>
#include <algorithm>

#include "import/python/arguments.h"
#include "import/python/evaluation.h"
#include "import/python/natives.h"

// https://docs.python.org/3/library/dataclasses.html
namespace nnshape::python {
namespace {

// An object with the arguments as its attributes: `default`, `default_factory`, `init`.
Value field(Interpreter& interpreter, Arguments& arguments) {
    auto* field = interpreter.make<Instance>(interpreter.library_class("dataclasses.Field"));
    for (const Argument& argument : arguments.items) {
        if (argument.name.empty()) {
            interpreter.raise("TypeError", "field() takes 0 positional arguments but 1 was given", argument.spot);
        }
        field->attributes.set(argument.name, argument.value);
    }
    return Value::of(field);
}

Instance& dataclass_of(Interpreter& interpreter, const Bound& bound) {
    need_known(interpreter, bound[0]);
    auto* instance = as<Instance>(bound[0]);
    if (!instance || !instance->type->is_dataclass) {
        interpreter.raise("TypeError", "a dataclass instance is needed", bound.spot(0));
    }
    return *instance;
}

class Items {
  public:
    Items(Interpreter& interpreter, bool as_dict) : interpreter_(interpreter), as_dict_(as_dict) {}

    Value of(const Value& value, int depth = 0) {
        if (depth > 100) interpreter_.raise("RecursionError", "maximum recursion depth exceeded");
        interpreter_.count_step();
        if (auto* list = as<List>(value)) return interpreter_.list(items(list->items, depth));
        if (auto* tuple = as<Tuple>(value)) return interpreter_.tuple(items(tuple->items, depth));
        if (auto* dict = as<Dict>(value)) {
            auto* copy = interpreter_.make<Dict>();
            auto pairs = dict->items;
            for (const auto& [key, item] : pairs) copy->set(of(key, depth + 1), of(item, depth + 1));
            return Value::of(copy);
        }
        auto* instance = as<Instance>(value);
        if (!instance || !instance->type->is_dataclass) return value;
        auto* dict = interpreter_.make<Dict>();
        std::vector<Value> values;
        for (const std::string& name : fields_of(*instance->type)) {
            values.push_back(of(interpreter_.attribute(value, name, interpreter_.here()), depth + 1));
            dict->set(interpreter_.string(name), values.back());
        }
        return as_dict_ ? Value::of(dict) : interpreter_.tuple(values);
    }

  private:
    std::vector<Value> items(std::vector<Value> values, int depth) {
        for (Value& value : values) value = of(value, depth + 1);
        return values;
    }

    Interpreter& interpreter_;
    bool as_dict_;
};

template <bool as_dict>
Value items(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, as_dict ? "asdict" : "astuple", {"obj", "*", "dict_factory?"});
    return Items(interpreter, as_dict).of(Value::of(&dataclass_of(interpreter, bound)));
}

Value replace(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "replace", {"obj", "**"});
    Instance& instance = dataclass_of(interpreter, bound);
    Arguments all;
    all.spot = arguments.spot;
    for (const std::string& name : fields_of(*instance.type)) {
        const Argument* changed = arguments.named(name);
        Value value = changed ? changed->value : interpreter.attribute(bound[0], name, arguments.spot);
        all.items.push_back({.name = name, .value = value, .spot = changed ? changed->spot : arguments.spot});
    }
    return interpreter.call(Value::of(instance.type), all);
}

const ClassType* type_of(const Value& value) {
    auto* instance = as<Instance>(value);
    return instance ? instance->type : as<ClassType>(value);
}

Value fields(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "fields", {"class_or_instance"});
    need_known(interpreter, bound[0]);
    const ClassType* type = type_of(bound[0]);
    if (!type || !type->is_dataclass) {
        interpreter.raise("TypeError", "must be called with a dataclass type or instance", bound.spot(0));
    }
    std::vector<Value> found;
    for (const std::string& name : fields_of(*type)) {
        auto* one = interpreter.make<Instance>(interpreter.library_class("dataclasses.Field"));
        one->attributes.set("name", interpreter.string(name));
        found.push_back(Value::of(one));
    }
    return interpreter.tuple(found);
}

Value is_dataclass(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "is_dataclass", {"obj"});
    need_known(interpreter, bound[0]);
    const ClassType* type = type_of(bound[0]);
    return Value::boolean(type && type->is_dataclass);
}

const NativeEntry entries[] = {
    {"dataclasses.field", field},
    {"dataclasses.asdict", known<items<true>>},
    {"dataclasses.astuple", known<items<false>>},
    {"dataclasses.replace", known<replace>},
    {"dataclasses.fields", known<fields>},
    {"dataclasses.is_dataclass", known<is_dataclass>},
};

}  // namespace

std::span<const NativeEntry> dataclass_functions() { return entries; }

}  // namespace nnshape::python
