#pragma once

#include "import/python/interpreter.h"

// Layers and models of Keras.
namespace nnshape::python {

/// The constructor or the call of a library's class of Keras; nothing for any other class or name.
std::optional<Value> keras_attribute(Interpreter& interpreter, ClassType& type, std::string_view name);

/// Calls a layer or a model.
Value call_keras(Interpreter& interpreter, Instance& layer, Arguments& arguments);

/// Whether an object is one of Keras's layers or models.
bool is_keras(const Instance& instance);

/// Whether the object is a model of Keras, and not a layer.
bool is_keras_model(const Instance& instance);

/// The name that Keras gives a layer of a class, which is counted: "max_pooling2d", "max_pooling2d_1".
std::string keras_name(Interpreter& interpreter, std::string_view class_name);

/// Gives a layer its name.
void name_keras_layer(Interpreter& interpreter, Instance& layer, const Value& given);

/// A layer of a library's class.
Instance& make_keras_layer(Interpreter& interpreter, std::string_view class_name, Arguments& arguments);

/// The constructor of a library's layer: keeps its arguments as attributes.
Value init_keras_layer(Interpreter& interpreter, Arguments& arguments);

/// The call of a library's layer: adds its rows.
Value call_keras_layer(Interpreter& interpreter, Arguments& arguments);

/// TimeDistributed of a layer or model of the file: one row with the counts of the layer on one step.
Value run_each_step(Interpreter& interpreter, Instance& wrapper, Instance& layer, const Arguments& arguments);

/// The sizes of the input that the first layer of a Sequential gives, with 0 for open ones; nothing if it gives none.
std::optional<Dims> given_input_sizes(Interpreter& interpreter, Instance& layer);

/// Sizes in the arguments of Keras, with 0 for None.
std::optional<Dims> open_sizes(const Value& value);

}  // namespace nnshape::python
