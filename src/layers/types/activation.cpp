#include "layers/kinds.h"

// Activations without parameters: they keep the shape and count nothing.
namespace nnshape {
namespace {

constexpr LayerKind activation(std::string_view name, std::string_view summary, std::string_view also = {}) {
    return {.name = name,
            .also = also,
            .summary = summary,
            .example = name,
            .traits = {.is_activation = true, .keeps_positions = true, .works_in_place = true},
            .infer = keep_shape,
            .shape_formulas = kept_shape};
}

}  // namespace

namespace kinds {

constexpr LayerKind relu = activation("relu", "max(x, 0)");
constexpr LayerKind relu6 = activation("relu6", "min(max(x, 0), 6)");
constexpr LayerKind leaky_relu = activation("leaky_relu", "x, or a fraction of it below 0", "leaky");
constexpr LayerKind elu = activation("elu", "exponential linear unit");
constexpr LayerKind selu = activation("selu", "scaled exponential linear unit");
constexpr LayerKind celu = activation("celu", "continuously differentiable exponential linear unit");
constexpr LayerKind gelu = activation("gelu", "Gaussian error linear unit");
constexpr LayerKind silu = activation("silu", "x * sigmoid(x)", "swish");
constexpr LayerKind mish = activation("mish", "x * tanh(softplus(x))");
constexpr LayerKind sigmoid = activation("sigmoid", "1 / (1 + exp(-x))", "logistic");
constexpr LayerKind hard_sigmoid = activation("hard_sigmoid", "sigmoid in three straight pieces");
constexpr LayerKind hard_swish = activation("hard_swish", "x * hard_sigmoid(x)");
constexpr LayerKind tanh = activation("tanh", "hyperbolic tangent");
constexpr LayerKind softplus = activation("softplus", "log(1 + exp(x))");
constexpr LayerKind softsign = activation("softsign", "x / (1 + |x|)");
constexpr LayerKind softmax = activation("softmax", "exp(x) divided by its sum");
constexpr LayerKind log_softmax = activation("log_softmax", "logarithm of softmax");

}  // namespace kinds
}  // namespace nnshape
