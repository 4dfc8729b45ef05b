#include <algorithm>

#include "import/python/arguments.h"
#include "import/python/natives.h"
#include "import/python/operators.h"
#include "import/python/self.h"

// The methods of sets: https://docs.python.org/3/library/stdtypes.html#set-types-set-frozenset
namespace nnshape::python {
namespace {

Set* set_of(Interpreter& interpreter, const std::vector<Value>& items) {
    auto* set = interpreter.make<Set>();
    for (const Value& item : items) {
        check_hashable(interpreter, item);
        set->items.set(item, {});
    }
    return set;
}

Value add(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "set.add", {"self", "elem"});
    check_hashable(interpreter, bound[1]);
    self_of<Set>(interpreter, bound, "set").items.set(bound[1], {});
    return {};
}

Value discard(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "set.discard", {"self", "elem"});
    self_of<Set>(interpreter, bound, "set").items.erase(bound[1]);
    return {};
}

Value remove(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "set.remove", {"self", "elem"});
    bool found = self_of<Set>(interpreter, bound, "set").items.erase(bound[1]);
    if (!found) interpreter.raise("KeyError", repr(bound[1]), arguments.spot);
    return {};
}

Value pop(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "set.pop", {"self"});
    auto& items = self_of<Set>(interpreter, bound, "set").items;
    if (items.items.empty()) interpreter.raise("KeyError", "'pop from an empty set'", arguments.spot);
    if (items.items.size() > 1) throw NotKnown{interpreter.unknown("which item `set.pop()` takes")};
    Value item = items.items[0].first;
    items.clear();
    return item;
}

Value clear(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "set.clear", {"self"});
    self_of<Set>(interpreter, bound, "set").items.clear();
    return {};
}

constexpr std::string_view union_sign = "|", common_sign = "&", rest_sign = "-", either_sign = "^";

// What the operator gives with each of the iterables in turn.
template <const std::string_view& sign>
Value combined(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "set.union", {"self", "*others"});
    Value result = Value::of(&self_of<Set>(interpreter, bound, "set"));
    if (bound.rest().empty()) return Value::of(set_of(interpreter, bound.items(0)));
    for (const Argument& other : bound.rest()) {
        Value second = Value::of(set_of(interpreter, to_items(interpreter, other.value, other.spot)));
        result = interpreter.binary(sign, result, second, arguments.spot);
    }
    return result;
}

template <const std::string_view& sign>
Value change(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "set.update", {"self", "*others"});
    auto& set = self_of<Set>(interpreter, bound, "set");
    Value result = combined<sign>(interpreter, arguments);
    set.items.clear();
    for (const auto& [item, unused] : as<Set>(result)->items.items) set.items.set(item, {});
    return {};
}

bool is_part(Set& one, Set& other) {
    return std::all_of(one.items.items.begin(), one.items.items.end(),
                       [&](const auto& item) { return other.items.find(item.first) != nullptr; });
}

Value is_subset(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "set.issubset", {"self", "other"});
    return Value::boolean(is_part(self_of<Set>(interpreter, bound, "set"), *set_of(interpreter, bound.items(1))));
}

Value is_superset(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "set.issuperset", {"self", "other"});
    return Value::boolean(is_part(*set_of(interpreter, bound.items(1)), self_of<Set>(interpreter, bound, "set")));
}

Value is_disjoint(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "set.isdisjoint", {"self", "other"});
    auto& set = self_of<Set>(interpreter, bound, "set");
    std::vector<Value> items = bound.items(1);
    return Value::boolean(
        std::none_of(items.begin(), items.end(), [&](const Value& item) { return set.items.find(item) != nullptr; }));
}

Value copy(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "set.copy", {"self"});
    return Value::of(set_of(interpreter, bound.items(0)));
}

const NativeEntry entries[] = {
    {"set.add", known<add>},
    {"set.discard", known<discard>},
    {"set.remove", known<remove>},
    {"set.pop", known<pop>},
    {"set.clear", known<clear>},
    {"set.copy", known<copy>},
    {"set.union", known<combined<union_sign>>},
    {"set.intersection", known<combined<common_sign>>},
    {"set.difference", known<combined<rest_sign>>},
    {"set.symmetric_difference", known<combined<either_sign>>},
    {"set.update", known<change<union_sign>>},
    {"set.intersection_update", known<change<common_sign>>},
    {"set.difference_update", known<change<rest_sign>>},
    {"set.issubset", known<is_subset>},
    {"set.issuperset", known<is_superset>},
    {"set.isdisjoint", known<is_disjoint>},
};

}  // namespace

std::span<const NativeEntry> set_methods() { return entries; }

}  // namespace nnshape::python
