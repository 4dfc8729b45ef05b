#include "layers/derivation.h"
#include "layers/kinds.h"

// A layer of a type that nnshape does not have: the spec gives its shape and counts.
namespace nnshape {
namespace {

PARAM_NUMBERS(shape, weights, biases, buffers, macs, bytes);

constexpr Param figure(std::string_view name, std::string_view help) {
    return {.name = name, .fallback = Fallback::value, .standard = {0}, .least = 0, .help = help};
}

constexpr Param table[] = {{.name = "shape", .type = ParamType::shape, .help = "shape of the output"},
                           figure("weights", "number of weights that it learns"),
                           figure("biases", "number of biases that it learns"),
                           figure("buffers", "number of values that it stores but does not learn"),
                           figure("macs", "number of multiply-accumulates"),
                           figure("bytes", "bytes of its parameters and buffers, if not as the dtype says")};
static_assert(names_rows(param_names, table));

std::optional<LayerFault> infer_layer(const Args& args, Inputs, Inference& result) {
    result.output = shape_of(args.numbers(shape), args.layout());
    return std::nullopt;
}

constexpr auto count_layer = []<class Number>(const Args& args, Inputs, const Shape&) -> CountsOf<Number> {
    return {.weights = args.integer(weights),
            .biases = args.integer(biases),
            .buffers = args.integer(buffers),
            .macs = args.integer(macs),
            .bytes = args.integer(bytes)};
};

ShapeFormulas explain_shape(const Args&, Inputs, const Inference&) {
    return {.note = "the spec gives its shape and counts"};
}

}  // namespace

const LayerKind kinds::custom{.name = "custom",
                              .summary = "a layer whose shape and counts the spec gives",
                              .example = "custom 14x14x256 weights=1000",
                              .params = table,
                              .least_inputs = 0,
                              .most_inputs = any_number,
                              .traits = {.is_custom = true},
                              .infer = infer_layer,
                              .count = count_layer,
                              .shape_formulas = explain_shape};

}  // namespace nnshape
