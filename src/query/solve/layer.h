#pragma once

#include <optional>
#include <string>

#include "query/solve/solve.h"

// The layer that a window of an answer is written as.
namespace nnshape {

struct LayerKind;

/// The first type whose parameters can express every window of the rule.
const LayerKind& kind_for(WindowRule rule);

/// Why that layer refuses the window, for example because it would pool nothing but padding; nothing if it accepts it.
std::optional<std::string> refusal_of(WindowRule rule, const WindowAnswer& answer);

}  // namespace nnshape
