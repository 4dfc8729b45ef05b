#pragma once

#include "base/diagnostic.h"
#include "network/network.h"
#include "spec/expression.h"

// Expands statements to layers: calls definitions, repeats blocks, follows the paths of merges and finds inputs by
// name.
namespace nnshape {

/// Adds the spec's layers, each with its inputs and its shape, to a network that has its inputs, and finds the outputs.
/// A mistake inside a definition or a repeat is reported for each use.
void expand(std::span<const Binding> lets, Network& network, Diagnostics& diagnostics);

}  // namespace nnshape
