#include <fmt/format.h>
#include <cmath>
#include <numbers>
#include <numeric>

#include "base/checked.h"
#include "import/python/arguments.h"
#include "import/python/natives.h"
#include "import/python/operators.h"

// https://docs.python.org/3/library/math.html
namespace nnshape::python {
namespace {

using Real = double (*)(double);

[[noreturn]] void refuse(Interpreter& interpreter, Spot spot) {
    interpreter.raise("ValueError", "math domain error", spot);
}

// A function of one real number.
template <Real function>
Value real(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "math", {"x"});
    double x = bound.real(0), result = function(x);
    if (std::isnan(result) && !std::isnan(x)) refuse(interpreter, arguments.spot);
    if (std::isinf(result) && std::isfinite(x)) {
        interpreter.raise("OverflowError", "math range error", arguments.spot);
    }
    return Value::number(result);
}

// log, log2 and log10.
template <Real function>
Value logarithm(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "math.log", {"x", "base?"});
    double x = bound.real(0);
    if (x <= 0) refuse(interpreter, arguments.spot);
    if (!bound.has(1)) return Value::number(function(x));
    double base = bound.real(1);
    if (base <= 0) refuse(interpreter, arguments.spot);
    if (base == 1) interpreter.raise("ZeroDivisionError", "float division by zero", arguments.spot);
    return Value::number(function(x) / function(base));
}

// An integer near a number: by the class's own method, by `function` of a real number.
template <Real function>
Value integer(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "math.floor", {"x"});
    Value value = without_tensor(interpreter, content_of(bound[0]));
    if (value.is_integer()) return Value::number(value.integer);
    return Value::number(truncated(interpreter, function(to_real(interpreter, value, bound.spot(0)))));
}

template <double (*function)(double, double)>
Value real_of_two(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "math", {"x", "y"});
    double x = bound.real(0), y = bound.real(1), result = function(x, y);
    if (std::isnan(result) && !std::isnan(x) && !std::isnan(y)) refuse(interpreter, arguments.spot);
    if (std::isinf(result) && std::isfinite(x) && std::isfinite(y)) {
        if (x == 0) refuse(interpreter, arguments.spot);
        interpreter.raise("OverflowError", "math range error", arguments.spot);
    }
    return Value::number(result);
}

template <bool (*test)(double)>
Value tested(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "math", {"x"});
    return Value::boolean(test(bound.real(0)));
}

double degrees(double x) { return x * (180 / std::numbers::pi); }
double radians(double x) { return x * (std::numbers::pi / 180); }
bool is_nan(double x) { return std::isnan(x); }
bool is_infinite(double x) { return std::isinf(x); }
bool is_finite(double x) { return std::isfinite(x); }

Value exact(Interpreter& interpreter, Checked result) {
    if (!result.overflowed()) return Value::number(result.value());
    throw NotKnown{interpreter.unknown("an integer of more than 64 bits, which nnshape does not have")};
}

uint64_t size_of(int64_t number) {
    return number < 0 ? 0 - static_cast<uint64_t>(number) : static_cast<uint64_t>(number);
}

Checked checked(uint64_t number) {
    return number > INT64_MAX ? Checked(INT64_MAX) + 1 : Checked(static_cast<int64_t>(number));
}

Value greatest_divisor(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "math.gcd", {"*integers"});
    uint64_t divisor = 0;
    for (const Value& value : bound.rest_values()) divisor = std::gcd(divisor, size_of(to_integer(interpreter, value)));
    return exact(interpreter, checked(divisor));
}

Value least_multiple(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "math.lcm", {"*integers"});
    Checked multiple = 1;
    for (const Value& value : bound.rest_values()) {
        uint64_t number = size_of(to_integer(interpreter, value));
        if (number == 0) return Value::number(int64_t{0});
        uint64_t divisor = std::gcd(size_of(multiple.value()), number);
        multiple = multiple * checked(number / divisor);
        exact(interpreter, multiple);
    }
    return exact(interpreter, multiple);
}

Value factorial(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "math.factorial", {"x"});
    int64_t number = bound.integer(0);
    if (number < 0) {
        interpreter.raise("ValueError", "factorial() not defined for negative values", arguments.spot);
    }
    Checked result = 1;
    for (int64_t factor = 2; factor <= number && !result.overflowed(); ++factor) result *= factor;
    return exact(interpreter, result);
}

Value combinations(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "math.comb", {"n", "k"});
    int64_t n = bound.integer(0), k = bound.integer(1);
    if (n < 0 || k < 0) interpreter.raise("ValueError", "n and k must be non-negative integers", arguments.spot);
    if (k > n) return Value::number(int64_t{0});
    k = std::min(k, n - k);
    Checked result = 1;
    for (int64_t index = 1; index <= k; ++index) {
        result = result * (n - k + index);
        if (result.overflowed()) break;
        result = result.value() / index;
    }
    return exact(interpreter, result);
}

Value root(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "math.isqrt", {"n"});
    int64_t number = bound.integer(0);
    if (number < 0) interpreter.raise("ValueError", "isqrt() argument must be nonnegative", arguments.spot);
    auto result = static_cast<int64_t>(std::sqrt(static_cast<double>(number)));
    auto too_large = [&](int64_t one) {
        Checked square = Checked(one) * one;
        return square.overflowed() || square.value() > number;
    };
    while (too_large(result)) --result;
    while (!too_large(result + 1)) ++result;
    return Value::number(result);
}

Value product(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "math.prod", {"iterable", "*", "start?"});
    Value result = bound.has(2) ? bound[2] : Value::number(int64_t{1});
    for (const Value& item : bound.items(0)) result = interpreter.binary("*", result, item, arguments.spot);
    return result;
}

Value real_sum(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "math.fsum", {"iterable"});
    long double sum = 0;
    for (const Value& item : bound.items(0)) sum += to_real(interpreter, item);
    return Value::number(static_cast<double>(sum));
}

Value is_close(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "math.isclose", {"a", "b", "*", "rel_tol?", "abs_tol?"});
    double a = bound.real(0), b = bound.real(1);
    double tolerance = std::fmax(bound.real(3, 1e-9) * std::fmax(std::fabs(a), std::fabs(b)), bound.real(4));
    return Value::boolean(a == b || (std::isfinite(a) && std::isfinite(b) && std::fabs(a - b) <= tolerance));
}

Value parts(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "math.modf", {"x"});
    double whole = 0, rest = std::modf(bound.real(0), &whole);
    return interpreter.tuple({Value::number(rest), Value::number(whole)});
}

const NativeEntry entries[] = {
    {"math.sqrt", known<real<std::sqrt>>},
    {"math.cbrt", known<real<std::cbrt>>},
    {"math.exp", known<real<std::exp>>},
    {"math.exp2", known<real<std::exp2>>},
    {"math.expm1", known<real<std::expm1>>},
    {"math.sin", known<real<std::sin>>},
    {"math.cos", known<real<std::cos>>},
    {"math.tan", known<real<std::tan>>},
    {"math.asin", known<real<std::asin>>},
    {"math.acos", known<real<std::acos>>},
    {"math.atan", known<real<std::atan>>},
    {"math.sinh", known<real<std::sinh>>},
    {"math.cosh", known<real<std::cosh>>},
    {"math.tanh", known<real<std::tanh>>},
    {"math.erf", known<real<std::erf>>},
    {"math.fabs", known<real<std::fabs>>},
    {"math.degrees", known<real<degrees>>},
    {"math.radians", known<real<radians>>},
    {"math.log", known<logarithm<std::log>>},
    {"math.log2", known<logarithm<std::log2>>},
    {"math.log10", known<logarithm<std::log10>>},
    {"math.log1p", known<real<std::log1p>>},
    {"math.floor", known<integer<std::floor>>},
    {"math.ceil", known<integer<std::ceil>>},
    {"math.trunc", known<integer<std::trunc>>},
    {"math.pow", known<real_of_two<std::pow>>},
    {"math.atan2", known<real_of_two<std::atan2>>},
    {"math.fmod", known<real_of_two<std::fmod>>},
    {"math.hypot", known<real_of_two<std::hypot>>},
    {"math.copysign", known<real_of_two<std::copysign>>},
    {"math.isnan", known<tested<is_nan>>},
    {"math.isinf", known<tested<is_infinite>>},
    {"math.isfinite", known<tested<is_finite>>},
    {"math.isclose", known<is_close>},
    {"math.gcd", known<greatest_divisor>},
    {"math.lcm", known<least_multiple>},
    {"math.factorial", known<factorial>},
    {"math.comb", known<combinations>},
    {"math.isqrt", known<root>},
    {"math.prod", known<product>},
    {"math.fsum", known<real_sum>},
    {"math.modf", known<parts>},
};

}  // namespace

std::span<const NativeEntry> math_functions() { return entries; }

}  // namespace nnshape::python
