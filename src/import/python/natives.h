#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "import/python/interpreter.h"

// The functions that the evaluator has itself: a table per file, which natives.def lists.
namespace nnshape::python {

#define NATIVES(table) std::span<const NativeEntry> table();
#include "import/python/natives.def"
#undef NATIVES

/// A number that a library names, by its full name: "math.pi"; nothing if it is not known.
std::optional<Value> find_constant(std::string_view name);

}  // namespace nnshape::python
