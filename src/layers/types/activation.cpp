#include "layers/types/elementary.h"

// Activations without parameters. They keep the shape, and all their counts are 0.
namespace nnshape {
namespace {

constexpr LayerKind activation(std::string_view name, std::string_view summary, std::string_view also = {}) {
    return elementary(name, summary, also, {.is_activation = true, .keeps_positions = true, .works_in_place = true});
}

}  // namespace

namespace kinds {

constexpr LayerKind relu = activation("relu", "max(x, 0)");
constexpr LayerKind relu6 = activation("relu6", "min(max(x, 0), 6)");
constexpr LayerKind leaky_relu = activation("leaky_relu", "x if x > 0, else a fraction of x", "leaky");
constexpr LayerKind elu = activation("elu", "exponential linear unit");
constexpr LayerKind selu = activation("selu", "scaled exponential linear unit");
constexpr LayerKind celu = activation("celu", "continuously differentiable exponential linear unit");
constexpr LayerKind gelu = activation("gelu", "Gaussian error linear unit");
constexpr LayerKind silu = activation("silu", "x * sigmoid(x)", "swish");
constexpr LayerKind mish = activation("mish", "x * tanh(softplus(x))");
constexpr LayerKind sigmoid = activation("sigmoid", "1 / (1 + exp(-x))", "logistic");
constexpr LayerKind hard_sigmoid = activation("hard_sigmoid", "sigmoid approximated by three straight lines");
constexpr LayerKind hard_swish = activation("hard_swish", "x * hard_sigmoid(x)");
constexpr LayerKind tanh = activation("tanh", "hyperbolic tangent");
constexpr LayerKind softplus = activation("softplus", "log(1 + exp(x))");
constexpr LayerKind softsign = activation("softsign", "x / (1 + |x|)");
constexpr LayerKind softmax = activation("softmax", "exp(x) divided by its sum");
constexpr LayerKind log_softmax = activation("log_softmax", "logarithm of softmax");
constexpr LayerKind softmin = activation("softmin", "softmax of -x");
constexpr LayerKind log_sigmoid = activation("log_sigmoid", "logarithm of sigmoid");
constexpr LayerKind hard_tanh = activation("hard_tanh", "x, at least -1 and at most 1");
constexpr LayerKind tanh_shrink = activation("tanh_shrink", "x - tanh(x)");
constexpr LayerKind soft_shrink = activation("soft_shrink", "x moved towards 0 by a constant");
constexpr LayerKind hard_shrink = activation("hard_shrink", "x, or 0 where x is near 0");
constexpr LayerKind rrelu = activation("rrelu", "leaky_relu with a random fraction");
constexpr LayerKind threshold = activation("threshold", "x, or a constant where x is small", "thresholded_relu");

}  // namespace kinds
}  // namespace nnshape
