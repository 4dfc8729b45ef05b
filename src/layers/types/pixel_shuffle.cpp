#include <fmt/format.h>

#include "layers/arithmetic.h"
#include "layers/groups.h"
#include "layers/kinds.h"

// Channels traded for positions and back: torch.nn.PixelShuffle and PixelUnshuffle, ONNX DepthToSpace and SpaceToDepth.
namespace nnshape {
namespace {

enum { factor };
constexpr Param table[] = {{.name = "factor",
                            .also = "upscale_factor downscale_factor blocksize block_size",
                            .help = "positions along each spatial axis that make one"}};

// The positions in a cell: the factor, once for each spatial axis.
template <class Number>
Number cell_of(int64_t by, int rank) {
    const std::array<int64_t, max_rank> sides = {by, by, by};
    return product_of<Number>(std::span(sides).first(static_cast<size_t>(rank)));
}

Problem overflowing() { return blame(code::overflow, factor, "the size of the output leaves 64 bits"); }

Inferred infer_shuffle(const Args& args, Inputs inputs) {
    Shape output = inputs[0];
    int64_t by = args.integer(factor);
    Checked cell = cell_of<Checked>(by, output.rank);
    if (cell.overflowed() || output.channels % cell.value() != 0) {
        Sizes sides{.values = {by, by, by}, .count = output.rank};
        return blame(code::groups_mismatch, factor,
                     fmt::format("a cell of {} positions does not divide the {} channel{}", to_text(sides),
                                 output.channels, output.channels == 1 ? "" : "s"),
                     "the channels must be a multiple of the positions in a cell");
    }
    output.channels /= cell.value();
    for (int axis = 0; axis < output.rank; ++axis) {
        Checked along = Checked(output.spatial[axis]) * by;
        if (along.overflowed()) return overflowing();
        output.spatial[axis] = along.value();
    }
    return Inference{output};
}

// A position of the output is one of a cell that was a position's channels.
Window implied_shuffle(const Args& args, const Shape& input) {
    Window window{.rank = input.rank, .transposed = true};
    int64_t by = args.integer(factor);
    for (int axis = 0; axis < input.rank; ++axis) window.axes[axis] = {.kernel = by, .stride = by};
    return window;
}

Inferred infer_unshuffle(const Args& args, Inputs inputs) {
    Shape output = inputs[0];
    int64_t by = args.integer(factor);
    for (int axis = 0; axis < output.rank; ++axis) {
        int64_t& along = output.spatial[axis];
        if (along % by != 0) {
            return blame(
                code::groups_mismatch, factor,
                fmt::format("the factor {} does not divide the {} of {}", by, axis_name(output.rank, axis), along),
                "every spatial size must be a multiple of the factor");
        }
        along /= by;
    }
    Checked channels = Checked(output.channels) * cell_of<Checked>(by, output.rank);
    if (channels.overflowed()) return overflowing();
    output.channels = channels.value();
    return Inference{output};
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

Window implied_unshuffle(const Args& args, const Shape& input) {
    Window window = implied_shuffle(args, input);
    window.transposed = false;
    return window;
}

}  // namespace

const LayerKind kinds::pixel_shuffle{.name = "pixel_shuffle",
                                     .also = "depth_to_space",
                                     .summary = "channels made into positions",
                                     .example = "pixel_shuffle 2",
                                     .params = table,
                                     .least_rank = 1,
                                     .infer = infer_shuffle,
                                     .implied_window = implied_shuffle,
                                     .shape_formulas = explain_shuffle};

const LayerKind kinds::pixel_unshuffle{.name = "pixel_unshuffle",
                                       .also = "space_to_depth",
                                       .summary = "positions made into channels",
                                       .example = "pixel_unshuffle 2",
                                       .params = table,
                                       .least_rank = 1,
                                       .infer = infer_unshuffle,
                                       .implied_window = implied_unshuffle,
                                       .shape_formulas = explain_unshuffle};

}  // namespace nnshape
