#include <fmt/format.h>
#include <algorithm>

#include "import/python/arguments.h"
#include "import/python/natives.h"
#include "import/python/operators.h"
#include "import/python/self.h"
#include "import/python/sorting.h"

// The methods of lists, tuples, named tuples, ranges and iterators, and those that a deque has beside:
// https://docs.python.org/3/tutorial/datastructures.html
namespace nnshape::python {
namespace {

Value append(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "list.append", {"self", "object"});
    auto& items = self_of<List>(interpreter, bound, "list").items;
    if (static_cast<int64_t>(items.size()) >= most_items) count_items(interpreter, most_items + 1);
    items.push_back(bound[1]);
    return {};
}

Value append_left(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "deque.appendleft", {"self", "object"});
    auto& items = self_of<List>(interpreter, bound, "list").items;
    count_items(interpreter, static_cast<int64_t>(items.size()) + 1);
    items.insert(items.begin(), bound[1]);
    return {};
}

Value extend(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "list.extend", {"self", "iterable"});
    auto& items = self_of<List>(interpreter, bound, "list").items;
    std::vector<Value> added = bound.items(1);
    count_items(interpreter, static_cast<int64_t>(items.size() + added.size()));
    items.insert(items.end(), added.begin(), added.end());
    return {};
}

Value insert(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "list.insert", {"self", "index", "object"});
    auto& items = self_of<List>(interpreter, bound, "list").items;
    auto size = static_cast<int64_t>(items.size());
    count_items(interpreter, size + 1);
    int64_t at = bound.integer(1);
    at = std::clamp<int64_t>(at < 0 ? std::max(at, -size) + size : at, 0, size);
    items.insert(items.begin() + at, bound[2]);
    return {};
}

Value take(Interpreter& interpreter, std::vector<Value>& items, int64_t at, Spot spot) {
    auto size = static_cast<int64_t>(items.size());
    if (size == 0) interpreter.raise("IndexError", "pop from empty list", spot);
    if (at < -size || at >= size) interpreter.raise("IndexError", "pop index out of range", spot);
    auto place = items.begin() + (at < 0 ? at + size : at);
    Value item = *place;
    items.erase(place);
    return item;
}

Value pop(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "list.pop", {"self", "index?"});
    return take(interpreter, self_of<List>(interpreter, bound, "list").items, bound.integer(1, -1), arguments.spot);
}

Value pop_left(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "deque.popleft", {"self"});
    return take(interpreter, self_of<List>(interpreter, bound, "list").items, 0, arguments.spot);
}

// The first place of an item that is equal, from a start to an end; nothing if there is none.
std::optional<size_t> place_of(Interpreter& interpreter, const std::vector<Value>& items, const Value& sought,
                               size_t start, size_t end) {
    for (size_t index = start; index < end && index < items.size(); ++index) {
        Value item = items[index];  // `__eq__` may change the list
        std::optional<bool> same = equals(interpreter, item, sought);
        if (!same) throw NotKnown{as<Unknown>(sought) ? sought : interpreter.unknown("whether values are equal")};
        if (*same) return index;
    }
    return {};
}

Value remove(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "list.remove", {"self", "value"});
    auto& items = self_of<List>(interpreter, bound, "list").items;
    auto place = place_of(interpreter, items, bound[1], 0, items.size());
    if (!place) interpreter.raise("ValueError", "list.remove(x): x not in list", arguments.spot);
    if (*place < items.size()) items.erase(items.begin() + static_cast<ptrdiff_t>(*place));
    return {};
}

Value index(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "index", {"self", "value", "start?", "stop?"});
    std::vector<Value> items = bound.items(0);
    auto size = static_cast<int64_t>(items.size());
    auto place = [&](size_t argument, int64_t standard) {
        int64_t at = bound.integer(argument, standard);
        return static_cast<size_t>(std::clamp<int64_t>(at < 0 ? std::max(at, -size) + size : at, 0, size));
    };
    auto found = place_of(interpreter, items, bound[1], place(2, 0), place(3, size));
    if (found) return Value::number(static_cast<int64_t>(*found));
    interpreter.raise("ValueError",
                      as<Tuple>(bound[0]) ? "tuple.index(x): x not in tuple" : repr(bound[1]) + " is not in list",
                      arguments.spot);
}

Value count(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "count", {"self", "value"});
    int64_t found = 0;
    for (const Value& item : bound.items(0)) {
        std::optional<bool> same = equals(interpreter, item, bound[1]);
        if (!same) throw NotKnown{as<Unknown>(item) ? item : interpreter.unknown("whether values are equal")};
        found += *same;
    }
    return Value::number(found);
}

Value reverse(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "list.reverse", {"self"});
    auto& items = self_of<List>(interpreter, bound, "list").items;
    std::reverse(items.begin(), items.end());
    return {};
}

Value sort(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "list.sort", {"self", "*", "key?", "reverse?"});
    auto& list = self_of<List>(interpreter, bound, "list");
    std::vector<Value> items = sorted(interpreter, list.items, bound[2], bound.truth(3));
    list.items = std::move(items);
    return {};
}

Value copy(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "list.copy", {"self"});
    return interpreter.list(bound.items(0));
}

Value clear(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "list.clear", {"self"});
    self_of<List>(interpreter, bound, "list").items.clear();
    return {};
}

Value rotate(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "deque.rotate", {"self", "n?"});
    auto& items = self_of<List>(interpreter, bound, "list").items;
    auto size = static_cast<int64_t>(items.size());
    if (size == 0) return {};
    int64_t places = (bound.integer(1, 1) % size + size) % size;
    std::rotate(items.begin(), items.end() - places, items.end());
    return {};
}

Value as_dict(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "_asdict", {"self"});
    auto& tuple = self_of<Tuple>(interpreter, bound, "tuple");
    auto* dict = interpreter.make<Dict>();
    for (size_t place = 0; place < tuple.names.size() && place < tuple.items.size(); ++place) {
        dict->set(interpreter.string(tuple.names[place]), tuple.items[place]);
    }
    return Value::of(dict);
}

Value with_fields(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "_replace", {"self", "**"});
    auto& tuple = self_of<Tuple>(interpreter, bound, "tuple");
    auto* result = interpreter.make<Tuple>(tuple.items);
    result->names = tuple.names;
    result->type = tuple.type;
    for (const Argument& argument : arguments.items) {
        if (argument.name.empty()) continue;
        auto name = std::find(tuple.names.begin(), tuple.names.end(), argument.name);
        if (name == tuple.names.end()) {
            interpreter.raise("ValueError", fmt::format("Got unexpected field names: ['{}']", argument.name),
                              argument.spot);
        }
        result->items[static_cast<size_t>(name - tuple.names.begin())] = argument.value;
    }
    return Value::of(result);
}

const NativeEntry entries[] = {
    {"list.append", known<append>},    {"list.appendleft", known<append_left>},
    {"list.extend", known<extend>},    {"list.insert", known<insert>},
    {"list.pop", known<pop>},          {"list.popleft", known<pop_left>},
    {"list.remove", known<remove>},    {"list.index", known<index>},
    {"list.count", known<count>},      {"list.reverse", known<reverse>},
    {"list.sort", known<sort>},        {"list.copy", known<copy>},
    {"list.clear", known<clear>},      {"list.rotate", known<rotate>},
    {"tuple.index", known<index>},     {"tuple.count", known<count>},
    {"tuple._asdict", known<as_dict>}, {"tuple._replace", known<with_fields>},
    {"range.index", known<index>},     {"range.count", known<count>},
};

}  // namespace

std::span<const NativeEntry> list_methods() { return entries; }

}  // namespace nnshape::python
