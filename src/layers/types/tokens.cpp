#include "layers/arithmetic.h"
#include "layers/derivation.h"
#include "layers/kinds.h"

// The layers that make the input of a transformer from an image: Dosovitskiy et al. 2020, section 3.1.
namespace nnshape {
namespace {

PARAM_NUMBERS(count);
constexpr Param class_table[] = {
    {.name = "count", .fallback = Fallback::value, .standard = {1}, .help = "number of learned tokens"}};
static_assert(names_rows(param_names, class_table));

std::optional<LayerFault> infer_tokens(const Args&, Inputs inputs, Inference& result) {
    Checked length = positions(inputs[0]);
    if (length.overflowed()) return overflow(the_layer, "the length of the sequence overflows a 64-bit integer");
    result.output = {.rank = 1, .spatial = {length.value()}, .channels = inputs[0].channels};
    return std::nullopt;
}

std::optional<LayerFault> infer_class(const Args& args, Inputs inputs, Inference& result) {
    Shape& output = result.output = inputs[0];
    Checked length = Checked(output.spatial[0]) + args.integer(count);
    if (length.overflowed()) return overflow(count, "the length of the sequence overflows a 64-bit integer");
    output.spatial[0] = length.value();
    return std::nullopt;
}

constexpr auto count_class = []<class Number>(const Args& args, Inputs inputs, const Shape&) -> CountsOf<Number> {
    return {.weights = Number(args.integer(count)) * inputs[0].channels};
};

constexpr auto count_position = []<class Number>(const Args& args, Inputs inputs, const Shape&) -> CountsOf<Number> {
    return {.weights = elements_of<Number>(inputs[0], args.layout())};
};

ShapeFormulas explain_tokens(const Args&, Inputs inputs, const Inference&) {
    return {.sizes = {{"length", positions_of<Formula>(inputs[0])}}};
}

ShapeFormulas explain_class(const Args& args, Inputs inputs, const Inference&) {
    return {.sizes = {{"length", Formula(inputs[0].spatial[0]) + args.integer(count)}}};
}

}  // namespace

const LayerKind kinds::tokens{.name = "tokens",
                              .summary = "spatial axes joined into one: an image as a sequence",
                              .example = "tokens",
                              .ranks = with_axes,
                              .infer = infer_tokens,
                              .shape_formulas = explain_tokens};

const LayerKind kinds::class_token{.name = "class_token",
                                   .summary = "learned tokens added before a sequence",
                                   .example = "class_token",
                                   .params = class_table,
                                   .ranks = sequences,
                                   .infer = infer_class,
                                   .count = count_class,
                                   .shape_formulas = explain_class};

const LayerKind kinds::position_embedding{.name = "position_embedding",
                                          .summary = "a learned value added to every element",
                                          .example = "position_embedding",
                                          .traits = {.keeps_positions = true},
                                          .infer = keep_shape,
                                          .count = count_position,
                                          .shape_formulas = kept_shape};

}  // namespace nnshape
