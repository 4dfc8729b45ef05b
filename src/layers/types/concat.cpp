#include <fmt/format.h>

#include "layers/axis.h"
#include "layers/kinds.h"

// Inputs side by side along one axis: torch.cat, Keras Concatenate, ONNX Concat.
namespace nnshape {
namespace {

enum { axis };
constexpr Param table[] = {{.name = "axis",
                            .also = "dim",
                            .type = ParamType::axis,
                            .fallback = Fallback::value,
                            .standard = {channels_axis},
                            .least = 0,
                            .help = "the axis whose sizes are added; the others must be alike"}};

Inferred infer_layer(const Args& args, Inputs inputs) {
    auto along = find_axis(args, axis, inputs[0]);
    if (!along) return along.problem();
    Shape output = inputs[0];
    for (const Shape& input : inputs.subspan(1)) {
        Shape rest = input;
        bool alike = input.rank == output.rank;
        Checked sum = 0;
        if (alike) {
            sum = Checked(size_along(output, *along)) + size_along(rest, *along);
            size_along(rest, *along) = size_along(output, *along);
        }
        if (!alike || rest != output) {
            return blame(code::shape_mismatch, the_layer,
                         fmt::format("{} and {} do not fit side by side", to_text(inputs[0], args.layout()),
                                     to_text(input, args.layout())),
                         fmt::format("all sizes but {} must be alike",
                                     *along == output.rank ? "the channels"
                                                           : fmt::format("the {}", axis_name(output.rank, *along))));
        }
        if (sum.overflowed()) return blame(code::overflow, the_layer, "the size of the output leaves 64 bits");
        size_along(output, *along) = sum.value();
    }
    return Inference{output};
}

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference& inference) {
    int along = *find_axis(args, axis, inputs[0]);
    Formula sum = size_along(inputs[0], along);
    for (const Shape& input : inputs.subspan(1)) sum = sum + size_along(input, along);
    return {.sizes = {{size_name(inference.output.rank, along), sum}}};
}

}  // namespace

const LayerKind kinds::concat{.name = "concat",
                              .also = "concatenate cat route",
                              .summary = "its inputs side by side along an axis",
                              .example = "concat from=left,right",
                              .params = table,
                              .least_inputs = 2,
                              .most_inputs = any_number,
                              .keeps_positions = true,
                              .infer = infer_layer,
                              .shape_formulas = explain_shape};

}  // namespace nnshape
