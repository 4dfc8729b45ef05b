#include <fmt/format.h>
#include <algorithm>

#include "layers/axis.h"
#include "layers/derivation.h"
#include "layers/kinds.h"

// Axes of size 1 removed or inserted, and inputs along a new axis: torch.squeeze, unsqueeze and stack. All sizes are
// read in the spec's layout, so another axis can become the channels.
namespace nnshape {
namespace {

PARAM_NUMBERS(axis);
constexpr Param squeeze_table[] = {{.name = "axis",
                                    .also = "axes dim",
                                    .type = ParamType::axes,
                                    .least = 0,
                                    .help = "the axes of size 1 that are removed"}};
constexpr Param unsqueeze_table[] = {{.name = "axis",
                                      .also = "axes dim",
                                      .type = ParamType::axes,
                                      .least = 0,
                                      .of_output = true,
                                      .help = "the axes of the output that are new"}};
constexpr Param stack_table[] = {{.name = "axis",
                                  .also = "dim",
                                  .type = ParamType::axis,
                                  .fallback = Fallback::value,
                                  .standard = {0},
                                  .least = 0,
                                  .of_output = true,
                                  .help = "the axis of the output that is new"}};
static_assert(names_rows(param_names, squeeze_table) && names_rows(param_names, unsqueeze_table) &&
              names_rows(param_names, stack_table));

// The fault's number is the axis.
Words not_one(const LayerFault& fault, const Attempt& layer) {
    Sizes sizes = sizes_of(layer.inputs[0], layer.args.layout());
    auto at = static_cast<size_t>(fault.numbers[0]);
    return {fmt::format("axis {} of {} has a size of {}", at, to_text(sizes), sizes.values[at]),
            "squeeze removes axes of size 1; `select` takes one index of an axis, and `reduce` all of them"};
}

std::optional<LayerFault> infer_squeeze(const Args& args, Inputs inputs, Inference& result) {
    if (auto fault = check_axes(args, axis, inputs[0])) return fault;
    Sizes sizes = sizes_of(inputs[0], args.layout());
    AxisFlags removed = find_axes(args, axis, inputs[0]);
    for (int at = 0; at < sizes.count; ++at) {
        if (removed[at] && sizes.values[at] != 1) return LayerFault{&code::shape_mismatch, axis, not_one, {at}};
    }
    result.output = shape_of(without(sizes, removed).view(), args.layout());
    return std::nullopt;
}

Words too_many_sizes(const LayerFault&, const Attempt& layer) {
    Sizes sizes = sizes_of(layer.inputs[0], layer.args.layout());
    return {fmt::format("{} and {} are more than the {} sizes that a shape can have", to_text(sizes),
                        layer.args.numbers(axis).size() == 1 ? "a new axis" : "the new axes", max_rank + 1)};
}

// Inserts axes of `size` into the shape.
std::optional<LayerFault> insert_axes(const Args& args, const Shape& input, int64_t size, Inference& result) {
    auto added = static_cast<int>(args.numbers(axis).size());
    if (added > max_rank - input.rank) return LayerFault{&code::rank_mismatch, axis, too_many_sizes};
    int rank = input.rank + added;
    if (auto fault = check_axes(args, axis, rank)) return fault;
    Sizes before = sizes_of(input, args.layout()), after{.count = rank + 1};
    AxisFlags is_new = find_axes(args, axis, rank);
    const int64_t* next = before.begin();
    for (int at = 0; at < after.count; ++at) after.values[at] = is_new[at] ? size : *next++;
    result.output = shape_of(after.view(), args.layout());
    return std::nullopt;
}

std::optional<LayerFault> infer_unsqueeze(const Args& args, Inputs inputs, Inference& result) {
    return insert_axes(args, inputs[0], 1, result);
}

// The fault's number is the index of the input that differs from the first one.
Words unlike(const LayerFault& fault, const Attempt& layer) {
    Layout layout = layer.args.layout();
    return {fmt::format("{} and {} cannot be stacked", to_text(layer.inputs[0], layout),
                        to_text(layer.inputs[static_cast<size_t>(fault.numbers[0])], layout)),
            "all inputs must have the same shape; `concat` joins them along an axis that they have"};
}

std::optional<LayerFault> infer_stack(const Args& args, Inputs inputs, Inference& result) {
    auto other = std::find_if(inputs.begin(), inputs.end(), [&](const Shape& input) { return input != inputs[0]; });
    if (other != inputs.end()) return LayerFault{&code::shape_mismatch, the_layer, unlike, {other - inputs.begin()}};
    return insert_axes(args, inputs[0], static_cast<int64_t>(inputs.size()), result);
}

ShapeFormulas explain_squeeze(const Args&, Inputs, const Inference&) {
    return {.note = "the same values; axes of size 1 are removed"};
}

ShapeFormulas explain_unsqueeze(const Args&, Inputs, const Inference&) {
    return {.note = "the same values, with new axes of size 1"};
}

ShapeFormulas explain_stack(const Args& args, Inputs inputs, const Inference& inference) {
    int rank = inference.output.rank;
    AxisFlags is_new = find_axes(args, axis, rank);
    auto at = std::find(is_new.begin(), is_new.end(), true) - is_new.begin();
    int along = axis_of(static_cast<int>(at), rank, args.layout());
    return {.sizes = {{size_name(rank, along), static_cast<int64_t>(inputs.size()), "the number of inputs"}}};
}

}  // namespace

const LayerKind kinds::squeeze{.name = "squeeze",
                               .summary = "axes of size 1 removed",
                               .example = "squeeze 0",
                               .params = squeeze_table,
                               .traits = {.works_in_place = true},
                               .infer = infer_squeeze,
                               .rows_per_step = every_row,
                               .shape_formulas = explain_squeeze};

const LayerKind kinds::unsqueeze{.name = "unsqueeze",
                                 .also = "expand_dims",
                                 .summary = "new axes of size 1",
                                 .example = "unsqueeze 0",
                                 .params = unsqueeze_table,
                                 .traits = {.works_in_place = true},
                                 .infer = infer_unsqueeze,
                                 .rows_per_step = every_row,
                                 .shape_formulas = explain_unsqueeze};

const LayerKind kinds::stack{.name = "stack",
                             .summary = "its inputs along a new axis",
                             .example = "stack from=left,right",
                             .params = stack_table,
                             .least_inputs = 2,
                             .most_inputs = any_number,
                             .infer = infer_stack,
                             .rows_per_step = every_row,
                             .shape_formulas = explain_stack};

}  // namespace nnshape
