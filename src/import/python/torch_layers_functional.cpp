// The layers of torch.nn as functions: convolutions, pools and norms with their parameters as arguments.
#include <fmt/format.h>

#include "import/product.h"
#include "import/python/forward.h"
#include "import/python/natives.h"
#include "import/python/parameters.h"
#include "import/python/tensor_values.h"
#include "import/python/torch_arguments.h"
#include "import/python/torch_layers.h"

namespace nnshape::python {

std::string_view function_name(const Arguments& arguments) {
    std::string_view name = arguments.callee ? std::string_view(arguments.callee->name) : std::string_view();
    name = name.substr(name.rfind('.') + 1);
    if (name.size() > 1 && name.ends_with('_')) name.remove_suffix(1);
    return name;
}

namespace {

// "AdaptiveAvgPool2d" for "adaptive_avg_pool2d".
std::string class_of_function(std::string_view function) {
    std::string name;
    bool begins = true;
    for (char letter : function) {
        if (letter != '_')
            name += begins && letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
        begins = letter == '_';
    }
    return name;
}

LayerCall call_as(const Arguments& arguments, std::string_view class_name) {
    LayerCall call{.found = torch_class(class_name), .arguments = {}, .operation = {}};
    call.operation = function_name(arguments);
    call.spot = arguments.spot;
    return call;
}

// The tensors among the arguments; None is left out.
void add_tensors(Interpreter& interpreter, const Bound& bound, std::initializer_list<size_t> places,
                 std::vector<TensorValue*>& tensors) {
    for (size_t place : places) {
        if (!bound[place].is_none()) tensors.push_back(&tensor_of(interpreter, bound[place], bound.spot(place)));
    }
}

Value numbers(Interpreter& interpreter, std::span<const int64_t> sizes) {
    std::vector<Value> items;
    for (int64_t size : sizes) items.push_back(Value::number(size));
    return interpreter.tuple(std::move(items));
}

Value number(int64_t value) { return Value::number(value); }

Value conv(Interpreter& interpreter, Arguments& arguments) {
    bool transposed = function_name(arguments).starts_with("conv_transpose");
    Bound bound =
        transposed
            ? Bound(interpreter, arguments, function_name(arguments),
                    {"input", "weight", "bias?", "stride?", "padding?", "output_padding?", "groups?", "dilation?"})
            : Bound(interpreter, arguments, function_name(arguments),
                    {"input", "weight", "bias?", "stride?", "padding?", "dilation?", "groups?"});
    LayerCall call = call_as(arguments, class_of_function(function_name(arguments)));
    TensorValue& input = tensor_of(interpreter, bound[0], bound.spot(0));
    const Dims& weight = tensor_of(interpreter, bound[1], bound.spot(1)).dims;
    if (weight.size() != static_cast<size_t>(call.found.rank) + 2) {
        interpreter.raise(
            code::rank_mismatch,
            fmt::format("the weight of {} has {} axes, not {}", call.operation, weight.size(), call.found.rank + 2), {},
            bound.spot(1));
    }
    int64_t groups = bound.integer(6, 1);
    int64_t in = transposed ? weight[0] : product_of({weight[1], groups});
    int64_t out = transposed ? product_of({weight[1], groups}) : weight[0];
    call.arguments = {{"in_channels", number(in)},
                      {"out_channels", number(out)},
                      {"kernel_size", numbers(interpreter, std::span(weight).subspan(2))},
                      {"groups", number(groups)},
                      {"bias", Value::boolean(!bound[2].is_none())}};
    if (bound.has(3)) call.arguments.emplace_back("stride", bound[3]);
    if (bound.has(4)) call.arguments.emplace_back("padding", bound[4]);
    if (bound.has(5)) call.arguments.emplace_back(transposed ? "output_padding" : "dilation", bound[5]);
    if (transposed && bound.has(7)) call.arguments.emplace_back("dilation", bound[7]);
    add_tensors(interpreter, bound, {1, 2}, call.parameters);
    return place_layer(interpreter, call, input);
}

Value linear(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "linear", {"input", "weight", "bias?"});
    LayerCall call = call_as(arguments, "Linear");
    TensorValue& input = tensor_of(interpreter, bound[0], bound.spot(0));
    const Dims& weight = tensor_of(interpreter, bound[1], bound.spot(1)).dims;
    if (weight.size() != 2)
        interpreter.raise(code::rank_mismatch, "the weight of linear has not 2 axes", {}, bound.spot(1));
    call.arguments = {{"in_features", number(weight[1])},
                      {"out_features", number(weight[0])},
                      {"bias", Value::boolean(!bound[2].is_none())}};
    add_tensors(interpreter, bound, {1, 2}, call.parameters);
    return place_linear(interpreter, call, input);
}

// Pools, whose arguments are those of the class.
Value pool(Interpreter& interpreter, Arguments& arguments) {
    std::string_view function = function_name(arguments);
    bool with_indices = function.ends_with("_with_indices");
    std::string_view plain = function.substr(0, function.size() - (with_indices ? 13 : 0));
    LayerCall call = call_as(arguments, class_of_function(plain));
    const Argument* given = arguments.find(0, "input");
    if (!given)
        interpreter.raise("TypeError", fmt::format("{}() missing required argument: 'input'", function),
                          arguments.spot);
    size_t place = 0;
    for (const Argument& argument : arguments.items) {
        bool is_input = &argument == given;
        if (is_input) continue;
        std::string name = argument.name;
        bool is_average = plain.starts_with("avg");
        // max_pool has ceil_mode before return_indices, unlike its class.
        constexpr std::string_view max_names[] = {"kernel_size", "stride",    "padding",
                                                  "dilation",    "ceil_mode", "return_indices"};
        if (name.empty() && plain.starts_with("max") && place < std::size(max_names)) {
            name = max_names[place++];
        } else if (name.empty() && place < call.found.described->arguments.size()) {
            name = call.found.described->arguments[place++].name;
        }
        if (name == "return_indices")
            with_indices = with_indices || interpreter.find_truth(argument.value).value_or(false);
        bool is_shape =
            name != "return_indices" && !(is_average && (name == "count_include_pad" || name == "divisor_override"));
        bool is_default = name == "stride" && (argument.value.is_none() ||
                                               (as<List>(argument.value) && as<List>(argument.value)->items.empty()));
        if (is_shape && !is_default) call.arguments.emplace_back(name, argument.value);
    }
    return pooled(interpreter, call, tensor_of(interpreter, given->value, arguments.spot), with_indices);
}

Value lp_pool(Interpreter& interpreter, Arguments& arguments) {
    std::string_view function = function_name(arguments);
    Bound bound(interpreter, arguments, function, {"input", "norm_type", "kernel_size", "stride?", "ceil_mode?"});
    LayerCall call = call_as(arguments, fmt::format("AvgPool{}", function.substr(function.size() - 2)));
    call.arguments = {{"kernel_size", bound[2]}, {"ceil_mode", Value::boolean(bound.truth(4))}};
    if (!bound[3].is_none()) call.arguments.emplace_back("stride", bound[3]);
    return pooled(interpreter, call, tensor_of(interpreter, bound[0], bound.spot(0)), false);
}

// The class with its number of axes, by the input's.
std::string with_rank(std::string_view name, const TensorValue& input) {
    size_t rank = input.dims.size();
    return fmt::format("{}{}d", name, rank >= 5 ? 3 : rank == 4 ? 2 : 1);
}

int64_t channels_of(const TensorValue& input) { return input.dims.size() > 1 ? input.dims[1] : product_of(input.dims); }

Value batch_norm(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "batch_norm",
                {"input", "running_mean", "running_var", "weight?", "bias?", "**"});
    TensorValue& input = tensor_of(interpreter, bound[0], bound.spot(0));
    LayerCall call = call_as(arguments, with_rank("BatchNorm", input));
    bool has_stats = !bound[1].is_none(), is_affine = !bound[3].is_none() && !bound[4].is_none();
    call.arguments = {
        {"num_features",
         number(has_stats ? product_of(tensor_of(interpreter, bound[1], bound.spot(1)).dims) : channels_of(input))},
        {"affine", Value::boolean(is_affine)},
        {"track_running_stats", Value::boolean(has_stats)}};
    add_tensors(interpreter, bound, {3, 4}, call.parameters);
    add_tensors(interpreter, bound, {1, 2}, call.buffers);
    return place_norm(interpreter, call, input, is_affine);
}

Value instance_norm(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "instance_norm",
                {"input", "running_mean?", "running_var?", "weight?", "bias?", "**"});
    TensorValue& input = tensor_of(interpreter, bound[0], bound.spot(0));
    LayerCall call = call_as(arguments, with_rank("InstanceNorm", input));
    bool is_affine = !bound[3].is_none() && !bound[4].is_none();
    call.arguments = {{"num_features", number(channels_of(input))}, {"affine", Value::boolean(is_affine)}};
    add_tensors(interpreter, bound, {3, 4}, call.parameters);
    return place_norm(interpreter, call, input, is_affine);
}

Value group_norm(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "group_norm", {"input", "num_groups", "weight?", "bias?", "eps?"});
    TensorValue& input = tensor_of(interpreter, bound[0], bound.spot(0));
    LayerCall call = call_as(arguments, "GroupNorm");
    bool is_affine = !bound[2].is_none() && !bound[3].is_none();
    call.arguments = {
        {"num_groups", bound[1]}, {"num_channels", number(channels_of(input))}, {"affine", Value::boolean(is_affine)}};
    add_tensors(interpreter, bound, {2, 3}, call.parameters);
    return place_norm(interpreter, call, input, is_affine);
}

Value layer_norm(Interpreter& interpreter, Arguments& arguments) {
    std::string_view function = function_name(arguments);
    bool centers = function == "layer_norm";
    Bound bound(interpreter, arguments, function, {"input", "normalized_shape", "weight?", "bias?", "eps?"});
    TensorValue& input = tensor_of(interpreter, bound[0], bound.spot(0));
    NormOver over{.sizes = sizes_in(interpreter, bound[1], bound.spot(1)),
                  .scales = !bound[2].is_none(),
                  .centers = centers && !bound[3].is_none(),
                  .is_rms = !centers};
    std::vector<TensorValue*> parameters;
    add_tensors(interpreter, bound, {2}, parameters);
    if (centers) add_tensors(interpreter, bound, {3}, parameters);
    return place_layer_norm(interpreter, over, input, parameters, function, arguments.spot);
}

Value local_response_norm(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "local_response_norm", {"input", "size", "**"});
    LayerCall call = call_as(arguments, "LocalResponseNorm");
    call.arguments = {{"size", bound[1]}};
    return place_layer(interpreter, call, tensor_of(interpreter, bound[0], bound.spot(0)));
}

Value embedding(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "embedding", {"input", "weight", "**"});
    return place_embedding(interpreter, tensor_of(interpreter, bound[0], bound.spot(0)),
                           tensor_of(interpreter, bound[1], bound.spot(1)), "embedding", arguments.spot);
}

Value embedding_bag(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "embedding_bag", {"input", "weight", "offsets?", "**"});
    TensorValue& input = tensor_of(interpreter, bound[0], bound.spot(0));
    return place_embedding_bag(interpreter, input, tensor_of(interpreter, bound[1], bound.spot(1)), "embedding_bag",
                               arguments.spot);
}

Value prelu(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "prelu", {"input", "weight"});
    LayerCall call = call_as(arguments, "PReLU");
    call.parameters = {&tensor_of(interpreter, bound[1], bound.spot(1))};
    call.arguments = {{"num_parameters", number(product_of(call.parameters[0]->dims))}};
    return place_layer(interpreter, call, tensor_of(interpreter, bound[0], bound.spot(0)));
}

Value bilinear(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "bilinear", {"input1", "input2", "weight", "bias?"});
    std::vector<TensorValue*> parameters;
    add_tensors(interpreter, bound, {2, 3}, parameters);
    return place_bilinear(interpreter, tensor_of(interpreter, bound[0], bound.spot(0)),
                          tensor_of(interpreter, bound[1], bound.spot(1)), parameters, "bilinear", arguments.spot);
}

// Shuffles, whose only argument is a number.
Value shuffle(Interpreter& interpreter, Arguments& arguments) {
    std::string_view function = function_name(arguments);
    Bound bound(interpreter, arguments, function, {"input", "upscale_factor?", "downscale_factor?", "groups?"});
    LayerCall call = call_as(arguments, class_of_function(function));
    Value factor = bound.has(1) ? bound[1] : bound.has(2) ? bound[2] : bound[3];
    call.arguments = {{std::string(call.found.described->arguments[0].name), factor}};
    return place_layer(interpreter, call, tensor_of(interpreter, bound[0], bound.spot(0)));
}

#define FUNCTIONAL(name, function) \
    {"torch.nn.functional." name, known<function>}, { "torch." name, known<function> }
#define FUNCTIONAL_PER_RANK(name, function) \
    FUNCTIONAL(name "1d", function), FUNCTIONAL(name "2d", function), FUNCTIONAL(name "3d", function)

constexpr NativeEntry table[] = {
    FUNCTIONAL_PER_RANK("conv", conv),
    FUNCTIONAL_PER_RANK("conv_transpose", conv),
    FUNCTIONAL("linear", linear),
    FUNCTIONAL("bilinear", bilinear),
    FUNCTIONAL_PER_RANK("max_pool", pool),
    FUNCTIONAL_PER_RANK("avg_pool", pool),
    FUNCTIONAL_PER_RANK("adaptive_avg_pool", pool),
    FUNCTIONAL_PER_RANK("adaptive_max_pool", pool),
    FUNCTIONAL("max_pool1d_with_indices", pool),
    FUNCTIONAL("max_pool2d_with_indices", pool),
    FUNCTIONAL("max_pool3d_with_indices", pool),
    FUNCTIONAL("adaptive_max_pool2d_with_indices", pool),
    FUNCTIONAL_PER_RANK("lp_pool", lp_pool),
    FUNCTIONAL("batch_norm", batch_norm),
    FUNCTIONAL("instance_norm", instance_norm),
    FUNCTIONAL("group_norm", group_norm),
    FUNCTIONAL("layer_norm", layer_norm),
    FUNCTIONAL("rms_norm", layer_norm),
    FUNCTIONAL("local_response_norm", local_response_norm),
    FUNCTIONAL("embedding", embedding),
    FUNCTIONAL("embedding_bag", embedding_bag),
    FUNCTIONAL("prelu", prelu),
    {"torch.Tensor.prelu", known<prelu>},
    FUNCTIONAL("pixel_shuffle", shuffle),
    FUNCTIONAL("pixel_unshuffle", shuffle),
    FUNCTIONAL("channel_shuffle", shuffle),
};

}  // namespace

std::span<const NativeEntry> torch_layers_functional() { return table; }

}  // namespace nnshape::python
