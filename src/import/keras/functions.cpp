#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "import/keras/site.h"
#include "layers/find_kind.h"
#include "layers/layer_kind.h"

// Functions of TensorFlow and of keras.ops in a model: https://keras.io/api/ops/
namespace nnshape::keras_format {
namespace {

enum class Way : uint8_t {
    unary,    ///< the layer type `type`; what it is given beside its first tensor does not matter
    binary,   ///< of two tensors, or of a tensor and a number
    reduce,   ///< along `axis`; `type` is the value of `by`
    special,  ///< a function of its own
};

using Writer = Tensor (*)(Site& site);

struct Function {
    std::string_view names;  // in lower case
    Way way;
    std::string_view type = {};
    Writer write = nullptr;
};

// An argument: by its keyword, in the configuration, or by its place.
const JsonValue& argument(const Site& site, std::string_view names, size_t place) {
    static const JsonValue nothing;
    for (std::string_view name : words_of(names)) {
        const JsonValue* found = site.call && site.call->keywords ? site.call->keywords->find(name) : nullptr;
        if (!found) found = site.config.values.find(name);
        if (found && !found->is_null()) return *found;
    }
    return site.call && site.call->values ? (*site.call->values)[place] : nothing;
}

Tensor binary(Site& site, std::string_view type) {
    if (site.inputs.size() < 2) return site.own("identity");
    std::vector<Tensor> inputs{site.inputs[0], site.inputs[1]};
    size_t most = std::max(site.sizes_of(inputs[0]).size(), site.sizes_of(inputs[1]).size());
    for (size_t index = 0; index < inputs.size(); ++index) {
        auto sizes = site.sizes_of(inputs[index]);
        if (sizes.empty() || sizes.size() == most) continue;
        sizes.insert(sizes.begin(), most - sizes.size(), 1);
        inputs[index] = site.reshaped(index == 0 ? "left" : "right", inputs[index], sizes);
    }
    return site.add({}, std::string(type), inputs);
}

Tensor reduce(Site& site, std::string_view by) {
    auto sizes = site.sizes();
    const JsonValue& axis = argument(site, "axis reduction_indices dim", 1);
    std::vector<size_t> places;
    if (!axis.is_null()) places = Site::axes_of(axis, sizes.size(), 0);
    if (places.empty()) return site.unknown("a reduction over these axes");
    bool keep = argument(site, "keepdims keep_dims", 2).truth;
    return site.own(fmt::format("reduce {} by={}{}", fmt::join(places, "x"), by, keep ? " keepdims" : ""));
}

Tensor concatenate(Site& site) {
    size_t count = site.sizes().size();
    auto place = Site::axis_of(argument(site, "axis", 1).integer().value_or(-1), count);
    if (!place) return site.unknown("a concatenation along this axis");
    return site.add({}, fmt::format("concat axis={}", *place), site.inputs);
}

Tensor stack(Site& site) {
    size_t count = site.sizes().size();
    auto place = Site::axis_of(argument(site, "axis", 1).integer().value_or(0), count + 1);
    if (!place) return site.unknown("a stack along this axis");
    return site.add({}, fmt::format("stack axis={}", *place), site.inputs);
}

Tensor reshape(Site& site) {
    const JsonValue& shape = argument(site, "shape newshape target_shape", 1);
    std::vector<int64_t> wanted;
    for (size_t index = 1; index < shape.items.size(); ++index) {
        wanted.push_back(shape[index].integer().value_or(-1));
    }
    bool usable = !wanted.empty() && std::count(wanted.begin(), wanted.end(), -1) <= 1;
    return usable ? site.own("reshape " + joined(wanted)) : site.unknown("a reshape to this shape");
}

Tensor transpose(Site& site) {
    const JsonValue& axes = argument(site, "perm axes", 1);
    std::vector<size_t> order;
    for (size_t index = 1; index < axes.items.size(); ++index) {
        int64_t axis = axes[index].integer().value_or(0);
        if (axis < 1) return site.unknown("a transposition with the batch");
        order.push_back(static_cast<size_t>(axis - 1));
    }
    if (order.empty()) return site.unknown("a transposition of all axes");
    return site.own(fmt::format("permute {}", fmt::join(order, "x")));
}

Tensor expand_dims(Site& site) {
    auto place = Site::axis_of(argument(site, "axis", 1).integer().value_or(-1), site.sizes().size() + 1);
    return place ? site.own(fmt::format("unsqueeze {}", *place)) : site.unknown("a new axis for the batch");
}

Tensor squeeze(Site& site) {
    const JsonValue& axis = argument(site, "axis", 1);
    auto places = Site::axes_of(axis, site.sizes().size(), 0);
    if (axis.is_null() || places.empty()) return site.unknown("a squeeze of all axes");
    return site.own(fmt::format("squeeze {}", fmt::join(places, "x")));
}

Tensor matmul(Site& site) {
    if (site.inputs.size() < 2) return site.unknown("a product with a constant");
    if (argument(site, "transpose_a", 2).truth) return site.unknown("a product with the first factor transposed");
    std::string operation = "matmul";
    if (argument(site, "transpose_b", 3).truth) operation += " transpose";
    if (site.file.layout == Layout::chw) return site.unknown("a product of matrices");
    return site.add({}, operation, site.inputs);
}

Tensor resize(Site& site) {
    const JsonValue& size = argument(site, "size", 1);
    if (!size[size_t{0}].integer() || !size[1].integer()) return site.unknown("a resizing to this size");
    std::string operation = fmt::format("upsample size={}x{}", *size[size_t{0}].integer(), *size[1].integer());
    size_t count = site.sizes().size();
    if (count == 0) return site.own(operation);
    return site.with_channels_at(site.channels_by_format(count), site.inputs[0],
                                 [&](Tensor input) { return site.add({}, operation, {input}); });
}

Tensor flatten(Site& site) { return site.own("flatten"); }

// A part of a tensor: a number for each axis, or where the part begins and ends.
Tensor part(Site& site) {
    const JsonValue* spec = &argument(site, "slice_spec key", 1);
    if (spec->is_object() && spec->find("config")) spec = &(*spec)["config"];
    if (spec->is_object()) return site.unknown("this part of a tensor");
    Tensor tensor = site.inputs[0];
    size_t axis = 0;
    for (size_t index = 1; index < spec->items.size(); ++index) {
        const JsonValue& item = (*spec)[index];
        const JsonValue& bounds = item.find("config") ? item["config"] : item;
        auto sizes = site.sizes_of(tensor);
        if (axis >= sizes.size()) return site.unknown("this part of a tensor");
        auto name = fmt::format("part{}", index);
        if (auto number = item.integer()) {
            bool whole = sizes.size() > 1 && axis != site.file.channels_at(sizes.size());
            if (!whole) return site.unknown("one channel of a tensor");
            tensor = site.add(name, fmt::format("select {} axis={}", *number, axis), {tensor});
            continue;
        }
        bool known = bounds.is_object() && bounds["step"].integer().value_or(1) == 1;
        if (!known) return site.unknown("this part of a tensor");
        int64_t start = bounds["start"].integer().value_or(0), stop = bounds["stop"].integer().value_or(sizes[axis]);
        start = start < 0 ? start + sizes[axis] : start;
        stop = std::min(stop < 0 ? stop + sizes[axis] : stop, sizes[axis]);
        bool all = start == 0 && stop == sizes[axis];
        if (!all) tensor = site.add(name, fmt::format("slice {} end={} axis={}", start, stop, axis), {tensor});
        ++axis;
    }
    return site.add({}, "identity", {tensor});
}

constexpr Function functions[] = {
    {"add addv2 iadd bias_add", Way::binary, "add"},
    {"subtract sub isub", Way::binary, "subtract"},
    {"multiply mul imul", Way::binary, "multiply"},
    {"divide truediv true_divide realdiv div div_no_nan", Way::binary, "divide"},
    {"maximum", Way::binary, "maximum"},
    {"minimum", Way::binary, "minimum"},
    {"pow power", Way::binary, "power"},
    {"reduce_mean mean", Way::reduce, "mean"},
    {"reduce_sum sum", Way::reduce, "sum"},
    {"reduce_max max amax", Way::reduce, "max"},
    {"reduce_min min amin", Way::reduce, "min"},
    {"reduce_prod prod", Way::reduce, "product"},
    {"concat concatenate", Way::special, {}, concatenate},
    {"stack", Way::special, {}, stack},
    {"reshape", Way::special, {}, reshape},
    {"transpose permute_dimensions", Way::special, {}, transpose},
    {"expand_dims", Way::special, {}, expand_dims},
    {"squeeze", Way::special, {}, squeeze},
    {"matmul batchmatmulv2 batch_matmul", Way::special, {}, matmul},
    {"resize resize_bilinear resize_nearest_neighbor", Way::special, {}, resize},
    {"flatten", Way::special, {}, flatten},
    {"getitem get_item", Way::special, {}, part},
    {"cast identity stop_gradient convert_to_tensor copy rescale nan_to_num zeros_like ones_like dropout", Way::unary,
     "identity"},
    {"abs absolute", Way::unary, "abs"},
    {"neg negative", Way::unary, "negate"},
    {"exp", Way::unary, "exp"},
    {"log", Way::unary, "log"},
    {"sqrt", Way::unary, "sqrt"},
    {"rsqrt", Way::unary, "sqrt"},
    {"square", Way::unary, "square"},
    {"sin", Way::unary, "sin"},
    {"cos", Way::unary, "cos"},
    {"erf", Way::unary, "erf"},
    {"sign", Way::unary, "sign"},
    {"round", Way::unary, "round"},
    {"floor", Way::unary, "floor"},
    {"ceil", Way::unary, "ceiling"},
    {"reciprocal", Way::unary, "reciprocal"},
    {"clip clip_by_value", Way::unary, "clip"},
    {"l2_normalize normalize", Way::unary, "normalize"},
    {"cumsum", Way::unary, "cumulative_sum"},
    {"relu", Way::unary, "relu"},
    {"relu6", Way::unary, "relu6"},
    {"leaky_relu", Way::unary, "leaky_relu"},
    {"elu", Way::unary, "elu"},
    {"selu", Way::unary, "selu"},
    {"celu", Way::unary, "celu"},
    {"gelu", Way::unary, "gelu"},
    {"silu swish", Way::unary, "silu"},
    {"sigmoid", Way::unary, "sigmoid"},
    {"hard_sigmoid", Way::unary, "hard_sigmoid"},
    {"hard_silu hard_swish", Way::unary, "hard_swish"},
    {"tanh", Way::unary, "tanh"},
    {"softmax", Way::unary, "softmax"},
    {"log_softmax", Way::unary, "log_softmax"},
    {"softplus", Way::unary, "softplus"},
    {"softsign", Way::unary, "softsign"},
};

const Function* find_function(std::string_view name) {
    auto found = std::find_if(std::begin(functions), std::end(functions),
                              [&](const Function& one) { return contains_word(one.names, name); });
    return found == std::end(functions) ? nullptr : found;
}

}  // namespace

std::string function_name(std::string_view name) {
    std::string out;
    for (char letter : name.substr(name.rfind('.') + 1)) {
        bool upper = letter >= 'A' && letter <= 'Z';
        if (upper && !out.empty() && out.back() >= 'a' && out.back() <= 'z') out += '_';
        out += upper ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return out;
}

bool is_function(std::string_view name) { return find_function(function_name(name)) != nullptr; }

std::vector<Tensor> write_function(Site& site, std::string_view name) {
    const Function* function = find_function(function_name(name));
    if (!function) return {site.unknown(fmt::format("the function `{}`", name))};
    if (site.inputs.empty()) return {site.refuse("the function has no input")};
    switch (function->way) {
        case Way::unary: return {site.own(std::string(function->type))};
        case Way::binary: return {binary(site, function->type)};
        case Way::reduce: return {reduce(site, function->type)};
        case Way::special: return {function->write(site)};
    }
    return {};
}

}  // namespace nnshape::keras_format
