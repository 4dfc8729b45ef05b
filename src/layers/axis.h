#pragma once

#include <optional>

#include "layers/fault.h"

// An `axis` parameter, found in the shape that the layer receives.
namespace nnshape {

/// `index-out-of-range` if the shape does not have the axis that a parameter names.
std::optional<Fault> check_axis(const Args& args, int param, const Shape& input);

/// The axis that a parameter names, which must exist: 0 to rank − 1 among the spatial ones, or `rank` for the channels.
int find_axis(const Args& args, int param, const Shape& input);

}  // namespace nnshape
