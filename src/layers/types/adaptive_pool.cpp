#include <fmt/format.h>

#include "layers/derivation.h"
#include "layers/kinds.h"

// Pooling to a given size: torch.nn.AdaptiveAvgPool2d, AdaptiveMaxPool2d and similar.
namespace nnshape {
namespace {

PARAM_NUMBERS(size);
constexpr Param table[] = {{.name = "size",
                            .also = "output_size",
                            .type = ParamType::kept_sizes,
                            .help = "size of the output; it may be larger than the input"}};
static_assert(names_rows(param_names, table));

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    Shape& output = result.output = inputs[0];
    for (int axis = 0; axis < output.rank; ++axis) {
        int64_t wanted = args.size(size, axis);
        if (wanted != kept) output.spatial[axis] = wanted;
    }
    return std::nullopt;
}

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference& inference) {
    ShapeFormulas formulas;
    for (int axis = 0; axis < inputs[0].rank; ++axis) {
        bool stays = args.size(size, axis) == kept;
        formulas.sizes.push_back(
            {axis_name(inputs[0].rank, axis), inference.output.spatial[axis],
             stays ? "unchanged" : fmt::format("given; the input has {}", inputs[0].spatial[axis])});
    }
    return formulas;
}

}  // namespace

const LayerKind kinds::adaptive_avg_pool{.name = "adaptive_avg_pool",
                                         .also = "adaptive_average_pool adaptive_average_pooling",
                                         .summary = "the mean of windows that are chosen for the size of the output",
                                         .example = "adaptive_avg_pool 7",
                                         .params = table,
                                         .ranks = with_positions,
                                         .traits = {.takes_rank_suffix = true, .role = Role::pooling},
                                         .infer = infer_layer,
                                         .shape_formulas = explain_shape};

const LayerKind kinds::adaptive_max_pool{
    .name = "adaptive_max_pool",
    .also = "adaptive_max_pooling",
    .summary = "the largest value of windows that are chosen for the size of the output",
    .example = "adaptive_max_pool 7",
    .params = table,
    .ranks = with_positions,
    .traits = {.takes_rank_suffix = true, .role = Role::pooling},
    .infer = infer_layer,
    .shape_formulas = explain_shape};

}  // namespace nnshape
