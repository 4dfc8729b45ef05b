#include "import/keras/config.h"

#include <algorithm>

#include "base/text.h"
#include "layers/find_kind.h"
#include "layers/traits.h"

namespace nnshape::keras_format {
namespace {

using Form = CallValue::Form;

struct Rename {
    std::string_view from, to;
    std::string_view classes = {};  ///< the only ones; empty: all
    std::string_view except = {};
};

// Arguments of Keras 1: https://faroit.com/keras-docs/1.2.2/layers/convolutional/
constexpr Rename arguments[] = {
    {"nb_filter", "filters"},
    {"filter_length", "kernel_size"},
    {"border_mode", "padding"},
    {"subsample", "strides"},
    {"subsample_length", "strides"},
    {"stride", "strides"},
    {"pool_length", "pool_size"},
    {"dim_ordering", "data_format"},
    {"atrous_rate", "dilation_rate"},
    {"bias", "use_bias"},
    {"p", "rate"},
    {"sigma", "stddev"},
    {"length", "size", "UpSampling1D"},
    {"output_dim", "units", {}, "Embedding"},
};

// Classes of other versions, and of tf.compat.v1.
constexpr Rename classes[] = {
    {"AtrousConvolution1D", "Conv1D"},
    {"AtrousConv1D", "Conv1D"},
    {"AtrousConvolution2D", "Conv2D"},
    {"AtrousConv2D", "Conv2D"},
    {"Deconvolution2D", "Conv2DTranspose"},
    {"Deconv2D", "Conv2DTranspose"},
    {"Deconvolution3D", "Conv3DTranspose"},
    {"Deconv3D", "Conv3DTranspose"},
    {"TimeDistributedDense", "Dense"},
    {"CuDNNLSTM", "LSTM"},
    {"CuDNNGRU", "GRU"},
    {"DepthwiseConvolution2D", "DepthwiseConv2D"},
    {"ThresholdedLinear", "ThresholdedReLU"},
    {"RMSNorm", "RMSNormalization"},
};

struct Activation {
    std::string_view keras, ours;
};

// Names that are not those of our layer types.
constexpr Activation activations[] = {
    {"exponential", "exp"},         {"hard_silu", "hard_swish"},   {"hardswish", "hard_swish"},
    {"hard_tanh", "hard_tanh"},     {"leakyrelu", "leaky_relu"},   {"re_lu", "relu"},
    {"log_softmax", "log_softmax"}, {"softmax_axis_1", "softmax"}, {"tanh_shrink", "tanh_shrink"},
};

std::string_view renamed(std::string_view name, const Rename& rename, std::string_view class_name) {
    bool applies = name == rename.from && (rename.classes.empty() || contains_word(rename.classes, class_name)) &&
                   !contains_word(rename.except, class_name);
    return applies ? rename.to : std::string_view();
}

void rename_arguments(LayerConfig& config) {
    JsonValue& values = config.values;
    for (std::string& key : values.keys) {
        for (const Rename& rename : arguments) {
            std::string_view to = renamed(key, rename, config.class_name);
            if (!to.empty() && !values.find(to)) {
                key = to;
                break;
            }
        }
    }
}

// `nb_row` and `nb_col`, `kernel_dim1` to `kernel_dim3`
void join_kernel(JsonValue& values) {
    constexpr std::string_view sets[][3] = {{"nb_row", "nb_col", ""}, {"kernel_dim1", "kernel_dim2", "kernel_dim3"}};
    for (const auto& names : sets) {
        if (!values.find(names[0]) || values.find("kernel_size")) continue;
        JsonValue kernel{.kind = JsonValue::Kind::array};
        for (std::string_view name : names) {
            if (!name.empty()) kernel.items.push_back(values[name]);
        }
        set_value(values, "kernel_size", std::move(kernel));
    }
}

void modernise_format(JsonValue& values) {
    const JsonValue* format = values.find("data_format");
    if (!format) return;
    if (format->is("tf")) set_value(values, "data_format", json_word("channels_last"));
    if (format->is("th")) set_value(values, "data_format", json_word("channels_first"));
}

// `{"module": "builtins", "class_name": "tuple", "config": […]}`, and the like of older versions
const JsonValue& bare(const JsonValue& value) {
    bool is_list =
        value["class_name"].is("tuple") || value["class_name"].is("__tuple__") || value["class_name"].is("TensorShape");
    if (!is_list) return value;
    return value.find("items") ? value["items"] : value["config"];
}

bool is_activation_type(std::string_view name) {
    const LayerKind* kind = find_kind(name).kind;
    return kind && traits_of(*kind).is_activation;
}

std::string snake(std::string_view name) {
    std::string out;
    for (size_t index = 0; index < name.size(); ++index) {
        char letter = name[index];
        bool upper = letter >= 'A' && letter <= 'Z';
        bool starts = upper && index > 0 && name[index - 1] >= 'a' && name[index - 1] <= 'z';
        if (starts) out += '_';
        out += upper ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return out;
}

}  // namespace

std::string_view class_of(const JsonValue& layer) {
    std::string_view name = layer["class_name"].word();
    return name.substr(name.rfind('>') + 1);
}

JsonValue json_word(std::string_view text) { return {.kind = JsonValue::Kind::string, .text = std::string(text)}; }
JsonValue json_number(int64_t number) { return {.kind = JsonValue::Kind::number, .text = std::to_string(number)}; }
JsonValue json_boolean(bool truth) { return {.kind = JsonValue::Kind::boolean, .truth = truth}; }

void set_value(JsonValue& object, std::string_view key, JsonValue value) {
    auto found = std::find(object.keys.begin(), object.keys.end(), key);
    if (found != object.keys.end()) {
        object.items[static_cast<size_t>(found - object.keys.begin())] = std::move(value);
        return;
    }
    object.kind = JsonValue::Kind::object;
    object.keys.emplace_back(key);
    object.items.push_back(std::move(value));
}

LayerConfig modern(const JsonValue& layer) {
    std::string_view name = class_of(layer);
    LayerConfig config{std::string(name), layer["config"]};
    if (!config.values.is_object()) config.values = {.kind = JsonValue::Kind::object};
    for (const Rename& rename : classes) {
        if (name == rename.from) config.class_name = rename.to;
    }
    bool versioned = name.size() > 2 && name[name.size() - 2] == 'V' && (name.ends_with('1') || name.ends_with('2'));
    if (versioned) config.class_name = name.substr(0, name.size() - 2);
    rename_arguments(config);
    join_kernel(config.values);
    modernise_format(config.values);
    for (JsonValue& value : config.values.items) {
        if (&bare(value) != &value) value = JsonValue(bare(value));
    }
    return config;
}

ActivationName activation_of(const JsonValue& value) {
    const JsonValue* at = &value;
    for (int depth = 0; at->is_object() && depth < 4; ++depth) {
        const JsonValue& config = (*at)["config"];
        bool is_function = (*at)["class_name"].is("function") || (*at)["class_name"].is("__lambda__");
        at = is_function && config.is_string() ? &config : &(*at)["class_name"];
    }
    std::string name = snake(at->word());
    name = name.substr(name.rfind('>') + 1);
    if (name.empty() || name == "linear" || name == "none") return {};
    for (const Activation& activation : activations) {
        if (name == activation.keras) name = activation.ours;
    }
    return {name, is_activation_type(name)};
}

CallValue call_value(const JsonValue& value) {
    switch (value.kind) {
        case JsonValue::Kind::null: return {};
        case JsonValue::Kind::boolean: return {.form = Form::boolean, .number = value.truth};
        case JsonValue::Kind::string: return {.form = Form::word, .text = value.text};
        case JsonValue::Kind::object: return {.form = Form::expression, .text = "an object"};
        case JsonValue::Kind::number: {
            auto integer = value.integer();
            if (integer) return {.form = Form::integer, .number = *integer};
            return {.form = Form::number, .text = value.text};
        }
        case JsonValue::Kind::array: break;
    }
    CallValue list{.form = Form::list};
    for (const JsonValue& item : value.items) list.items.push_back(call_value(item));
    return list;
}

CallValue call_of(const FoundClass& found, const LayerConfig& config, std::string_view without) {
    CallValue call{.form = Form::call, .text = config.class_name};
    for (const FrameworkArg& argument : found.described->arguments) {
        const JsonValue* value = config.values.find(argument.name);
        if (!value || contains_word(without, argument.name)) continue;
        CallArgument given{.key = std::string(argument.name), .value = call_value(*value)};
        if (argument.meaning == Meaning::activation || argument.meaning == Meaning::type) {
            ActivationName activation = activation_of(*value);
            bool usable = activation.known && activation.name != "glu";
            given.value = call_value(json_word(activation.name.empty() || !usable ? "linear" : activation.name));
        }
        call.arguments.push_back(std::move(given));
    }
    return call;
}

}  // namespace nnshape::keras_format
