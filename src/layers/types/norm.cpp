#include <fmt/format.h>

#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/groups.h"
#include "layers/kinds.h"

// Normalisations. The scale counts as weights, the centre as biases, the running statistics as buffers.
namespace nnshape {
namespace {

template <class Number>
CountsOf<Number> scale_and_center(bool scale, bool center, Number size, Number buffers = 0) {
    return {.weights = scale ? size : Number(0), .biases = center ? size : Number(0), .buffers = buffers};
}

namespace batch {

PARAM_NUMBERS(affine, scale, center, track_stats);
constexpr Param table[] = {
    params::flag("affine", true, "learn a scale and a centre for each channel"),
    {.name = "scale",
     .type = ParamType::boolean,
     .fallback = Fallback::same_as,
     .standard = {affine},
     .help = "learn the scale"},
    {.name = "center",
     .type = ParamType::boolean,
     .fallback = Fallback::same_as,
     .standard = {affine},
     .help = "learn the centre"},
    params::flag("track_stats", true, "store a running mean and variance for each channel", "track_running_stats")};
static_assert(names_rows(param_names, table));

Words given_twice(const LayerFault& fault, const Attempt& layer) {
    return {
        fmt::format("`{}` cannot be combined with `affine`", layer.kind.params[static_cast<size_t>(fault.param)].name),
        "remove `affine`, which sets both `scale` and `center`"};
}

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    for (int apart : {scale, center}) {
        if (args.has(affine) && args.has(apart)) return LayerFault{&code::bad_value, apart, given_twice};
    }
    return keep_shape(args, inputs, result);
}

constexpr auto count_layer = []<class Number>(const Args& args, Inputs inputs, const Shape&) -> CountsOf<Number> {
    Number channels = inputs[0].channels;
    return scale_and_center<Number>(args.flag(scale), args.flag(center), channels,
                                    args.flag(track_stats) ? Number(2) * channels : Number(0));
};

}  // namespace batch

namespace layer {

PARAM_NUMBERS(over, scale, center);
enum { channels, all };
constexpr Param table[] = {{.name = "over",
                            .type = ParamType::choice,
                            .fallback = Fallback::value,
                            .standard = {channels},
                            .choices = "channels all",
                            .help = "the values that are normalised together"},
                           params::flag("scale", true, "learn a scale"),
                           params::flag("center", true, "learn a centre", "bias")};
static_assert(names_rows(param_names, table));

constexpr auto count_layer = []<class Number>(const Args& args, Inputs inputs, const Shape&) -> CountsOf<Number> {
    Number size =
        args.integer(over) == all ? elements_of<Number>(inputs[0], args.layout()) : Number(inputs[0].channels);
    return scale_and_center<Number>(args.flag(scale), args.flag(center), size);
};

}  // namespace layer

namespace group {

PARAM_NUMBERS(groups, affine);
constexpr Param table[] = {
    {.name = "groups", .also = "num_groups", .help = "number of groups, each of which is normalised on its own"},
    params::flag("affine", true, "learn a scale and a centre for each channel")};
static_assert(names_rows(param_names, table));

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    if (auto fault = must_divide(inputs[0].channels, "channel", args.integer(groups), "group", groups)) return fault;
    return keep_shape(args, inputs, result);
}

constexpr auto count_layer = []<class Number>(const Args& args, Inputs inputs, const Shape&) -> CountsOf<Number> {
    return scale_and_center<Number>(args.flag(affine), args.flag(affine), inputs[0].channels);
};

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference&) {
    return {.sizes = {{"group", part_of<Formula>(inputs[0].channels, args.integer(groups)), "channels in each"}},
            .note = "the shape is unchanged"};
}

}  // namespace group

namespace instance {

PARAM_NUMBERS(affine);
constexpr Param table[] = {params::flag("affine", false, "learn a scale and a centre for each channel")};
static_assert(names_rows(param_names, table));

constexpr auto count_layer = []<class Number>(const Args& args, Inputs inputs, const Shape&) -> CountsOf<Number> {
    return scale_and_center<Number>(args.flag(affine), args.flag(affine), inputs[0].channels);
};

}  // namespace instance

constexpr auto count_rms = []<class Number>(const Args&, Inputs inputs, const Shape&) -> CountsOf<Number> {
    return {.weights = inputs[0].channels};
};

constexpr Param lrn_table[] = {{.name = "size",
                                .fallback = Fallback::value,
                                .standard = {5},
                                .help = "number of neighbouring channels that are normalised together"}};

}  // namespace

const LayerKind kinds::batch_norm{.name = "batch_norm",
                                  .also = "bn batch_normalization",
                                  .summary = "batch normalisation",
                                  .example = "batch_norm",
                                  .params = batch::table,
                                  .traits = {.takes_rank_suffix = true,
                                             .centers_channels = true,
                                             .keeps_positions = true,
                                             .folds_when_deployed = true,
                                             .role = Role::normalisation},
                                  .infer = batch::infer_layer,
                                  .count = batch::count_layer,
                                  .shape_formulas = kept_shape};

const LayerKind kinds::layer_norm{
    .name = "layer_norm",
    .also = "layer_normalization",
    .summary = "layer normalisation",
    .example = "layer_norm",
    .params = layer::table,
    .traits = {.takes_rank_suffix = true, .keeps_positions = true, .role = Role::normalisation},
    .infer = keep_shape,
    .count = layer::count_layer,
    .shape_formulas = kept_shape};

const LayerKind kinds::group_norm{
    .name = "group_norm",
    .also = "group_normalization",
    .summary = "group normalisation",
    .example = "group_norm 32",
    .params = group::table,
    .traits = {.takes_rank_suffix = true, .keeps_positions = true, .role = Role::normalisation},
    .infer = group::infer_layer,
    .count = group::count_layer,
    .shape_formulas = group::explain_shape};

const LayerKind kinds::instance_norm{.name = "instance_norm",
                                     .also = "instance_normalization",
                                     .summary = "instance normalisation",
                                     .example = "instance_norm affine",
                                     .params = instance::table,
                                     .ranks = with_axes,
                                     .traits = {.takes_rank_suffix = true,
                                                .centers_channels = true,
                                                .keeps_positions = true,
                                                .role = Role::normalisation},
                                     .infer = keep_shape,
                                     .count = instance::count_layer,
                                     .shape_formulas = kept_shape};

const LayerKind kinds::rms_norm{
    .name = "rms_norm",
    .also = "rms_normalization",
    .summary = "root-mean-square normalisation",
    .example = "rms_norm",
    .traits = {.takes_rank_suffix = true, .keeps_positions = true, .role = Role::normalisation},
    .infer = keep_shape,
    .count = count_rms,
    .shape_formulas = kept_shape};

const LayerKind kinds::lrn{.name = "lrn",
                           .also = "local_response_norm local_response_normalization",
                           .summary = "local response normalisation",
                           .example = "lrn 5",
                           .params = lrn_table,
                           .traits = {.takes_rank_suffix = true, .keeps_positions = true, .role = Role::normalisation},
                           .infer = keep_shape,
                           .shape_formulas = kept_shape};

}  // namespace nnshape
