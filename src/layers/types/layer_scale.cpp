#include "layers/formula.h"
#include "layers/kinds.h"

// A learned factor for each channel: Touvron et al. 2021.
namespace nnshape {
namespace {

constexpr auto count_layer = []<class Number>(const Args&, Inputs inputs, const Shape&) -> CountsOf<Number> {
    return {.weights = inputs[0].channels};
};

}  // namespace

const LayerKind kinds::layer_scale{.name = "layer_scale",
                                   .also = "scale",
                                   .summary = "a learned factor for each channel",
                                   .example = "layer_scale",
                                   .traits = {.keeps_positions = true},
                                   .infer = keep_shape,
                                   .count = count_layer,
                                   .shape_formulas = kept_shape};

}  // namespace nnshape
