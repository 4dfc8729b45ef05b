#pragma once

#include "base/diagnostic.h"
#include "network/network.h"

// Advice for a layer that cannot be calculated, where the input of the network is to blame.
namespace nnshape {

/// Replaces the help of an error about a layer where a change of the network's input fixes the whole network: the
/// smallest input in which every window fits, or the shape without a batch. Looks at the first few errors only.
void advise_on_inputs(const Network& network, Diagnostics& diagnostics);

}  // namespace nnshape
