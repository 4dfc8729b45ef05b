#pragma once

#include <array>
#include <optional>

#include "layers/fault.h"

// The axes of the input that an `axis` or `axes` parameter names.
namespace nnshape {

/// An `index-out-of-range` if the input does not have the axis that the parameter names.
std::optional<LayerFault> check_axis(const Args& args, int param, const Shape& input);

/// The axis that the parameter names, which must exist: 0 to rank − 1 for a spatial axis, or `rank` for the channels.
int find_axis(const Args& args, int param, const Shape& input);

/// Which axes of a shape, as the layout writes it, are meant.
using AxisFlags = std::array<bool, max_rank + 1>;

/// An `index-out-of-range` if a shape of this rank does not have an axis that the parameter, an `axes`, names, or if it
/// names an axis twice. The second function is for the first input.
std::optional<LayerFault> check_axes(const Args& args, int param, int rank);
std::optional<LayerFault> check_axes(const Args& args, int param, const Shape& input);

/// The axes that the parameter names, which must exist.
AxisFlags find_axes(const Args& args, int param, int rank);
AxisFlags find_axes(const Args& args, int param, const Shape& input);

/// The sizes of the other axes; a single 1 if there are none, because every shape has at least one size.
Sizes without(const Sizes& sizes, const AxisFlags& axes);

}  // namespace nnshape
