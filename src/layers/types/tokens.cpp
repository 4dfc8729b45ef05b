#include "layers/arithmetic.h"
#include "layers/kinds.h"

// From an image to the sequence that a transformer reads: Dosovitskiy et al. 2020, section 3.1.
namespace nnshape {
namespace {

enum { how_many };
constexpr Param class_table[] = {
    {.name = "count", .fallback = Fallback::value, .standard = {1}, .help = "learned tokens put in front"}};

std::optional<Fault> infer_tokens(const Args&, Inputs inputs, Inference& result) {
    Checked length = positions(inputs[0]);
    if (length.overflowed()) return overflow(the_layer, "the length of the sequence leaves 64 bits");
    result.output = {.rank = 1, .spatial = {length.value()}, .channels = inputs[0].channels};
    return std::nullopt;
}

std::optional<Fault> infer_class(const Args& args, Inputs inputs, Inference& result) {
    Shape& output = result.output = inputs[0];
    Checked length = Checked(output.spatial[0]) + args.integer(how_many);
    if (length.overflowed()) return overflow(how_many, "the length of the sequence leaves 64 bits");
    output.spatial[0] = length.value();
    return std::nullopt;
}

template <class Number>
CountsOf<Number> count_class(const Args& args, Inputs inputs, const Shape&) {
    return {.weights = Number(args.integer(how_many)) * inputs[0].channels};
}

template <class Number>
CountsOf<Number> count_position(const Args& args, Inputs inputs, const Shape&) {
    return {.weights = elements_of<Number>(inputs[0], args.layout())};
}

ShapeFormulas explain_tokens(const Args&, Inputs inputs, const Inference&) {
    return {.sizes = {{"length", positions_of<Formula>(inputs[0])}}};
}

ShapeFormulas explain_class(const Args& args, Inputs inputs, const Inference&) {
    return {.sizes = {{"length", Formula(inputs[0].spatial[0]) + args.integer(how_many)}}};
}

}  // namespace

const LayerKind kinds::tokens{.name = "tokens",
                              .summary = "spatial axes joined into one: an image as a sequence",
                              .example = "tokens",
                              .least_rank = 1,
                              .infer = infer_tokens,
                              .shape_formulas = explain_tokens};

const LayerKind kinds::class_token{.name = "class_token",
                                   .summary = "learned tokens in front of a sequence",
                                   .example = "class_token",
                                   .params = class_table,
                                   .least_rank = 1,
                                   .most_rank = 1,
                                   .infer = infer_class,
                                   .count = count_class<Checked>,
                                   .count_formulas = count_class<Formula>,
                                   .shape_formulas = explain_class};

const LayerKind kinds::position_embedding{.name = "position_embedding",
                                          .summary = "a learned value added to every element",
                                          .example = "position_embedding",
                                          .keeps_positions = true,
                                          .infer = keep_shape,
                                          .count = count_position<Checked>,
                                          .count_formulas = count_position<Formula>,
                                          .shape_formulas = kept_shape};

}  // namespace nnshape
