#pragma once

#include <vector>

#include "import/python/interpreter.h"

namespace nnshape::python {

/// Makes a class, whose `fields` are set, that of named tuples: it gets `__new__`, which is called with the class and
/// the arguments and gives a Tuple, and `_fields`. `standards` are the values of the last fields.
void make_named_tuples(Interpreter& interpreter, ClassType& type, std::vector<Value> standards);

}  // namespace nnshape::python
