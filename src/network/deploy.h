#pragma once

#include "network/network.h"

// The network as an inference engine loads it.
namespace nnshape {

/// Removes the layers that do nothing once the network is trained. Folds each normalisation with stored statistics into
/// the layer that adds a bias before it, if nothing else reads that layer and no activation follows it: the
/// normalisation is removed, and the layer before it has a bias. What read a removed layer reads its input. All shapes
/// are calculated already, and stay. Fills `network.deployed`.
void deploy(Network& network);

}  // namespace nnshape
