#include <fmt/format.h>

#include "layers/derivation.h"
#include "layers/kinds.h"

// Gated linear unit: one half of the channels gates the other. torch.nn.GLU.
namespace nnshape {
namespace {

Words odd(const LayerFault&, const Attempt& layer) {
    return {fmt::format("glu halves the channels, but {} is an odd number", layer.inputs[0].channels),
            "use an even number of channels in the layer before"};
}

std::optional<LayerFault> infer_layer(const Args&, Inputs inputs, Inference& result) {
    Shape& output = result.output = inputs[0];
    if (output.channels % 2 != 0) return LayerFault{&code::groups_mismatch, the_layer, odd};
    output.channels /= 2;
    return std::nullopt;
}

ShapeFormulas explain_shape(const Args&, Inputs inputs, const Inference&) {
    return {.sizes = {{"channels", Formula::quotient(inputs[0].channels, 2)}}};
}

}  // namespace

const LayerKind kinds::glu{.name = "glu",
                           .summary = "gated linear unit: half of the channels gate the other half",
                           .example = "glu",
                           .traits = {.keeps_positions = true},
                           .infer = infer_layer,
                           .shape_formulas = explain_shape};

}  // namespace nnshape
