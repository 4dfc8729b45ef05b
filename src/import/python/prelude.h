#pragma once

#include <optional>
#include <string_view>

#include "import/python/interpreter.h"

// Classes and functions of libraries that are written in Python: the files of prelude/, which are compiled in.
namespace nnshape::python {

/// The class or function that a file of the prelude has for a library's name: "torch.nn.Transformer". Nothing if it has
/// none. The file is run when one of its names is first asked for.
std::optional<Value> find_in_prelude(Interpreter& interpreter, std::string_view name);

}  // namespace nnshape::python
