#pragma once

#include "import/onnx/graph_reader.h"

// Layers that an exporter writes out as several operations.
namespace nnshape::onnx {

/// A layer normalisation that begins with the mean over the last axis: (x - mean) / sqrt(variance + eps) * scale +
/// centre. Adds one layer for all of its nodes and passes them over. Returns false if it is not one for certain; then
/// nothing is done. The counts are the same either way.
bool read_layer_norm(GraphReader& reader, const Node& mean);

}  // namespace nnshape::onnx
