#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "base/checked.h"
#include "import/python/arguments.h"
#include "import/python/format.h"
#include "import/python/natives.h"
#include "import/python/numbers.h"
#include "import/python/operators.h"

// The built-in functions: https://docs.python.org/3/library/functions.html
namespace nnshape::python {
namespace {

Value nothing(Interpreter&, Arguments&) { return {}; }

Value not_known(Interpreter& interpreter, Arguments& arguments) {
    std::string name = arguments.callee ? arguments.callee->name : "a function";
    return interpreter.unknown(fmt::format("`{}`, whose result nnshape does not know", name));
}

Value length(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "len", {"obj"});
    if (auto result = call_method(interpreter, bound[0], "__len__")) return *result;
    Value content = content_of(bound[0]);
    if (as<Unknown>(content)) return content;
    auto count = [](size_t size) { return Value::number(static_cast<int64_t>(size)); };
    if (auto* text = as<String>(content)) return count(split_characters(text->text).size());
    if (auto* list = as<List>(content)) return count(list->items.size());
    if (auto* tuple = as<Tuple>(content)) return count(tuple->items.size());
    if (auto* dict = as<Dict>(content)) return count(dict->items.size());
    if (auto* set = as<Set>(content)) return count(set->items.items.size());
    if (auto* range = as<Range>(content)) return Value::number(range->count());
    auto* tensor = as<TensorValue>(content);
    if (tensor && !tensor->dims.empty()) return Value::number(tensor->dims[0]);
    interpreter.raise("TypeError", fmt::format("object of type '{}' has no len()", type_name(bound[0])),
                      arguments.spot);
}

Value absolute(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "abs", {"x"});
    Value value = bound[0];
    if (as<TensorValue>(value)) return interpreter.call(interpreter.attribute(value, "abs", arguments.spot), {});
    if (auto result = call_method(interpreter, value, "__abs__")) return *result;
    need_known(interpreter, value);
    value = content_of(value);
    if (!value.is_number()) {
        interpreter.raise("TypeError", fmt::format("bad operand type for abs(): '{}'", type_name(value)),
                          bound.spot(0));
    }
    if (value.tag == Tag::real) return Value::number(std::fabs(value.real));
    return value.integer < 0 ? unary(interpreter, "-", value, arguments.spot) : Value::number(value.integer);
}

// The nearest integer to x / unit, times unit; halves go to the even one.
Value rounded_integer(Interpreter& interpreter, int64_t number, int64_t digits) {
    if (digits >= 0) return Value::number(number);
    if (digits < -18) return Value::number(int64_t{0});
    int64_t unit = 1;
    for (int64_t digit = digits; digit < 0; ++digit) unit *= 10;
    int64_t rest = ((number % unit) + unit) % unit;
    Checked floor = Checked(number) - rest;
    bool is_odd = !floor.overflowed() && (floor.value() / unit) % 2 != 0;
    bool up = rest > unit - rest || (rest == unit - rest && is_odd);
    Checked result = floor + (up ? unit : 0);
    if (result.overflowed()) throw NotKnown{interpreter.unknown("an integer of more than 64 bits")};
    return Value::number(result.value());
}

Value round_number(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "round", {"number", "ndigits?"});
    Value value = bound[0];
    if (as<TensorValue>(value)) return interpreter.call(interpreter.attribute(value, "round", arguments.spot), {});
    if (auto result =
            call_method(interpreter, value, "__round__", bound.has(1) ? std::vector{bound[1]} : std::vector<Value>())) {
        return *result;
    }
    value = content_of(value);
    if (value.is_integer()) return rounded_integer(interpreter, value.integer, bound.integer(1));
    need_known(interpreter, value);
    if (!value.is_number()) {
        interpreter.raise("TypeError", fmt::format("type {} doesn't define __round__ method", type_name(value)),
                          bound.spot(0));
    }
    double number = value.real;
    if (bound[1].is_none()) return Value::number(truncated(interpreter, std::nearbyint(number)));
    return Value::number(rounded_to_digits(number, bound.integer(1)));
}

// The smallest or the largest of the arguments, or of the items of the only one.
Value extreme(Interpreter& interpreter, Arguments& arguments, std::string_view name, bool largest) {
    Bound bound(interpreter, arguments, name, {"*values", "key?", "default?"});
    bool several = bound.rest().size() > 1;
    if (bound.rest().empty()) {
        interpreter.raise("TypeError", fmt::format("{} expected at least 1 argument, got 0", name), arguments.spot);
    }
    if (!several && as<TensorValue>(bound.rest()[0].value)) {
        return interpreter.call(interpreter.attribute(bound.rest()[0].value, name, arguments.spot), {});
    }
    std::vector<Value> items =
        several ? bound.rest_values() : to_items(interpreter, bound.rest()[0].value, bound.rest()[0].spot);
    if (items.empty()) {
        if (bound.has(2)) return bound[2];
        interpreter.raise("ValueError", fmt::format("{}() arg is an empty sequence", name), arguments.spot);
    }
    auto key_of_item = [&](const Value& item) {
        Value key = bound[1].is_none() ? item : interpreter.call(bound[1], {item});
        need_known(interpreter, key);
        return without_tensor(interpreter, key);
    };
    Value best = items[0], best_key = key_of_item(best);
    for (size_t index = 1; index < items.size(); ++index) {
        Value key = key_of_item(items[index]);
        bool better = largest ? is_less(interpreter, best_key, key) : is_less(interpreter, key, best_key);
        if (better) best = items[index], best_key = key;
    }
    return best;
}

Value minimum(Interpreter& interpreter, Arguments& arguments) { return extreme(interpreter, arguments, "min", false); }
Value maximum(Interpreter& interpreter, Arguments& arguments) { return extreme(interpreter, arguments, "max", true); }

Value sum(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "sum", {"iterable", "start?"});
    Value total = bound.has(1) ? bound[1] : Value::number(int64_t{0});
    for (const Value& item : bound.items(0)) total = interpreter.binary("+", total, item, arguments.spot);
    return total;
}

Value all_or_any(Interpreter& interpreter, Arguments& arguments, std::string_view name, bool decides) {
    Bound bound(interpreter, arguments, name, {"iterable"});
    std::optional<Value> unknown;
    for (const Value& item : bound.items(0)) {
        std::optional<bool> truth = interpreter.find_truth(item);
        if (truth == decides) return Value::boolean(decides);
        if (!truth) unknown = as<Unknown>(item) ? item : interpreter.unknown("whether a value is true");
    }
    return unknown.value_or(Value::boolean(!decides));
}

Value any(Interpreter& interpreter, Arguments& arguments) { return all_or_any(interpreter, arguments, "any", true); }
Value all(Interpreter& interpreter, Arguments& arguments) { return all_or_any(interpreter, arguments, "all", false); }

Value quotient_and_rest(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "divmod", {"x", "y"});
    return interpreter.tuple({interpreter.binary("//", bound[0], bound[1], arguments.spot),
                              interpreter.binary("%", bound[0], bound[1], arguments.spot)});
}

Value modular_power(Interpreter& interpreter, const Bound& bound, Spot spot) {
    int64_t base = bound.integer(0), exponent = bound.integer(1), modulus = bound.integer(2);
    if (modulus == 0) interpreter.raise("ValueError", "pow() 3rd argument cannot be 0", spot);
    if (exponent < 0 || modulus < 0 || modulus > INT32_MAX)
        throw NotKnown{interpreter.unknown("pow() of three numbers")};
    int64_t result = 1 % modulus, square = (base % modulus + modulus) % modulus;
    for (; exponent > 0; exponent /= 2, square = square * square % modulus) {
        if (exponent % 2) result = result * square % modulus;
    }
    return Value::number(result);
}

Value power(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "pow", {"base", "exp", "mod?"});
    if (!bound[2].is_none()) return modular_power(interpreter, bound, arguments.spot);
    return interpreter.binary("**", bound[0], bound[1], arguments.spot);
}

Value has_attribute(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "hasattr", {"obj", "name"});
    std::string name(bound.text(1));
    if (as<Unknown>(bound[0])) return bound[0];
    return Value::boolean(interpreter.find_attribute(bound[0], name).has_value());
}

Value get_attribute(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "getattr", {"object", "name", "default?"});
    std::string name(bound.text(1));
    if (!bound.has(2) || as<Unknown>(bound[0])) return interpreter.attribute(bound[0], name, arguments.spot);
    return interpreter.find_attribute(bound[0], name).value_or(bound[2]);
}

Value set_attribute(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "setattr", {"obj", "name", "value"});
    if (!as<Unknown>(bound[0])) interpreter.set_attribute(bound[0], bound.text(1), bound[2]);
    return {};
}

Value delete_attribute(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "delattr", {"obj", "name"});
    auto* instance = as<Instance>(bound[0]);
    std::string name(bound.text(1));
    if (instance && instance->attributes.erase(name)) return {};
    if (as<Unknown>(bound[0])) return {};
    interpreter.raise("AttributeError", fmt::format("'{}' object has no attribute '{}'", type_name(bound[0]), name),
                      arguments.spot);
}

Value is_callable(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "callable", {"obj"});
    Value value = bound[0];
    if (value.tag != Tag::object) return Value::boolean(false);
    switch (value.object->kind) {
        case ObjectKind::unknown: return value;
        case ObjectKind::function:
        case ObjectKind::method:
        case ObjectKind::native:
        case ObjectKind::class_type: return Value::boolean(true);
        case ObjectKind::library: {
            bool is_function = find_native(as<Library>(value)->name) != nullptr;
            return is_function ? Value::boolean(true) : interpreter.unknown("`" + as<Library>(value)->name + "`");
        }
        case ObjectKind::instance:
            return Value::boolean(as<Instance>(value)->module || interpreter.find_attribute(value, "__call__"));
        default: return Value::boolean(false);
    }
}

Value isinstance(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "isinstance", {"obj", "class_or_tuple"});
    for (size_t place : {size_t{0}, size_t{1}}) {
        if (as<Unknown>(bound[place])) return bound[place];
    }
    return Value::boolean(interpreter.is_instance(bound[0], bound[1]));
}

Value issubclass(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "issubclass", {"cls", "class_or_tuple"});
    need_known(interpreter, bound[0]);
    auto* type = as<ClassType>(bound[0]);
    if (!type) interpreter.raise("TypeError", "issubclass() arg 1 must be a class", bound.spot(0));
    auto* tuple = as<Tuple>(bound[1]);
    for (const Value& base : tuple ? tuple->items : std::vector{bound[1]}) {
        need_known(interpreter, base);
        auto* other = as<ClassType>(base);
        auto* library = as<Library>(base);
        bool is_base = std::any_of(type->order.begin(), type->order.end(), [&](const ClassType* one) {
            return one == other || (library && one->library == library->name);
        });
        if (is_base || (other && other->library == "builtins.object")) return Value::boolean(true);
    }
    return Value::boolean(false);
}

Value hash(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "hash", {"obj"});
    check_hashable(interpreter, bound[0]);
    bool is_itself = bound[0].is_integer() && bound[0].integer > 0;
    return is_itself ? Value::number(bound[0].integer) : interpreter.unknown("a hash");
}

Value exit(Interpreter& interpreter, Arguments& arguments) { interpreter.raise("SystemExit", "", arguments.spot); }

const NativeEntry entries[] = {
    {"builtins.len", known<length>},
    {"builtins.abs", known<absolute>},
    {"builtins.round", known<round_number>},
    {"builtins.min", known<minimum>},
    {"builtins.max", known<maximum>},
    {"builtins.sum", known<sum>},
    {"builtins.any", known<any>},
    {"builtins.all", known<all>},
    {"builtins.divmod", known<quotient_and_rest>},
    {"builtins.pow", known<power>},
    {"builtins.hasattr", known<has_attribute>},
    {"builtins.getattr", known<get_attribute>},
    {"builtins.setattr", known<set_attribute>},
    {"builtins.delattr", known<delete_attribute>},
    {"builtins.callable", known<is_callable>},
    {"builtins.isinstance", known<isinstance>},
    {"builtins.issubclass", known<issubclass>},
    {"builtins.hash", known<hash>},
    {"builtins.print", nothing},
    {"builtins.exit", exit},
    {"builtins.quit", exit},
    {"sys.exit", exit},
    {"builtins.dir", not_known},
    {"builtins.id", not_known},
    {"builtins.input", not_known},
    {"builtins.open", not_known},
    {"builtins.globals", not_known},
    {"builtins.locals", not_known},
    {"builtins.eval", not_known},
    {"builtins.exec", not_known},
    {"builtins.memoryview", not_known},
    {"builtins.complex", not_known},
};

}  // namespace

std::span<const NativeEntry> builtin_functions() { return entries; }

}  // namespace nnshape::python
