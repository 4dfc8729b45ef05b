#pragma once

#include "analysis/analysis.h"
#include "base/result.h"

// The most bytes of activations that are alive at once while the layers run in order. While a layer runs, these are
// alive: its inputs, its output, and every earlier tensor that a later layer uses or that is an output of the network;
// also what it holds only while it runs, such as the queries, keys, values and scores of attention. A layer that works
// in place writes its output over its input, so that both are counted once.
namespace nnshape {

/// The peak of an analysis whose layers are all calculated, or the layer at which the bytes overflow a 64-bit integer.
/// Sets each layer's `alive_bytes`.
Result<Peak, uint32_t> peak_of(const Network& network, Analysis& analysis, int64_t batch_size);

}  // namespace nnshape
