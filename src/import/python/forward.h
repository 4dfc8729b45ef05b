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

/// Places a layer of the table, by its arguments, on a tensor. `module` has the parameters; null for a function.
struct LayerCall {
    FoundClass found;
    std::vector<std::pair<std::string, Value>> arguments;
    std::string name;  ///< of the row
    Instance* module = nullptr;
    Spot spot = {};
};
Value place_layer(Interpreter& interpreter, const LayerCall& call, TensorValue& input);

}  // namespace nnshape::python
