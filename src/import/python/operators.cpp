#include "import/python/operators.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/checked.h"
#include "import/python/arguments.h"
#include "import/python/format.h"
#include "import/python/keras_graph.h"
#include "import/python/natives.h"
#include "import/python/tensor_values.h"

namespace nnshape::python {
namespace {

struct OperatorMethods {
    std::string_view sign, method, reflected, in_place;
};
constexpr OperatorMethods methods[] = {
    {"+", "__add__", "__radd__", "__iadd__"},           {"-", "__sub__", "__rsub__", "__isub__"},
    {"*", "__mul__", "__rmul__", "__imul__"},           {"/", "__truediv__", "__rtruediv__", "__itruediv__"},
    {"%", "__mod__", "__rmod__", "__imod__"},           {"//", "__floordiv__", "__rfloordiv__", "__ifloordiv__"},
    {"**", "__pow__", "__rpow__", "__ipow__"},          {"@", "__matmul__", "__rmatmul__", "__imatmul__"},
    {"&", "__and__", "__rand__", "__iand__"},           {"|", "__or__", "__ror__", "__ior__"},
    {"^", "__xor__", "__rxor__", "__ixor__"},           {"<<", "__lshift__", "__rlshift__", "__ilshift__"},
    {">>", "__rshift__", "__rrshift__", "__irshift__"},
};

const OperatorMethods& methods_of(std::string_view sign) {
    return *std::find_if(std::begin(methods), std::end(methods) - 1,
                         [&](const OperatorMethods& method) { return method.sign == sign; });
}

bool is_result(const std::optional<Value>& value) {
    auto* library = value ? as<Library>(*value) : nullptr;
    return value && !(library && library->name.ends_with("NotImplemented"));
}

std::optional<Value> by_method(Interpreter& interpreter, std::string_view sign, const Value& left, const Value& right) {
    const OperatorMethods& names = methods_of(sign);
    auto result = call_method(interpreter, left, names.method, {right});
    if (is_result(result)) return result;
    result = call_method(interpreter, right, names.reflected, {left});
    return is_result(result) ? result : std::nullopt;
}

std::vector<Value> repeated(Interpreter& interpreter, const std::vector<Value>& items, int64_t times) {
    Checked count = Checked(static_cast<int64_t>(items.size())) * std::max<int64_t>(times, 0);
    count_items(interpreter, count.overflowed() ? most_items + 1 : count.value());
    std::vector<Value> result;
    for (int64_t time = 0; time < times && !items.empty(); ++time) {
        result.insert(result.end(), items.begin(), items.end());
    }
    return result;
}

std::string repeated(Interpreter& interpreter, const std::string& text, int64_t times) {
    Checked count = Checked(static_cast<int64_t>(text.size())) * std::max<int64_t>(times, 0);
    count_bytes(interpreter, count.overflowed() ? most_bytes + 1 : count.value());
    std::string result;
    for (int64_t time = 0; time < times && !text.empty(); ++time) result += text;
    return result;
}

std::vector<Value> joined(Interpreter& interpreter, const std::vector<Value>& left, const std::vector<Value>& right) {
    count_items(interpreter, static_cast<int64_t>(left.size() + right.size()));
    std::vector<Value> items = left;
    items.insert(items.end(), right.begin(), right.end());
    return items;
}

std::optional<Value> times_sequence(Interpreter& interpreter, const Value& left, const Value& right) {
    const Value& sequence = left.is_integer() ? right : left;
    const Value& times = left.is_integer() ? left : right;
    if (!times.is_integer()) return {};
    if (auto* text = as<String>(sequence)) return interpreter.string(repeated(interpreter, text->text, times.integer));
    if (auto* list = as<List>(sequence)) return interpreter.list(repeated(interpreter, list->items, times.integer));
    if (auto* tuple = as<Tuple>(sequence)) return interpreter.tuple(repeated(interpreter, tuple->items, times.integer));
    return {};
}

std::optional<Value> plus(Interpreter& interpreter, const Value& left, const Value& right, Spot spot) {
    auto* text = as<String>(left);
    auto* other_text = as<String>(right);
    if (text && other_text) {
        count_bytes(interpreter, static_cast<int64_t>(text->text.size() + other_text->text.size()));
        return interpreter.string(text->text + other_text->text);
    }
    auto *list = as<List>(left), *other_list = as<List>(right);
    if (list && other_list) return interpreter.list(joined(interpreter, list->items, other_list->items));
    auto *tuple = as<Tuple>(left), *other_tuple = as<Tuple>(right);
    if (tuple && other_tuple) return interpreter.tuple(joined(interpreter, tuple->items, other_tuple->items));
    if (text || list || tuple) {
        std::string type = text ? "str" : list ? "list" : "tuple";
        interpreter.raise(
            "TypeError", fmt::format("can only concatenate {} (not \"{}\") to {}", type, type_name(right), type), spot);
    }
    return {};
}

std::optional<Value> set_binary(Interpreter& interpreter, std::string_view sign, Set& left, Set& right) {
    auto* result = interpreter.make<Set>();
    auto add = [&](Set& from, auto takes) {
        for (const auto& [key, value] : from.items.items) {
            if (takes(key)) result->items.set(key, {});
        }
    };
    auto in_left = [&](const Value& key) { return left.items.find(key) != nullptr; };
    auto in_right = [&](const Value& key) { return right.items.find(key) != nullptr; };
    if (sign == "|") {
        add(left, [](const Value&) { return true; });
        add(right, [](const Value&) { return true; });
    } else if (sign == "&") {
        add(left, in_right);
    } else if (sign == "-" || sign == "^") {
        add(left, std::not_fn(in_right));
        if (sign == "^") add(right, std::not_fn(in_left));
    } else {
        return {};
    }
    return Value::of(result);
}

Dict* copy_of(Interpreter& interpreter, const Dict& dict) {
    auto* copy = interpreter.make<Dict>();
    for (const auto& [key, value] : dict.items) copy->set(key, value);
    copy->standard = dict.standard;
    copy->has_standard = dict.has_standard;
    return copy;
}

// `int | None` is the tuple of its types.
std::optional<Value> type_union(Interpreter& interpreter, const Value& left, const Value& right) {
    auto is_type = [](const Value& value) { return as<ClassType>(value) || as<Library>(value) || as<Tuple>(value); };
    if (!(is_type(left) || left.is_none()) || !(is_type(right) || right.is_none())) return {};
    std::vector<Value> types;
    for (const Value& one : {left, right}) {
        auto* several = as<Tuple>(one);
        if (several) types.insert(types.end(), several->items.begin(), several->items.end());
        if (!several) types.push_back(one.is_none() ? interpreter.library("types.NoneType") : one);
    }
    return interpreter.tuple(types);
}

std::optional<Value> content_binary(Interpreter& interpreter, std::string_view sign, const Value& left,
                                    const Value& right, Spot spot) {
    if (left.is_number() && right.is_number()) return number_binary(interpreter, sign, left, right, spot);
    if (sign == "+") return plus(interpreter, left, right, spot);
    if (sign == "*") return times_sequence(interpreter, left, right);
    if (sign == "%" && as<String>(left)) return percent_format(interpreter, as<String>(left)->text, right, spot);
    if (as<Set>(left) && as<Set>(right)) return set_binary(interpreter, sign, *as<Set>(left), *as<Set>(right));
    if (sign != "|") return {};
    if (as<Dict>(left) && as<Dict>(right)) {
        Dict* result = copy_of(interpreter, *as<Dict>(left));
        update(interpreter, *result, right, spot);
        return Value::of(result);
    }
    return type_union(interpreter, left, right);
}

// A constant of a library as its number.
Value number_of(const Value& value) {
    auto* library = as<Library>(value);
    return library ? find_constant(library->name).value_or(value) : value;
}

// A list, a set or a dict that the operator changes itself; false if it does not.
bool change(Interpreter& interpreter, std::string_view sign, const Value& left, const Value& right, Spot spot) {
    if (auto* list = as<List>(left); list && sign == "+") {
        std::vector<Value> items = to_items(interpreter, right, spot);
        list->items = joined(interpreter, list->items, items);
        return true;
    }
    if (auto* dict = as<Dict>(left); dict && sign == "|") {
        update(interpreter, *dict, right, spot);
        return true;
    }
    auto *set = as<Set>(left), *other = as<Set>(right);
    if (!set || !other) return false;
    auto result = set_binary(interpreter, sign, *set, *other);
    if (!result) return false;
    set->items.clear();
    for (const auto& [key, value] : as<Set>(*result)->items.items) set->items.set(key, value);
    return true;
}

}  // namespace

Value Interpreter::binary(std::string_view sign, Value left, Value right, Spot spot) {
    try {
        if (as<Unknown>(left)) return left;
        if (as<Unknown>(right)) return right;
        left = number_of(left);
        right = number_of(right);
        if (as<TensorValue>(left) || as<TensorValue>(right)) return recorded_binary(*this, sign, left, right, spot);
        if (auto result = by_method(*this, sign, left, right)) return *result;
        if (auto result = content_binary(*this, sign, content_of(left), content_of(right), spot)) return *result;
    } catch (const NotKnown& unknown) {
        return unknown.value;
    }
    for (const Value& side : {left, right}) {
        auto* name = as<Library>(side);
        if (name) return unknown(fmt::format("`{}`, which nnshape does not know", name->name));
    }
    raise("TypeError",
          fmt::format("unsupported operand type(s) for {}: '{}' and '{}'", sign, type_name(left), type_name(right)),
          spot);
}

Value augmented(Interpreter& interpreter, std::string_view sign, Value left, Value right, Spot spot) {
    try {
        auto result = call_method(interpreter, left, methods_of(sign).in_place, {right});
        if (is_result(result)) return *result;
        if (!as<Unknown>(right) && change(interpreter, sign, content_of(left), content_of(right), spot)) return left;
    } catch (const NotKnown& unknown) {
        return unknown.value;
    }
    return interpreter.binary(sign, left, right, spot);
}

Value unary(Interpreter& interpreter, std::string_view sign, Value value, Spot spot) {
    if (sign == "not") {
        std::optional<bool> truth = interpreter.find_truth(value);
        if (truth) return Value::boolean(!*truth);
        return as<Unknown>(value) ? value : interpreter.unknown("whether a value is true");
    }
    if (as<Unknown>(value)) return value;
    value = number_of(value);
    if (as<TensorValue>(value)) {
        if (sign == "+") return value;
        return interpreter.call(interpreter.attribute(value, sign == "-" ? "neg" : "bitwise_not", spot), {});
    }
    auto result = call_method(interpreter, value, sign == "-" ? "__neg__" : sign == "+" ? "__pos__" : "__invert__");
    if (result) return *result;
    Value number = content_of(value);
    if (number.is_integer() && sign == "~") return Value::number(~number.integer);
    if (number.is_number() && sign != "~") {
        Value zero = number.is_integer() ? Value::number(int64_t{0}) : Value::number(-0.0);
        return *number_binary(interpreter, sign, zero, number, spot);
    }
    interpreter.raise("TypeError", fmt::format("bad operand type for unary {}: '{}'", sign, type_name(value)), spot);
}

std::optional<bool> Interpreter::find_truth(Value value) {
    value = number_of(value);
    if (value.tag != Tag::object)
        return value.tag == Tag::real ? value.real != 0 : value.integer != 0 && !value.is_none();
    for (std::string_view method : {"__bool__", "__len__"}) {
        if (auto result = call_method(*this, value, method)) return find_truth(*result);
    }
    Value content = content_of(value);
    if (content.tag != Tag::object) return find_truth(content);
    if (as<Unknown>(content)) return {};
    if (auto* tensor = as<TensorValue>(content)) {
        bool has_number = tensor->is_known && tensor->numbers.size() == 1;
        return has_number ? std::optional(tensor->numbers[0] != 0) : std::nullopt;
    }
    if (auto* library = as<Library>(content)) return find_native(library->name) ? std::optional(true) : std::nullopt;
    if (auto* text = as<String>(content)) return !text->text.empty();
    if (auto* list = as<List>(content)) return !list->items.empty();
    if (auto* tuple = as<Tuple>(content)) return !tuple->items.empty();
    if (auto* dict = as<Dict>(content)) return !dict->items.empty();
    if (auto* set = as<Set>(content)) return !set->items.items.empty();
    if (auto* range = as<Range>(content)) return range->count() != 0;
    return true;
}

void check_hashable(Interpreter& interpreter, const Value& value) {
    if (as<List>(value) || as<Dict>(value) || as<Set>(value)) {
        interpreter.raise("TypeError", fmt::format("unhashable type: '{}'", type_name(value)));
    }
    if (as<Unknown>(value)) throw NotKnown{value};
}

void update(Interpreter& interpreter, Dict& dict, const Value& from, Spot spot) {
    Value content = content_of(from);
    if (auto* other = as<Dict>(content)) {
        auto items = other->items;  // a dict may be updated with itself
        for (const auto& [key, value] : items) dict.set(key, value);
        return;
    }
    size_t place = 0;
    for (const Value& pair : to_items(interpreter, content, spot)) {
        need_known(interpreter, pair);
        if (pair.tag != Tag::object) {
            interpreter.raise("TypeError",
                              fmt::format("cannot convert dictionary update sequence element #{} to a sequence", place),
                              spot);
        }
        std::vector<Value> parts = to_items(interpreter, pair, spot);
        if (parts.size() != 2) {
            interpreter.raise(
                "ValueError",
                fmt::format("dictionary update sequence element #{} has length {}; 2 is required", place, parts.size()),
                spot);
        }
        ++place;
        check_hashable(interpreter, parts[0]);
        dict.set(parts[0], parts[1]);
    }
}

}  // namespace nnshape::python
