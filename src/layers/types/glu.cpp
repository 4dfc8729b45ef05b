#include <fmt/format.h>

#include "layers/kinds.h"

// Gated linear unit: one half of the channels gates the other. torch.nn.GLU.
namespace nnshape {
namespace {

Inferred infer_layer(const Args&, Inputs inputs) {
    Shape output = inputs[0];
    if (output.channels % 2 != 0) {
        return blame(code::groups_mismatch, the_layer,
                     fmt::format("glu halves the channels, and {} is odd", output.channels),
                     "the layer before must make an even number of channels");
    }
    output.channels /= 2;
    return Inference{output};
}

ShapeFormulas explain_shape(const Args&, Inputs inputs, const Inference&) {
    return {.sizes = {{"channels", Formula::quotient(inputs[0].channels, 2)}}};
}

}  // namespace

const LayerKind kinds::glu{.name = "glu",
                           .summary = "gated linear unit: half of the channels gate the other half",
                           .example = "glu",
                           .keeps_positions = true,
                           .infer = infer_layer,
                           .shape_formulas = explain_shape};

}  // namespace nnshape
