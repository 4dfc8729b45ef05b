#include <fmt/format.h>

#include "import/python/arguments.h"
#include "import/python/natives.h"
#include "import/python/operators.h"
#include "import/python/self.h"

// The methods of dicts: https://docs.python.org/3/library/stdtypes.html#mapping-types-dict
namespace nnshape::python {
namespace {

Value get(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "dict.get", {"self", "key", "default?"});
    auto& dict = self_of<Dict>(interpreter, bound, "dict");
    check_hashable(interpreter, bound[1]);
    Value* found = dict.find(bound[1]);
    return found ? *found : bound[2];
}

// The keys are a set, which has the operators of a view of keys.
Value keys(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "dict.keys", {"self"});
    auto* set = interpreter.make<Set>();
    for (const auto& [key, value] : self_of<Dict>(interpreter, bound, "dict").items) set->items.set(key, {});
    return Value::of(set);
}

Value values(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "dict.values", {"self"});
    std::vector<Value> items;
    for (const auto& [key, value] : self_of<Dict>(interpreter, bound, "dict").items) items.push_back(value);
    return interpreter.list(items);
}

Value items(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "dict.items", {"self"});
    std::vector<Value> pairs;
    for (const auto& [key, value] : self_of<Dict>(interpreter, bound, "dict").items) {
        pairs.push_back(interpreter.tuple({key, value}));
    }
    return interpreter.list(pairs);
}

Value pop(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "dict.pop", {"self", "key", "default?"});
    auto& dict = self_of<Dict>(interpreter, bound, "dict");
    check_hashable(interpreter, bound[1]);
    Value* found = dict.find(bound[1]);
    if (!found && !bound.has(2)) interpreter.raise("KeyError", repr(bound[1]), arguments.spot);
    if (!found) return bound[2];
    Value value = *found;
    dict.erase(bound[1]);
    return value;
}

Value pop_item(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "dict.popitem", {"self", "last?"});
    auto& dict = self_of<Dict>(interpreter, bound, "dict");
    if (dict.items.empty()) interpreter.raise("KeyError", "'popitem(): dictionary is empty'", arguments.spot);
    auto [key, value] = bound.truth(1, true) ? dict.items.back() : dict.items.front();
    dict.erase(key);
    return interpreter.tuple({key, value});
}

Value set_default(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "dict.setdefault", {"self", "key", "default?"});
    auto& dict = self_of<Dict>(interpreter, bound, "dict");
    check_hashable(interpreter, bound[1]);
    if (Value* found = dict.find(bound[1])) return *found;
    dict.set(bound[1], bound[2]);
    return bound[2];
}

Value update_dict(Interpreter& interpreter, Arguments& arguments) {
    if (arguments.positional() > 2) {
        interpreter.raise("TypeError",
                          fmt::format("update expected at most 1 argument, got {}", arguments.positional() - 1),
                          arguments.spot);
    }
    Bound bound(interpreter, arguments, "dict.update", {"self", "*other", "**"});
    auto& dict = self_of<Dict>(interpreter, bound, "dict");
    for (const Argument& argument : bound.rest()) {
        need_known(interpreter, argument.value);
        update(interpreter, dict, argument.value, argument.spot);
    }
    for (const Argument& argument : arguments.items) {
        if (!argument.name.empty()) dict.set(interpreter.string(argument.name), argument.value);
    }
    return {};
}

Value copy(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "dict.copy", {"self"});
    auto& dict = self_of<Dict>(interpreter, bound, "dict");
    auto* result = interpreter.make<Dict>();
    update(interpreter, *result, Value::of(&dict), arguments.spot);
    result->standard = dict.standard;
    result->has_standard = dict.has_standard;
    return Value::of(result);
}

Value clear(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "dict.clear", {"self"});
    self_of<Dict>(interpreter, bound, "dict").clear();
    return {};
}

Value from_keys(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "dict.fromkeys", {"iterable", "value?"});
    auto* dict = interpreter.make<Dict>();
    for (const Value& key : bound.items(0)) {
        check_hashable(interpreter, key);
        dict->set(key, bound[1]);
    }
    return Value::of(dict);
}

Value move_to_end(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "OrderedDict.move_to_end", {"self", "key", "last?"});
    auto& dict = self_of<Dict>(interpreter, bound, "dict");
    Value* found = dict.find(bound[1]);
    if (!found) interpreter.raise("KeyError", repr(bound[1]), arguments.spot);
    std::vector<std::pair<Value, Value>> moved = {{bound[1], *found}};
    dict.erase(bound[1]);
    bool last = bound.truth(2, true);
    if (!last) {
        moved.insert(moved.end(), dict.items.begin(), dict.items.end());
        dict.clear();
    }
    for (const auto& [key, value] : moved) dict.set(key, value);
    return {};
}

const NativeEntry entries[] = {
    {"dict.get", known<get>},
    {"dict.keys", known<keys>},
    {"dict.values", known<values>},
    {"dict.items", known<items>},
    {"dict.pop", known<pop>},
    {"dict.popitem", known<pop_item>},
    {"dict.setdefault", known<set_default>},
    {"dict.update", known<update_dict>},
    {"dict.copy", known<copy>},
    {"dict.clear", known<clear>},
    {"dict.fromkeys", known<from_keys>},
    {"builtins.dict.fromkeys", known<from_keys>},
    {"collections.OrderedDict.fromkeys", known<from_keys>},
    {"dict.move_to_end", known<move_to_end>},
};

}  // namespace

std::span<const NativeEntry> dict_methods() { return entries; }

}  // namespace nnshape::python
