#include "layers/axis.h"

#include <fmt/format.h>

namespace nnshape {
namespace {

Words no_such_axis(const LayerFault& fault, const Attempt& layer) {
    const Shape& input = layer.inputs[0];
    return {
        fmt::format("there is no axis {} in {}", layer.args.integer(fault.param), to_text(input, layer.args.layout())),
        input.rank == 0 ? "use axis 0" : fmt::format("use an axis from 0 to {}", input.rank)};
}

// The fault's numbers are the axis and the rank of the shape that does not have it.
Words none_of_axes(const LayerFault& fault, const Attempt& layer) {
    auto [axis, rank] = fault.numbers;
    const Shape& input = layer.inputs[0];
    std::string where =
        rank == input.rank ? to_text(input, layer.args.layout()) : fmt::format("an output of {} sizes", rank + 1);
    return {fmt::format("there is no axis {} in {}", axis, where),
            rank == 0 ? "use axis 0" : fmt::format("use axes from 0 to {}", rank)};
}

// The fault's first number is the axis.
Words named_twice(const LayerFault& fault, const Attempt&) {
    return {fmt::format("axis {} is named twice", fault.numbers[0]), "name each axis once"};
}

// The number of an axis in the layout.
int64_t written_axis(int64_t axis, int rank, Layout layout) {
    return axis == channels_axis ? axis_in(layout, rank, rank) : axis;
}

}  // namespace

std::optional<LayerFault> check_axis(const Args& args, int param, const Shape& input) {
    if (args.integer(param) <= input.rank) return std::nullopt;
    return LayerFault{&code::index_out_of_range, param, no_such_axis};
}

int find_axis(const Args& args, int param, const Shape& input) {
    int64_t axis = args.integer(param);
    return axis == channels_axis ? input.rank : axis_of(static_cast<int>(axis), input.rank, args.layout());
}

std::optional<LayerFault> check_axes(const Args& args, int param, int rank) {
    AxisFlags named{};
    for (int64_t number : args.numbers(param)) {
        int64_t axis = written_axis(number, rank, args.layout());
        if (axis > rank) return LayerFault{&code::index_out_of_range, param, none_of_axes, {axis, rank}};
        bool& is_named = named[static_cast<size_t>(axis)];
        if (is_named) return LayerFault{&code::index_out_of_range, param, named_twice, {axis}};
        is_named = true;
    }
    return std::nullopt;
}

std::optional<LayerFault> check_axes(const Args& args, int param, const Shape& input) {
    return check_axes(args, param, input.rank);
}

AxisFlags find_axes(const Args& args, int param, int rank) {
    AxisFlags named{};
    for (int64_t number : args.numbers(param)) {
        named[static_cast<size_t>(written_axis(number, rank, args.layout()))] = true;
    }
    return named;
}

AxisFlags find_axes(const Args& args, int param, const Shape& input) { return find_axes(args, param, input.rank); }

Sizes without(const Sizes& sizes, const AxisFlags& axes) {
    Sizes others;
    for (int axis = 0; axis < sizes.count; ++axis) {
        if (!axes[static_cast<size_t>(axis)]) others.values[others.count++] = sizes.values[axis];
    }
    if (others.count == 0) others.values[others.count++] = 1;
    return others;
}

}  // namespace nnshape
