#include <fmt/format.h>

#include "layers/groups.h"
#include "layers/kinds.h"
#include "layers/slide.h"

// Convolution: torch.nn.Conv1d, Conv2d, Conv3d; Keras Conv1D, Conv2D, Conv3D; ONNX Conv.
namespace nnshape {
namespace {

PARAM_NUMBERS(filters, kernel, stride, padding, dilation, groups, bias);
constexpr Param table[] = {params::filters,  params::kernel, params::stride, params::padding,
                           params::dilation, params::groups, params::bias};
static_assert(names_rows(param_names, table));
constexpr WindowParams window{.kernel = kernel, .stride = stride, .padding = padding, .dilation = dilation};

std::optional<LayerFault> infer_conv(const Args& args, Inputs inputs, Inference& result) {
    int64_t parts = args.integer(groups);
    if (auto fault = must_divide(inputs[0].channels, "input channel", parts, "group", groups)) return fault;
    if (auto fault = must_divide(args.integer(filters), "filter", parts, "group", groups)) return fault;
    return slide(args, inputs[0], args.integer(filters), window, result);
}

constexpr auto count_conv = []<class Number>(const Args& args, Inputs inputs, const Shape& output) -> CountsOf<Number> {
    Number depth = part_of<Number>(inputs[0].channels, args.integer(groups));
    Number weights = kernel_elements<Number>(args, kernel, inputs[0]) * depth * args.integer(filters);
    return {.weights = weights,
            .biases = args.flag(bias) ? args.integer(filters) : 0,
            .macs = positions_of<Number>(output) * settled(weights)};
};

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference& inference) {
    ShapeFormulas formulas = window_formulas(args, inputs, inference);
    formulas.words = filter_words(inference.window, args.integer(filters));
    if (int64_t parts = args.integer(groups); parts > 1) formulas.words += fmt::format(", {} groups", parts);
    return formulas;
}

}  // namespace

const LayerKind kinds::conv{.name = "conv",
                            .also = "convolution convolutional",
                            .summary = "convolution of a sequence, an image or a volume",
                            .example = "conv 64 3 padding=1",
                            .params = table,
                            .ranks = with_positions,
                            .traits = {.takes_rank_suffix = true, .adds_bias = true, .role = Role::convolution},
                            .infer = infer_conv,
                            .count = count_conv,
                            .shape_formulas = explain_shape};

}  // namespace nnshape
