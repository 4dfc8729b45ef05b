#include "layers/kinds.h"

// A learned factor for each channel: Touvron et al. 2021.
namespace nnshape {
namespace {

template <class Number>
CountsOf<Number> count_layer(const Args&, Inputs inputs, const Shape&) {
    return {.weights = inputs[0].channels};
}

}  // namespace

const LayerKind kinds::layer_scale{.name = "layer_scale",
                                   .also = "scale",
                                   .summary = "a learned factor for each channel",
                                   .example = "layer_scale",
                                   .keeps_positions = true,
                                   .infer = keep_shape,
                                   .count = count_layer<Checked>,
                                   .count_formulas = count_layer<Formula>,
                                   .shape_formulas = kept_shape};

}  // namespace nnshape
