#include <fmt/format.h>

#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/kinds.h"

// Rows added to or taken from the ends of the spatial axes.
namespace nnshape {
namespace {

enum { amount };
constexpr Param pad_table[] = {{.name = "padding",
                                .also = "pad",
                                .type = ParamType::padding,
                                .least = 0,
                                .help = "rows added before and after each spatial axis"}};
constexpr Param crop_table[] = {{.name = "cropping",
                                 .also = "crop",
                                 .type = ParamType::padding,
                                 .least = 0,
                                 .help = "rows taken before and after each spatial axis"}};
constexpr Param center_table[] = {{.name = "size", .type = ParamType::sizes, .help = "size of the output"}};

Words too_large(const Fault& fault, const Attempt& layer) {
    return {fmt::format("the padded {} leaves 64 bits", axis_name_of(fault, layer))};
}

std::optional<Fault> infer_pad(const Args& args, Inputs inputs, Inference& result) {
    Shape& output = result.output = inputs[0];
    Padding padding = args.padding(amount, output.rank);
    for (int axis = 0; axis < output.rank; ++axis) {
        auto size = plus_ends<Checked>(output.spatial[axis], padding.before[axis], padding.after[axis]);
        if (size.overflowed()) return Fault{&code::overflow, amount, too_large, {axis}};
        output.spatial[axis] = size.value();
    }
    return std::nullopt;
}

Window implied_pad(const Args& args, const Shape& input) {
    Window window{.rank = input.rank};
    Padding padding = args.padding(amount, input.rank);
    for (int axis = 0; axis < input.rank; ++axis) window.axes[axis].before = padding.before[axis];
    return window;
}

Words nothing_left(const Fault& fault, const Attempt& layer) {
    Padding cropping = layer.args.padding(amount, layer.inputs[0].rank);
    int axis = axis_of(fault);
    int64_t in = layer.inputs[0].spatial[axis];
    return {fmt::format("nothing is left of the {} of {} less {} and {}", axis_name_of(fault, layer), in,
                        cropping.before[axis], cropping.after[axis]),
            fmt::format("at most {} in all may go", in - 1)};
}

std::optional<Fault> infer_crop(const Args& args, Inputs inputs, Inference& result) {
    Shape& output = result.output = inputs[0];
    Padding cropping = args.padding(amount, output.rank);
    for (int axis = 0; axis < output.rank; ++axis) {
        auto size = less_ends<Checked>(output.spatial[axis], cropping.before[axis], cropping.after[axis]);
        if (size.overflowed() || size.value() < 1) {
            return Fault{&code::empty_output, amount, nothing_left, {axis}};
        }
        output.spatial[axis] = size.value();
    }
    return std::nullopt;
}

Window implied_crop(const Args& args, const Shape& input) {
    Window window{.rank = input.rank};
    Padding cropping = args.padding(amount, input.rank);
    for (int axis = 0; axis < input.rank; ++axis) window.axes[axis].before = -cropping.before[axis];
    return window;
}

Words larger_than_input(const Fault& fault, const Attempt& layer) {
    int axis = axis_of(fault);
    int64_t in = layer.inputs[0].spatial[axis];
    return {fmt::format("a centre of {} does not fit into a {} of {}", layer.args.size(amount, axis),
                        axis_name_of(fault, layer), in),
            fmt::format("a size of at most {} does", in)};
}

std::optional<Fault> infer_center(const Args& args, Inputs inputs, Inference& result) {
    Shape& output = result.output = inputs[0];
    for (int axis = 0; axis < output.rank; ++axis) {
        int64_t wanted = args.size(amount, axis);
        if (wanted > output.spatial[axis]) {
            return Fault{&code::kernel_exceeds_input, amount, larger_than_input, {axis}};
        }
        output.spatial[axis] = wanted;
    }
    return std::nullopt;
}

// A line for each spatial axis, of what `formula` makes of the axis.
template <class AxisFormula>
ShapeFormulas for_each_axis(const Shape& input, AxisFormula formula) {
    ShapeFormulas formulas;
    for (int axis = 0; axis < input.rank; ++axis) {
        formulas.sizes.push_back({axis_name(input.rank, axis), formula(axis)});
    }
    return formulas;
}

ShapeFormulas explain_pad(const Args& args, Inputs inputs, const Inference&) {
    Padding padding = args.padding(amount, inputs[0].rank);
    return for_each_axis(inputs[0], [&](int axis) {
        return plus_ends<Formula>(inputs[0].spatial[axis], padding.before[axis], padding.after[axis]);
    });
}

ShapeFormulas explain_crop(const Args& args, Inputs inputs, const Inference&) {
    Padding cropping = args.padding(amount, inputs[0].rank);
    return for_each_axis(inputs[0], [&](int axis) {
        return less_ends<Formula>(inputs[0].spatial[axis], cropping.before[axis], cropping.after[axis]);
    });
}

ShapeFormulas explain_center(const Args&, Inputs inputs, const Inference& inference) {
    ShapeFormulas formulas =
        for_each_axis(inputs[0], [&](int axis) { return Formula(inference.output.spatial[axis]); });
    for (int axis = 0; axis < inputs[0].rank; ++axis) {
        formulas.sizes[static_cast<size_t>(axis)].remark =
            fmt::format("as asked for, the middle of {}", inputs[0].spatial[axis]);
    }
    return formulas;
}

Window implied_center(const Args& args, const Shape& input) {
    Window window{.rank = input.rank};
    for (int axis = 0; axis < input.rank; ++axis) {
        window.axes[axis].before = -((input.spatial[axis] - args.size(amount, axis)) / 2);
    }
    return window;
}

}  // namespace

const LayerKind kinds::pad{.name = "pad",
                           .also = "zero_pad zero_padding",
                           .summary = "zeros added round the spatial axes",
                           .example = "pad 1",
                           .params = pad_table,
                           .ranks = with_positions,
                           .traits = {.takes_rank_suffix = true},
                           .infer = infer_pad,
                           .implied_window = implied_pad,
                           .shape_formulas = explain_pad};

const LayerKind kinds::crop{.name = "crop",
                            .also = "cropping",
                            .summary = "rows taken from the ends of the spatial axes",
                            .example = "crop 2",
                            .params = crop_table,
                            .ranks = with_positions,
                            .traits = {.takes_rank_suffix = true},
                            .infer = infer_crop,
                            .implied_window = implied_crop,
                            .shape_formulas = explain_crop};

const LayerKind kinds::center_crop{.name = "center_crop",
                                   .summary = "the middle of the spatial axes",
                                   .example = "center_crop 224",
                                   .params = center_table,
                                   .ranks = with_positions,
                                   .infer = infer_center,
                                   .implied_window = implied_center,
                                   .shape_formulas = explain_center};

}  // namespace nnshape
