#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/kinds.h"

// Tensors that are part of the network and have no input: torch.nn.Parameter and a buffer, ONNX Constant.
namespace nnshape {
namespace {

PARAM_NUMBERS(shape);
constexpr Param table[] = {{.name = "shape", .also = "size", .type = ParamType::shape, .help = "shape of the tensor"}};
static_assert(names_rows(param_names, table));

std::optional<LayerFault> infer_layer(const Args& args, Inputs, Inference& result) {
    result.output = shape_of(args.numbers(shape), args.layout());
    return std::nullopt;
}

constexpr auto count_elements = []<class Number>(const Args& args, Inputs, const Shape& output) -> CountsOf<Number> {
    return {.weights = elements_of<Number>(output, args.layout())};
};

ShapeFormulas explain_shape(const Args&, Inputs, const Inference&) { return {.note = "the spec gives its shape"}; }

}  // namespace

const LayerKind kinds::parameter{.name = "parameter",
                                 .summary = "a learned tensor without an input",
                                 .example = "parameter 100x256",
                                 .params = table,
                                 .least_inputs = 0,
                                 .most_inputs = 0,
                                 .infer = infer_layer,
                                 .count = count_elements,
                                 .shape_formulas = explain_shape};

const LayerKind kinds::constant{.name = "constant",
                                .summary = "a tensor without an input that is not learned",
                                .example = "constant 100x256",
                                .params = table,
                                .least_inputs = 0,
                                .most_inputs = 0,
                                .infer = infer_layer,
                                .shape_formulas = explain_shape};

}  // namespace nnshape
