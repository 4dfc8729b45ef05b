#pragma once

#include "base/diagnostic.h"
#include "network/network.h"

// Names and wiring: from what was written to a graph.
namespace nnshape {

/// Fills `network` and expands into the spec's pools. The network's name is the spec's or else `fallback_name`. A layer
/// that cannot be understood is reported and stays as a broken node, so that mistakes elsewhere are found too. Both
/// must outlive the network.
void build(Spec& spec, std::string_view fallback_name, Network& network, Diagnostics& diagnostics);

}  // namespace nnshape
