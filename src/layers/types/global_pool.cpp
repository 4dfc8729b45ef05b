#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/kinds.h"

// Pooling over all positions: Keras GlobalAveragePooling2D and GlobalMaxPooling2D, ONNX GlobalAveragePool.
namespace nnshape {
namespace {

PARAM_NUMBERS(keepdims);
constexpr Param table[] = {params::flag("keepdims", false, "keep the spatial axes, each of size 1", "keep_dims")};
static_assert(names_rows(param_names, table));

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    Shape& output = result.output = vector_of(inputs[0].channels);
    if (args.flag(keepdims)) {
        output.rank = inputs[0].rank;
        for (int axis = 0; axis < output.rank; ++axis) output.spatial[axis] = 1;
    }
    return std::nullopt;
}

ShapeFormulas explain_shape(const Args&, Inputs inputs, const Inference& inference) {
    return {.sizes = {{"channels", inference.output.channels, "one value for each"},
                      {"positions", positions_of<Formula>(inputs[0]), "pooled into one value"}}};
}

}  // namespace

const LayerKind kinds::global_avg_pool{.name = "global_avg_pool",
                                       .also = "global_average_pool global_average_pooling",
                                       .summary = "the mean of each channel over all positions",
                                       .example = "global_avg_pool",
                                       .params = table,
                                       .ranks = with_axes,
                                       .traits = {.takes_rank_suffix = true, .role = Role::pooling},
                                       .infer = infer_layer,
                                       .shape_formulas = explain_shape};

const LayerKind kinds::global_max_pool{.name = "global_max_pool",
                                       .also = "global_max_pooling",
                                       .summary = "the largest value of each channel over all positions",
                                       .example = "global_max_pool",
                                       .params = table,
                                       .ranks = with_axes,
                                       .traits = {.takes_rank_suffix = true, .role = Role::pooling},
                                       .infer = infer_layer,
                                       .shape_formulas = explain_shape};

}  // namespace nnshape
