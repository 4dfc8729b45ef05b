#include <fmt/format.h>
#include <algorithm>

#include "layers/arithmetic.h"
#include "layers/axis.h"
#include "layers/derivation.h"
#include "layers/kinds.h"

// One index of an axis, or a range of them: torch.select and torch.narrow, ONNX Gather and Slice.
namespace nnshape {
namespace {

namespace one {

PARAM_NUMBERS(index, axis);

int64_t first_spatial(const Args& args, const Shape& input) { return axis_in(args.layout(), input.rank, 0); }

constexpr Param table[] = {
    {.name = "index", .least = INT64_MIN, .help = "index along the axis of size n, from -n to n - 1"},
    {.name = "axis",
     .also = "dim",
     .type = ParamType::axis,
     .fallback = Fallback::derived,
     .least = 0,
     .help = "the axis that is removed; by default the first spatial axis",
     .derive = first_spatial}};
static_assert(names_rows(param_names, table));

int axis_along(const Args& args, const Shape& input) { return args.has(axis) ? find_axis(args, axis, input) : 0; }

Words not_spatial(const LayerFault&, const Attempt& layer) {
    const Shape& input = layer.inputs[0];
    std::string channels =
        input.rank == 0 ? fmt::format("but a vector ({}) has none", input.channels) : std::string("not the channels");
    return {fmt::format("select needs a spatial axis, {}", channels), "a part of the channels is a `slice`"};
}

Words no_such_index(const LayerFault&, const Attempt& layer) {
    const Shape& input = layer.inputs[0];
    int along = axis_along(layer.args, input);
    int64_t size = input.spatial[along];
    return {fmt::format("there is no index {} in a {} of {}", layer.args.integer(index), axis_name(input.rank, along),
                        size),
            fmt::format("use an index from {} to {}", -size, size - 1)};
}

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    const Shape& input = inputs[0];
    if (args.has(axis)) {
        if (auto fault = check_axis(args, axis, input)) return fault;
    }
    int along = axis_along(args, input);
    if (along == input.rank) return LayerFault{&code::index_out_of_range, axis, not_spatial};
    int64_t size = input.spatial[along];
    int64_t wanted = args.integer(index);
    if (wanted < -size || wanted >= size) return LayerFault{&code::index_out_of_range, index, no_such_index};
    Shape& output = result.output = input;
    std::copy(input.spatial.begin() + along + 1, input.spatial.end(), output.spatial.begin() + along);
    output.spatial.back() = 0;
    --output.rank;
    return std::nullopt;
}

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference&) {
    int along = axis_along(args, inputs[0]);
    return {.note = fmt::format("index {} along the {} of {}; this axis is removed", args.integer(index),
                                axis_name(inputs[0].rank, along), inputs[0].spatial[along])};
}

}  // namespace one

namespace part {

PARAM_NUMBERS(start, end, axis, step);
constexpr Param table[] = {
    {.name = "start",
     .fallback = Fallback::value,
     .standard = {0},
     .least = INT64_MIN,
     .help = "the first index; a negative one is counted from the end"},
    {.name = "end", .least = INT64_MIN, .help = "the index after the last; a negative one is counted from the end"},
    {.name = "axis",
     .also = "dim",
     .type = ParamType::axis,
     .fallback = Fallback::value,
     .standard = {channels_axis},
     .least = 0,
     .help = "the axis to slice"},
    {.name = "step",
     .also = "stride",
     .fallback = Fallback::value,
     .standard = {1},
     .help = "distance from one index to the next"}};
static_assert(names_rows(param_names, table));

int64_t from_start(int64_t index, int64_t size) { return index < 0 ? size + index : index; }

int64_t size_before(const Args& args, const Shape& input) { return size_along(input, find_axis(args, axis, input)); }

Words beyond_axis(const LayerFault&, const Attempt& layer) {
    const Shape& input = layer.inputs[0];
    int along = find_axis(layer.args, axis, input);
    int64_t size = size_along(input, along);
    return {fmt::format("a slice from {} to {} is outside the {}, 0 to {}", layer.args.integer(start),
                        layer.args.integer(end), size_name(input.rank, along), size),
            fmt::format("use a start and an end from {} to {}", -size, size)};
}

// "a slice from -2 to 3 of 5 (3 to 3) is empty"
Words nothing_between(const LayerFault&, const Attempt& layer) {
    int64_t first = layer.args.integer(start), behind = layer.args.integer(end);
    int64_t size = size_before(layer.args, layer.inputs[0]);
    std::string counted = first < 0 || behind < 0 ? fmt::format(" of {} ({} to {})", size, from_start(first, size),
                                                                from_start(behind, size))
                                                  : "";
    return {fmt::format("a slice from {} to {}{} is empty", first, behind, counted),
            "the end is the index after the last, and must be larger than the start"};
}

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    if (auto fault = check_axis(args, axis, inputs[0])) return fault;
    Shape& output = result.output = inputs[0];
    int64_t& size = size_along(output, find_axis(args, axis, inputs[0]));
    for (int param : {start, end}) {
        int64_t index = args.integer(param);
        if (index < -size || index > size) return LayerFault{&code::index_out_of_range, param, beyond_axis};
    }
    int64_t first = from_start(args.integer(start), size), behind = from_start(args.integer(end), size);
    if (first >= behind) return LayerFault{&code::empty_output, end, nothing_between};
    size = divide_up(behind - first, args.integer(step));
    return std::nullopt;
}

// A negative index is written as 64 − 1.
Formula index_in(int64_t index, int64_t size) { return index < 0 ? Formula(size) - -index : Formula(index); }

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference&) {
    int along = find_axis(args, axis, inputs[0]);
    int64_t size = size_along(inputs[0], along);
    Formula between = index_in(args.integer(end), size) - index_in(args.integer(start), size);
    if (int64_t by = args.integer(step); by != 1) between = rounded_up(between, by);
    return {.sizes = {{size_name(inputs[0].rank, along), between}}};
}

Window implied_window(const Args& args, Inputs inputs) {
    const Shape& input = inputs[0];
    Window window{.rank = input.rank};
    int along = find_axis(args, axis, input);
    if (along == input.rank) return window;
    window.axes[along].stride = args.integer(step);
    window.axes[along].before = -from_start(args.integer(start), input.spatial[along]);
    return window;
}

int64_t rows_per_step(const Args& args, int) { return args.integer(step); }

}  // namespace part
}  // namespace

const LayerKind kinds::select{.name = "select",
                              .summary = "one index of a spatial axis; the axis is removed",
                              .example = "select 0",
                              .params = one::table,
                              .infer = one::infer_layer,
                              .shape_formulas = one::explain_shape};

const LayerKind kinds::slice{.name = "slice",
                             .also = "narrow strided_slice",
                             .summary = "a part of an axis",
                             .example = "slice 32",
                             .params = part::table,
                             .infer = part::infer_layer,
                             .implied_window = part::implied_window,
                             .rows_per_step = part::rows_per_step,
                             .shape_formulas = part::explain_shape};

}  // namespace nnshape
