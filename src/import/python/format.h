#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "import/python/interpreter.h"

// Values as text: https://docs.python.org/3/library/string.html#formatspec
namespace nnshape::python {

/// The value as repr() and as str() write it, with the methods of its class. Throws NotKnown if it depends on something
/// that is not known.
std::string repr_text(Interpreter& interpreter, const Value& value);
std::string str_text(Interpreter& interpreter, const Value& value);

/// format(value, specification), as text. Throws NotKnown.
std::string formatted(Interpreter& interpreter, const Value& value, std::string_view specification, Spot spot);

/// `{value!conversion:specification}` of an f-string; the conversion is empty, "r", "s" or "a". The result is a string,
/// or unknown if the value is.
Value interpolated(Interpreter& interpreter, const Value& value, std::string_view conversion,
                   std::string_view specification, Spot spot);

/// `text % values`. Throws NotKnown.
Value percent_format(Interpreter& interpreter, std::string_view text, const Value& values, Spot spot);

/// The characters of a text in UTF-8, each as a text of its own.
std::vector<std::string_view> split_characters(std::string_view text);

}  // namespace nnshape::python
