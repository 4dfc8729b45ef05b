#include <fmt/format.h>
#include <algorithm>

#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/kinds.h"

// The product of two matrices, or of all matrices of two tensors: torch.matmul, ONNX MatMul. A matrix is the last two
// axes of a shape as the spec's layout writes it. The axes before them are broadcast.
namespace nnshape {
namespace {

PARAM_NUMBERS(transpose);
constexpr Param table[] = {params::flag(
    "transpose", false, "the second input is transposed first: its last two axes change places", "transpose_b adj_y")};
static_assert(names_rows(param_names, table));

int64_t from_end(const Sizes& sizes, int place) { return sizes.values[sizes.count - place]; }

// The size that must be that of a row of the first input.
int64_t height_of(const Sizes& second, bool transposed) { return from_end(second, transposed ? 1 : 2); }

// The size of an axis before the matrix, in a shape of `count` sizes; 1 if this input does not have the axis.
int64_t leading_size(const Sizes& sizes, int axis, int count) {
    int own = axis - (count - sizes.count);
    return own < 0 ? 1 : sizes.values[own];
}

bool can_be_broadcast(int64_t one, int64_t other) { return one == other || one == 1 || other == 1; }

Words do_not_fit(const LayerFault&, const Attempt& layer) {
    Layout layout = layer.args.layout();
    Sizes first = sizes_of(layer.inputs[0], layout), second = sizes_of(layer.inputs[1], layout);
    bool transposed = layer.args.flag(transpose);
    int64_t width = from_end(first, 1), height = height_of(second, transposed);
    std::string message = fmt::format("{} and {} cannot be multiplied", to_text(first), to_text(second));
    if (width == height) return {message, "before the last two axes, the sizes must be the same, or 1"};
    if (width == height_of(second, !transposed)) return {message, {}, {.settings = {{"transpose", !transposed}}}};
    return {message, fmt::format("the last size of the first input, {}, must be the {} of the second, {}", width,
                                 transposed ? "last" : "last but one", height)};
}

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    constexpr LayerFault misfit{&code::shape_mismatch, the_layer, do_not_fit};
    Sizes first = sizes_of(inputs[0], args.layout()), second = sizes_of(inputs[1], args.layout());
    bool transposed = args.flag(transpose);
    if (from_end(first, 1) != height_of(second, transposed)) return misfit;
    Sizes product{.count = std::max(first.count, second.count)};
    for (int axis = 0; axis < product.count - 2; ++axis) {
        int64_t one = leading_size(first, axis, product.count), other = leading_size(second, axis, product.count);
        if (!can_be_broadcast(one, other)) return misfit;
        product.values[axis] = one == 1 ? other : one;
    }
    product.values[product.count - 2] = from_end(first, 2);
    product.values[product.count - 1] = height_of(second, !transposed);
    result.output = shape_of(product.view(), args.layout());
    return std::nullopt;
}

// Each element of the output is a sum over a row of the first input.
constexpr auto count_layer = []<class Number>(const Args& args, Inputs inputs,
                                              const Shape& output) -> CountsOf<Number> {
    return {.macs = elements_of<Number>(output, args.layout()) * from_end(sizes_of(inputs[0], args.layout()), 1)};
};

ShapeFormulas explain_shape(const Args& args, Inputs, const Inference& inference) {
    ShapeFormulas formulas;
    int rank = inference.output.rank;
    for (int axis = 0; axis <= rank; ++axis) {
        int along = axis_of(axis, rank, args.layout());
        std::string_view origin =
            axis == rank       ? args.flag(transpose) ? "rows of the second input" : "columns of the second input"
            : axis == rank - 1 ? "rows of the first input"
                               : "the number of matrices";
        formulas.sizes.push_back({size_name(rank, along), size_along(inference.output, along), std::string(origin)});
    }
    return formulas;
}

}  // namespace

const LayerKind kinds::matmul{.name = "matmul",
                              .also = "batch_matmul bmm",
                              .summary = "the product of two matrices",
                              .example = "matmul from=left,right transpose",
                              .params = table,
                              .least_inputs = 2,
                              .most_inputs = 2,
                              .ranks = with_axes,
                              .traits = {.symbol = "@"},
                              .infer = infer_layer,
                              .rows_per_step = every_row,
                              .count = count_layer,
                              .shape_formulas = explain_shape};

}  // namespace nnshape
