// Classes and their objects.
#include <fmt/format.h>
#include <algorithm>

#include "import/python/arguments.h"
#include "import/python/evaluation.h"
#include "import/python/modules.h"
#include "import/python/named_tuples.h"

namespace nnshape::python {
namespace {

// The order in which names are looked for: each base's, with a class behind all that are derived from it.
std::vector<ClassType*> order_of(ClassType* type, const std::vector<ClassType*>& bases) {
    std::vector<std::vector<ClassType*>> lists;
    for (ClassType* base : bases) lists.push_back(base->order);
    lists.push_back(bases);
    std::vector<ClassType*> order = {type};
    while (true) {
        std::erase_if(lists, [](const auto& list) { return list.empty(); });
        if (lists.empty()) return order;
        ClassType* next = nullptr;
        for (const auto& list : lists) {
            auto is_behind = [&](const auto& other) {
                return std::find(other.begin() + 1, other.end(), list[0]) != other.end();
            };
            if (!next && std::none_of(lists.begin(), lists.end(), is_behind)) next = list[0];
        }
        if (!next) next = lists[0][0];  // an order that Python would refuse
        order.push_back(next);
        for (auto& list : lists) std::erase(list, next);
    }
}

std::vector<ClassType*> bases_of(Interpreter& interpreter, Frame& frame, const Stmt& statement) {
    std::vector<ClassType*> bases;
    for (const CallItem& item : statement.arguments) {
        if (!item.name.empty() || item.stars > 0) continue;  // a metaclass
        Value base = interpreter.evaluate(frame, *item.value);
        if (auto* type = as<ClassType>(base)) bases.push_back(type);
        if (auto* library = as<Library>(base)) bases.push_back(interpreter.library_class(library->name));
        if (as<Unknown>(base)) bases.push_back(interpreter.library_class("unknown.Class"));
    }
    std::vector<ClassType*> unique;
    for (ClassType* base : bases) {
        if (std::find(unique.begin(), unique.end(), base) == unique.end()) unique.push_back(base);
    }
    return unique;
}

bool is_enum(const ClassType& type) {
    return is_derived(type, "enum.Enum") || is_derived(type, "enum.IntEnum") || is_derived(type, "enum.StrEnum");
}

// The values in the body of an Enum become its members.
void make_members(Interpreter& interpreter, ClassType& type) {
    for (const auto& [name, value] : std::vector(type.attributes.items())) {
        bool is_member = !name.starts_with("_") && !as<FunctionValue>(value) && !as<Property>(value) &&
                         !as<StaticMethod>(value) && !as<ClassMethod>(value) && !as<Instance>(value);
        auto* instance = as<Instance>(value);
        bool is_alias = instance && instance->type == &type;
        if (instance && !is_alias) is_member = true;
        if (!is_member) continue;
        Instance* member = interpreter.make<Instance>(&type);
        Value content = value;
        for (const auto& [other, before] : type.attributes.items()) {  // the same value under another name
            auto* earlier = as<Instance>(before);
            const Value* its = earlier && earlier->type == &type ? earlier->attributes.find("value") : nullptr;
            if (its && is_same(*its, value) && other != name && as<Instance>(value)) member = earlier;
        }
        if (!member->attributes.find("name")) {
            member->attributes.set("name", interpreter.string(name));
            member->attributes.set("value", content);
            member->attributes.set("_value_", content);
        }
        type.attributes.set(name, Value::of(member));
    }
}

// An object of a dataclass gets a field for each argument. `type` is its class, or the base whose constructor this is.
void fill_fields(Interpreter& interpreter, Instance& instance, const ClassType& type, const Arguments& arguments) {
    std::vector<std::string> fields = fields_of(type);
    for (size_t index = 0; index < fields.size(); ++index) {
        const Argument* given = arguments.find(index, fields[index]);
        auto standard = find_in_class(interpreter, *instance.type, fields[index]);
        if (!given && !standard) {
            interpreter.raise(
                "TypeError",
                fmt::format("{}.__init__() missing required argument: '{}'", instance.type->name, fields[index]),
                arguments.spot);
        }
        Value value = given ? given->value : *standard;
        auto* field = given ? nullptr : as<Instance>(value);
        if (field && field->type->library == "dataclasses.Field") {
            if (const Value* factory = field->attributes.find("default_factory")) {
                value = interpreter.call(*factory, std::vector<Value>());
            } else if (const Value* plain = field->attributes.find("default")) {
                value = *plain;
            }
        }
        instance.attributes.set(fields[index], value);
    }
    for (const Argument& argument : arguments.items) {
        bool is_field = argument.name.empty() || std::find(fields.begin(), fields.end(), argument.name) != fields.end();
        if (is_field) continue;
        interpreter.raise(
            "TypeError",
            fmt::format("{}.__init__() got an unexpected keyword argument '{}'", instance.type->name, argument.name),
            argument.spot);
    }
    call_method(interpreter, Value::of(&instance), "__post_init__");
}

// The constructor of a dataclass that has none of its own.
Value init_fields(Interpreter& interpreter, Arguments& arguments) {
    auto* instance = as<Instance>(arguments.items.at(0).value);
    auto* type = as<ClassType>(arguments.callee->bound.at(0));
    if (!instance || !type) return Value::none();
    Arguments fields = arguments;
    fields.items.erase(fields.items.begin());
    fill_fields(interpreter, *instance, *type, fields);
    return Value::none();
}

// The member of an Enum that has a value.
Value find_member(Interpreter& interpreter, const ClassType& type, const Arguments& arguments) {
    for (const auto& [name, value] : type.attributes.items()) {
        auto* member = as<Instance>(value);
        const Value* content = member ? member->attributes.find("value") : nullptr;
        if (content && !arguments.items.empty() && is_equal(*content, arguments.items[0].value)) return value;
    }
    interpreter.raise("ValueError", fmt::format("that is not a valid {}", type.name), arguments.spot);
}

bool is_exception(const ClassType& type) { return is_derived(type, "builtins.BaseException"); }

// The values that an object of a class derived from a built-in one has: of a list, a dict, a str.
std::optional<std::string> content_class(const ClassType& type) {
    for (const ClassType* base : type.order) {
        for (std::string_view name : {"builtins.list", "builtins.dict", "builtins.str", "builtins.int",
                                      "builtins.float", "builtins.tuple", "collections.OrderedDict"}) {
            if (base->library == name) return std::string(name);
        }
    }
    return std::nullopt;
}

// A class that is derived from typing.NamedTuple: the values of its fields are those that are not given.
void name_fields(Interpreter& interpreter, ClassType& type) {
    std::vector<Value> standards;
    for (const std::string& field : type.fields) {
        if (const Value* standard = type.attributes.find(field)) standards.push_back(*standard);
        type.attributes.erase(field);
    }
    make_named_tuples(interpreter, type, std::move(standards));
    type.is_dataclass = false;
}

}  // namespace

std::vector<std::string> fields_of(const ClassType& type) {
    std::vector<std::string> fields;
    for (size_t index = type.order.size(); index > 0; --index) {
        for (const std::string& field : type.order[index - 1]->fields) {
            if (std::find(fields.begin(), fields.end(), field) == fields.end()) fields.push_back(field);
        }
    }
    return fields;
}

std::optional<Value> find_in_class(Interpreter& interpreter, const ClassType& type, std::string_view name,
                                   const ClassType* after) {
    bool passed = after == nullptr;
    for (ClassType* base : type.order) {
        if (!passed) {
            passed = base == after;
            continue;
        }
        if (const Value* value = base->attributes.find(name)) return *value;
        if (base->library.empty()) continue;
        if (auto value = library_class_attribute(interpreter, *base, name)) return value;
    }
    return std::nullopt;
}

Value bound(Interpreter& interpreter, Value value, Value self, ClassType& type) {
    bool is_function = as<FunctionValue>(value) || as<Native>(value);
    if (is_function) return Value::of(interpreter.make<Method>(self, value));
    if (auto* property = as<Property>(value)) return interpreter.call(property->get, {self});
    if (auto* method = as<StaticMethod>(value)) return method->function;
    if (auto* method = as<ClassMethod>(value)) {
        return Value::of(interpreter.make<Method>(Value::of(&type), method->function));
    }
    return value;
}

Value make_class(Interpreter& interpreter, Frame& frame, const Stmt& statement) {
    ClassType* type = interpreter.make<ClassType>();
    type->name = statement.text;
    type->package = frame.package;
    type->span = statement.span;
    type->order = order_of(type, bases_of(interpreter, frame, statement));
    std::vector<Value> decorators;
    for (const Expr* expr : statement.decorators) {
        Value decorator = interpreter.evaluate(frame, *expr);
        auto* library = as<Library>(decorator);
        bool is_dataclass = library && library->name == "dataclasses.dataclass";
        if (is_dataclass) type->is_dataclass = true;
        if (!is_dataclass && !as<Unknown>(decorator)) decorators.push_back(decorator);
    }
    bool is_tuple = type->order.size() > 1 && type->order[1]->library == "typing.NamedTuple";
    if (is_tuple) type->is_dataclass = true;  // while its fields are read
    Scope* scope = interpreter.make<Scope>();
    bool at_file_level = frame.scope == &frame.package->scope;
    scope->around = at_file_level ? nullptr : frame.in_class ? frame.scope->around : frame.scope;
    Frame body{.package = frame.package, .scope = scope, .in_class = type};
    {
        FrameGuard guard(interpreter, body);
        execute(interpreter, body, statement.body);
    }
    type->attributes = scope->names;
    if (is_enum(*type)) make_members(interpreter, *type);
    if (is_tuple) name_fields(interpreter, *type);
    bool has_fields =
        std::any_of(type->order.begin(), type->order.end(), [](const ClassType* base) { return base->is_dataclass; });
    bool inits = type->is_dataclass && !type->attributes.find("__init__");
    if (inits) type->attributes.set("__init__", interpreter.native("__init__", init_fields, {Value::of(type)}));
    type->is_dataclass = has_fields;
    Value value = Value::of(type);
    for (size_t index = decorators.size(); index > 0; --index) {
        auto* library = as<Library>(decorators[index - 1]);
        if (library && !find_native(library->name)) continue;
        Value decorated = interpreter.call(decorators[index - 1], {value});
        if (!as<Unknown>(decorated) && !decorated.is_none()) value = decorated;
    }
    return value;
}

Value construct(Interpreter& interpreter, ClassType& type, Arguments& arguments) {
    if (!type.library.empty()) {
        if (auto made = construct_library(interpreter, type, arguments)) return *made;
    }
    if (is_enum(type) && type.library.empty()) return find_member(interpreter, type, arguments);
    auto maker = find_in_class(interpreter, type, "__new__");
    if (maker && as<Native>(*maker)) {  // of named tuples
        arguments.items.insert(arguments.items.begin(), {.name = {}, .value = Value::of(&type), .spot = {}});
        return interpreter.call(*maker, arguments);
    }
    Instance* instance = interpreter.make<Instance>(&type);
    Value self = Value::of(instance);
    if (is_exception(type)) {
        std::vector<Value> args;
        for (const Argument& argument : arguments.items) args.push_back(argument.value);
        instance->attributes.set("args", interpreter.tuple(std::move(args)));
    }
    if (is_module_class(type)) begin_module(interpreter, *instance, arguments.spot);
    auto init = find_in_class(interpreter, type, "__init__");
    auto content = content_class(type);
    if (content && !instance->module) {
        Arguments copy = init && as<FunctionValue>(*init) ? Arguments{.items = {}, .spot = arguments.spot} : arguments;
        instance->content = interpreter.call(Value::of(interpreter.library_class(*content)), copy);
    }
    if (!init) return self;
    ConstructionGuard guard(interpreter, *instance);
    Arguments with_self = arguments;
    with_self.items.insert(with_self.items.begin(), {.name = {}, .value = self, .spot = {}});
    interpreter.call(*init, with_self);
    return self;
}

bool Interpreter::is_instance(Value value, Value type) {
    if (auto* tuple = as<Tuple>(type)) {
        return std::any_of(tuple->items.begin(), tuple->items.end(),
                           [&](const Value& one) { return is_instance(value, one); });
    }
    auto* wanted = as<ClassType>(type);
    if (!wanted) return false;
    if (auto* instance = as<Instance>(value)) {
        const auto& order = instance->type->order;
        return wanted->library == "builtins.object" || std::find(order.begin(), order.end(), wanted) != order.end();
    }
    auto* tuple = as<Tuple>(value);
    if (tuple && tuple->type && wanted->library.empty()) {
        const auto& order = tuple->type->order;
        return std::find(order.begin(), order.end(), wanted) != order.end();
    }
    if (wanted->library == "types.NoneType") return value.is_none();
    return is_library_instance(value, wanted->library);
}

}  // namespace nnshape::python
