#include "layers/groups.h"
#include "layers/kinds.h"

// Gated linear unit: one half of the channels gates the other. torch.nn.GLU.
namespace nnshape {
namespace {

Inferred infer_layer(const Args&, Inputs inputs) {
    if (auto problem = must_divide(inputs[0].channels, "channels", 2, the_layer, "halves")) return *problem;
    Shape output = inputs[0];
    output.channels /= 2;
    return Inference{output};
}

}  // namespace

const LayerKind kinds::glu{.name = "glu",
                           .summary = "gated linear unit: half of the channels gate the other half",
                           .example = "glu",
                           .infer = infer_layer};

}  // namespace nnshape
