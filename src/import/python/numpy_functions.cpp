#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "import/python/arguments.h"
#include "import/python/natives.h"
#include "import/python/operators.h"

// What model files take from numpy: functions of numbers, and small arrays, which are tensors whose numbers are known:
// https://numpy.org/doc/stable/reference/routines.html
namespace nnshape::python {
namespace {

constexpr size_t most_numbers = 65'536, most_axes = 32;

/// An array whose numbers are known; one without axes is a number.
struct Array {
    Dims dims;
    std::vector<Value> numbers;
};

Array array_of_tensor(Interpreter& interpreter, const TensorValue& tensor) {
    if (!tensor.is_known) throw NotKnown{interpreter.unknown("a tensor, whose numbers nnshape does not know")};
    Array array{.dims = tensor.dims, .numbers = {}};
    for (double number : tensor.numbers) {
        bool is_real = tensor.dtype == Dtype::real;
        array.numbers.push_back(is_real ? Value::number(number) : Value::number(truncated(interpreter, number)));
    }
    return array;
}

Array array_of(Interpreter& interpreter, const Value& given, size_t depth = 0) {
    if (as<Unknown>(given)) throw NotKnown{given};
    Value value = content_of(given);
    if (value.is_number()) return {.dims = {}, .numbers = {value}};
    if (auto* tensor = as<TensorValue>(value)) return array_of_tensor(interpreter, *tensor);
    bool has_items = as<List>(value) || as<Tuple>(value) || as<Range>(value) || as<Iterator>(value);
    if (!has_items || depth == most_axes) throw NotKnown{interpreter.unknown("an array of what is not a number")};
    Array array;
    std::vector<Value> items = to_items(interpreter, value);
    for (const Value& item : items) {
        Array part = array_of(interpreter, item, depth + 1);
        if (array.dims.empty()) array.dims = part.dims, array.dims.insert(array.dims.begin(), 0);
        bool fits = std::equal(part.dims.begin(), part.dims.end(), array.dims.begin() + 1, array.dims.end());
        if (!fits) throw NotKnown{interpreter.unknown("an array of rows of several lengths")};
        ++array.dims[0];
        array.numbers.insert(array.numbers.end(), part.numbers.begin(), part.numbers.end());
        count_items(interpreter, static_cast<int64_t>(array.numbers.size()));
    }
    if (items.empty()) array.dims = {0};
    return array;
}

Dtype dtype_of(const Array& array) {
    auto all = [&](auto test) { return std::all_of(array.numbers.begin(), array.numbers.end(), test); };
    if (array.numbers.empty() || !all([](const Value& value) { return value.is_integer(); })) return Dtype::real;
    return all([](const Value& value) { return value.tag == Tag::boolean; }) ? Dtype::boolean : Dtype::integer;
}

Value value_of(Interpreter& interpreter, const Array& array) {
    if (array.dims.empty()) return array.numbers[0];
    auto* tensor = interpreter.make<TensorValue>(array.dims);
    tensor->dtype = dtype_of(array);
    tensor->is_known = array.numbers.size() <= most_numbers && !array.numbers.empty();
    for (const Value& number : array.numbers) {
        constexpr int64_t exact = int64_t{1} << 53;
        bool fits = !number.is_integer() || (number.integer <= exact && number.integer >= -exact);
        if (!fits) tensor->is_known = false;
        tensor->numbers.push_back(number.as_real());
    }
    if (!tensor->is_known) tensor->numbers.clear();
    return Value::of(tensor);
}

// A number as a type of numpy or of Python has it; nothing if it is another type.
std::optional<Value> cast(Interpreter& interpreter, const Value& number, std::string_view type) {
    type.remove_prefix(type.rfind('.') + 1);
    if (type.starts_with("bool")) return Value::boolean(number.as_real() != 0);
    if (type == "float32" || type == "single") return Value::number(double{static_cast<float>(number.as_real())});
    if (type == "float" || type == "float64" || type == "double") return Value::number(number.as_real());
    if (!type.starts_with("int") || type == "int8" || type == "int16") return {};
    int64_t integer = number.is_integer() ? number.integer : truncated(interpreter, number.real);
    bool fits = type != "int32" || (integer <= INT32_MAX && integer >= INT32_MIN);
    return fits ? std::optional(Value::number(integer)) : std::nullopt;
}

// The array with the numbers of the type; as it is without a type.
Value typed(Interpreter& interpreter, Array array, const Value& type) {
    if (type.is_none()) return value_of(interpreter, array);
    auto* library = as<Library>(type);
    auto* class_type = as<ClassType>(type);
    std::string name = library ? library->name : class_type ? class_type->library : str(type);
    for (Value& number : array.numbers) {
        auto converted = cast(interpreter, number, name);
        if (!converted) throw NotKnown{interpreter.unknown(fmt::format("an array of `{}`", name))};
        number = *converted;
    }
    return value_of(interpreter, array);
}

Value array(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "array", {"object", "dtype?", "**"});
    return typed(interpreter, array_of(interpreter, bound[0]), bound[1]);
}

template <double (*function)(double)>
Value each(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "numpy", {"x"});
    Array array = array_of(interpreter, bound[0]);
    for (Value& number : array.numbers) number = Value::number(function(number.as_real()));
    return value_of(interpreter, array);
}

Value absolute(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "absolute", {"x"});
    Array array = array_of(interpreter, bound[0]);
    for (Value& number : array.numbers) {
        bool negative = number.as_real() < 0;
        if (negative) number = unary(interpreter, "-", number, arguments.spot);
    }
    return value_of(interpreter, array);
}

Value rounded(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "round", {"a", "decimals?"});
    Array array = array_of(interpreter, bound[0]);
    double unit = std::pow(10.0, bound.real(1));
    for (Value& number : array.numbers) {
        if (number.tag == Tag::real) number = Value::number(std::nearbyint(number.real * unit) / unit);
    }
    return value_of(interpreter, array);
}

// Two numbers, or a known array and a number, by an operator of Python.
template <char sign, char second = 0>
Value operated(Interpreter& interpreter, Arguments& arguments) {
    constexpr char text[] = {sign, second, 0};
    Bound bound(interpreter, arguments, "numpy", {"x1", "x2"});
    Array left = array_of(interpreter, bound[0]), right = array_of(interpreter, bound[1]);
    if (left.dims != right.dims && !left.dims.empty() && !right.dims.empty()) {
        throw NotKnown{interpreter.unknown("an operation of arrays of several sizes")};
    }
    Array result{.dims = left.dims.empty() ? right.dims : left.dims, .numbers = {}};
    for (size_t at = 0; at < std::max(left.numbers.size(), right.numbers.size()); ++at) {
        const Value& one = left.numbers[left.dims.empty() ? 0 : at];
        const Value& other = right.numbers[right.dims.empty() ? 0 : at];
        result.numbers.push_back(interpreter.binary(text, one, other, arguments.spot));
        need_known(interpreter, result.numbers.back());
    }
    return value_of(interpreter, result);
}

// All numbers of an array; with an axis the result is not known.
std::vector<Value> all_numbers(Interpreter& interpreter, Arguments& arguments, std::string_view name) {
    Bound bound(interpreter, arguments, name, {"a", "axis?", "dtype?"});
    Array array = array_of(interpreter, bound[0]);
    bool plain = bound[1].is_none() || array.dims.size() < 2;
    if (!plain || !bound[2].is_none()) {
        throw NotKnown{interpreter.unknown(fmt::format("`numpy.{}` along an axis, which nnshape does not know", name))};
    }
    return array.numbers;
}

Value product(Interpreter& interpreter, Arguments& arguments) {
    std::vector<Value> numbers = all_numbers(interpreter, arguments, "prod");
    Value result = numbers.empty() ? Value::number(1.0) : Value::number(int64_t{1});
    for (const Value& number : numbers) result = interpreter.binary("*", result, number, arguments.spot);
    return result;
}

Value sum_of(Interpreter& interpreter, const std::vector<Value>& numbers, Spot spot) {
    Value result = numbers.empty() ? Value::number(0.0) : Value::number(int64_t{0});
    for (const Value& number : numbers) result = interpreter.binary("+", result, number, spot);
    return result;
}

Value sum(Interpreter& interpreter, Arguments& arguments) {
    return sum_of(interpreter, all_numbers(interpreter, arguments, "sum"), arguments.spot);
}

Value mean(Interpreter& interpreter, Arguments& arguments) {
    std::vector<Value> numbers = all_numbers(interpreter, arguments, "mean");
    if (numbers.empty()) throw NotKnown{interpreter.unknown("the mean of no numbers")};
    double total = sum_of(interpreter, numbers, arguments.spot).as_real();
    return Value::number(total / static_cast<double>(numbers.size()));
}

template <bool largest>
Value extreme(Interpreter& interpreter, Arguments& arguments) {
    std::vector<Value> numbers = all_numbers(interpreter, arguments, largest ? "max" : "min");
    if (numbers.empty()) {
        interpreter.raise("ValueError", "zero-size array to reduction operation which has no identity", arguments.spot);
    }
    Value best = numbers[0];
    for (const Value& number : numbers) {
        bool better = largest ? is_less(interpreter, best, number) : is_less(interpreter, number, best);
        if (better) best = number;
    }
    return best;
}

template <char sign>
Value cumulated(Interpreter& interpreter, Arguments& arguments) {
    constexpr char sign_text = sign;
    std::vector<Value> numbers = all_numbers(interpreter, arguments, "cumsum");
    for (size_t at = 1; at < numbers.size(); ++at) {
        numbers[at] = interpreter.binary(std::string_view(&sign_text, 1), numbers[at - 1], numbers[at], arguments.spot);
    }
    auto count = static_cast<int64_t>(numbers.size());
    return value_of(interpreter, {.dims = {count}, .numbers = std::move(numbers)});
}

Value arange(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "arange", {"start", "stop?", "step?", "dtype?"});
    Value start = bound.has(1) ? without_tensor(interpreter, bound[0]) : Value::number(int64_t{0});
    Value stop = without_tensor(interpreter, bound[bound.has(1)]);
    Value step = bound[2].is_none() ? Value::number(int64_t{1}) : without_tensor(interpreter, bound[2]);
    double first = to_real(interpreter, start), size = to_real(interpreter, step);
    if (size == 0) interpreter.raise("ZeroDivisionError", "division by zero", arguments.spot);
    double count = std::ceil((to_real(interpreter, stop) - first) / size);
    int64_t length = std::max<int64_t>(truncated(interpreter, count), 0);
    count_items(interpreter, length);
    Array array{.dims = {length}, .numbers = {}};
    for (int64_t at = 0; at < length; ++at) {
        Value distance = interpreter.binary("*", Value::number(at), step, arguments.spot);
        array.numbers.push_back(interpreter.binary("+", start, distance, arguments.spot));
    }
    return typed(interpreter, std::move(array), bound[3]);
}

Value linspace(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "linspace", {"start", "stop", "num?", "endpoint?", "retstep?", "dtype?"});
    double start = bound.real(0), stop = bound.real(1);
    int64_t count = bound.integer(2, 50);
    bool with_end = bound.truth(3, true);
    if (count < 0) interpreter.raise("ValueError", "Number of samples must be non-negative.", arguments.spot);
    if (bound.truth(4)) throw NotKnown{interpreter.unknown("`numpy.linspace` with its step")};
    count_items(interpreter, count);
    Array array{.dims = {count}, .numbers = {}};
    auto parts = static_cast<double>(with_end ? std::max<int64_t>(count - 1, 1) : count);
    double step = (stop - start) / parts;
    for (int64_t at = 0; at < count; ++at) {
        bool is_end = with_end && count > 1 && at == count - 1;
        array.numbers.push_back(Value::number(is_end ? stop : start + static_cast<double>(at) * step));
    }
    return typed(interpreter, std::move(array), bound[5]);
}

Value filled(Interpreter& interpreter, const Bound& bound, const Value& number, const Value& type) {
    Dims dims = bound.integers(0);
    int64_t count = 1;
    for (int64_t size : dims) {
        if (size < 0) interpreter.raise("ValueError", "negative dimensions are not allowed");
        count = size > 0 && count > static_cast<int64_t>(most_numbers) / size ? most_items : count * size;
        if (count > static_cast<int64_t>(most_numbers)) return Value::of(interpreter.make<TensorValue>(dims));
    }
    return typed(interpreter, {.dims = dims, .numbers = std::vector<Value>(static_cast<size_t>(count), number)}, type);
}

template <int number>
Value constant(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, number ? "ones" : "zeros", {"shape", "dtype?", "**"});
    return filled(interpreter, bound, Value::number(double{number}), bound[1]);
}

Value full(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "full", {"shape", "fill_value", "dtype?", "**"});
    Value number = without_tensor(interpreter, bound[1]);
    if (!number.is_number()) throw NotKnown{interpreter.unknown("an array of what is not a number")};
    return filled(interpreter, bound, number, bound[2]);
}

// numpy.int64(x) and its like.
Value converted(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "numpy", {"x?"});
    Value value = bound.has(0) ? bound[0] : Value::number(int64_t{0});
    std::string type = arguments.callee ? arguments.callee->name : "";
    return typed(interpreter, array_of(interpreter, value), interpreter.string(type));
}

const NativeEntry entries[] = {
    {"numpy.array", known<array>},
    {"numpy.asarray", known<array>},
    {"numpy.sqrt", known<each<std::sqrt>>},
    {"numpy.ceil", known<each<std::ceil>>},
    {"numpy.floor", known<each<std::floor>>},
    {"numpy.rint", known<each<std::nearbyint>>},
    {"numpy.trunc", known<each<std::trunc>>},
    {"numpy.log", known<each<std::log>>},
    {"numpy.log2", known<each<std::log2>>},
    {"numpy.log10", known<each<std::log10>>},
    {"numpy.exp", known<each<std::exp>>},
    {"numpy.sin", known<each<std::sin>>},
    {"numpy.cos", known<each<std::cos>>},
    {"numpy.tanh", known<each<std::tanh>>},
    {"numpy.abs", known<absolute>},
    {"numpy.absolute", known<absolute>},
    {"numpy.round", known<rounded>},
    {"numpy.around", known<rounded>},
    {"numpy.add", known<operated<'+'>>},
    {"numpy.subtract", known<operated<'-'>>},
    {"numpy.multiply", known<operated<'*'>>},
    {"numpy.divide", known<operated<'/'>>},
    {"numpy.floor_divide", known<operated<'/', '/'>>},
    {"numpy.mod", known<operated<'%'>>},
    {"numpy.power", known<operated<'*', '*'>>},
    {"numpy.prod", known<product>},
    {"numpy.sum", known<sum>},
    {"numpy.mean", known<mean>},
    {"numpy.max", known<extreme<true>>},
    {"numpy.amax", known<extreme<true>>},
    {"numpy.min", known<extreme<false>>},
    {"numpy.amin", known<extreme<false>>},
    {"numpy.cumsum", known<cumulated<'+'>>},
    {"numpy.cumprod", known<cumulated<'*'>>},
    {"numpy.arange", known<arange>},
    {"numpy.linspace", known<linspace>},
    {"numpy.zeros", known<constant<0>>},
    {"numpy.ones", known<constant<1>>},
    {"numpy.full", known<full>},
    {"numpy.int32", known<converted>},
    {"numpy.int64", known<converted>},
    {"numpy.float32", known<converted>},
    {"numpy.float64", known<converted>},
};

}  // namespace

std::span<const NativeEntry> numpy_functions() { return entries; }

}  // namespace nnshape::python
