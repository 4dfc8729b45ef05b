#include "layers/arithmetic.h"
#include "layers/kinds.h"

// ReLU with learned slopes. torch.nn.PReLU learns one for the layer, Keras PReLU one for each element.
namespace nnshape {
namespace {

PARAM_NUMBERS(per);
enum { layer, channel, element };
constexpr Param table[] = {{.name = "per",
                            .type = ParamType::choice,
                            .fallback = Fallback::value,
                            .standard = {layer},
                            .choices = "layer channel element",
                            .help = "what has its own slope: the layer, each channel or each element"}};
static_assert(names_rows(param_names, table));

constexpr auto count_layer = []<class Number>(const Args& args, Inputs inputs, const Shape&) -> CountsOf<Number> {
    switch (args.integer(per)) {
        case channel: return {.weights = inputs[0].channels};
        case element: return {.weights = elements_of<Number>(inputs[0], args.layout())};
        default: return {.weights = 1};
    }
};

}  // namespace

const LayerKind kinds::prelu{.name = "prelu",
                             .summary = "ReLU with learned slopes",
                             .example = "prelu channel",
                             .params = table,
                             .traits = {.keeps_positions = true, .role = Role::activation},
                             .infer = keep_shape,
                             .count = count_layer,
                             .shape_formulas = kept_shape};

}  // namespace nnshape
