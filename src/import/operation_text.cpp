#include "import/operation_text.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"

namespace nnshape {
namespace {

using Form = CallValue::Form;

// Values that are the default of most types with the parameter.
struct Standard {
    std::string_view param, value;
};
constexpr Standard standards[] = {
    {"dilation", "1"},          {"groups", "1"},     {"bias", "true"},   {"padding", "valid"},
    {"padding", "0"},           {"scale", "true"},   {"center", "true"}, {"affine", "true"},
    {"keepdims", "false"},      {"multiplier", "1"}, {"ceil", "false"},  {"track_stats", "true"},
    {"bidirectional", "false"}, {"proj_size", "0"},  {"layers", "1"},    {"stride", "1"},
};

// Whether all sizes of the text are `value`.
bool is_only(std::string_view text, std::string_view value) {
    while (text.size() > value.size() && text.starts_with(value) && text[value.size()] == 'x') {
        text.remove_prefix(value.size() + 1);
    }
    return text == value;
}

bool is_standard(std::string_view type, std::string_view param, std::string_view text) {
    if (param == "stride" && type.find("pool") != std::string_view::npos) return false;
    if (param == "affine" && type.starts_with("instance_norm")) return false;
    if (param == "groups" && type.find("conv") == std::string_view::npos) return false;
    return std::any_of(std::begin(standards), std::end(standards), [&](const Standard& standard) {
        return standard.param == param && is_only(text, standard.value);
    });
}

std::string joined(const std::vector<CallValue>& items, char between) {
    std::string text;
    for (const CallValue& item : items) {
        bool is_pair = item.form == Form::list && item.items.size() == 2;
        std::string one = is_pair ? joined(item.items, ':') : item.form == Form::list ? "" : value_text(item);
        if (one.empty()) return {};
        if (!text.empty()) text += between;
        text += one;
    }
    return text;
}

}  // namespace

std::string value_text(const CallValue& value) {
    switch (value.form) {
        case Form::none: return "-";
        case Form::boolean: return value.number ? "true" : "false";
        case Form::integer: return std::to_string(value.number);
        case Form::number:
        case Form::word: {
            bool plain = value.text.find_first_of(" \t\r\n\"#;{}=\\$") == std::string::npos &&
                         printable(value.text) == value.text;
            return plain ? value.text : std::string();
        }
        case Form::list: return joined(value.items, 'x');
        case Form::expression:
        case Form::call: return {};
    }
    return {};
}

std::string operation_text(const Translation& translation) {
    std::string text = translation.type;
    for (const TranslatedArgument& argument : translation.arguments) {
        std::string value = value_text(argument.value);
        if (value.empty()) return {};
        if (is_standard(translation.type, argument.param, value)) continue;
        text += fmt::format(" {}={}", argument.param, value);
    }
    return text;
}

}  // namespace nnshape
