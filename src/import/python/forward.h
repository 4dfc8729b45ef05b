#pragma once

#include "frameworks/call.h"
#include "frameworks/framework.h"
#include "import/python/interpreter.h"

// What the layers of torch.nn do with their input.
namespace nnshape::python {

/// The forward of a layer of the table: places it.
Value forward_layer(Interpreter& interpreter, Arguments& arguments);

/// A value of Python as one of a call that frameworks/ translates; nothing if it cannot be one.
std::optional<CallValue> call_value(const Value& value);

/// A layer of the table with its arguments.
struct LayerCall {
    FoundClass found;
    std::vector<std::pair<std::string, Value>> arguments;
    std::string operation = {};                 ///< the end of the row's name, if it is not the module's path
    std::vector<TensorValue*> parameters = {};  ///< that the layer counts if it can
    std::vector<TensorValue*> buffers = {};     ///< that it counts beside them
    Instance* module = nullptr;                 ///< that is called; null for a function
    Spot spot = {};
};

/// Places the layer on a tensor. If its parameters are calculated, or other layers count them, they are inputs of it.
Value place_layer(Interpreter& interpreter, const LayerCall& call, TensorValue& input);

/// A layer that no layer type expresses: `custom`, with these dims and more of its values (` macs=64`). The batch of
/// the first input is that of the result if it is the first axis of both.
Value place_custom(Interpreter& interpreter, std::string name, Spot spot, const std::vector<TensorValue*>& inputs,
                   const Dims& dims, std::string_view counts = {});

/// The call of a layer of torch.nn with the arguments that a module keeps.
LayerCall call_of(Interpreter& interpreter, Instance& module, std::string_view class_name, Spot spot);

/// The tensor that a module's forward is called with. Raises a TypeError if there is none.
TensorValue& forward_input(Interpreter& interpreter, const Arguments& arguments);

/// Raises an error at the argument of the layer's constructor if its input has not the channels it was made for.
void check_channels(Interpreter& interpreter, const LayerCall& call, int64_t expected, const TensorValue& input,
                    int64_t channels);

/// The class of torch.nn in the table.
FoundClass torch_class(std::string_view name);

}  // namespace nnshape::python
