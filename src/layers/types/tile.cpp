#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/kinds.h"

// The input repeated along its axes, and the input moved along them: torch.Tensor.expand, torch.tile and torch.roll;
// ONNX Expand and Tile.
namespace nnshape {
namespace {

// A value for every size of the input, in the order of the spec's layout.
namespace repeated {

constexpr int sizes = 0;  // the only parameter of either type
constexpr int64_t same = -1;
constexpr Param expand_table[] = {
    {.name = "shape",
     .also = "size",
     .type = ParamType::shape,
     .least = same,
     .help = "shape of the output; -1 keeps a size, and only a size of 1 can become another one"}};
constexpr Param tile_table[] = {{.name = "repeats",
                                 .also = "reps multiples dims",
                                 .type = ParamType::shape,
                                 .help = "how often the input is repeated along each of its axes, the channels too"}};

Words wrong_count(const LayerFault&, const Attempt& layer) {
    Sizes input = sizes_of(layer.inputs[0], layer.args.layout());
    auto given = static_cast<int64_t>(layer.args.numbers(sizes).size());
    return {fmt::format("`{}` has {}, but the input has {} ({})", layer.args.params()[sizes].name,
                        counted(given, "value"), counted(input.count, "size"), to_text(input)),
            given > input.count ? "`unsqueeze` puts new axes into the input" : "give one value for each size"};
}

// The fault's number is the axis in the layout.
Words not_one(const LayerFault& fault, const Attempt& layer) {
    Sizes input = sizes_of(layer.inputs[0], layer.args.layout());
    auto at = static_cast<size_t>(fault.numbers[0]);
    int64_t size = input.values[at];
    return {fmt::format("axis {} of {} has a size of {}, not 1", at, to_text(input), size),
            fmt::format("use {} or -1 for it; `tile` repeats an axis of any size", size)};
}

Words too_large(const LayerFault&, const Attempt& layer) {
    Sizes input = sizes_of(layer.inputs[0], layer.args.layout());
    return {fmt::format("a size of the repeated {} overflows a 64-bit integer", to_text(input))};
}

bool has_value_for_each(const Args& args, const Shape& input) {
    return static_cast<int>(args.numbers(sizes).size()) == input.rank + 1;
}

std::optional<LayerFault> infer_expand(const Args& args, Inputs inputs, Inference& result) {
    if (!has_value_for_each(args, inputs[0])) return LayerFault{&code::rank_mismatch, sizes, wrong_count};
    auto wanted = args.numbers(sizes);
    Sizes output = sizes_of(inputs[0], args.layout());
    for (int at = 0; at < output.count; ++at) {
        int64_t size = wanted[static_cast<size_t>(at)];
        if (size == same || size == output.values[at]) continue;
        if (output.values[at] != 1) return LayerFault{&code::shape_mismatch, sizes, not_one, {at}};
        output.values[at] = size;
    }
    result.output = shape_of(output.view(), args.layout());
    return std::nullopt;
}

std::optional<LayerFault> infer_tile(const Args& args, Inputs inputs, Inference& result) {
    if (!has_value_for_each(args, inputs[0])) return LayerFault{&code::rank_mismatch, sizes, wrong_count};
    Sizes output = sizes_of(inputs[0], args.layout());
    for (int at = 0; at < output.count; ++at) {
        Checked size = Checked(output.values[at]) * args.numbers(sizes)[static_cast<size_t>(at)];
        if (size.overflowed()) return LayerFault{&code::overflow, sizes, too_large};
        output.values[at] = size.value();
    }
    result.output = shape_of(output.view(), args.layout());
    return std::nullopt;
}

// The factor of a tile along an axis, the channels included.
int64_t repeats_along(const Args& args, int rank, int along) {
    return args.numbers(sizes)[static_cast<size_t>(axis_in(args.layout(), rank, along))];
}

ShapeFormulas explain_expand(const Args&, Inputs inputs, const Inference& inference) {
    ShapeFormulas formulas;
    int rank = inputs[0].rank;
    for (int axis = 0; axis <= rank; ++axis) {
        int64_t size = size_along(inference.output, axis);
        if (size == size_along(inputs[0], axis)) continue;
        formulas.sizes.push_back({size_name(rank, axis), size, "given; the input has 1"});
    }
    if (formulas.sizes.empty()) formulas.note = "the shape is unchanged";
    return formulas;
}

ShapeFormulas explain_tile(const Args& args, Inputs inputs, const Inference&) {
    ShapeFormulas formulas;
    int rank = inputs[0].rank;
    for (int axis = 0; axis <= rank; ++axis) {
        formulas.sizes.push_back({size_name(rank, axis), multiple<Formula>(repeats_along(args, rank, axis),
                                                                           Formula(size_along(inputs[0], axis)))});
    }
    return formulas;
}

}  // namespace repeated

namespace moved {

PARAM_NUMBERS(shift, channels);
constexpr Param table[] = {{.name = "shift",
                            .also = "shifts",
                            .type = ParamType::sizes,
                            .least = INT64_MIN,
                            .help = "how far positions move along each spatial axis; negative: towards the start"},
                           {.name = "channels",
                            .fallback = Fallback::value,
                            .standard = {0},
                            .least = INT64_MIN,
                            .help = "the same for the channels"}};
static_assert(names_rows(param_names, table));

}  // namespace moved

}  // namespace

const LayerKind kinds::expand{.name = "expand",
                              .also = "broadcast_to",
                              .summary = "sizes of 1 repeated to a given shape",
                              .example = "expand 48x48x96",
                              .params = repeated::expand_table,
                              .infer = repeated::infer_expand,
                              .rows_per_step = every_row,
                              .shape_formulas = repeated::explain_expand};

const LayerKind kinds::tile{.name = "tile",
                            .summary = "the input repeated along its axes",
                            .example = "tile 2x2x1",
                            .params = repeated::tile_table,
                            .infer = repeated::infer_tile,
                            .rows_per_step = every_row,
                            .shape_formulas = repeated::explain_tile};

const LayerKind kinds::roll{
    .name = "roll",
    .summary = "positions moved along the spatial axes; those that leave return at the other end",
    .example = "roll 3",
    .params = moved::table,
    .ranks = with_positions,
    .infer = keep_shape,
    .shape_formulas = kept_shape};

}  // namespace nnshape
