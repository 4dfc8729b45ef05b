#include <fmt/format.h>
#include <algorithm>

#include "layers/kinds.h"
#include "layers/slide.h"

// A recurrent layer whose products are convolutions: Shi et al. 2015; Keras ConvLSTM2D. Each step of the input is an
// image. A second convolution, of the same kernel, reads the state, and keeps its size.
namespace nnshape {
namespace {

PARAM_NUMBERS(filters, kernel, stride, padding, dilation, bias, return_sequences);

// The window slides over the axes of each image, and not over the steps.
constexpr Param of_image(Param param) {
    param.skipped = 1;
    return param;
}

constexpr Param table[] = {
    params::filters,
    of_image(params::kernel),
    of_image(params::stride),
    of_image(params::padding),
    of_image(params::dilation),
    params::bias,
    params::flag("return_sequences", false, "output the state of every step, not only the last")};
static_assert(names_rows(param_names, table));
constexpr WindowParams window{.kernel = kernel, .stride = stride, .padding = padding, .dilation = dilation};
constexpr int64_t gates = 4;

Shape image_of(const Shape& volume) {
    return {.rank = 2, .spatial = {volume.spatial[1], volume.spatial[2]}, .channels = volume.channels};
}

// Gives the window of an image a first axis, along which it reads one step at a time.
void add_steps(Window& sliding, int64_t steps) {
    std::copy_backward(sliding.axes.begin(), sliding.axes.begin() + sliding.rank,
                       sliding.axes.begin() + sliding.rank + 1);
    sliding.axes[0] = {.in = steps, .out = steps};
    ++sliding.rank;
}

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    const Shape& input = inputs[0];
    auto fault = slide(args, image_of(input), args.integer(filters), window, result);
    add_steps(result.window, input.spatial[0]);
    if (fault) {
        ++fault->numbers[0];  // the axis, as in the volume
        return fault;
    }
    if (args.flag(return_sequences)) {
        const Shape& image = result.output;
        result.output = {
            .rank = 3, .spatial = {input.spatial[0], image.spatial[0], image.spatial[1]}, .channels = image.channels};
    }
    return std::nullopt;
}

constexpr auto count_layer = []<class Number>(const Args& args, Inputs inputs,
                                              const Shape& output) -> CountsOf<Number> {
    Number depth = Number(inputs[0].channels) + args.integer(filters);
    Number weights =
        Number(gates) * kernel_elements<Number>(args, kernel, image_of(inputs[0])) * depth * args.integer(filters);
    const int64_t* image = output.spatial.data() + (output.rank == 3 ? 1 : 0);
    Number positions = Number(inputs[0].spatial[0]) * product_of<Number>(std::span(image, 2));
    return {.weights = weights,
            .biases = args.flag(bias) ? Number(gates) * args.integer(filters) : Number(0),
            .macs = positions * settled(weights)};
};

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference& inference) {
    Inference image = inference;
    std::copy(image.window.axes.begin() + 1, image.window.axes.end(), image.window.axes.begin());
    --image.window.rank;
    ShapeFormulas formulas = window_formulas(args, inputs, image);
    formulas.sizes.insert(formulas.sizes.begin(), {"depth", inputs[0].spatial[0], "the number of steps"});
    formulas.note = args.flag(return_sequences) ? "the output has a state for each step"
                                                : "the output is the state of the last step";
    return formulas;
}

// The state of a position depends on its neighbours of the step before, so how far it sees depends on the steps.
Window implied_window(const Args&, Inputs) { return {}; }

constexpr Ranks steps_of_images[] = {{.least = 3, .most = 3}};

}  // namespace

const LayerKind kinds::conv_lstm{.name = "conv_lstm",
                                 .summary = "long short-term memory of images",
                                 .example = "conv_lstm 64 3 padding=same",
                                 .params = table,
                                 .ranks = steps_of_images,
                                 .traits = {.role = Role::recurrent},
                                 .infer = infer_layer,
                                 .implied_window = implied_window,
                                 .count = count_layer,
                                 .shape_formulas = explain_shape};

}  // namespace nnshape
