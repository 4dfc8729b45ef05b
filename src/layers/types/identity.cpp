#include "layers/kinds.h"

// A layer that does not change its input. It can give a name to a place in the network.
namespace nnshape {

const LayerKind kinds::identity{.name = "identity",
                                .summary = "its input, unchanged",
                                .example = "identity",
                                .traits = {.keeps_positions = true, .works_in_place = true},
                                .infer = keep_shape,
                                .shape_formulas = kept_shape};

}  // namespace nnshape
