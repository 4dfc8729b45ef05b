#include <fmt/format.h>

#include "base/text.h"
#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/kinds.h"

// A fully connected layer, applied at each position: torch.nn.Linear, Keras Dense, ONNX Gemm.
namespace nnshape {
namespace {

PARAM_NUMBERS(units, bias);
constexpr Param table[] = {{.name = "units", .also = "out_features", .help = "channels of the output"}, params::bias};
static_assert(names_rows(param_names, table));

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    Shape& output = result.output = inputs[0];
    output.channels = args.integer(units);
    return std::nullopt;
}

constexpr auto count_layer = []<class Number>(const Args& args, Inputs inputs,
                                              const Shape& output) -> CountsOf<Number> {
    Number weights = Number(inputs[0].channels) * output.channels;
    return {.weights = weights,
            .biases = args.flag(bias) ? output.channels : 0,
            .macs = positions_of<Number>(output) * settled(weights)};
};

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference&) {
    ShapeFormulas formulas{
        .words = fmt::format("{} of {}", counted(args.integer(units), "unit"), counted(inputs[0].channels, "input"))};
    if (inputs[0].rank > 0) {
        formulas.sizes.push_back({"positions", positions_of<Formula>(inputs[0]), "the same weights for each"});
    }
    return formulas;
}

}  // namespace

const LayerKind kinds::dense{
    .name = "dense",
    .also = "linear fc fully_connected connected",
    .summary = "fully connected layer, applied at each position",
    .example = "dense 10",
    .params = table,
    .traits = {.adds_bias = true, .meant_for_vectors = true, .keeps_positions = true, .role = Role::dense},
    .transposes = &kinds::embedding,
    .infer = infer_layer,
    .count = count_layer,
    .shape_formulas = explain_shape};

}  // namespace nnshape
