#pragma once

#include "base/diagnostic.h"
#include "network/network.h"

// From the statements to the layers: definitions called, repeats turned, paths followed, names read.
namespace nnshape {

#ifndef NNSHAPE_MOST_LAYERS  // fewer where each one is studied at length: by a fuzzer
#define NNSHAPE_MOST_LAYERS 10'000'000
#endif

/// A spec that comes to more is refused; the statements and turns on the way count too.
inline constexpr size_t most_layers = NNSHAPE_MOST_LAYERS;

/// Adds the spec's layers to a network that has its inputs, each with what it reads, and finds the outputs. Expands
/// into the spec's pools. What goes wrong inside a definition or a repeat is reported for each use.
void expand(Spec& spec, Network& network, Diagnostics& diagnostics);

}  // namespace nnshape
