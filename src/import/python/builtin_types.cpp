#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"
#include "import/python/arguments.h"
#include "import/python/format.h"
#include "import/python/natives.h"
#include "import/python/numbers.h"
#include "import/python/operators.h"
#include "import/python/sorting.h"

// The built-in types, and what makes or reads iterators: https://docs.python.org/3/library/functions.html
namespace nnshape::python {
namespace {

Value to_int(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "int", {"x?", "base?"});
    if (!bound.has(0)) return Value::number(int64_t{0});
    need_known(interpreter, bound[0]);
    Value value = without_tensor(interpreter, content_of(bound[0]));
    if (auto result = call_method(interpreter, value, "__int__")) return *result;
    if (auto* text = as<String>(value)) {
        int64_t base = bound.integer(1, 10);
        bool fits = base == 0 || (base >= 2 && base <= 36);
        if (!fits) interpreter.raise("ValueError", "int() base must be >= 2 and <= 36, or 0", bound.spot(1));
        if (auto number = integer_of(text->text, static_cast<int>(base))) return Value::number(*number);
        interpreter.raise("ValueError", fmt::format("invalid literal for int() with base {}: {}", base, repr(value)),
                          bound.spot(0));
    }
    if (value.tag == Tag::real) return Value::number(truncated(interpreter, value.real));
    if (value.is_integer()) return Value::number(value.integer);
    if (as<Instance>(value)) return Value::number(to_integer(interpreter, value, bound.spot(0)));
    interpreter.raise("TypeError",
                      fmt::format("int() argument must be a string, a bytes-like object or a real number, not '{}'",
                                  type_name(value)),
                      bound.spot(0));
}

Value to_float(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "float", {"x?"});
    if (!bound.has(0)) return Value::number(0.0);
    auto* text = as<String>(content_of(bound[0]));
    if (!text) return Value::number(to_real(interpreter, bound[0], bound.spot(0)));
    if (auto number = real_of(text->text)) return Value::number(*number);
    interpreter.raise("ValueError", fmt::format("could not convert string to float: {}", repr(bound[0])),
                      bound.spot(0));
}

Value to_bool(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "bool", {"x?"});
    return Value::boolean(bound.truth(0));
}

Value to_str(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "str", {"object?", "encoding?", "errors?"});
    return interpreter.string(bound.has(0) ? str_text(interpreter, bound[0]) : "");
}

Value to_repr(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "repr", {"obj"});
    return interpreter.string(repr_text(interpreter, bound[0]));
}

Value to_list(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "list", {"iterable?"});
    return interpreter.list(bound.has(0) ? bound.items(0) : std::vector<Value>());
}

Value to_tuple(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "tuple", {"iterable?"});
    return interpreter.tuple(bound.has(0) ? bound.items(0) : std::vector<Value>());
}

Value to_set(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "set", {"iterable?"});
    auto* set = interpreter.make<Set>();
    for (const Value& item : bound.has(0) ? bound.items(0) : std::vector<Value>()) {
        check_hashable(interpreter, item);
        set->items.set(item, {});
    }
    return Value::of(set);
}

Value to_dict(Interpreter& interpreter, Arguments& arguments) {
    auto* dict = interpreter.make<Dict>();
    size_t count = arguments.positional();
    if (count > 1) {
        interpreter.raise("TypeError", fmt::format("dict expected at most 1 argument, got {}", count), arguments.spot);
    }
    if (count == 1) {
        need_known(interpreter, arguments.items[0].value);
        update(interpreter, *dict, arguments.items[0].value, arguments.items[0].spot);
    }
    for (size_t index = count; index < arguments.items.size(); ++index) {
        dict->set(interpreter.string(arguments.items[index].name), arguments.items[index].value);
    }
    return Value::of(dict);
}

Value to_range(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "range", {"start", "stop?", "step?"});
    int64_t first = bound.integer(0);
    if (!bound.has(1)) return Value::of(interpreter.make<Range>(0, first, 1));
    int64_t stop = to_integer(interpreter, bound[1], bound.spot(1)), step = bound.integer(2, 1);
    if (step == 0) interpreter.raise("ValueError", "range() arg 3 must not be zero", bound.spot(2));
    return Value::of(interpreter.make<Range>(first, stop, step));
}

Value to_slice(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "slice", {"start", "stop?", "step?"});
    if (!bound.has(1)) return Value::of(interpreter.make<Slice>(Value::none(), bound[0], Value::none()));
    return Value::of(interpreter.make<Slice>(bound[0], bound[1], bound[2]));
}

Value new_object(Interpreter& interpreter, Arguments&) {
    return Value::of(interpreter.make<Instance>(interpreter.library_class("builtins.object")));
}

std::string_view type_of(const Object& object) {
    switch (object.kind) {
        case ObjectKind::string: return "builtins.str";
        case ObjectKind::list: return "builtins.list";
        case ObjectKind::tuple: return "builtins.tuple";
        case ObjectKind::dict: return "builtins.dict";
        case ObjectKind::set: return "builtins.set";
        case ObjectKind::range: return "builtins.range";
        case ObjectKind::slice: return "builtins.slice";
        case ObjectKind::class_type: return "builtins.type";
        case ObjectKind::function: return "types.FunctionType";
        case ObjectKind::method: return "types.MethodType";
        case ObjectKind::native: return "types.BuiltinFunctionType";
        case ObjectKind::package: return "types.ModuleType";
        case ObjectKind::tensor: return "torch.Tensor";
        default: return {};
    }
}

Value type_of_value(Interpreter& interpreter, Arguments& arguments) {
    if (arguments.items.size() == 3) return interpreter.unknown("a class that `type()` makes");
    Bound bound(interpreter, arguments, "type", {"object"});
    Value value = bound[0];
    switch (value.tag) {
        case Tag::none: return interpreter.library("types.NoneType");
        case Tag::boolean: return interpreter.library("builtins.bool");
        case Tag::integer: return interpreter.library("builtins.int");
        case Tag::real: return interpreter.library("builtins.float");
        case Tag::object: break;
    }
    if (as<Unknown>(value)) return value;
    if (auto* instance = as<Instance>(value)) return Value::of(instance->type);
    if (auto* tuple = as<Tuple>(value); tuple && tuple->type) return Value::of(tuple->type);
    auto* tensor = as<TensorValue>(value);
    if (tensor && tensor->storage && !tensor->storage->is_buffer) return interpreter.library("torch.nn.Parameter");
    std::string_view name = type_of(*value.object);
    return name.empty() ? interpreter.unknown("the type of a value") : interpreter.library(name);
}

// Reads several iterables beside each other. Iterators go on where they are.
class Columns {
  public:
    Columns(Interpreter& interpreter, const std::vector<Value>& iterables, Spot spot) {
        for (const Value& value : iterables) {
            auto* iterator = as<Iterator>(value);
            columns_.push_back(iterator ? iterator : interpreter.make<Iterator>(to_items(interpreter, value, spot)));
        }
    }

    // The next item of each; nothing once one is at its end.
    std::optional<std::vector<Value>> next() {
        std::vector<Value> row;
        for (Iterator* column : columns_) {
            if (column->at >= column->items.size()) return {};
            row.push_back(column->items[column->at++]);
        }
        return columns_.empty() ? std::nullopt : std::optional(row);
    }

  private:
    std::vector<Iterator*> columns_;
};

Value iterator(Interpreter& interpreter, std::vector<Value> items) {
    return Value::of(interpreter.make<Iterator>(std::move(items)));
}

Value zip(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "zip", {"*iterables", "strict?"});
    Columns columns(interpreter, bound.rest_values(), arguments.spot);
    std::vector<Value> rows;
    while (auto row = columns.next()) rows.push_back(interpreter.tuple(*row));
    return iterator(interpreter, rows);
}

Value map(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "map", {"function", "*iterables"});
    Columns columns(interpreter, bound.rest_values(), arguments.spot);
    std::vector<Value> results;
    while (auto row = columns.next()) results.push_back(interpreter.call(bound[0], *row));
    return iterator(interpreter, results);
}

Value filter(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "filter", {"function", "iterable"});
    std::vector<Value> kept;
    for (const Value& item : bound.items(1)) {
        Value result = bound[0].is_none() ? item : interpreter.call(bound[0], {item});
        if (to_truth(interpreter, result)) kept.push_back(item);
    }
    return iterator(interpreter, kept);
}

Value enumerate(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "enumerate", {"iterable", "start?"});
    Value number = Value::number(bound.integer(1));
    std::vector<Value> pairs;
    for (const Value& item : bound.items(0)) {
        pairs.push_back(interpreter.tuple({number, item}));
        number = interpreter.binary("+", number, Value::number(int64_t{1}), arguments.spot);
    }
    return iterator(interpreter, pairs);
}

Value reversed(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "reversed", {"sequence"});
    if (auto result = call_method(interpreter, bound[0], "__reversed__")) return *result;
    std::vector<Value> items = bound.items(0);
    std::reverse(items.begin(), items.end());
    return iterator(interpreter, items);
}

Value sorted_list(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "sorted", {"iterable", "*", "key?", "reverse?"});
    return interpreter.list(sorted(interpreter, bound.items(0), bound[2], bound.truth(3)));
}

Value iter(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "iter", {"iterable", "sentinel?"});
    if (bound.has(1)) return interpreter.unknown("`iter()` of a function");
    if (as<Iterator>(bound[0]) || as<Unknown>(bound[0])) return bound[0];
    if (auto result = call_method(interpreter, bound[0], "__iter__")) return *result;
    return iterator(interpreter, bound.items(0));
}

Value next(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "next", {"iterator", "default?"});
    if (as<Unknown>(bound[0])) return bound[0];
    auto* iterator = as<Iterator>(bound[0]);
    if (!iterator) {
        if (auto result = call_method(interpreter, bound[0], "__next__")) return *result;
        interpreter.raise("TypeError", fmt::format("'{}' object is not an iterator", type_name(bound[0])),
                          bound.spot(0));
    }
    if (iterator->at < iterator->items.size()) return iterator->items[iterator->at++];
    if (bound.has(1)) return bound[1];
    interpreter.raise("StopIteration", "", arguments.spot);
}

Value format(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "format", {"value", "format_spec?"});
    return interpreter.string(formatted(interpreter, bound[0], bound.text(1), arguments.spot));
}

Value character(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "chr", {"i"});
    int64_t point = bound.integer(0);
    if (point < 0 || point > 0x10ffff) {
        interpreter.raise("ValueError", "chr() arg not in range(0x110000)", bound.spot(0));
    }
    std::string text;
    append_utf8(text, static_cast<uint32_t>(point));
    return interpreter.string(text);
}

Value code_point(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "ord", {"c"});
    std::string_view text = bound.text(0);
    size_t count = split_characters(text).size();
    if (count != 1) {
        interpreter.raise("TypeError", fmt::format("ord() expected a character, but string of length {} found", count),
                          bound.spot(0));
    }
    return Value::number(static_cast<int64_t>(decode(text).value));
}

template <unsigned base>
Value in_base(Interpreter& interpreter, Arguments& arguments) {
    constexpr std::string_view prefix = base == 16 ? "0x" : base == 8 ? "0o" : "0b";
    Bound bound(interpreter, arguments, base == 16 ? "hex" : base == 8 ? "oct" : "bin", {"number"});
    int64_t number = bound.integer(0);
    auto size = number < 0 ? 0 - static_cast<uint64_t>(number) : static_cast<uint64_t>(number);
    return interpreter.string(fmt::format("{}{}{}", number < 0 ? "-" : "", prefix, digits_of(size, base)));
}

Value variables(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "vars", {"object?"});
    auto* instance = as<Instance>(bound[0]);
    if (!instance) return interpreter.unknown("`vars()`");
    auto* dict = interpreter.make<Dict>();
    for (const auto& [name, value] : instance->attributes.items()) dict->set(interpreter.string(name), value);
    return Value::of(dict);
}

const NativeEntry entries[] = {
    {"builtins.int", known<to_int>},
    {"builtins.float", known<to_float>},
    {"builtins.bool", known<to_bool>},
    {"builtins.str", known<to_str>},
    {"builtins.repr", known<to_repr>},
    {"builtins.ascii", known<to_repr>},
    {"builtins.list", known<to_list>},
    {"builtins.tuple", known<to_tuple>},
    {"builtins.set", known<to_set>},
    {"builtins.frozenset", known<to_set>},
    {"builtins.dict", known<to_dict>},
    {"builtins.range", known<to_range>},
    {"builtins.slice", known<to_slice>},
    {"builtins.object", new_object},
    {"builtins.type", known<type_of_value>},
    {"builtins.zip", known<zip>},
    {"builtins.map", known<map>},
    {"builtins.filter", known<filter>},
    {"builtins.enumerate", known<enumerate>},
    {"builtins.reversed", known<reversed>},
    {"builtins.sorted", known<sorted_list>},
    {"builtins.iter", known<iter>},
    {"builtins.next", known<next>},
    {"builtins.format", known<format>},
    {"builtins.chr", known<character>},
    {"builtins.ord", known<code_point>},
    {"builtins.hex", known<in_base<16>>},
    {"builtins.oct", known<in_base<8>>},
    {"builtins.bin", known<in_base<2>>},
    {"builtins.vars", known<variables>},
};

}  // namespace

std::span<const NativeEntry> builtin_types() { return entries; }

}  // namespace nnshape::python
