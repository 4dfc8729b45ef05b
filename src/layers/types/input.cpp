#include "layers/derivation.h"
#include "layers/kinds.h"

// An input of the network. It has no inputs of its own, and reports list it separately from the layers.
namespace nnshape {
namespace {

PARAM_NUMBERS(shape);
constexpr Param table[] = {{.name = "shape", .type = ParamType::shape, .help = "shape of the input"}};
static_assert(names_rows(param_names, table));

std::optional<LayerFault> infer_layer(const Args& args, Inputs, Inference& result) {
    result.output = shape_of(args.numbers(shape), args.layout());
    return std::nullopt;
}

ShapeFormulas explain_shape(const Args&, Inputs, const Inference&) { return {.note = "an input of the network"}; }

}  // namespace

const LayerKind kinds::input{.name = "input",
                             .also = "input_layer",
                             .summary = "an input of the network",
                             .example = "input 227x227x3",
                             .params = table,
                             .least_inputs = 0,
                             .most_inputs = 0,
                             .traits = {.is_input = true},
                             .infer = infer_layer,
                             .shape_formulas = explain_shape};

}  // namespace nnshape
