#include "layers/kinds.h"

// A learned factor for each channel: Touvron et al. 2021.
namespace nnshape {
namespace {

Counts count_layer(const Args&, Inputs inputs, const Shape&) { return {.weights = inputs[0].channels}; }

}  // namespace

const LayerKind kinds::layer_scale{.name = "layer_scale",
                                   .also = "scale",
                                   .summary = "a learned factor for each channel",
                                   .example = "layer_scale",
                                   .keeps_positions = true,
                                   .infer = keep_shape,
                                   .count = count_layer};

}  // namespace nnshape
