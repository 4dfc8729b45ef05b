#include <fmt/format.h>

#include "layers/axis.h"
#include "layers/derivation.h"
#include "layers/kinds.h"

// Joins the inputs along one axis: torch.cat, Keras Concatenate, ONNX Concat.
namespace nnshape {
namespace {

PARAM_NUMBERS(axis);
constexpr Param table[] = {{.name = "axis",
                            .also = "dim",
                            .type = ParamType::axis,
                            .fallback = Fallback::value,
                            .standard = {channels_axis},
                            .least = 0,
                            .help = "the axis along which the inputs are joined; all other sizes must be the same"}};
static_assert(names_rows(param_names, table));

// Whether two shapes have the same sizes along all axes except one.
bool fit_side_by_side(const Shape& one, const Shape& other, int along) {
    if (one.rank != other.rank) return false;
    for (int axis = 0; axis <= one.rank; ++axis) {
        if (axis != along && size_along(one, axis) != size_along(other, axis)) return false;
    }
    return true;
}

// The fault's number is the index of the input that cannot be joined to the first one.
Words do_not_fit(const LayerFault& fault, const Attempt& layer) {
    const Shape &first = layer.inputs[0], &other = layer.inputs[static_cast<size_t>(fault.numbers[0])];
    int along = find_axis(layer.args, axis, first);
    return {fmt::format("{} and {} cannot be joined", to_text(first, layer.args.layout()),
                        to_text(other, layer.args.layout())),
            fmt::format("all sizes except the {} must be the same", size_name(first.rank, along))};
}

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    if (auto fault = check_axis(args, axis, inputs[0])) return fault;
    int along = find_axis(args, axis, inputs[0]);
    Shape& output = result.output = inputs[0];
    Checked sum = size_along(output, along);
    for (size_t index = 1; index < inputs.size(); ++index) {
        const Shape& input = inputs[index];
        if (!fit_side_by_side(output, input, along)) {
            return LayerFault{&code::shape_mismatch, the_layer, do_not_fit, {static_cast<int64_t>(index)}};
        }
        sum += size_along(input, along);
        if (sum.overflowed()) return overflow(the_layer, "the size of the output overflows a 64-bit integer");
    }
    size_along(output, along) = sum.value();
    return std::nullopt;
}

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference& inference) {
    int along = find_axis(args, axis, inputs[0]);
    Formula sum = size_along(inputs[0], along);
    for (const Shape& input : inputs.subspan(1)) sum = std::move(sum) + size_along(input, along);
    return {.sizes = {{size_name(inference.output.rank, along), sum}}};
}

}  // namespace

const LayerKind kinds::concat{.name = "concat",
                              .also = "concatenate cat route",
                              .summary = "its inputs joined along an axis",
                              .example = "concat from=left,right",
                              .params = table,
                              .least_inputs = 2,
                              .most_inputs = any_number,
                              .traits = {.keeps_positions = true, .symbol = "∥"},
                              .infer = infer_layer,
                              .shape_formulas = explain_shape};

}  // namespace nnshape
