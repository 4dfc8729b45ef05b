#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "layers/axis.h"
#include "layers/derivation.h"
#include "layers/kinds.h"

// One value for all positions along some axes: torch.mean, sum, amax, amin, prod and norm; ONNX ReduceMean and its
// like. The axes that remain are read in the spec's layout.
namespace nnshape {
namespace {

PARAM_NUMBERS(axis, by, keepdims);
enum { by_mean, by_sum, by_max, by_min, by_product, by_norm };
constexpr Param table[] = {
    {.name = "axis", .also = "axes dim", .type = ParamType::axes, .least = 0, .help = "the axes that are reduced"},
    {.name = "by",
     .type = ParamType::choice,
     .fallback = Fallback::value,
     .standard = {by_mean},
     .choices = "mean sum max min product norm",
     .help = "what is calculated along these axes"},
    params::flag("keepdims", false, "keep each of these axes with a size of 1; by default it is removed", "keepdim"),
};
static_assert(names_rows(param_names, table));

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    if (auto fault = check_axes(args, axis, inputs[0])) return fault;
    Sizes sizes = sizes_of(inputs[0], args.layout());
    AxisFlags reduced = find_axes(args, axis, inputs[0]);
    if (args.flag(keepdims)) {
        for (int at = 0; at < sizes.count; ++at) sizes.values[at] = reduced[at] ? 1 : sizes.values[at];
    } else {
        sizes = without(sizes, reduced);
    }
    result.output = shape_of(sizes.view(), args.layout());
    return std::nullopt;
}

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference&) {
    constexpr std::string_view names[] = {"mean", "sum", "largest value", "smallest value", "product", "norm"};
    Sizes sizes = sizes_of(inputs[0], args.layout());
    AxisFlags reduced = find_axes(args, axis, inputs[0]);
    std::vector<std::string> parts;
    for (int at = 0; at < sizes.count; ++at) {
        if (reduced[at]) parts.push_back(fmt::format("axis {} ({})", at, sizes.values[at]));
    }
    return {.note = fmt::format("the {} along {}", names[args.integer(by)], fmt::join(parts, " and "))};
}

// A position depends on the same position of the input if only the channels are reduced and all axes stay.
Window implied_window(const Args& args, Inputs inputs) {
    AxisFlags reduced = find_axes(args, axis, inputs[0]);
    int channels = axis_in(args.layout(), inputs[0].rank, inputs[0].rank);
    bool keeps = args.flag(keepdims) && reduced[channels] && std::count(reduced.begin(), reduced.end(), true) == 1;
    return {.rank = keeps ? inputs[0].rank : 0};
}

}  // namespace

const LayerKind kinds::reduce{.name = "reduce",
                              .summary = "the mean, sum, largest or smallest value, product or norm along axes",
                              .example = "reduce 0x1",
                              .params = table,
                              .infer = infer_layer,
                              .implied_window = implied_window,
                              .rows_per_step = every_row,
                              .shape_formulas = explain_shape};

}  // namespace nnshape
