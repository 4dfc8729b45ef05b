// The names that Keras gives layers.
#include <fmt/format.h>

#include "import/python/keras_graph.h"
#include "import/python/keras_layers.h"

namespace nnshape::python {
namespace {

bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }
bool is_lower(char letter) { return letter >= 'a' && letter <= 'z'; }

// "max_pooling2d" for "MaxPooling2D": an underscore in front of each capital letter with a small one behind it, and
// between a small letter and a capital one.
std::string snake_case(std::string_view name) {
    std::string text;
    for (size_t at = 0; at < name.size(); ++at) {
        bool begins = at > 0 && is_upper(name[at]) && at + 1 < name.size() && is_lower(name[at + 1]);
        bool follows = at > 0 && is_upper(name[at]) && is_lower(name[at - 1]);
        if (begins || follows) text += '_';
        text += is_upper(name[at]) ? static_cast<char>(name[at] - 'A' + 'a') : name[at];
    }
    return text;
}

// Other names of classes.
struct Alias {
    std::string_view name, of;
};
constexpr Alias aliases[] = {
    {"MaxPool", "MaxPooling"},
    {"AvgPool", "AveragePooling"},
    {"GlobalMaxPool", "GlobalMaxPooling"},
    {"GlobalAvgPool", "GlobalAveragePooling"},
    {"Convolution", "Conv"},
    {"SeparableConvolution", "SeparableConv"},
};

std::string without_alias(std::string_view name) {
    for (const Alias& alias : aliases) {
        bool is_alias = name.starts_with(alias.name) && name.size() > alias.name.size() &&
                        name[alias.name.size()] >= '1' && name[alias.name.size()] <= '3';
        if (is_alias) return fmt::format("{}{}", alias.of, name.substr(alias.name.size()));
    }
    return std::string(name);
}

}  // namespace

std::string keras_name(Interpreter& interpreter, std::string_view class_name) {
    std::string name = snake_case(without_alias(class_name));
    int count = keras_of(interpreter).names[name]++;
    return count == 0 ? name : fmt::format("{}_{}", name, count);
}

void name_keras_layer(Interpreter& interpreter, Instance& layer, const Value& given) {
    bool is_named = as<String>(given) != nullptr;
    if (!is_named && layer.attributes.find("name")) return;
    std::string_view class_name = layer.type->name;
    if (layer.type->library == "keras.Model") class_name = "Functional";
    layer.attributes.set("name", is_named ? given : interpreter.string(keras_name(interpreter, class_name)));
}

}  // namespace nnshape::python
