// Attributes and items.
#include <fmt/format.h>
#include <algorithm>

#include "base/checked.h"
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
    bool is_known = std::all_of(instance.type->order.begin(), instance.type->order.end(),
                                [](const ClassType* base) { return base->is_known; });
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
        bool is_known =
            std::all_of(type.order.begin(), type.order.end(), [](const ClassType* base) { return base->is_known; });
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

// The index of a sequence of `count` items. Raises an IndexError.
size_t checked_index(Interpreter& interpreter, Value index, size_t count, std::string_view what, Spot spot) {
    if (!index.is_integer()) {
        interpreter.raise("TypeError",
                          fmt::format("{} indices must be integers or slices, not {}", what, type_name(index)), spot);
    }
    auto size = static_cast<int64_t>(count);
    int64_t at = index.integer < 0 ? index.integer + size : index.integer;
    if (at < 0 || at >= size) interpreter.raise("IndexError", fmt::format("{} index out of range", what), spot);
    return static_cast<size_t>(at);
}

}  // namespace

std::vector<int64_t> slice_indexes(const Slice& slice, int64_t count) {
    int64_t step = slice.step.is_integer() ? slice.step.integer : 1;
    if (step == 0) step = 1;
    auto bounded = [&](const Value& at, int64_t standard) {
        if (!at.is_integer()) return standard;
        int64_t index = at.integer < 0 ? std::max(at.integer, -count - 1) + count : std::min(at.integer, count);
        return step > 0 ? std::clamp<int64_t>(index, 0, count) : std::clamp<int64_t>(index, -1, count - 1);
    };
    int64_t start = bounded(slice.start, step > 0 ? 0 : count - 1);
    int64_t stop = bounded(slice.stop, step > 0 ? count : -1);
    std::vector<int64_t> indexes;
    for (int64_t at = start; step > 0 ? at < stop : at > stop;) {
        indexes.push_back(at);
        Checked next = Checked(at) + step;
        if (next.overflowed()) break;
        at = next.value();
    }
    return indexes;
}

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

Value Interpreter::item(Value of, Value index, Spot spot) {
    if (as<Unknown>(of)) return of;
    if (auto* unknown = as<Unknown>(index); unknown && !as<TensorValue>(of)) return index;
    if (as<TensorValue>(of)) return recorded_item(*this, of, index, spot);
    if (auto* dict = as<Dict>(of)) {
        if (Value* value = dict->find(index)) return *value;
        if (!dict->has_standard) raise("KeyError", repr(index), spot);
        Value value = dict->standard.is_none() ? Value::number(int64_t{0}) : call(dict->standard, std::vector<Value>());
        dict->set(index, value);
        return value;
    }
    auto* slice = as<Slice>(index);
    if (auto* list = as<List>(of)) {
        if (!slice) return list->items[checked_index(*this, index, list->items.size(), "list", spot)];
        std::vector<Value> items;
        for (int64_t at : slice_indexes(*slice, static_cast<int64_t>(list->items.size()))) {
            items.push_back(list->items[static_cast<size_t>(at)]);
        }
        return this->list(std::move(items));
    }
    if (auto* tuple = as<Tuple>(of)) {
        if (!slice) return tuple->items[checked_index(*this, index, tuple->items.size(), "tuple", spot)];
        std::vector<Value> items;
        for (int64_t at : slice_indexes(*slice, static_cast<int64_t>(tuple->items.size()))) {
            items.push_back(tuple->items[static_cast<size_t>(at)]);
        }
        return this->tuple(std::move(items));
    }
    if (auto* text = as<String>(of)) {
        if (!slice)
            return string(std::string(1, text->text[checked_index(*this, index, text->text.size(), "string", spot)]));
        std::string part;
        for (int64_t at : slice_indexes(*slice, static_cast<int64_t>(text->text.size()))) {
            part += text->text[static_cast<size_t>(at)];
        }
        return string(part);
    }
    if (auto* range = as<Range>(of)) {
        if (!slice) {
            auto at = checked_index(*this, index, static_cast<size_t>(range->count()), "range", spot);
            return Value::number(range->start + static_cast<int64_t>(at) * range->step);
        }
        return item(list(items_of(of, spot)), index, spot);
    }
    if (auto* instance = as<Instance>(of)) {
        if (auto method = find_attribute(of, "__getitem__")) return call(*method, {index});
        if (!instance->content.is_none()) return item(instance->content, index, spot);
        bool is_known = std::all_of(instance->type->order.begin(), instance->type->order.end(),
                                    [](const ClassType* base) { return base->is_known; });
        if (!is_known) return unknown(fmt::format("an item of `{}`", instance->type->name));
    }
    if (auto* type = as<ClassType>(of)) {  // List[int], or a member of an Enum
        auto* name = as<String>(index);
        const Value* member = name ? type->attributes.find(name->text) : nullptr;
        return member ? *member : of;
    }
    if (as<Library>(of)) return of;
    raise("TypeError", fmt::format("'{}' object is not subscriptable", type_name(of)), spot);
}

void Interpreter::set_item(Value of, Value index, Value value, Spot spot) {
    if (auto* dict = as<Dict>(of)) return dict->set(index, value);
    if (auto* list = as<List>(of)) {
        auto* slice = as<Slice>(index);
        if (!slice) {
            list->items[checked_index(*this, index, list->items.size(), "list", spot)] = value;
            return;
        }
        auto places = slice_indexes(*slice, static_cast<int64_t>(list->items.size()));
        auto values = items_of(value, spot);
        bool plain = slice->step.is_none() || (slice->step.is_integer() && slice->step.integer == 1);
        if (!plain) {
            for (size_t at = 0; at < places.size() && at < values.size(); ++at) {
                list->items[static_cast<size_t>(places[at])] = values[at];
            }
            return;
        }
        size_t first = places.empty()
                           ? std::min(list->items.size(), slice->start.is_integer() && slice->start.integer >= 0
                                                              ? static_cast<size_t>(slice->start.integer)
                                                              : list->items.size())
                           : static_cast<size_t>(places[0]);
        auto begin = list->items.begin() + static_cast<ptrdiff_t>(first);
        list->items.erase(begin, begin + static_cast<ptrdiff_t>(places.size()));
        list->items.insert(list->items.begin() + static_cast<ptrdiff_t>(first), values.begin(), values.end());
        return;
    }
    if (auto* tensor = as<TensorValue>(of)) return set_tensor_item(*this, *tensor, index, value, spot);
    if (auto* instance = as<Instance>(of)) {
        if (call_method(*this, of, "__setitem__", {index, value})) return;
        if (!instance->content.is_none()) return set_item(instance->content, index, value, spot);
    }
    if (as<Unknown>(of) || as<Library>(of)) return;
    raise("TypeError", fmt::format("'{}' object does not support item assignment", type_name(of)), spot);
}

std::vector<Value> Interpreter::items_of(Value iterable, Spot spot) {
    if (auto* list = as<List>(iterable)) return list->items;
    if (auto* tuple = as<Tuple>(iterable)) return tuple->items;
    std::vector<Value> items;
    if (auto* dict = as<Dict>(iterable)) {
        for (const auto& [key, value] : dict->items) items.push_back(key);
        return items;
    }
    if (auto* set = as<Set>(iterable)) {
        for (const auto& [key, value] : set->items.items) items.push_back(key);
        return items;
    }
    if (auto* range = as<Range>(iterable)) {
        int64_t at = range->start;
        for (int64_t left = range->count(); left > 0; --left) {
            count_step();
            items.push_back(Value::number(at));
            if (left > 1) at += range->step;
        }
        return items;
    }
    if (auto* text = as<String>(iterable)) {
        for (size_t at = 0; at < text->text.size();) {
            size_t end = at + 1;
            while (end < text->text.size() && (static_cast<unsigned char>(text->text[end]) & 0xc0) == 0x80) ++end;
            items.push_back(string(text->text.substr(at, end - at)));
            at = end;
        }
        return items;
    }
    if (auto* iterator = as<Iterator>(iterable)) {
        items.assign(iterator->items.begin() + static_cast<ptrdiff_t>(iterator->at), iterator->items.end());
        iterator->at = iterator->items.size();
        return items;
    }
    if (auto* tensor = as<TensorValue>(iterable)) return tensor_items(*this, *tensor, spot);
    if (as<Unknown>(iterable) || as<Library>(iterable)) {
        bool matters = tracing || constructing > 0;
        if (!matters) return {};
        auto* unknown_value = as<Unknown>(iterable);
        raise(code::python_error,
              fmt::format("what this goes through depends on {}",
                          unknown_value ? unknown_value->why : repr(iterable) + ", which nnshape does not know"),
              {}, spot);
    }
    if (auto* type = as<ClassType>(iterable)) {  // an Enum
        for (const auto& [name, value] : type->attributes.items()) {
            if (auto* member = as<Instance>(value); member && member->type == type) items.push_back(value);
        }
        return items;
    }
    if (auto* instance = as<Instance>(iterable)) {
        if (auto method = find_attribute(iterable, "__iter__"); method && !as<Unknown>(*method)) {
            Value inner = call(*method, std::vector<Value>());
            if (!is_same(inner, iterable)) return items_of(inner, spot);
            return drained(iterable);
        }
        if (!instance->content.is_none()) return items_of(instance->content, spot);
        bool is_known = std::all_of(instance->type->order.begin(), instance->type->order.end(),
                                    [](const ClassType* base) { return base->is_known; });
        if (!is_known) return {};
        auto length = call_method(*this, iterable, "__len__");
        if (length && length->is_integer()) {
            for (int64_t at = 0; at < length->integer; ++at) items.push_back(item(iterable, Value::number(at), spot));
            return items;
        }
    }
    raise("TypeError", fmt::format("'{}' object is not iterable", type_name(iterable)), spot);
}

// What `__next__` gives until it raises a StopIteration.
std::vector<Value> Interpreter::drained(Value iterator) {
    std::vector<Value> items;
    try {
        while (auto next = call_method(*this, iterator, "__next__")) items.push_back(*next);
    } catch (const Raised& raised) {
        if (raised.type != "StopIteration") throw;
    }
    return items;
}

}  // namespace nnshape::python
