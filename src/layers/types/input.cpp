#include "layers/derivation.h"
#include "layers/kinds.h"

// The network's input. It takes no inputs itself, and reports list it apart from the layers.
namespace nnshape {
namespace {

PARAM_NUMBERS(shape);
constexpr Param table[] = {{.name = "shape", .type = ParamType::shape, .help = "the shape that comes in"}};
static_assert(names_rows(param_names, table));

std::optional<Fault> infer_layer(const Args& args, Inputs, Inference& result) {
    result.output = shape_of(args.numbers(shape), args.layout());
    return std::nullopt;
}

ShapeFormulas explain_shape(const Args&, Inputs, const Inference&) { return {.note = "what comes in"}; }

}  // namespace

const LayerKind kinds::input{.name = "input",
                             .also = "input_layer",
                             .summary = "an input of the network",
                             .example = "input 227x227x3",
                             .params = table,
                             .least_inputs = 0,
                             .most_inputs = 0,
                             .infer = infer_layer,
                             .shape_formulas = explain_shape};

}  // namespace nnshape
