#pragma once

#include <optional>
#include <span>

#include "layers/inference.h"
#include "network/network.h"

// A layer with another value of a parameter, so that advice can be tried before it is given.
namespace nnshape {

/// Calculates the layer with one of its parameters set to these numbers. Its inputs must be calculated. Nothing if it
/// cannot be calculated.
std::optional<Inference> infer_with(const Network& network, uint32_t node, int param, Arg::Form form,
                                    std::span<const int64_t> numbers);

/// Whether all layers after a node that are calculated now still are if the node's output is `output`, and receive the
/// channels that they demand. The cost is that of calculating the layers that depend on the node.
bool rest_accepts(const Network& network, uint32_t node, const Shape& output);

}  // namespace nnshape
