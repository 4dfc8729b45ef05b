#pragma once

#include "import/keras_layer.h"
#include "import/python/interpreter.h"

// The arguments of Keras's layers as a configuration.
namespace nnshape::python {

/// The arguments of a class by name, in their order.
std::vector<std::string> keras_arguments(std::string_view class_name);

/// Whether an argument of this name changes neither shape nor count.
bool is_ignored_by_keras(std::string_view name);

/// The configuration of a library's layer, by the arguments that it was given.
JsonValue keras_config(Interpreter& interpreter, Instance& layer);

/// The class of Keras that an object is of or is derived from: "Dense"; empty if it is of none.
std::string keras_class(const Instance& layer);

/// What an activation is: its name, or a function that is called on the layer's output.
struct KerasActivation {
    std::string name = {};
    Value function = {};
};
KerasActivation keras_activation(Interpreter& interpreter, const Value& value);

}  // namespace nnshape::python
