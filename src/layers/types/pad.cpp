#include <fmt/format.h>
#include <iterator>

#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/kinds.h"

// Adds rows to the ends of the spatial axes, or removes them.
namespace nnshape {
namespace {

namespace padded {

PARAM_NUMBERS(padding, channels, like);
constexpr Param table[] = {{.name = "padding",
                            .also = "pad",
                            .type = ParamType::padding,
                            .fallback = Fallback::none,
                            .least = INT64_MIN,
                            .help = "rows added before and after each spatial axis; a negative number removes rows"},
                           {.name = "channels",
                            .type = ParamType::ends,
                            .fallback = Fallback::value,
                            .least = INT64_MIN,
                            .help = "channels added, for both ends or before:after"},
                           params::like};
static_assert(names_rows(param_names, table));

// What is added at both ends of an axis; the last axis is the channels.
struct Ends {
    int64_t before, after;
};

// To reach the size of another layer, both ends get the same, and an odd row is after the input.
Ends ends_of(const Args& args, Inputs inputs, int axis) {
    const Shape& input = inputs[0];
    if (axis == input.rank) {
        auto numbers = args.numbers(channels);
        return {numbers.front(), numbers.back()};
    }
    if (args.has(like)) {
        int64_t missing = inputs.back().spatial[axis] - input.spatial[axis], before = missing / 2;
        return missing < 0 && missing % 2 != 0 ? Ends{before, before - 1} : Ends{before, missing - before};
    }
    if (!args.has(padding)) return {0, 0};
    Padding given = args.padding(padding, input.rank);
    return {given.before[axis], given.after[axis]};
}

template <class Number>
Number size_of(int64_t in, Ends ends) {
    if (ends.before == ends.after && ends.before >= 0) return plus_ends<Number>(in, ends.before, ends.after);
    if constexpr (writes_down<Number>) {
        int64_t before = ends.before, after = ends.after;
        Formula size = before < 0 ? Formula(in) - Formula(-before) : Formula(in) + before;
        return after < 0 ? size - Formula(-after) : size + after;
    } else {
        return Number(in) + ends.before + ends.after;
    }
}

Words too_large(const LayerFault& fault, const Attempt& layer) {
    return {fmt::format("the padded {} overflows a 64-bit integer", size_name(layer.inputs[0].rank, axis_of(fault)))};
}

Words nothing_left(const LayerFault& fault, const Attempt& layer) {
    int axis = axis_of(fault);
    const Shape& input = layer.inputs[0];
    Ends ends = ends_of(layer.args, layer.inputs, axis);
    return {fmt::format("a padding of {} before and {} after leaves nothing of {} {}", ends.before, ends.after,
                        size_name(input.rank, axis), size_along(input, axis)),
            fmt::format("remove at most {} in total", size_along(input, axis) - 1)};
}

Words nothing_given(const LayerFault&, const Attempt&) {
    const std::vector<int64_t> one{1};
    return {.message = "pad needs a padding, or a layer whose size it gets",
            .advice = {.settings = {{"padding", one}}}};
}

Words both_given(const LayerFault&, const Attempt&) {
    return {"`like` cannot be combined with `padding`", "remove one of them"};
}

// What is removed must leave something of the input, whatever is added.
bool leaves_something(int64_t in, Ends ends) {
    Checked left = in;
    if (ends.before < 0) left = left + ends.before;
    if (ends.after < 0) left = left + ends.after;
    return !left.overflowed() && left.value() >= 1;
}

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    if (args.has(like) && args.has(padding)) return LayerFault{&code::bad_value, like, both_given};
    if (!args.has(like) && !args.has(padding) && !args.has(channels)) {
        return LayerFault{&code::missing_parameter, the_layer, nothing_given};
    }
    Shape& output = result.output = inputs[0];
    for (int axis = 0; axis <= output.rank; ++axis) {
        Ends ends = ends_of(args, inputs, axis);
        int param = axis == output.rank ? int{channels} : args.has(like) ? int{like} : int{padding};
        int64_t& along = size_along(output, axis);
        if (!leaves_something(along, ends)) return LayerFault{&code::empty_output, param, nothing_left, {axis}};
        auto size = size_of<Checked>(along, ends);
        if (size.overflowed()) return LayerFault{&code::overflow, param, too_large, {axis}};
        along = size.value();
    }
    return std::nullopt;
}

Window implied_window(const Args& args, Inputs inputs) {
    Window window{.rank = inputs[0].rank};
    for (int axis = 0; axis < window.rank; ++axis) window.axes[axis].before = ends_of(args, inputs, axis).before;
    return window;
}

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference&) {
    ShapeFormulas formulas;
    const Shape& input = inputs[0];
    for (int axis = 0; axis <= input.rank; ++axis) {
        if (axis == input.rank && !args.has(channels)) continue;
        formulas.sizes.push_back({size_name(input.rank, axis),
                                  size_of<Formula>(size_along(input, axis), ends_of(args, inputs, axis)),
                                  args.has(like) && axis < input.rank ? "the size of the other layer" : ""});
    }
    return formulas;
}

}  // namespace padded

enum { amount, like };
constexpr Param crop_table[] = {{.name = "cropping",
                                 .also = "crop",
                                 .type = ParamType::padding,
                                 .least = 0,
                                 .help = "rows removed at the start and the end of each spatial axis"}};
constexpr Param center_table[] = {
    {.name = "size", .type = ParamType::sizes, .fallback = Fallback::none, .help = "size of the output"}, params::like};
static_assert(std::size(crop_table) == 1 && std::size(center_table) == 2);

Words nothing_left(const LayerFault& fault, const Attempt& layer) {
    Padding cropping = layer.args.padding(amount, layer.inputs[0].rank);
    int axis = axis_of(fault);
    int64_t in = layer.inputs[0].spatial[axis];
    return {fmt::format("cropping {} before and {} after leaves nothing of a {} of {}", cropping.before[axis],
                        cropping.after[axis], axis_name_of(fault, layer), in),
            fmt::format("crop at most {} in total", in - 1)};
}

std::optional<LayerFault> infer_crop(const Args& args, Inputs inputs, Inference& result) {
    Shape& output = result.output = inputs[0];
    Padding cropping = args.padding(amount, output.rank);
    for (int axis = 0; axis < output.rank; ++axis) {
        auto size = less_ends<Checked>(output.spatial[axis], cropping.before[axis], cropping.after[axis]);
        if (size.overflowed() || size.value() < 1) {
            return LayerFault{&code::empty_output, amount, nothing_left, {axis}};
        }
        output.spatial[axis] = size.value();
    }
    return std::nullopt;
}

Window implied_crop(const Args& args, Inputs inputs) {
    const Shape& input = inputs[0];
    Window window{.rank = input.rank};
    Padding cropping = args.padding(amount, input.rank);
    for (int axis = 0; axis < input.rank; ++axis) window.axes[axis].before = -cropping.before[axis];
    return window;
}

int64_t center_of(const Args& args, Inputs inputs, int axis) {
    return args.has(like) ? inputs.back().spatial[axis] : args.size(amount, axis);
}

Words larger_than_input(const LayerFault& fault, const Attempt& layer) {
    int axis = axis_of(fault);
    int64_t in = layer.inputs[0].spatial[axis];
    return {fmt::format("a centre of {} does not fit into a {} of {}", center_of(layer.args, layer.inputs, axis),
                        axis_name_of(fault, layer), in),
            layer.args.has(like) ? "use a layer that is not larger" : fmt::format("use a size of at most {}", in)};
}

Words no_size(const LayerFault&, const Attempt& layer) {
    const Shape& input = layer.inputs[0];
    const std::vector<int64_t> size{*std::min_element(input.spatial.begin(), input.spatial.begin() + input.rank)};
    return {.message = "center_crop needs a size, or a layer whose size it gets",
            .advice = {.settings = {{"size", size}}}};
}

Words two_sizes(const LayerFault&, const Attempt&) {
    return {"`like` cannot be combined with `size`", "remove one of them"};
}

std::optional<LayerFault> infer_center(const Args& args, Inputs inputs, Inference& result) {
    if (args.has(like) && args.has(amount)) return LayerFault{&code::bad_value, like, two_sizes};
    if (!args.has(like) && !args.has(amount)) return LayerFault{&code::missing_parameter, the_layer, no_size};
    Shape& output = result.output = inputs[0];
    for (int axis = 0; axis < output.rank; ++axis) {
        int64_t wanted = center_of(args, inputs, axis);
        if (wanted > output.spatial[axis]) {
            return LayerFault{&code::kernel_exceeds_input, args.has(like) ? like : amount, larger_than_input, {axis}};
        }
        output.spatial[axis] = wanted;
    }
    return std::nullopt;
}

// A line for each spatial axis with the formula of the axis.
template <class AxisFormula>
ShapeFormulas for_each_axis(const Shape& input, AxisFormula formula) {
    ShapeFormulas formulas;
    for (int axis = 0; axis < input.rank; ++axis) {
        formulas.sizes.push_back({axis_name(input.rank, axis), formula(axis)});
    }
    return formulas;
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
            fmt::format("given; the middle of {}", inputs[0].spatial[axis]);
    }
    return formulas;
}

Window implied_center(const Args& args, Inputs inputs) {
    const Shape& input = inputs[0];
    Window window{.rank = input.rank};
    for (int axis = 0; axis < input.rank; ++axis) {
        window.axes[axis].before = -((input.spatial[axis] - center_of(args, inputs, axis)) / 2);
    }
    return window;
}

}  // namespace

const LayerKind kinds::pad{.name = "pad",
                           .also = "zero_pad zero_padding",
                           .summary = "zeros added around the spatial axes or the channels",
                           .example = "pad 1",
                           .params = padded::table,
                           .ranks = with_positions,
                           .traits = {.takes_rank_suffix = true, .reaches_any_size = true},
                           .like = padded::like,
                           .infer = padded::infer_layer,
                           .implied_window = padded::implied_window,
                           .shape_formulas = padded::explain_shape};

const LayerKind kinds::crop{.name = "crop",
                            .also = "cropping",
                            .summary = "rows removed from the ends of the spatial axes",
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
                                   .like = like,
                                   .infer = infer_center,
                                   .implied_window = implied_center,
                                   .shape_formulas = explain_center};

}  // namespace nnshape
