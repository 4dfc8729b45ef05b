#include "layers/types/elementary.h"

// Mathematical functions of one input, as torch and ONNX name them. They keep the shape, and all their counts are 0.
namespace nnshape {
namespace {

constexpr LayerKind function(std::string_view name, std::string_view summary, std::string_view also = {},
                             Traits traits = {.keeps_positions = true, .works_in_place = true}) {
    return elementary(name, summary, also, traits);
}

constexpr Traits of_activation{.is_activation = true, .keeps_positions = true, .works_in_place = true};
constexpr Traits of_channels{.keeps_positions = true};

}  // namespace

namespace kinds {

constexpr LayerKind exp = function("exp", "e to the power of x", "exponential", of_activation);
constexpr LayerKind log = function("log", "natural logarithm");
constexpr LayerKind sqrt = function("sqrt", "square root");
constexpr LayerKind square = function("square", "x * x");
constexpr LayerKind abs = function("abs", "absolute value", "absolute");
constexpr LayerKind negate = function("negate", "-x", "neg negative");
constexpr LayerKind reciprocal = function("reciprocal", "1 / x");
constexpr LayerKind sin = function("sin", "sine");
constexpr LayerKind cos = function("cos", "cosine");
constexpr LayerKind erf = function("erf", "error function");
constexpr LayerKind clip = function("clip", "x, at least a minimum and at most a maximum", "clamp");
constexpr LayerKind sign = function("sign", "-1, 0 or 1");
constexpr LayerKind round = function("round", "x rounded to a whole number");
constexpr LayerKind floor = function("floor", "x rounded down");
constexpr LayerKind ceiling = function("ceiling", "x rounded up", "ceil");
constexpr LayerKind cumulative_sum = function("cumulative_sum", "sum of all values up to each one", "cumsum", {});
constexpr LayerKind normalize = function("normalize", "x divided by the norm of its channels", {}, of_channels);

}  // namespace kinds
}  // namespace nnshape
