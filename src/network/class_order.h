#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "layers/find_kind.h"
#include "spec/literals.h"

// Values in a row after a type that is spelt as a framework's class, which has its arguments in another order.
namespace nnshape {

/// Reports values that the framework would read in another order: `Conv2d 3 16`, `GroupNorm 32 64`. The help has the
/// line for each reading. Nothing if a framework with such a class agrees with this language.
std::optional<Diagnostic> other_order(const Literals& literals, const Statement& statement, const LayerKind& kind);

}  // namespace nnshape
