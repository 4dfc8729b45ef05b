#include "import/python/keras_config.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "frameworks/framework.h"
#include "frameworks/ignored.h"
#include "import/python/library_names.h"

namespace nnshape::python {
namespace {

// Classes whose arguments the table of the framework does not have.
struct PlainArguments {
    std::string_view classes, arguments;
};
constexpr PlainArguments plain_arguments[] = {
    {"Rescaling", "scale offset"},
    {"Resizing CenterCrop RandomCrop",
     "height width interpolation crop_to_aspect_ratio pad_to_aspect_ratio fill_mode fill_value data_format"},
    {"Normalization", "axis mean variance invert"},
    {"RandomFlip", "mode seed"},
    {"RandomRotation RandomZoom RandomContrast RandomBrightness RandomTranslation RandomHeight RandomWidth "
     "RandomShear",
     "factor width_factor fill_mode interpolation seed fill_value value_range height_factor data_format"},
    {"CategoryEncoding", "num_tokens output_mode sparse count_weights"},
    {"Hashing Discretization", "num_bins mask_value salt output_mode sparse bin_boundaries epsilon"},
    {"StringLookup IntegerLookup TextVectorization",
     "max_tokens num_oov_indices mask_token oov_token vocabulary output_mode output_sequence_length standardize split "
     "ngrams pad_to_max_tokens sparse encoding invert idf_weights vocabulary_dtype mask_value oov_value ragged"},
    {"RNN", "cell return_sequences return_state go_backwards stateful unroll zero_output_for_mask time_major"},
    {"SimpleRNNCell GRUCell LSTMCell", "units activation recurrent_activation use_bias reset_after"},
    {"StackedRNNCells", "cells"},
    {"Attention AdditiveAttention", "use_scale score_mode dropout seed"},
    {"Dot", "axes normalize"},
    {"Masking", "mask_value"},
    {"Lambda", "function output_shape mask arguments"},
    {"RMSNormalization", "axis epsilon scale"},
    {"EinsumDense", "equation output_shape activation bias_axes"},
    {"SpectralNormalization", "layer power_iterations"},
    {"ActivityRegularization", "l1 l2"},
    {"Highway MaxoutDense", "units nb_feature activation use_bias"},
};

JsonValue json_number(std::string text) { return {.kind = JsonValue::Kind::number, .text = std::move(text)}; }
JsonValue json_text(std::string text) { return {.kind = JsonValue::Kind::string, .text = std::move(text)}; }

std::optional<JsonValue> json_of(Interpreter& interpreter, const Value& value, int depth = 0) {
    switch (value.tag) {
        case Tag::none: return JsonValue();
        case Tag::boolean: return JsonValue{.kind = JsonValue::Kind::boolean, .truth = value.integer != 0};
        case Tag::integer: return json_number(std::to_string(value.integer));
        case Tag::real: return json_number(repr(value));
        case Tag::object: break;
    }
    if (depth > 8) return std::nullopt;
    if (auto* text = as<String>(value)) return json_text(text->text);
    if (auto* instance = as<Instance>(value)) {
        std::string name = keras_class(*instance);
        if (name.empty()) return std::nullopt;
        JsonValue layer{.kind = JsonValue::Kind::object};
        layer.keys = {"class_name", "config"};
        layer.items = {json_text(name), keras_config(interpreter, *instance)};
        return layer;
    }
    const std::vector<Value>* items = nullptr;
    if (auto* tuple = as<Tuple>(value)) items = &tuple->items;
    if (auto* list = as<List>(value)) items = &list->items;
    if (!items) return std::nullopt;
    JsonValue array{.kind = JsonValue::Kind::array};
    for (const Value& item : *items) {
        auto one = json_of(interpreter, item, depth + 1);
        if (!one) return std::nullopt;
        array.items.push_back(std::move(*one));
    }
    return array;
}

}  // namespace

std::vector<std::string> keras_arguments(std::string_view class_name) {
    std::vector<std::string> names;
    for (const PlainArguments& plain : plain_arguments) {
        if (!contains_word(plain.classes, class_name)) continue;
        for (std::string_view word : words_of(plain.arguments)) names.emplace_back(word);
        return names;
    }
    auto found = find_classes(class_name, find_module("keras.layers"));
    if (found.empty()) return names;
    for (const FrameworkArg& argument : found[0].described->arguments) names.emplace_back(argument.name);
    return names;
}

bool is_ignored_by_keras(std::string_view name) {
    return contains_word(ignored_params, name) || contains_word(find_module("keras.layers")->ignored, name);
}

std::string keras_class(const Instance& layer) {
    for (const ClassType* type : layer.type->order) {
        bool is_layer = type->library.starts_with("keras.layers.") && type->library != "keras.layers.Layer";
        if (is_layer) return type->name;
    }
    return {};
}

KerasActivation keras_activation(Interpreter& interpreter, const Value& value) {
    if (auto* text = as<String>(value)) return {.name = text->text};
    if (value.is_none()) return {};
    std::string full;
    if (auto* library = as<Library>(value)) full = library->name;
    if (auto* native = as<Native>(value)) full = native->name;
    auto* function = as<FunctionValue>(value);
    bool is_ours = function && function->package->path.starts_with("nnshape/");
    if (is_ours) return {.name = function->name};
    bool is_known = full.starts_with("keras.activations.") || full.starts_with("tensorflow.nn.") ||
                    full.starts_with("keras.ops.") || full.starts_with("tensorflow.math.") ||
                    full.starts_with("tensorflow.") || full.starts_with("keras.backend.");
    if (is_known) return {.name = full.substr(full.rfind('.') + 1)};
    if (as<Unknown>(value)) {
        interpreter.note(code::python_error, fmt::format("the activation depends on {}", as<Unknown>(value)->why),
                         "it is taken to keep the shape and to have no parameters", interpreter.here());
        return {};
    }
    return {.name = {}, .function = value};
}

JsonValue keras_config(Interpreter& interpreter, Instance& layer) {
    JsonValue config{.kind = JsonValue::Kind::object};
    for (const auto& [name, spot] : layer.module->argument_spots) {
        const Value* value = layer.attributes.find(name);
        if (!value || name == "name") continue;
        JsonValue written;
        if (name == "activation") {
            written = json_text(keras_activation(interpreter, *value).name);
        } else if (auto one = json_of(interpreter, *value)) {
            written = std::move(*one);
        } else {
            continue;
        }
        config.keys.push_back(name);
        config.items.push_back(std::move(written));
    }
    const Value* trainable = layer.attributes.find("trainable");
    bool frozen = trainable && trainable->tag == Tag::boolean && trainable->integer == 0;
    if (frozen) {
        config.keys.emplace_back("trainable");
        config.items.push_back({.kind = JsonValue::Kind::boolean});
    }
    return config;
}

}  // namespace nnshape::python
