#pragma once

#include "import/onnx/graph_reader.h"
#include "import/tensor_operations.h"

// Operators on tensors that do not depend on the network's input: shape arithmetic, and weights that are transposed,
// cast or dequantised before they are used. They leave no layer.
namespace nnshape::onnx {

/// Evaluates a node whose inputs are all stored, or that asks for a shape. Returns false if it cannot be evaluated;
/// then no output is set.
bool fold(GraphReader& reader, const Node& node);

/// The sizes that a Reshape asks for: 0 keeps a size and -1 is the rest. Throws Misfit if they do not fit.
Dims reshaped_dims(GraphReader& reader, const Node& node, const Dims& from, const std::vector<int64_t>& asked);

/// The axes of Squeeze and its like, an attribute or an input; ascending, without duplicates.
std::vector<int> axes_of(GraphReader& reader, const Node& node, size_t rank);

/// The axes of Unsqueeze, which are numbers of the result's; ascending. Throws Misfit if one is there twice.
std::vector<int> new_axes_of(GraphReader& reader, const Node& node, size_t rank);

Dims squeezed_dims(GraphReader& reader, const Node& node, const Dims& dims);
Dims unsqueezed_dims(GraphReader& reader, const Node& node, const Dims& dims);

/// The parts that a Slice takes, by axis.
std::vector<Part> slice_parts(GraphReader& reader, const Node& node, const Dims& dims);

/// The axes in the order of a Transpose; reversed by default. Throws Misfit if one is missing or there twice.
std::vector<int> order_of(GraphReader& reader, const Node& node, size_t rank);

/// The sizes of the parts of a Split along its axis.
std::vector<int64_t> split_sizes(GraphReader& reader, const Node& node, int64_t size);

}  // namespace nnshape::onnx
