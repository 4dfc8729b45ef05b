#pragma once

#include "analysis/analysis.h"
#include "base/result.h"

// The most bytes of activations that are alive at once while the layers run in order. A layer's inputs and its output
// are, and every earlier tensor, the network's input too, that is still to be read or that is an output of the network.
namespace nnshape {

/// The peak of an analysis whose layers are all calculated, or the layer where what is alive leaves 64 bits.
Result<Peak, uint32_t> peak_of(const Network& network, const Analysis& analysis, int64_t batch_size);

}  // namespace nnshape
