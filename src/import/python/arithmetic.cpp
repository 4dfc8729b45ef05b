#include <fmt/format.h>
#include <cmath>

#include "base/checked.h"
#include "import/python/arguments.h"
#include "import/python/operators.h"

// The operators of numbers: https://docs.python.org/3/reference/expressions.html#binary-arithmetic-operations
namespace nnshape::python {
namespace {

Value checked_or_real(Checked result, double real) {
    return result.overflowed() ? Value::number(real) : Value::number(result.value());
}

// base ** exponent for an exponent that is not negative; nothing if it is too large for a real number as well.
std::optional<Value> whole_power(int64_t base, int64_t exponent) {
    bool is_small = base >= -1 && base <= 1;  // its powers never overflow
    if (is_small) return Value::number(exponent == 0 ? 1 : exponent % 2 == 0 ? base * base : base);
    Checked result = 1, square = base;
    for (int64_t rest = exponent; rest > 0 && !result.overflowed(); rest /= 2) {
        if (rest % 2) result *= square;
        if (rest > 1) square *= square;
    }
    double real = std::pow(static_cast<double>(base), static_cast<double>(exponent));
    return std::isinf(real) ? std::nullopt : std::optional(checked_or_real(result, real));
}

class Arithmetic {
  public:
    Arithmetic(Interpreter& interpreter, Spot spot) : interpreter_(interpreter), spot_(spot) {}

    std::optional<Value> of_integers(std::string_view sign, int64_t left, int64_t right) {
        Checked a = left, b = right;
        auto real_left = static_cast<double>(left), real_right = static_cast<double>(right);
        if (sign == "+") return checked_or_real(a + b, real_left + real_right);
        if (sign == "-") return checked_or_real(a - b, real_left - real_right);
        if (sign == "*") return checked_or_real(a * b, real_left * real_right);
        if (sign == "//" || sign == "%") return divided(sign, left, right);
        if (sign == "**" && right < 0) return power(real_left, real_right);
        if (sign == "**") {
            if (auto result = whole_power(left, right)) return result;
            throw NotKnown{interpreter_.unknown("an integer of more than 64 bits, which nnshape does not have")};
        }
        if (sign == "<<" || sign == ">>") return shifted(sign, left, right);
        if (sign == "&") return Value::number(left & right);
        if (sign == "|") return Value::number(left | right);
        if (sign == "^") return Value::number(left ^ right);
        if (sign == "/") return of_reals(sign, real_left, real_right);
        return {};
    }

    std::optional<Value> of_reals(std::string_view sign, double left, double right) {
        if (sign == "+") return Value::number(left + right);
        if (sign == "-") return Value::number(left - right);
        if (sign == "*") return Value::number(left * right);
        if (sign == "**") return power(left, right);
        if (sign != "/" && sign != "//" && sign != "%") return {};
        if (right == 0) {
            fail(sign == "/"    ? "float division by zero"
                 : sign == "//" ? "float floor division by zero"
                                : "float modulo");
        }
        if (sign == "/") return Value::number(left / right);
        double rest = remainder(left, right);
        if (sign == "%") return Value::number(rest);
        return Value::number(std::round((left - rest) / right));
    }

  private:
    [[noreturn]] void fail(std::string message) { interpreter_.raise("ZeroDivisionError", std::move(message), spot_); }

    // The rest has the sign of the divisor.
    static double remainder(double left, double right) {
        double rest = std::fmod(left, right);
        if (rest == 0) return std::copysign(0.0, right);
        return (rest < 0) != (right < 0) ? rest + right : rest;
    }

    Value divided(std::string_view sign, int64_t left, int64_t right) {
        if (right == 0) fail(sign == "%" ? "integer modulo by zero" : "integer division or modulo by zero");
        if (right == -1) {  // the smallest integer has no negative
            return sign == "%" ? Value::number(int64_t{0})
                               : checked_or_real(Checked(0) - left, -static_cast<double>(left));
        }
        int64_t quotient = left / right, rest = left % right;
        bool floors = rest != 0 && (rest < 0) != (right < 0);
        return Value::number(sign == "%" ? rest + (floors ? right : 0) : quotient - floors);
    }

    Value power(double base, double exponent) {
        if (base == 0 && exponent < 0) fail("0.0 cannot be raised to a negative power");
        if (base < 0 && std::isfinite(base) && exponent != std::floor(exponent)) {
            throw NotKnown{interpreter_.unknown("a complex number, which nnshape does not have")};
        }
        double result = std::pow(base, exponent);
        if (std::isinf(result) && std::isfinite(base) && std::isfinite(exponent)) {
            interpreter_.raise("OverflowError", "(34, 'Numerical result out of range')", spot_);
        }
        return Value::number(result);
    }

    Value shifted(std::string_view sign, int64_t left, int64_t right) {
        if (right < 0) interpreter_.raise("ValueError", "negative shift count", spot_);
        if (sign == ">>") return Value::number(right > 63 ? (left < 0 ? int64_t{-1} : int64_t{0}) : left >> right);
        if (left == 0) return Value::number(int64_t{0});
        if (right > 1000) interpreter_.raise("OverflowError", "too many digits in integer", spot_);
        double real = std::ldexp(static_cast<double>(left), static_cast<int>(right));
        return right > 62 ? Value::number(real) : checked_or_real(Checked(left) * (int64_t{1} << right), real);
    }

    Interpreter& interpreter_;
    Spot spot_;
};

}  // namespace

std::optional<Value> number_binary(Interpreter& interpreter, std::string_view sign, const Value& left,
                                   const Value& right, Spot spot) {
    if (!left.is_number() || !right.is_number()) return {};
    Arithmetic arithmetic(interpreter, spot);
    if (!left.is_integer() || !right.is_integer()) return arithmetic.of_reals(sign, left.as_real(), right.as_real());
    if (sign == "/" && right.integer == 0) interpreter.raise("ZeroDivisionError", "division by zero", spot);
    std::optional<Value> result = arithmetic.of_integers(sign, left.integer, right.integer);
    bool are_truths = left.tag == Tag::boolean && right.tag == Tag::boolean;
    bool is_logic = sign == "&" || sign == "|" || sign == "^";
    return are_truths && is_logic ? Value::boolean(result->integer != 0) : result;
}

}  // namespace nnshape::python
