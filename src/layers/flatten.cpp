#include "layers/kinds.h"

// All values in one vector: torch.nn.Flatten, Keras Flatten.
namespace nnshape {
namespace {

Inferred infer_layer(const Args&, Inputs inputs) {
    Checked all = elements(inputs[0]);
    if (all.overflowed()) return blame(code::overflow, the_layer, "the size of the vector leaves 64 bits");
    return Inference{vector_of(all.value())};
}

}  // namespace

const LayerKind kinds::flatten{.name = "flatten",
                               .summary = "all values in one vector",
                               .example = "flatten",
                               .works_in_place = true,
                               .infer = infer_layer};

}  // namespace nnshape
