#pragma once

#include "import/onnx/graph_reader.h"

// The functions of operators.def.
namespace nnshape::onnx {

#define OPERATOR(name, function) void function(GraphReader& reader, const Node& node);
#define ALIKE(name, type)
#include "import/onnx/operators.def"
#undef OPERATOR
#undef ALIKE

/// Adds a layer of a type whose output has its input's shape.
void alike(GraphReader& reader, const Node& node, std::string_view type);

/// A dense layer over the last axis with a stored matrix whose input size is `in`. A stored vector that the only reader
/// adds becomes its bias. `matrix` is the number of the node's input; `bias` is that of another, or 0.
void dense(GraphReader& reader, const Node& node, size_t matrix, int64_t units, size_t bias);

/// "3x3"; one number alone for equal ones.
std::string sizes_text(const std::vector<int64_t>& sizes);

}  // namespace nnshape::onnx
