#include <fmt/format.h>
#include <algorithm>

#include "layers/axis.h"
#include "layers/derivation.h"
#include "layers/kinds.h"

// One index of an axis, or a part of it: torch.select and torch.narrow, ONNX Gather and Slice.
namespace nnshape {
namespace {

namespace one {

PARAM_NUMBERS(index, axis);

int64_t first_spatial(const Args& args, const Shape& input) { return axis_in(args.layout(), input.rank, 0); }

constexpr Param table[] = {{.name = "index", .least = INT64_MIN, .help = "which one, from -n to n - 1"},
                           {.name = "axis",
                            .also = "dim",
                            .type = ParamType::axis,
                            .fallback = Fallback::derived,
                            .least = 0,
                            .help = "the axis that is dropped; the first spatial one unless given",
                            .derive = first_spatial}};
static_assert(names_rows(param_names, table));

int axis_along(const Args& args, const Shape& input) { return args.has(axis) ? find_axis(args, axis, input) : 0; }

Words not_spatial(const Fault&, const Attempt& layer) {
    const Shape& input = layer.inputs[0];
    std::string channels =
        input.rank == 0 ? fmt::format("and a vector ({}) has none", input.channels) : std::string("not the channels");
    return {fmt::format("select takes a spatial axis, {}", channels), "`slice` takes a part of the channels"};
}

Words no_such_index(const Fault&, const Attempt& layer) {
    const Shape& input = layer.inputs[0];
    int along = axis_along(layer.args, input);
    int64_t size = input.spatial[along];
    return {fmt::format("there is no index {} in a {} of {}", layer.args.integer(index), axis_name(input.rank, along),
                        size),
            fmt::format("an index goes from {} to {}", -size, size - 1)};
}

std::optional<Fault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    const Shape& input = inputs[0];
    if (args.has(axis)) {
        if (auto fault = check_axis(args, axis, input)) return fault;
    }
    int along = axis_along(args, input);
    if (along == input.rank) return Fault{&code::index_out_of_range, axis, not_spatial};
    int64_t size = input.spatial[along];
    int64_t wanted = args.integer(index);
    if (wanted < -size || wanted >= size) return Fault{&code::index_out_of_range, index, no_such_index};
    Shape& output = result.output = input;
    std::copy(input.spatial.begin() + along + 1, input.spatial.end(), output.spatial.begin() + along);
    output.spatial.back() = 0;
    --output.rank;
    return std::nullopt;
}

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference&) {
    int along = axis_along(args, inputs[0]);
    return {.note = fmt::format("index {} of the {} of {}, which is dropped", args.integer(index),
                                axis_name(inputs[0].rank, along), inputs[0].spatial[along])};
}

}  // namespace one

namespace part {

PARAM_NUMBERS(start, end, axis);
constexpr Param table[] = {
    {.name = "start", .fallback = Fallback::value, .standard = {0}, .least = INT64_MIN, .help = "the first index"},
    {.name = "end", .least = INT64_MIN, .help = "the index behind the last"},
    {.name = "axis",
     .also = "dim",
     .type = ParamType::axis,
     .fallback = Fallback::value,
     .standard = {channels_axis},
     .least = 0,
     .help = "the axis of which a part is taken"}};
static_assert(names_rows(param_names, table));

Words beyond_axis(const Fault&, const Attempt& layer) {
    const Shape& input = layer.inputs[0];
    int along = find_axis(layer.args, axis, input);
    return {fmt::format("a slice from {} to {} leaves the {}, 0 to {}", layer.args.integer(start),
                        layer.args.integer(end), size_name(input.rank, along), size_along(input, along)),
            "start and end count from the beginning, and the end is the index behind the last"};
}

Words nothing_between(const Fault&, const Attempt& layer) {
    return {fmt::format("nothing lies between {} and {}", layer.args.integer(start), layer.args.integer(end)),
            "the end is the index behind the last, and must be larger than the start"};
}

std::optional<Fault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    if (auto fault = check_axis(args, axis, inputs[0])) return fault;
    int along = find_axis(args, axis, inputs[0]);
    Shape& output = result.output = inputs[0];
    int64_t& size = size_along(output, along);
    int64_t first = args.integer(start), behind = args.integer(end);
    if (first < 0 || behind < 0 || behind > size) {
        return Fault{&code::index_out_of_range, first < 0 ? start : end, beyond_axis};
    }
    if (first >= behind) return Fault{&code::empty_output, end, nothing_between};
    size = behind - first;
    return std::nullopt;
}

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference&) {
    int along = find_axis(args, axis, inputs[0]);
    return {.sizes = {{size_name(inputs[0].rank, along), Formula(args.integer(end)) - args.integer(start)}}};
}

Window implied_window(const Args& args, const Shape& input) {
    Window window{.rank = input.rank};
    int along = find_axis(args, axis, input);
    if (along < input.rank) window.axes[along].before = -args.integer(start);
    return window;
}

}  // namespace part
}  // namespace

const LayerKind kinds::select{.name = "select",
                              .summary = "one index of a spatial axis, which is dropped",
                              .example = "select 0",
                              .params = one::table,
                              .infer = one::infer_layer,
                              .shape_formulas = one::explain_shape};

const LayerKind kinds::slice{.name = "slice",
                             .also = "narrow",
                             .summary = "a part of an axis",
                             .example = "slice 32",
                             .params = part::table,
                             .infer = part::infer_layer,
                             .implied_window = part::implied_window,
                             .shape_formulas = part::explain_shape};

}  // namespace nnshape
