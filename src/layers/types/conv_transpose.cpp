#include <fmt/format.h>

#include "layers/groups.h"
#include "layers/kinds.h"
#include "layers/slide.h"

// Transposed convolution: torch.nn.ConvTranspose2d and similar, Keras Conv2DTranspose, ONNX ConvTranspose.
namespace nnshape {
namespace {

PARAM_NUMBERS(filters, kernel, stride, padding, output_padding, dilation, groups, bias);
constexpr Param table[] = {params::filters,
                           params::kernel,
                           params::stride,
                           params::padding,
                           {.name = "output_padding",
                            .type = ParamType::sizes,
                            .fallback = Fallback::value,
                            .standard = {0},
                            .least = 0,
                            .help = "rows added at the end of the output"},
                           params::dilation,
                           params::groups,
                           params::bias};
static_assert(names_rows(param_names, table));
constexpr WindowParams window{
    .kernel = kernel, .stride = stride, .padding = padding, .dilation = dilation, .output_padding = output_padding};

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    int64_t parts = args.integer(groups);
    if (auto fault = must_divide(inputs[0].channels, "input channel", parts, "group", groups)) return fault;
    if (auto fault = must_divide(args.integer(filters), "filter", parts, "group", groups)) return fault;
    return slide_transposed(args, inputs[0], args.integer(filters), window, result);
}

// Every input position is multiplied with every weight once, so the MACs depend on the input's positions.
constexpr auto count_layer = []<class Number>(const Args& args, Inputs inputs, const Shape&) -> CountsOf<Number> {
    Number filters_each = part_of<Number>(args.integer(filters), args.integer(groups));
    Number weights = kernel_elements<Number>(args, kernel, inputs[0]) * inputs[0].channels * filters_each;
    return {.weights = weights,
            .biases = args.flag(bias) ? args.integer(filters) : 0,
            .macs = positions_of<Number>(inputs[0]) * settled(weights)};
};

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference& inference) {
    ShapeFormulas formulas = window_formulas(args, inputs, inference);
    formulas.words = "transposed " + filter_words(inference.window, args.integer(filters));
    if (int64_t parts = args.integer(groups); parts > 1) formulas.words += fmt::format(", {} groups", parts);
    return formulas;
}

}  // namespace

const LayerKind kinds::conv_transpose{
    .name = "conv_transpose",
    .also = "deconv deconvolution deconvolutional transposed_conv",
    .summary = "transposed convolution, which makes its input larger",
    .example = "conv_transpose 64 2 stride=2",
    .params = table,
    .ranks = with_positions,
    .traits = {.takes_rank_suffix = true, .adds_bias = true, .role = Role::convolution},
    .infer = infer_layer,
    .count = count_layer,
    .shape_formulas = explain_shape};

}  // namespace nnshape
