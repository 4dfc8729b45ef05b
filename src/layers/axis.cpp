#include "layers/axis.h"

#include <fmt/format.h>

namespace nnshape {

Result<int, Problem> find_axis(const Args& args, int param, const Shape& input) {
    int64_t axis = args.integer(param);
    if (axis == channels_axis) return input.rank;
    if (axis <= input.rank) return axis_of(static_cast<int>(axis), input.rank, args.layout());
    return blame(code::index_out_of_range, param,
                 fmt::format("there is no axis {} in {}", axis, to_text(input, args.layout())),
                 input.rank == 0 ? "its only axis is 0" : fmt::format("its axes are 0 to {}", input.rank));
}

int64_t& size_along(Shape& shape, int axis) { return axis == shape.rank ? shape.channels : shape.spatial[axis]; }

}  // namespace nnshape
