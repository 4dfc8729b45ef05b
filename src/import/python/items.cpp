// Items of lists and the like, and what is iterated over.
#include <fmt/format.h>
#include <algorithm>

#include "base/checked.h"
#include "import/python/arguments.h"
#include "import/python/evaluation.h"
#include "import/python/keras_graph.h"
#include "import/python/tensor_values.h"

namespace nnshape::python {
namespace {

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
        bool is_known = is_wholly_known(*instance->type);
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
        bool is_known = is_wholly_known(*instance->type);
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
