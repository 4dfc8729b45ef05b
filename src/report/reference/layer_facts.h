#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "layers/find_kind.h"

// What the forms of the reference say of a layer type and of its parameters.
namespace nnshape {

/// The words that a parameter accepts besides numbers, in one list; empty if there are none.
std::string_view words_for(const Param& param);

/// Whether the parameter has a smallest number that its type does not imply.
bool has_least(const Param& param);

/// A parameter's default as a spec would write it; the parameter's fallback must be a value.
std::string default_of(const Param& param);

/// The names of the ranks that a type accepts.
std::vector<std::string_view> ranks_of(const LayerKind& kind);

/// The names of the parameters that a spec may give by their order.
std::vector<std::string_view> values_of(const LayerKind& kind);

}  // namespace nnshape
