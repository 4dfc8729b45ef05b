#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "import/python/interpreter.h"

// The names of libraries: which mean the same, which are classes, and what they are derived from.
namespace nnshape::python {

/// The name under which the evaluator knows a name: "keras.layers.Dense" for "tensorflow.keras.layers.Dense".
std::string canonical_name(std::string_view name);

/// Whether a module is one of Python's or of a library that the evaluator knows, by its first part.
bool is_known_library(std::string_view name);

/// Whether a name is that of a class: its last part begins with a capital letter.
bool is_class_name(std::string_view name);

/// Whether the evaluator knows what the class does.
bool is_known_class(std::string_view name);

/// The full name of a class's base; empty if it has none.
std::string_view base_of(std::string_view name);

/// The names that `from module import *` gives, of a library with layers.
std::vector<std::string> names_of_library(std::string_view module);

/// The value of a constant: "math.pi", "torch.float32".
std::optional<Value> library_constant(Interpreter& interpreter, std::string_view name);

/// "a/c.py" for "a/b/../c.py".
std::string plain_path(std::string_view path);

}  // namespace nnshape::python
