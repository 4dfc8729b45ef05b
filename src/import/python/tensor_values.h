#pragma once

#include <string_view>

#include "import/python/interpreter.h"

namespace nnshape::python {

/// The result of an operator of Python with a tensor on either side. `sign` is an operator or a comparison: "+", "@",
/// "<=".
Value tensor_binary(Interpreter& interpreter, std::string_view sign, Value left, Value right, Spot spot);

}  // namespace nnshape::python
