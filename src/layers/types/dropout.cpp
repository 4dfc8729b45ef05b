#include "layers/kinds.h"

// Dropout and similar layers, which change values only in training.
namespace nnshape {
namespace {

constexpr Param table[] = {{.name = "rate",
                            .also = "p prob probability",
                            .type = ParamType::rate,
                            .fallback = Fallback::value,
                            .standard = {5, 10},
                            .help = "fraction of the values that are dropped, from 0 to 1"}};

}  // namespace

const LayerKind kinds::dropout{
    .name = "dropout",
    .also = "spatial_dropout alpha_dropout drop_path stochastic_depth gaussian_noise gaussian_dropout",
    .summary = "values dropped at random in training",
    .example = "dropout 0.5",
    .params = table,
    .traits = {.takes_rank_suffix = true,
               .keeps_positions = true,
               .works_in_place = true,
               .trains_only = true,
               .role = Role::dropout},
    .infer = keep_shape,
    .shape_formulas = kept_shape};

}  // namespace nnshape
