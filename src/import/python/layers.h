#pragma once

#include "frameworks/framework.h"
#include "import/python/interpreter.h"

// The layers of torch.nn: what their constructors store, by the table of frameworks/.
namespace nnshape::python {

/// A layer class's `__init__`, `forward`, or the default of an argument; nothing if the class is no layer or has none.
std::optional<Value> layer_attribute(Interpreter& interpreter, ClassType& type, std::string_view name);

/// The class of the table that a library's class is; its framework is null if it is none.
FoundClass layer_class(const ClassType& type);

/// The class of the table that an object's class is or is derived from.
FoundClass layer_class(const Instance& module);

/// The constructor of a layer: keeps its arguments as attributes and makes its parameters and buffers.
Value init_layer(Interpreter& interpreter, Arguments& arguments);

/// Makes the parameters and buffers of a layer of torch.nn, by its class and the arguments that it keeps.
void add_layer_parameters(Interpreter& interpreter, Instance& module, std::string_view class_name);

/// Makes a parameter or a buffer of these dims, as an attribute of a module.
void add_parameter(Interpreter& interpreter, Instance& module, const std::string& name, Dims dims);
void add_buffer(Interpreter& interpreter, Instance& module, const std::string& name, Dims dims);

/// The number that an attribute of a layer is; `standard` if it is none.
int64_t number_of(Interpreter& interpreter, Instance& module, std::string_view name, int64_t standard);
bool flag_of(Interpreter& interpreter, Instance& module, std::string_view name, bool standard);

/// Sizes, one for each axis: an integer stands for all.
std::optional<Dims> sizes_of(const Value& value, size_t count);

}  // namespace nnshape::python
