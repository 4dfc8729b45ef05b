#pragma once

#include "base/diagnostic.h"
#include "network/network.h"
#include "spec/expression.h"

// From the statements to the layers: definitions called, repeats turned, paths followed, names read.
namespace nnshape {

/// Adds the spec's layers to a network that has its inputs, each with what it reads, and finds the outputs. Expands
/// into the spec's pools. What goes wrong inside a definition or a repeat is reported for each use.
void expand(Spec& spec, std::span<const Binding> lets, Network& network, Diagnostics& diagnostics);

}  // namespace nnshape
