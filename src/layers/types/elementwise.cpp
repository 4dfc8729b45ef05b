#include <fmt/format.h>
#include <algorithm>

#include "layers/derivation.h"
#include "layers/kinds.h"

// Merges element by element, where a size of 1 stretches to the others'.
namespace nnshape {
namespace {

// The number is that of the input that does not fit to what those before it merged to.
Words unlike(const Fault& fault, const Attempt& layer) {
    const Shape &merged = layer.result.output, &other = layer.inputs[static_cast<size_t>(fault.numbers[0])];
    Layout layout = layer.args.layout();
    std::string shapes = fmt::format("{} and {}", to_text(merged, layout), to_text(other, layout));
    if (merged.rank != other.rank) {
        return {fmt::format("{} and {} ({}) do not merge", rank_name(merged.rank), rank_name(other.rank), shapes),
                "inputs must be of one rank; a global pool keeps it with `keepdims`"};
    }
    return {fmt::format("{} are not alike", shapes), "sizes must be the same, or 1"};
}

Fault misfit(size_t input) { return {&code::shape_mismatch, the_layer, unlike, {static_cast<int64_t>(input)}}; }

std::optional<Fault> infer_layer(const Args&, Inputs inputs, Inference& result) {
    Shape& merged = result.output = inputs[0];
    for (size_t index = 1; index < inputs.size(); ++index) {
        const Shape& input = inputs[index];
        if (input.rank != merged.rank) return misfit(index);
        for (int axis = 0; axis <= merged.rank; ++axis) {
            int64_t& size = size_along(merged, axis);
            int64_t next = size_along(input, axis);
            if (size != next && size != 1 && next != 1) return misfit(index);
            if (size == 1) size = next;
        }
    }
    return std::nullopt;
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
            .traits = {.keeps_positions = true},
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
