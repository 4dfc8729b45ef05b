#pragma once

#include <optional>
#include <string_view>

#include "import/python/interpreter.h"

// The operators of Python, beside Interpreter::binary, Interpreter::compare and Interpreter::find_truth.
namespace nnshape::python {

/// `sign value`: + - ~ not.
Value unary(Interpreter& interpreter, std::string_view sign, Value value, Spot spot);

/// The value that `left sign= right` assigns. A list, a set or a dict is changed itself.
Value augmented(Interpreter& interpreter, std::string_view sign, Value left, Value right, Spot spot);

/// Whether `one == other`; nothing if it is not known.
std::optional<bool> equals(Interpreter& interpreter, const Value& one, const Value& other);

/// Whether `one < other`. Throws NotKnown if it is not known.
bool is_less(Interpreter& interpreter, const Value& one, const Value& other);

/// Whether `item in container`; nothing if it is not known.
std::optional<bool> contains(Interpreter& interpreter, const Value& container, const Value& item, Spot spot);

/// The result of an operator with a number on either side; nothing if numbers have no such operator. What overflows 64
/// bits is a real number.
std::optional<Value> number_binary(Interpreter& interpreter, std::string_view sign, const Value& left,
                                   const Value& right, Spot spot);

/// Raises TypeError if a value cannot be the key of a dict.
void check_hashable(Interpreter& interpreter, const Value& value);

/// Adds the items of a dict, or pairs of a key and a value.
void update(Interpreter& interpreter, Dict& dict, const Value& from, Spot spot);

}  // namespace nnshape::python
