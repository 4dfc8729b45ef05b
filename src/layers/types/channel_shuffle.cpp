#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/groups.h"
#include "layers/kinds.h"

// Mixes the channels of several groups: torch.nn.ChannelShuffle.
namespace nnshape {
namespace {

PARAM_NUMBERS(groups);
constexpr Param table[] = {{.name = "groups", .help = "number of groups whose channels are mixed"}};
static_assert(names_rows(param_names, table));

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    if (auto fault = must_divide(inputs[0].channels, "channel", args.integer(groups), "group", groups)) return fault;
    return keep_shape(args, inputs, result);
}

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference&) {
    return {.sizes = {{"group", part_of<Formula>(inputs[0].channels, args.integer(groups)), "channels in each"}},
            .note = "the shape is unchanged"};
}

}  // namespace

const LayerKind kinds::channel_shuffle{.name = "channel_shuffle",
                                       .summary = "channels of several groups mixed",
                                       .example = "channel_shuffle 2",
                                       .params = table,
                                       .ranks = with_axes,
                                       .traits = {.keeps_positions = true},
                                       .infer = infer_layer,
                                       .shape_formulas = explain_shape};

}  // namespace nnshape
