// What torch.nn.utils does to the parameters of a module, and layers that learn their sizes from the first input.
#include <fmt/format.h>
#include <algorithm>

#include "import/product.h"
#include "import/python/layers.h"
#include "import/python/modules.h"
#include "import/python/natives.h"
#include "import/python/torch_arguments.h"
#include "import/python/torch_layers.h"

namespace nnshape::python {
namespace {

struct Reparametrized {
    Instance* module = nullptr;
    TensorValue* weight = nullptr;
    std::string name;
};

// The weight of a module, which is replaced by `name` and an ending: the weight itself is calculated then.
Reparametrized take_weight(Interpreter& interpreter, const Bound& bound, std::string_view ending) {
    auto* module = as<Instance>(bound[0]);
    std::string name(bound.text(1, "weight"));
    const Value* given = module ? module->attributes.find(name) : nullptr;
    auto* weight = given ? as<TensorValue>(*given) : nullptr;
    bool is_parameter = weight && weight->storage && !weight->storage->is_buffer;
    if (!is_parameter) return {};
    module->attributes.erase(name);
    module->attributes.set(name + std::string(ending), Value::of(weight));
    module->attributes.set(name, constant(interpreter, weight->dims));
    return {module, weight, name};
}

// weight_norm: a direction of the weight's dims, and a length for each index of one axis.
Value weight_norm(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "weight_norm", {"module", "name?", "dim?"});
    Reparametrized made = take_weight(interpreter, bound, "_v");
    if (!made.module) return bound[0];
    const Dims& weight = made.weight->dims;
    Dims dims(weight.size(), 1);
    bool is_whole = (bound.has(2) && bound[2].is_none()) || bound.integer(2, 0) == -1;
    if (is_whole) dims.clear();
    if (!is_whole) {
        auto axis = static_cast<size_t>(axis_of(interpreter, bound.integer(2, 0), weight.size(), bound.spot(2)));
        dims[axis] = weight[axis];
    }
    add_parameter(interpreter, *made.module, made.name + "_g", dims);
    return bound[0];
}

// spectral_norm: two vectors that are buffers.
Value spectral_norm(Interpreter& interpreter, Arguments& arguments) {
    Bound bound(interpreter, arguments, "spectral_norm", {"module", "name?", "n_power_iterations?", "eps?", "dim?"});
    Reparametrized made = take_weight(interpreter, bound, "_orig");
    if (!made.module) return bound[0];
    const Dims& weight = made.weight->dims;
    bool is_transposed = made.module->type->name.find("ConvTranspose") != std::string::npos;
    auto axis = static_cast<size_t>(
        axis_of(interpreter, bound.integer(4, is_transposed ? 1 : 0), weight.size(), bound.spot(4)));
    int64_t all = product_of(weight), rows = weight.empty() ? 1 : weight[axis];
    add_buffer(interpreter, *made.module, made.name + "_u", {rows});
    add_buffer(interpreter, *made.module, made.name + "_v", {rows == 0 ? 0 : all / rows});
    return bound[0];
}

Value itself(Interpreter&, Arguments& arguments) {
    return arguments.items.empty() ? Value::none() : arguments.items[0].value;
}

// Makes the parameters of a lazy layer when its input is known.
void settle(Interpreter& interpreter, Instance& module, std::string_view sizes_name, int64_t channels, Dims weight,
            int64_t biases) {
    if (module.attributes.find("weight") && as<TensorValue>(*module.attributes.find("weight"))) return;
    bool has_bias = flag_of(interpreter, module, "bias", true);
    module.attributes.set(sizes_name, Value::number(channels));
    add_parameter(interpreter, module, "weight", std::move(weight));
    module.attributes.set("bias", Value::none());
    if (has_bias) add_parameter(interpreter, module, "bias", {biases});
}

Value lazy_linear(Interpreter& interpreter, Arguments& arguments) {
    auto* module = as<Instance>(arguments.items.at(0).value);
    TensorValue& input = forward_input(interpreter, arguments);
    int64_t channels = input.dims.empty() ? 0 : input.dims.back();
    int64_t units = number_of(interpreter, *module, "out_features", 0);
    settle(interpreter, *module, "in_features", channels, {units, channels}, units);
    return place_linear(interpreter, call_of(interpreter, *module, "Linear", arguments.spot), input);
}

Value lazy_conv(Interpreter& interpreter, Arguments& arguments) {
    auto* module = as<Instance>(arguments.items.at(0).value);
    TensorValue& input = forward_input(interpreter, arguments);
    int rank = layer_class(*module).rank;
    size_t at = input.dims.size() == static_cast<size_t>(rank) + 1 ? 0 : 1;
    int64_t channels = at < input.dims.size() ? input.dims[at] : 0;
    int64_t filters = number_of(interpreter, *module, "out_channels", 0);
    int64_t groups = std::max<int64_t>(1, number_of(interpreter, *module, "groups", 1));
    const Value* kernel = module->attributes.find("kernel_size");
    auto sizes = kernel ? sizes_of(*kernel, static_cast<size_t>(rank)) : std::nullopt;
    if (!sizes) return interpreter.unknown("the kernel of a lazy convolution");
    Dims weight = {filters, channels / groups};
    weight.insert(weight.end(), sizes->begin(), sizes->end());
    settle(interpreter, *module, "in_channels", channels, std::move(weight), filters);
    return place_layer(interpreter, call_of(interpreter, *module, fmt::format("Conv{}d", rank), arguments.spot), input);
}

// A loss: one number, or one for each element.
Value loss(Interpreter& interpreter, Arguments& arguments) {
    auto* module = as<Instance>(arguments.items.at(0).value);
    const Value* reduction = module ? module->attributes.find("reduction") : nullptr;
    auto* word = reduction ? as<String>(*reduction) : nullptr;
    bool is_single = !word || word->text != "none";
    if (is_single || arguments.items.size() < 2) return constant(interpreter, {});
    return constant(interpreter, tensor_of(interpreter, arguments.items[1].value, arguments.spot).dims);
}

constexpr NativeEntry table[] = {
    {"torch.nn.utils.weight_norm", known<weight_norm>},
    {"torch.nn.utils.parametrizations.weight_norm", known<weight_norm>},
    {"torch.nn.utils.spectral_norm", known<spectral_norm>},
    {"torch.nn.utils.parametrizations.spectral_norm", known<spectral_norm>},
    {"torch.nn.utils.remove_weight_norm", itself},
    {"torch.nn.LazyLinear.forward", known<lazy_linear>},
    {"torch.nn.LazyConv1d.forward", known<lazy_conv>},
    {"torch.nn.LazyConv2d.forward", known<lazy_conv>},
    {"torch.nn.LazyConv3d.forward", known<lazy_conv>},
    {"torch.nn.CrossEntropyLoss.forward", known<loss>},
    {"torch.nn.MSELoss.forward", known<loss>},
    {"torch.nn.NLLLoss.forward", known<loss>},
    {"torch.nn.BCELoss.forward", known<loss>},
    {"torch.nn.BCEWithLogitsLoss.forward", known<loss>},
    {"torch.nn.L1Loss.forward", known<loss>},
};

}  // namespace

std::span<const NativeEntry> torch_parametrizations() { return table; }

}  // namespace nnshape::python
