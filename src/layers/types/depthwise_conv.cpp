#include <fmt/format.h>

#include "layers/kinds.h"
#include "layers/slide.h"

// Convolution of each channel on its own: Keras DepthwiseConv2D, torch.nn.Conv2d with groups = channels.
namespace nnshape {
namespace {

constexpr Param multiplier_param{.name = "multiplier",
                                 .also = "depth_multiplier",
                                 .fallback = Fallback::value,
                                 .standard = {1},
                                 .help = "number of output channels for each input channel"};

constexpr std::string_view too_many_channels = "the channels times the multiplier overflow a 64-bit integer";

namespace depthwise {

PARAM_NUMBERS(kernel, multiplier, stride, padding, dilation, bias);
constexpr Param table[] = {params::kernel,  multiplier_param, params::stride,
                           params::padding, params::dilation, params::bias};
static_assert(names_rows(param_names, table));
constexpr WindowParams window{.kernel = kernel, .stride = stride, .padding = padding, .dilation = dilation};

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    Checked channels = Checked(inputs[0].channels) * args.integer(multiplier);
    if (channels.overflowed()) return overflow(multiplier, too_many_channels);
    return slide(args, inputs[0], channels.value(), window, result);
}

constexpr auto count_layer = []<class Number>(const Args& args, Inputs inputs,
                                              const Shape& output) -> CountsOf<Number> {
    Number weights = kernel_elements<Number>(args, kernel, inputs[0]) * output.channels;
    return {.weights = weights,
            .biases = args.flag(bias) ? output.channels : 0,
            .macs = positions_of<Number>(output) * settled(weights)};
};

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference& inference) {
    ShapeFormulas formulas = window_formulas(args, inputs, inference);
    formulas.words = filter_words(inference.window, inference.output.channels) + ", each on one channel";
    int64_t times = args.integer(multiplier);
    if (times > 1) formulas.sizes.push_back({"channels", Formula(inputs[0].channels) * times});
    return formulas;
}

}  // namespace depthwise

namespace separable {

PARAM_NUMBERS(filters, kernel, multiplier, stride, padding, dilation, bias);
constexpr Param table[] = {params::filters, params::kernel,   multiplier_param, params::stride,
                           params::padding, params::dilation, params::bias};
static_assert(names_rows(param_names, table));
constexpr WindowParams window{.kernel = kernel, .stride = stride, .padding = padding, .dilation = dilation};

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    Checked channels = Checked(inputs[0].channels) * args.integer(multiplier);
    if (channels.overflowed()) return overflow(multiplier, too_many_channels);
    return slide(args, inputs[0], args.integer(filters), window, result);
}

constexpr auto count_layer = []<class Number>(const Args& args, Inputs inputs,
                                              const Shape& output) -> CountsOf<Number> {
    Number middle = multiple<Number>(args.integer(multiplier), inputs[0].channels);
    Number weights = kernel_elements<Number>(args, kernel, inputs[0]) * middle + middle * args.integer(filters);
    return {.weights = weights,
            .biases = args.flag(bias) ? args.integer(filters) : 0,
            .macs = positions_of<Number>(output) * settled(weights)};
};

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference& inference) {
    ShapeFormulas formulas = window_formulas(args, inputs, inference);
    std::string each = filter_words(inference.window, inputs[0].channels * args.integer(multiplier));
    formulas.words = fmt::format("{}, each on one channel, then {} filters of 1", each, args.integer(filters));
    return formulas;
}

}  // namespace separable
}  // namespace

const LayerKind kinds::depthwise_conv{
    .name = "depthwise_conv",
    .also = "depthwise dwconv",
    .summary = "convolution of each channel on its own",
    .example = "depthwise_conv 3 padding=1",
    .params = depthwise::table,
    .ranks = with_positions,
    .traits = {.takes_rank_suffix = true, .adds_bias = true, .role = Role::convolution},
    .infer = depthwise::infer_layer,
    .count = depthwise::count_layer,
    .shape_formulas = depthwise::explain_shape};

const LayerKind kinds::separable_conv{
    .name = "separable_conv",
    .also = "separable",
    .summary = "a depthwise convolution without bias, then a 1x1 convolution",
    .example = "separable_conv 64 3 padding=1",
    .params = separable::table,
    .ranks = with_positions,
    .traits = {.takes_rank_suffix = true, .adds_bias = true, .role = Role::convolution},
    .infer = separable::infer_layer,
    .count = separable::count_layer,
    .shape_formulas = separable::explain_shape};

}  // namespace nnshape
