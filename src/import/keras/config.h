#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "frameworks/framework.h"
#include "frameworks/translate.h"
#include "import/json.h"

// A layer's class and configuration in the words of today's Keras.
namespace nnshape::keras_format {

struct LayerConfig {
    std::string class_name;  ///< without a package, as in keras.layers
    JsonValue values;        ///< an object
};

/// The configuration of a layer: names of Keras 1 become those of Keras 2, classes of older versions become those of
/// today, `data_format: default` goes.
LayerConfig modern(const JsonValue& layer);

/// The class of a layer or model, without a package: `GroupNormalization` of `Addons>GroupNormalization`.
std::string_view class_of(const JsonValue& layer);

/// The name of an activation, in whatever way it is written; empty for none. `known` is false if it is not an
/// activation without parameters that nnshape has.
struct ActivationName {
    std::string name;
    bool known = true;
};
ActivationName activation_of(const JsonValue& value);

/// The value as the frameworks' tables read it.
CallValue call_value(const JsonValue& value);

/// The constructor of a class of the table, with those arguments that the table has. `without`: names of arguments that
/// are left out.
CallValue call_of(const FoundClass& found, const LayerConfig& config, std::string_view without);

void set_value(JsonValue& object, std::string_view key, JsonValue value);
JsonValue json_word(std::string_view text);
JsonValue json_number(int64_t number);
JsonValue json_boolean(bool truth);

}  // namespace nnshape::keras_format
