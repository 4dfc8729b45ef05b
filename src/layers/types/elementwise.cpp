#include <fmt/format.h>
#include <algorithm>

#include "layers/kinds.h"

// Merges element by element, where a size of 1 stretches to the others'.
namespace nnshape {
namespace {

Problem unlike(const Shape& merged, const Shape& other, Layout layout) {
    std::string shapes = fmt::format("{} and {}", to_text(merged, layout), to_text(other, layout));
    if (merged.rank != other.rank) {
        return blame(code::shape_mismatch, the_layer,
                     fmt::format("{} and {} ({}) do not merge", rank_name(merged.rank), rank_name(other.rank), shapes),
                     "inputs must be of one rank; a global pool keeps it with `keepdims`");
    }
    return blame(code::shape_mismatch, the_layer, fmt::format("{} are not alike", shapes),
                 "sizes must be the same, or 1");
}

Inferred infer_layer(const Args& args, Inputs inputs) {
    Shape merged = inputs[0];
    for (const Shape& input : inputs.subspan(1)) {
        if (input.rank != merged.rank) return unlike(merged, input, args.layout());
        for (int axis = 0; axis <= merged.rank; ++axis) {
            int64_t& size = size_along(merged, axis);
            int64_t next = size_along(input, axis);
            if (size != next && size != 1 && next != 1) return unlike(merged, input, args.layout());
            if (size == 1) size = next;
        }
    }
    return Inference{merged};
}

// An axis has a line where an input is stretched along it.
ShapeFormulas explain_shape(const Args&, Inputs inputs, const Inference& inference) {
    ShapeFormulas formulas;
    const Shape& merged = inference.output;
    for (int axis = 0; axis <= merged.rank; ++axis) {
        int64_t size = size_along(merged, axis);
        bool alike = std::all_of(inputs.begin(), inputs.end(),
                                 [&](const Shape& input) { return size_along(input, axis) == size; });
        if (!alike) formulas.sizes.push_back({size_name(merged.rank, axis), size, "to which the inputs' 1 stretches"});
    }
    if (formulas.sizes.empty()) formulas.note = "the shape is that of each input";
    return formulas;
}

constexpr LayerKind merge(std::string_view name, std::string_view also, std::string_view summary,
                          std::string_view example, int most_inputs = any_number) {
    return {.name = name,
            .also = also,
            .summary = summary,
            .example = example,
            .least_inputs = 2,
            .most_inputs = most_inputs,
            .keeps_positions = true,
            .infer = infer_layer,
            .shape_formulas = explain_shape};
}

}  // namespace

namespace kinds {

constexpr LayerKind add = merge("add", "sum shortcut", "the sum of its inputs", "add from=left,right");
constexpr LayerKind subtract =
    merge("subtract", "sub", "the first input less the second", "subtract from=left,right", 2);
constexpr LayerKind multiply = merge("multiply", "mul", "the product of its inputs", "multiply from=left,right");
constexpr LayerKind average = merge("average", "", "the mean of its inputs", "average from=left,right");
constexpr LayerKind maximum = merge("maximum", "", "the largest of its inputs", "maximum from=left,right");
constexpr LayerKind minimum = merge("minimum", "", "the smallest of its inputs", "minimum from=left,right");

}  // namespace kinds
}  // namespace nnshape
