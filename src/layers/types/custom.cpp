#include "layers/derivation.h"
#include "layers/kinds.h"

// A layer that the table lacks, counted as the spec says it is.
namespace nnshape {
namespace {

PARAM_NUMBERS(shape, weights, biases, buffers, macs);

constexpr Param figure(std::string_view name, std::string_view help) {
    return {.name = name, .fallback = Fallback::value, .standard = {0}, .least = 0, .help = help};
}

constexpr Param table[] = {{.name = "shape", .type = ParamType::shape, .help = "the shape that comes out"},
                           figure("weights", "weights it learns"),
                           figure("biases", "biases it learns"),
                           figure("buffers", "numbers it stores without learning them"),
                           figure("macs", "its multiply-accumulates")};
static_assert(names_rows(param_names, table));

std::optional<Fault> infer_layer(const Args& args, Inputs, Inference& result) {
    result.output = shape_of(args.numbers(shape), args.layout());
    return std::nullopt;
}

constexpr auto count_layer = []<class Number>(const Args& args, Inputs, const Shape&) -> CountsOf<Number> {
    return {.weights = args.integer(weights),
            .biases = args.integer(biases),
            .buffers = args.integer(buffers),
            .macs = args.integer(macs)};
};

ShapeFormulas explain_shape(const Args&, Inputs, const Inference&) {
    return {.note = "its shape and counts are the spec's word"};
}

}  // namespace

const LayerKind kinds::custom{.name = "custom",
                              .summary = "a layer that is counted as the spec says it is",
                              .example = "custom 14x14x256 weights=1000",
                              .params = table,
                              .most_inputs = any_number,
                              .traits = {.is_custom = true},
                              .infer = infer_layer,
                              .count = count_layer,
                              .shape_formulas = explain_shape};

}  // namespace nnshape
