#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

#include "layers/derivation.h"
#include "layers/kinds.h"

// Changes the order of the axes: Keras Permute, torch.permute, ONNX Transpose, without the batch axis.
namespace nnshape {
namespace {

PARAM_NUMBERS(order);
constexpr Param table[] = {{.name = "order",
                            .also = "perm dims",
                            .type = ParamType::order,
                            .least = 0,
                            .help = "the number of every axis in the spec's layout, each once, from 0"}};
static_assert(names_rows(param_names, table));

Words incomplete(const LayerFault&, const Attempt& layer) {
    Sizes before = sizes_of(layer.inputs[0], layer.args.layout());
    std::string axes = before.count == 1 ? "only axis" : fmt::format("{} axes", before.count);
    return {fmt::format("{} is not a permutation of the {} of {}", fmt::join(layer.args.numbers(order), "x"), axes,
                        to_text(before)),
            before.count == 1 ? "use 0" : fmt::format("give each number from 0 to {} exactly once", before.count - 1)};
}

std::optional<LayerFault> infer_layer(const Args& args, Inputs inputs, Inference& result) {
    auto wanted = args.numbers(order);
    Sizes before = sizes_of(inputs[0], args.layout());
    bool complete = static_cast<int>(wanted.size()) == before.count;
    for (int axis = 0; axis < before.count; ++axis) {
        complete = complete && std::find(wanted.begin(), wanted.end(), axis) != wanted.end();
    }
    if (!complete) return LayerFault{&code::index_out_of_range, order, incomplete};
    Sizes after{.count = before.count};
    for (size_t axis = 0; axis < wanted.size(); ++axis) {
        after.values[axis] = before.values[wanted[axis]];
    }
    result.output = shape_of(after.view(), args.layout());
    return std::nullopt;
}

ShapeFormulas explain_shape(const Args& args, Inputs inputs, const Inference& inference) {
    ShapeFormulas formulas;
    auto wanted = args.numbers(order);
    int rank = inputs[0].rank;
    for (int axis = 0; axis <= rank; ++axis) {
        int to = axis_of(axis, rank, args.layout()),
            from = axis_of(static_cast<int>(wanted[axis]), rank, args.layout());
        formulas.sizes.push_back({size_name(rank, to), size_along(inference.output, to),
                                  fmt::format("axis {} of the input, its {}", wanted[axis], size_name(rank, from))});
    }
    return formulas;
}

}  // namespace

const LayerKind kinds::permute{.name = "permute",
                               .also = "transpose",
                               .summary = "axes in a new order",
                               .example = "permute 1x0x2",
                               .params = table,
                               .infer = infer_layer,
                               .shape_formulas = explain_shape};

}  // namespace nnshape
