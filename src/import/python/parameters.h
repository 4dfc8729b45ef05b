#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "import/python/network.h"

// Which layer of the listing counts a parameter.
namespace nnshape::python {

/// How a layer has its parameters.
enum class Holding : uint8_t {
    fresh,   ///< it is the first that uses them, and counts them
    shared,  ///< an earlier layer of the same type counts exactly these
    apart,   ///< they are calculated, or other layers count some of them: the layer cannot count them
};

struct Held {
    Holding how = Holding::fresh;
    Tensor layer = no_tensor;  ///< if they are shared: the layer that counts them
};

/// How a layer of this type has the parameters. Buffers are not parameters, so a layer has them apart.
Held find_holding(const Interpreter& interpreter, std::span<TensorValue* const> parameters, std::string_view type);

/// Marks the parameters, and the buffers that it also counts, as counted by a layer of this type.
void hold(Interpreter& interpreter, std::span<TensorValue* const> parameters, std::span<TensorValue* const> buffers,
          std::string_view type, Tensor layer);

/// Whether there are parameters and none of them is trained.
bool are_frozen(std::span<TensorValue* const> parameters);

/// The parameters of a library's layer, and of its buffers those that the layer's row counts. What a class of the file
/// has added to them is left out.
std::vector<TensorValue*> layer_parameters(const Instance& module);
std::vector<TensorValue*> layer_buffers(const Instance& module);

/// The name of the row of an operation with these parameters: the path of the module that runs, if it has no others, or
/// the path and the operation.
std::string row_of_parameters(const Interpreter& interpreter, std::span<TensorValue* const> parameters,
                              std::string_view operation);

}  // namespace nnshape::python
