#include <fmt/format.h>

#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/groups.h"
#include "layers/kinds.h"

// Rearranges channels into positions, and back: torch.nn.PixelShuffle and PixelUnshuffle, ONNX DepthToSpace and
// SpaceToDepth.
namespace nnshape {
namespace {

PARAM_NUMBERS(factor);
constexpr Param table[] = {{.name = "factor",
                            .also = "upscale_factor downscale_factor blocksize block_size",
                            .help = "factor between the spatial sizes of input and output"}};
static_assert(names_rows(param_names, table));

// The positions in a cell: the factor, once for each spatial axis.
template <class Number>
Number cell_of(int64_t by, int rank) {
    const std::array<int64_t, window_rank> sides = {by, by, by};
    return product_of<Number>(std::span(sides).first(static_cast<size_t>(rank)));
}

Words not_in_cells(const LayerFault&, const Attempt& layer) {
    int64_t by = layer.args.integer(factor), channels = layer.inputs[0].channels;
    Sizes sides{.values = {by, by, by}, .count = layer.inputs[0].rank};
    return {fmt::format("{} channel{} cannot be divided into cells of {} positions", channels, channels == 1 ? "" : "s",
                        to_text(sides)),
            "the number of channels must be a multiple of the number of positions in a cell"};
}

std::optional<LayerFault> infer_shuffle(const Args& args, Inputs inputs, Inference& result) {
    Shape& output = result.output = inputs[0];
    int64_t by = args.integer(factor);
    Checked cell = cell_of<Checked>(by, output.rank);
    if (cell.overflowed() || output.channels % cell.value() != 0) {
        return LayerFault{&code::groups_mismatch, factor, not_in_cells};
    }
    output.channels /= cell.value();
    for (int axis = 0; axis < output.rank; ++axis) {
        Checked along = Checked(output.spatial[axis]) * by;
        if (along.overflowed()) return overflow(factor, "the size of the output overflows a 64-bit integer");
        output.spatial[axis] = along.value();
    }
    return std::nullopt;
}

// The channels of one input position become a cell of output positions.
Window implied_shuffle(const Args& args, Inputs inputs) {
    const Shape& input = inputs[0];
    Window window{.rank = input.rank, .transposed = true};
    int64_t by = args.integer(factor);
    for (int axis = 0; axis < input.rank; ++axis) window.axes[axis] = {.kernel = by, .stride = by};
    return window;
}

Words not_divided(const LayerFault& fault, const Attempt& layer) {
    const Shape& input = layer.inputs[0];
    return {fmt::format("the {} of {} is not a multiple of the factor {}", axis_name_of(fault, layer),
                        input.spatial[axis_of(fault)], layer.args.integer(factor)),
            "every spatial size must be a multiple of the factor"};
}

std::optional<LayerFault> infer_unshuffle(const Args& args, Inputs inputs, Inference& result) {
    Shape& output = result.output = inputs[0];
    int64_t by = args.integer(factor);
    for (int axis = 0; axis < output.rank; ++axis) {
        int64_t& along = output.spatial[axis];
        if (along % by != 0) return LayerFault{&code::groups_mismatch, factor, not_divided, {axis}};
        along /= by;
    }
    Checked channels = Checked(output.channels) * cell_of<Checked>(by, output.rank);
    if (channels.overflowed()) return overflow(factor, "the size of the output overflows a 64-bit integer");
    output.channels = channels.value();
    return std::nullopt;
}

ShapeFormulas explain_shuffle(const Args& args, Inputs inputs, const Inference&) {
    ShapeFormulas formulas;
    const Shape& input = inputs[0];
    int64_t by = args.integer(factor);
    for (int axis = 0; axis < input.rank; ++axis) {
        formulas.sizes.push_back({axis_name(input.rank, axis), Formula(input.spatial[axis]) * by});
    }
    formulas.sizes.push_back({"channels", Formula::quotient(input.channels, cell_of<Formula>(by, input.rank))});
    return formulas;
}

ShapeFormulas explain_unshuffle(const Args& args, Inputs inputs, const Inference&) {
    ShapeFormulas formulas;
    const Shape& input = inputs[0];
    int64_t by = args.integer(factor);
    for (int axis = 0; axis < input.rank; ++axis) {
        formulas.sizes.push_back({axis_name(input.rank, axis), Formula::quotient(input.spatial[axis], by)});
    }
    formulas.sizes.push_back({"channels", Formula(input.channels) * cell_of<Formula>(by, input.rank)});
    return formulas;
}

Window implied_unshuffle(const Args& args, Inputs inputs) {
    Window window = implied_shuffle(args, inputs);
    window.transposed = false;
    return window;
}

int64_t rows_per_cell(const Args& args, int) { return args.integer(factor); }

}  // namespace

const LayerKind kinds::pixel_shuffle{.name = "pixel_shuffle",
                                     .also = "depth_to_space",
                                     .summary = "channels rearranged into positions",
                                     .example = "pixel_shuffle 2",
                                     .params = table,
                                     .ranks = with_positions,
                                     .infer = infer_shuffle,
                                     .implied_window = implied_shuffle,
                                     .shape_formulas = explain_shuffle};

const LayerKind kinds::pixel_unshuffle{.name = "pixel_unshuffle",
                                       .also = "space_to_depth",
                                       .summary = "positions rearranged into channels",
                                       .example = "pixel_unshuffle 2",
                                       .params = table,
                                       .ranks = with_positions,
                                       .infer = infer_unshuffle,
                                       .implied_window = implied_unshuffle,
                                       .rows_per_step = rows_per_cell,
                                       .shape_formulas = explain_unshuffle};

}  // namespace nnshape
