#include "layers/axis.h"

#include <fmt/format.h>

namespace nnshape {
namespace {

Words no_such_axis(const Fault& fault, const Attempt& layer) {
    const Shape& input = layer.inputs[0];
    return {
        fmt::format("there is no axis {} in {}", layer.args.integer(fault.param), to_text(input, layer.args.layout())),
        input.rank == 0 ? "its only axis is 0" : fmt::format("its axes are 0 to {}", input.rank)};
}

}  // namespace

std::optional<Fault> check_axis(const Args& args, int param, const Shape& input) {
    if (args.integer(param) <= input.rank) return std::nullopt;
    return Fault{&code::index_out_of_range, param, no_such_axis};
}

int find_axis(const Args& args, int param, const Shape& input) {
    int64_t axis = args.integer(param);
    return axis == channels_axis ? input.rank : axis_of(static_cast<int>(axis), input.rank, args.layout());
}

}  // namespace nnshape
