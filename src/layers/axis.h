#pragma once

#include "layers/layer_kind.h"

// An `axis` parameter, found in the shape that the layer receives.
namespace nnshape {

/// The axis that a parameter names: 0 to rank − 1 among the spatial ones, `rank` for the channels; or
/// `index-out-of-range` where the shape has no such axis.
Result<int, Problem> find_axis(const Args& args, int param, const Shape& input);

}  // namespace nnshape
