#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "import/python/interpreter.h"

// The arguments of functions that the evaluator has itself, by their parameters.
namespace nnshape::python {

/// Thrown where a function needs a value that is not known: `value` is its result then. It does not leave `known`.
struct NotKnown {
    Value value;
};

/// A native function whose result is unknown if it needs something that is unknown.
template <NativeCode code>
Value known(Interpreter& interpreter, Arguments& arguments) {
    try {
        return code(interpreter, arguments);
    } catch (const NotKnown& unknown) {
        return unknown.value;
    }
}

/// The largest number of items that a list may have, and of bytes that a string may have.
inline constexpr int64_t most_items = 1'000'000, most_bytes = 16 << 20;

/// Counts the work of making items or bytes. Raises a limit if there are too many.
void count_items(Interpreter& interpreter, int64_t count);
void count_bytes(Interpreter& interpreter, int64_t count);

/// A value as what a function needs. Each throws NotKnown if the value is unknown or a tensor whose numbers are not
/// known, and raises TypeError if it is something else. A bool is an integer, and an integer is a real number.
int64_t to_integer(Interpreter& interpreter, const Value& value, Spot spot = {});
double to_real(Interpreter& interpreter, const Value& value, Spot spot = {});
const std::string& to_text(Interpreter& interpreter, const Value& value, Spot spot = {});
bool to_truth(Interpreter& interpreter, const Value& value);

/// The items of what can be iterated over.
std::vector<Value> to_items(Interpreter& interpreter, const Value& value, Spot spot = {});

/// A real number without its fraction. Raises ValueError or OverflowError if it is not finite; throws NotKnown if it is
/// larger than 64 bits.
int64_t truncated(Interpreter& interpreter, double real);

/// Throws NotKnown if the value is unknown or a tensor.
void need_known(Interpreter& interpreter, const Value& value);

/// The value itself, or the number of a tensor that has one and whose number is known.
Value without_tensor(Interpreter& interpreter, const Value& value);

/// An instance of a class that is derived from list, dict, str or the like as what it holds; any other value itself.
Value content_of(const Value& value);

/// The result of a method of the value's class, or nothing if it has none. Only instances have such methods.
std::optional<Value> call_method(Interpreter& interpreter, const Value& self, std::string_view name,
                                 std::vector<Value> arguments = {});

/// What a function of the library is called with. Raises Python's TypeErrors if that does not fit its parameters.
class Bound {
  public:
    /// The parameters in order: "name", or "name?" if it may be missing. The first is `self` for a method. Parameters
    /// behind "*" are given only by name; "*name" takes all further arguments that have no name, and "**" ignores those
    /// of any name.
    Bound(Interpreter& interpreter, const Arguments& arguments, std::string_view function,
          std::initializer_list<std::string_view> parameters);

    bool has(size_t place) const { return given_[place] != nullptr; }
    /// The argument; None if it is missing.
    Value operator[](size_t place) const { return given_[place] ? given_[place]->value : Value::none(); }
    Spot spot(size_t place) const { return given_[place] ? given_[place]->spot : call_; }
    /// The arguments of "*name".
    std::span<const Argument> rest() const { return rest_; }
    std::vector<Value> rest_values() const;

    // The argument as what is needed, or the standard if it is missing or None.
    int64_t integer(size_t place, int64_t standard = 0) const;
    double real(size_t place, double standard = 0) const;
    std::string_view text(size_t place, std::string_view standard = {}) const;
    bool truth(size_t place, bool standard = false) const;
    std::vector<Value> items(size_t place) const;
    /// One integer, or several.
    std::vector<int64_t> integers(size_t place) const;

  private:
    void bind_named(const Argument& argument, std::string_view function, std::span<const std::string_view> parameters,
                    bool takes_any);
    void check_missing(std::string_view function, std::span<const std::string_view> parameters) const;
    bool is_missing(size_t place) const { return !given_[place] || given_[place]->value.is_none(); }

    Interpreter& interpreter_;
    Spot call_;
    std::vector<const Argument*> given_;
    std::span<const Argument> rest_ = {};
};

}  // namespace nnshape::python
