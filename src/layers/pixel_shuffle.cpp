#include <fmt/format.h>

#include "layers/groups.h"
#include "layers/kinds.h"

// Channels traded for positions and back: torch.nn.PixelShuffle and PixelUnshuffle, ONNX DepthToSpace and SpaceToDepth.
namespace nnshape {
namespace {

enum { factor };
constexpr Param table[] = {{.name = "factor",
                            .also = "upscale_factor downscale_factor blocksize block_size",
                            .help = "positions along each spatial axis that make one"}};

Checked power(int64_t base, int exponent) {
    Checked product = 1;
    for (int step = 0; step < exponent; ++step) product *= base;
    return product;
}

Problem overflowing() { return blame(code::overflow, factor, "the size of the output leaves 64 bits"); }

Inferred infer_shuffle(const Args& args, Inputs inputs) {
    Shape output = inputs[0];
    Checked cell = power(args.integer(factor), output.rank);
    if (cell.overflowed()) return overflowing();
    if (output.channels % cell.value() != 0) {
        return blame(code::groups_mismatch, factor,
                     fmt::format("{} channels do not divide into cells of {} ({} to the power of {})", output.channels,
                                 cell.value(), args.integer(factor), output.rank),
                     "the channels must be a multiple of the factor to the power of the spatial axes");
    }
    output.channels /= cell.value();
    for (int axis = 0; axis < output.rank; ++axis) {
        Checked along = Checked(output.spatial[axis]) * args.integer(factor);
        if (along.overflowed()) return overflowing();
        output.spatial[axis] = along.value();
    }
    return Inference{output};
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
    Checked channels = Checked(output.channels) * power(by, output.rank);
    if (channels.overflowed()) return overflowing();
    output.channels = channels.value();
    return Inference{output};
}

}  // namespace

const LayerKind kinds::pixel_shuffle{.name = "pixel_shuffle",
                                     .also = "depth_to_space",
                                     .summary = "channels made into positions",
                                     .example = "pixel_shuffle 2",
                                     .params = table,
                                     .least_rank = 1,
                                     .infer = infer_shuffle};

const LayerKind kinds::pixel_unshuffle{.name = "pixel_unshuffle",
                                       .also = "space_to_depth",
                                       .summary = "positions made into channels",
                                       .example = "pixel_unshuffle 2",
                                       .params = table,
                                       .least_rank = 1,
                                       .infer = infer_unshuffle};

}  // namespace nnshape
