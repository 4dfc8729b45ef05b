#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "spec/expression.h"

namespace nnshape {

/// The spec's `let`s, each of which sees those before it. One that cannot be worked out is reported and not known.
std::vector<Binding> take_lets(const Spec& spec, Values& values, Diagnostics& diagnostics);

}  // namespace nnshape
