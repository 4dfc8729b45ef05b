// Functions of torch on each element.
#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "import/product.h"
#include "import/python/keras_graph.h"
#include "import/python/natives.h"
#include "import/python/tensor_values.h"
#include "import/python/torch_arguments.h"

namespace nnshape::python {
namespace {

struct Unary {
    std::string_view name, type;
};

// Functions whose result has their input's shape, and the layer type that they are.
constexpr Unary unaries[] = {
    {"relu", "relu"},
    {"relu6", "relu6"},
    {"leaky_relu", "leaky_relu"},
    {"elu", "elu"},
    {"selu", "selu"},
    {"celu", "celu"},
    {"gelu", "gelu"},
    {"silu", "silu"},
    {"mish", "mish"},
    {"sigmoid", "sigmoid"},
    {"hardsigmoid", "hard_sigmoid"},
    {"hardswish", "hard_swish"},
    {"tanh", "tanh"},
    {"softplus", "softplus"},
    {"softsign", "softsign"},
    {"softmax", "softmax"},
    {"log_softmax", "log_softmax"},
    {"softmin", "softmin"},
    {"logsigmoid", "log_sigmoid"},
    {"hardtanh", "hard_tanh"},
    {"tanhshrink", "tanh_shrink"},
    {"softshrink", "soft_shrink"},
    {"hardshrink", "hard_shrink"},
    {"rrelu", "rrelu"},
    {"threshold", "threshold"},
    {"exp", "exp"},
    {"expm1", "exp"},
    {"log", "log"},
    {"log2", "log"},
    {"log10", "log"},
    {"log1p", "log"},
    {"sqrt", "sqrt"},
    {"rsqrt", "sqrt"},
    {"square", "square"},
    {"abs", "abs"},
    {"neg", "negate"},
    {"reciprocal", "reciprocal"},
    {"sin", "sin"},
    {"cos", "cos"},
    {"erf", "erf"},
    {"pow", "power"},
    {"clamp", "clip"},
    {"clip", "clip"},
    {"sign", "sign"},
    {"round", "round"},
    {"floor", "floor"},
    {"ceil", "ceiling"},
    {"cumsum", "cumulative_sum"},
    {"normalize", "normalize"},
    {"gumbel_softmax", "softmax"},
    {"dropout", "dropout"},
    {"dropout1d", "dropout"},
    {"dropout2d", "dropout"},
    {"dropout3d", "dropout"},
    {"alpha_dropout", "dropout"},
    {"feature_dropout", "dropout"},
    {"tan", "sin"},
    {"atan", "tanh"},
    {"sigmoid_", "sigmoid"},
};

struct Calculation {
    std::string_view name;
    float (*calculate)(float);
};

// What shapes are calculated by, in PyTorch's precision.
constexpr Calculation calculations[] = {
    {"round", [](float x) { return std::nearbyint(x); }},
    {"floor", [](float x) { return std::floor(x); }},
    {"ceil", [](float x) { return std::ceil(x); }},
    {"log", [](float x) { return std::log(x); }},
    {"log2", [](float x) { return std::log2(x); }},
    {"exp", [](float x) { return std::exp(x); }},
    {"sqrt", [](float x) { return std::sqrt(x); }},
    {"abs", [](float x) { return std::fabs(x); }},
    {"neg", [](float x) { return -x; }},
};

// The result for a constant tensor, with its numbers if they are known.
Value calculated(Interpreter& interpreter, std::string_view name, const TensorValue& tensor) {
    Value result = constant(interpreter, tensor.dims, tensor.dtype);
    auto found = std::find_if(std::begin(calculations), std::end(calculations),
                              [&](const Calculation& one) { return one.name == name; });
    if (found == std::end(calculations) || !tensor.is_known) return result;
    auto* made = as<TensorValue>(result);
    for (double number : tensor.numbers) made->numbers.push_back(found->calculate(static_cast<float>(number)));
    made->is_known = true;
    return result;
}

Value unary_function(Interpreter& interpreter, Arguments& arguments) {
    std::string_view name = function_name(arguments);
    bool is_power = name == "pow" && arguments.items.size() > 1;
    if (is_power && arguments.items[0].value.is_number()) {
        return tensor_binary(interpreter, "**", arguments.items[0].value, arguments.items[1].value, arguments.spot);
    }
    TensorValue& tensor = input_of(interpreter, arguments);
    if (is_power && (as<TensorValue>(arguments.items[1].value) || is_constant(interpreter, tensor))) {
        return tensor_binary(interpreter, "**", arguments.items[0].value, arguments.items[1].value, arguments.spot);
    }
    auto found =
        std::find_if(std::begin(unaries), std::end(unaries), [&](const Unary& one) { return one.name == name; });
    if (found == std::end(unaries) || is_constant(interpreter, tensor)) {
        return calculated(interpreter, name, tensor);
    }
    return operate(interpreter, name, arguments.spot, {&tensor}, Dtype::real,
                   [&](Placer& placer, std::vector<Traced>& inputs) {
                       return placer.emit_alike({.operation = std::string(found->type), .inputs = {inputs[0]}});
                   });
}

// Functions that change no shape and are not worth a row.
Value unchanged(Interpreter& interpreter, Arguments& arguments) { return Value::of(&input_of(interpreter, arguments)); }

Value as_boolean(Interpreter& interpreter, Arguments& arguments) {
    return constant(interpreter, input_of(interpreter, arguments).dims, Dtype::boolean);
}

Value as_integer(Interpreter& interpreter, Arguments& arguments) {
    TensorValue& tensor = input_of(interpreter, arguments);
    if (!is_constant(interpreter, tensor)) return made(interpreter, traced_of(interpreter, tensor), Dtype::integer);
    Value result = constant(interpreter, tensor.dims, Dtype::integer);
    auto* copy = as<TensorValue>(result);
    copy->is_known = tensor.is_known;
    copy->numbers = tensor.numbers;
    return result;
}

struct Binary {
    std::string_view name, sign;
};
constexpr Binary binaries[] = {
    {"add", "+"},           {"sub", "-"},         {"subtract", "-"},     {"mul", "*"},
    {"multiply", "*"},      {"div", "/"},         {"divide", "/"},       {"true_divide", "/"},
    {"floor_divide", "//"}, {"remainder", "%"},   {"fmod", "%"},         {"eq", "=="},
    {"ne", "!="},           {"lt", "<"},          {"gt", ">"},           {"le", "<="},
    {"ge", ">="},           {"logical_and", "&"}, {"logical_or", "|"},   {"bitwise_and", "&"},
    {"bitwise_or", "|"},    {"rsub", "-"},        {"float_power", "**"}, {"atan2", "*"},
    {"lerp", "+"},          {"maximum", "+"},     {"minimum", "+"}};

Value binary_function(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, function_name(arguments), {"input", "other", "weight?", "**"});
    std::string_view name = function_name(arguments);
    for (std::string_view type : {"maximum", "minimum"}) {
        if (name != type) continue;
        return merged_values(interpreter, type, tensor_of(interpreter, bound[0], bound.spot(0)),
                             tensor_of(interpreter, bound[1], bound.spot(1)), arguments.spot);
    }
    auto found =
        std::find_if(std::begin(binaries), std::end(binaries), [&](const Binary& one) { return one.name == name; });
    return tensor_binary(interpreter, found == std::end(binaries) ? "*" : found->sign, bound[0], bound[1],
                         arguments.spot);
}

// where(condition, a, b), addcmul(a, b, c): all broadcast.
Value broadcast_function(Interpreter& interpreter, Arguments& arguments) {
    Value result;
    for (const Argument& argument : arguments.items) {
        if (!argument.name.empty() && argument.name != "other" && argument.name != "input") continue;
        auto* tensor = as<TensorValue>(argument.value);
        if (as<Unknown>(argument.value)) return argument.value;
        if (!tensor) continue;
        bool is_mask = tensor->dtype == Dtype::boolean && !is_constant(interpreter, *tensor);
        TensorValue* operand = is_mask ? as<TensorValue>(constant(interpreter, tensor->dims, Dtype::boolean)) : tensor;
        result = result.is_none()
                     ? Value::of(operand)
                     : merged_values(interpreter, "add", *as<TensorValue>(result), *operand, arguments.spot);
    }
    if (result.is_none()) interpreter.raise("TypeError", "this needs a tensor", arguments.spot);
    return result;
}

// A loss, or another function whose result is one number that no shape depends on.
Value one_number(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, function_name(arguments), {"input", "*rest", "**"});
    (void)bound;
    return constant(interpreter, {});
}

// The number of a tensor of one element.
Value item(Interpreter& interpreter, Arguments& arguments) {
    TensorValue& tensor = input_of(interpreter, arguments);
    if (tensor.is_known && tensor.numbers.size() == 1) {
        double number = tensor.numbers[0];
        return tensor.dtype == Dtype::real ? Value::number(number) : Value::number(static_cast<int64_t>(number));
    }
    return interpreter.unknown("the numbers in a tensor");
}

Value nested(Interpreter& interpreter, const TensorValue& tensor, size_t axis, size_t& at) {
    std::vector<Value> items;
    for (int64_t index = 0; index < tensor.dims[axis]; ++index) {
        if (axis + 1 < tensor.dims.size()) {
            items.push_back(nested(interpreter, tensor, axis + 1, at));
        } else {
            double number = tensor.numbers[at++];
            items.push_back(tensor.dtype == Dtype::real ? Value::number(number)
                                                        : Value::number(static_cast<int64_t>(number)));
        }
    }
    return interpreter.list(std::move(items));
}

Value to_list(Interpreter& interpreter, Arguments& arguments) {
    TensorValue& tensor = input_of(interpreter, arguments);
    if (!tensor.is_known) return interpreter.unknown("the numbers in a tensor");
    if (tensor.dims.empty()) return item(interpreter, arguments);
    size_t at = 0;
    return nested(interpreter, tensor, 0, at);
}

#define TORCH_ALL(name, function) \
    {"torch." name, function}, {"torch.Tensor." name, function}, { "torch.nn.functional." name, function }

constexpr NativeEntry table[] = {
    TORCH_ALL("relu", known<unary_function>),
    TORCH_ALL("relu6", known<unary_function>),
    TORCH_ALL("leaky_relu", known<unary_function>),
    TORCH_ALL("elu", known<unary_function>),
    TORCH_ALL("selu", known<unary_function>),
    TORCH_ALL("celu", known<unary_function>),
    TORCH_ALL("gelu", known<unary_function>),
    TORCH_ALL("silu", known<unary_function>),
    TORCH_ALL("mish", known<unary_function>),
    TORCH_ALL("sigmoid", known<unary_function>),
    TORCH_ALL("hardsigmoid", known<unary_function>),
    TORCH_ALL("hardswish", known<unary_function>),
    TORCH_ALL("tanh", known<unary_function>),
    TORCH_ALL("softplus", known<unary_function>),
    TORCH_ALL("softsign", known<unary_function>),
    TORCH_ALL("softmax", known<unary_function>),
    TORCH_ALL("log_softmax", known<unary_function>),
    TORCH_ALL("softmin", known<unary_function>),
    TORCH_ALL("logsigmoid", known<unary_function>),
    TORCH_ALL("hardtanh", known<unary_function>),
    TORCH_ALL("tanhshrink", known<unary_function>),
    TORCH_ALL("softshrink", known<unary_function>),
    TORCH_ALL("hardshrink", known<unary_function>),
    TORCH_ALL("rrelu", known<unary_function>),
    TORCH_ALL("threshold", known<unary_function>),
    TORCH_ALL("normalize", known<unary_function>),
    TORCH_ALL("gumbel_softmax", known<unary_function>),
    TORCH_ALL("dropout", known<unary_function>),
    TORCH_ALL("dropout1d", known<unary_function>),
    TORCH_ALL("dropout2d", known<unary_function>),
    TORCH_ALL("dropout3d", known<unary_function>),
    TORCH_ALL("alpha_dropout", known<unary_function>),
    TORCH_ALL("feature_dropout", known<unary_function>),
    TORCH_BOTH("exp", known<unary_function>),
    TORCH_BOTH("expm1", known<unary_function>),
    TORCH_BOTH("log", known<unary_function>),
    TORCH_BOTH("log2", known<unary_function>),
    TORCH_BOTH("log10", known<unary_function>),
    TORCH_BOTH("log1p", known<unary_function>),
    TORCH_BOTH("sqrt", known<unary_function>),
    TORCH_BOTH("rsqrt", known<unary_function>),
    TORCH_BOTH("square", known<unary_function>),
    TORCH_BOTH("abs", known<unary_function>),
    TORCH_BOTH("neg", known<unary_function>),
    TORCH_BOTH("reciprocal", known<unary_function>),
    TORCH_BOTH("sin", known<unary_function>),
    TORCH_BOTH("cos", known<unary_function>),
    TORCH_BOTH("tan", known<unary_function>),
    TORCH_BOTH("atan", known<unary_function>),
    TORCH_BOTH("erf", known<unary_function>),
    TORCH_BOTH("pow", known<unary_function>),
    TORCH_BOTH("clamp", known<unary_function>),
    TORCH_BOTH("clip", known<unary_function>),
    TORCH_BOTH("sign", known<unary_function>),
    TORCH_BOTH("round", known<unary_function>),
    TORCH_BOTH("floor", known<unary_function>),
    TORCH_BOTH("ceil", known<unary_function>),
    TORCH_BOTH("cumsum", known<unary_function>),
    {"torch.Tensor.contiguous", unchanged},
    TORCH_BOTH("clone", unchanged),
    TORCH_BOTH("detach", unchanged),
    {"torch.Tensor.to", unchanged},
    {"torch.Tensor.cuda", unchanged},
    {"torch.Tensor.cpu", unchanged},
    {"torch.Tensor.float", unchanged},
    {"torch.Tensor.half", unchanged},
    {"torch.Tensor.double", unchanged},
    {"torch.Tensor.bfloat16", unchanged},
    {"torch.Tensor.type", unchanged},
    {"torch.Tensor.type_as", unchanged},
    {"torch.Tensor.requires_grad_", unchanged},
    {"torch.Tensor.retain_grad", unchanged},
    TORCH_BOTH("masked_fill", unchanged),
    {"torch.Tensor.fill", unchanged},
    {"torch.Tensor.zero", unchanged},
    {"torch.Tensor.normal", unchanged},
    {"torch.Tensor.uniform", unchanged},
    {"torch.Tensor.copy", unchanged},
    {"torch.Tensor.index_fill", unchanged},
    {"torch.Tensor.scatter", unchanged},
    {"torch.Tensor.scatter_add", unchanged},
    {"torch.Tensor.index_add", unchanged},
    {"torch.Tensor.numpy", unchanged},
    {"torch.Tensor.bernoulli", unchanged},
    TORCH_BOTH("tril", unchanged),
    TORCH_BOTH("triu", unchanged),
    TORCH_BOTH("nan_to_num", unchanged),
    {"torch.Tensor.pin_memory", unchanged},
    {"torch.autograd.variable", unchanged},
    TORCH_BOTH("logical_not", as_boolean),
    TORCH_BOTH("isnan", as_boolean),
    TORCH_BOTH("isinf", as_boolean),
    {"torch.Tensor.bool", as_boolean},
    {"torch.Tensor.long", as_integer},
    {"torch.Tensor.int", as_integer},
    {"torch.Tensor.byte", as_integer},
    TORCH_BOTH("add", known<binary_function>),
    TORCH_BOTH("sub", known<binary_function>),
    TORCH_BOTH("subtract", known<binary_function>),
    TORCH_BOTH("mul", known<binary_function>),
    TORCH_BOTH("multiply", known<binary_function>),
    TORCH_BOTH("div", known<binary_function>),
    TORCH_BOTH("divide", known<binary_function>),
    TORCH_BOTH("true_divide", known<binary_function>),
    TORCH_BOTH("floor_divide", known<binary_function>),
    TORCH_BOTH("remainder", known<binary_function>),
    TORCH_BOTH("fmod", known<binary_function>),
    TORCH_BOTH("eq", known<binary_function>),
    TORCH_BOTH("ne", known<binary_function>),
    TORCH_BOTH("lt", known<binary_function>),
    TORCH_BOTH("gt", known<binary_function>),
    TORCH_BOTH("le", known<binary_function>),
    TORCH_BOTH("ge", known<binary_function>),
    TORCH_BOTH("logical_and", known<binary_function>),
    TORCH_BOTH("logical_or", known<binary_function>),
    TORCH_BOTH("maximum", known<binary_function>),
    TORCH_BOTH("minimum", known<binary_function>),
    TORCH_BOTH("atan2", known<binary_function>),
    TORCH_BOTH("lerp", known<broadcast_function>),
    TORCH_BOTH("where", known<broadcast_function>),
    TORCH_BOTH("addcmul", known<broadcast_function>),
    TORCH_BOTH("addcdiv", known<broadcast_function>),
    {"torch.nn.functional.cross_entropy", one_number},
    {"torch.nn.functional.mse_loss", one_number},
    {"torch.nn.functional.nll_loss", one_number},
    {"torch.nn.functional.l1_loss", one_number},
    {"torch.nn.functional.smooth_l1_loss", one_number},
    {"torch.nn.functional.binary_cross_entropy", one_number},
    {"torch.nn.functional.binary_cross_entropy_with_logits", one_number},
    {"torch.nn.functional.kl_div", one_number},
    {"torch.Tensor.item", item},
    {"torch.Tensor.tolist", to_list},
};

}  // namespace

std::span<const NativeEntry> torch_arithmetic() { return table; }

}  // namespace nnshape::python
