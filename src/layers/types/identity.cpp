#include "layers/kinds.h"

// What leaves its input as it is; it gives a place in the network a name.
namespace nnshape {

const LayerKind kinds::identity{.name = "identity",
                                .summary = "its input as it is",
                                .example = "identity",
                                .traits = {.keeps_positions = true, .works_in_place = true},
                                .infer = keep_shape,
                                .shape_formulas = kept_shape};

}  // namespace nnshape
