#include "layers/groups.h"
#include "layers/kinds.h"
#include "layers/slide.h"

// Convolution: torch.nn.Conv1d, Conv2d, Conv3d; Keras Conv1D and its like; ONNX Conv.
namespace nnshape {
namespace {

enum { filters, kernel, stride, padding, dilation, groups, bias };
constexpr Param table[] = {params::filters,  params::kernel, params::stride, params::padding,
                           params::dilation, params::groups, params::bias};
constexpr WindowParams window{.kernel = kernel, .stride = stride, .padding = padding, .dilation = dilation};

Inferred infer_conv(const Args& args, Inputs inputs) {
    int64_t parts = args.integer(groups);
    if (auto problem = must_divide(inputs[0].channels, "input channel", parts, "group", groups)) return *problem;
    if (auto problem = must_divide(args.integer(filters), "filter", parts, "group", groups)) return *problem;
    return slide(args, inputs[0], args.integer(filters), window);
}

Counts count_conv(const Args& args, Inputs inputs, const Shape& output) {
    Checked weights =
        kernel_elements(args, kernel, inputs[0]) * (inputs[0].channels / args.integer(groups)) * args.integer(filters);
    return {
        .weights = weights, .biases = args.flag(bias) ? args.integer(filters) : 0, .macs = positions(output) * weights};
}

}  // namespace

const LayerKind kinds::conv{.name = "conv",
                            .also = "convolution convolutional",
                            .summary = "convolution of a sequence, an image or a volume",
                            .example = "conv 64 3 padding=1",
                            .params = table,
                            .least_rank = 1,
                            .takes_rank_suffix = true,
                            .adds_bias = true,
                            .infer = infer_conv,
                            .count = count_conv};

}  // namespace nnshape
