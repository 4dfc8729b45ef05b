#include <fmt/format.h>
#include <algorithm>

#include "layers/derivation.h"
#include "layers/kinds.h"

// Merges that work element by element. A size of 1 is broadcast to the size of the other inputs.
namespace nnshape {
namespace {

// The fault's number is the index of the input that cannot be merged with the inputs before it.
Words unlike(const LayerFault& fault, const Attempt& layer) {
    const Shape &merged = layer.result.output, &other = layer.inputs[static_cast<size_t>(fault.numbers[0])];
    Layout layout = layer.args.layout();
    std::string shapes = fmt::format("{} and {}", to_text(merged, layout), to_text(other, layout));
    if (merged.rank != other.rank) {
        return {fmt::format("{} and {} ({}) cannot be merged", rank_name(merged.rank), rank_name(other.rank), shapes),
                "all inputs must have the same rank; a global pool with `keepdims` keeps the rank"};
    }
    return {fmt::format("{} cannot be merged", shapes), "along each axis the sizes must be the same, or 1"};
}

LayerFault misfit(size_t input) { return {&code::shape_mismatch, the_layer, unlike, {static_cast<int64_t>(input)}}; }

std::optional<LayerFault> infer_layer(const Args&, Inputs inputs, Inference& result) {
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

// One line for each axis along which an input is broadcast.
ShapeFormulas explain_shape(const Args&, Inputs inputs, const Inference& inference) {
    ShapeFormulas formulas;
    const Shape& merged = inference.output;
    for (int axis = 0; axis <= merged.rank; ++axis) {
        int64_t size = size_along(merged, axis);
        bool alike = std::all_of(inputs.begin(), inputs.end(),
                                 [&](const Shape& input) { return size_along(input, axis) == size; });
        if (!alike) formulas.sizes.push_back({size_name(merged.rank, axis), size, "inputs of size 1 are broadcast"});
    }
    if (formulas.sizes.empty()) formulas.note = "all inputs have this shape";
    return formulas;
}

constexpr LayerKind merge(std::string_view name, std::string_view also, std::string_view summary,
                          std::string_view example, std::string_view symbol, int most_inputs = any_number,
                          int least_inputs = 2) {
    return {.name = name,
            .also = also,
            .summary = summary,
            .example = example,
            .least_inputs = least_inputs,
            .most_inputs = most_inputs,
            .traits = {.keeps_positions = true, .role = Role::merge, .symbol = symbol},
            .infer = infer_layer,
            .shape_formulas = explain_shape};
}

}  // namespace

namespace kinds {

constexpr LayerKind add = merge("add", "sum shortcut", "the sum of its inputs", "add from=left,right", "+");
constexpr LayerKind subtract =
    merge("subtract", "sub", "the first input minus the second", "subtract from=left,right", "−", 2);
constexpr LayerKind multiply = merge("multiply", "mul", "the product of its inputs", "multiply from=left,right", "×");
constexpr LayerKind average = merge("average", "", "the mean of its inputs", "average from=left,right", "");
constexpr LayerKind maximum = merge("maximum", "", "the largest of its inputs", "maximum from=left,right", "");
constexpr LayerKind minimum = merge("minimum", "", "the smallest of its inputs", "minimum from=left,right", "");
constexpr LayerKind divide =
    merge("divide", "div", "the first input divided by the second", "divide from=left,right", "÷", 2);
constexpr LayerKind power = merge("power", "pow", "the first input to the power of the second, or of a number",
                                  "power from=left,right", "", 2, 1);
constexpr LayerKind where = merge("where", "", "the second input where the first is true, else the third",
                                  "where from=condition,left,right", "", 3, 3);

}  // namespace kinds
}  // namespace nnshape
