#pragma once

#include <string_view>

#include "layers/traits.h"

// The words of a legend.
namespace nnshape {

/// "convolution", "pooling"; `other` and `merge` are "layer" and "merge".
std::string_view name_of(Role role);

}  // namespace nnshape
