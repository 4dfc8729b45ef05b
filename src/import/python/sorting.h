#pragma once

#include <vector>

#include "import/python/interpreter.h"

namespace nnshape::python {

/// Sorts as list.sort() does: equal items keep their order, and it ends whatever `__lt__` answers. `key` may be None.
std::vector<Value> sorted(Interpreter& interpreter, std::vector<Value> items, const Value& key, bool reverse);

}  // namespace nnshape::python
