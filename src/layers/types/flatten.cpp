#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/kinds.h"

// Puts all values into one vector: torch.nn.Flatten, Keras Flatten.
namespace nnshape {
namespace {

std::optional<LayerFault> infer_layer(const Args&, Inputs inputs, Inference& result) {
    Checked all = elements(inputs[0]);
    if (all.overflowed()) return overflow(the_layer, "the size of the vector overflows a 64-bit integer");
    result.output = vector_of(all.value());
    return std::nullopt;
}

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference&) {
    return {.sizes = {{"size", elements_of<Formula>(inputs[0], args.layout())}}};
}

}  // namespace

const LayerKind kinds::flatten{.name = "flatten",
                               .summary = "all values in one vector",
                               .example = "flatten",
                               .traits = {.works_in_place = true, .role = Role::flattening},
                               .infer = infer_layer,
                               .shape_formulas = explain_shape};

}  // namespace nnshape
