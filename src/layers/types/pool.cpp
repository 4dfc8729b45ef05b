#include "layers/kinds.h"
#include "layers/slide.h"

// Pooling windows: torch.nn.MaxPool2d and AvgPool2d, Keras MaxPooling2D and AveragePooling2D, and similar.
namespace nnshape {
namespace {

constexpr Param stride_param{.name = "stride",
                             .also = "strides",
                             .type = ParamType::sizes,
                             .fallback = Fallback::same_as,
                             .standard = {0},
                             .help = "distance from one window to the next"};

namespace max {

PARAM_NUMBERS(kernel, stride, padding, dilation, ceil);
constexpr Param table[] = {params::pool, stride_param, params::padding, params::dilation, params::ceil};
static_assert(names_rows(param_names, table));
constexpr WindowParams window{
    .kernel = kernel, .stride = stride, .padding = padding, .dilation = dilation, .ceil = ceil};

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    return slide_pool(args, inputs[0], window, result);
}

}  // namespace max

namespace avg {

PARAM_NUMBERS(kernel, stride, padding, ceil);
constexpr Param table[] = {params::pool, stride_param, params::padding, params::ceil};
static_assert(names_rows(param_names, table));
constexpr WindowParams window{.kernel = kernel, .stride = stride, .padding = padding, .ceil = ceil};

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    return slide_pool(args, inputs[0], window, result);
}

}  // namespace avg
}  // namespace

const LayerKind kinds::max_pool{.name = "max_pool",
                                .also = "max_pooling",
                                .summary = "the largest value of each window",
                                .example = "max_pool 2",
                                .params = max::table,
                                .ranks = with_positions,
                                .traits = {.takes_rank_suffix = true, .role = Role::pooling},
                                .infer = max::infer_layer,
                                .shape_formulas = window_formulas};

const LayerKind kinds::avg_pool{.name = "avg_pool",
                                .also = "average_pool average_pooling avg_pooling",
                                .summary = "the mean of each window",
                                .example = "avg_pool 2",
                                .params = avg::table,
                                .ranks = with_positions,
                                .traits = {.takes_rank_suffix = true, .role = Role::pooling},
                                .infer = avg::infer_layer,
                                .shape_formulas = window_formulas};

}  // namespace nnshape
