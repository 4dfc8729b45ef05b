#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "export/layer_code.h"

// Layers that are functions or operators in PyTorch: merges, and what moves numbers without learning.
namespace nnshape {

/// Whether the module of an activation needs the axis that it works along.
bool needs_dim(std::string_view type);

/// The number of an axis in PyTorch, where the batch is 0; `axis` is an index of `spatial`, or the rank.
int dim_of(int axis, int rank, AxisOrder order);

/// "2", or "(2, 3)".
std::string dims_text(const std::vector<int>& dims);

/// "{s0}, {s1}": `count` slots from number `first` on.
std::string slots_text(size_t first, size_t count);

/// The steps of a layer that has a function. Nothing if it has none.
std::optional<Result<CodeValue, std::string>> write_pytorch_function(LayerCode& layer);

}  // namespace nnshape
