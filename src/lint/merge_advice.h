#pragma once

#include "base/diagnostic.h"
#include "network/network.h"

// Advice for a merge whose inputs have different sizes: the layer where the sizes become different, and input sizes
// that fit.
namespace nnshape {

/// Replaces the help of each such error with the nearest sizes of the network's input for which the whole network can
/// be calculated. Leaves the help as it is if there are none within 256 sizes.
void advise_on_merges(const Network& network, Diagnostics& diagnostics);

}  // namespace nnshape
