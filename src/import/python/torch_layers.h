#pragma once

#include <string_view>
#include <vector>

#include "import/python/forward.h"

// The layers that the classes of torch.nn and the functions of torch.nn.functional share.
namespace nnshape::python {

/// `dense`. Without a bias it may share the table of an embedding; what it cannot count is a product of matrices.
Value place_linear(Interpreter& interpreter, const LayerCall& call, TensorValue& input);

/// A pool; with `indices`, a tuple of its result and of the indexes of the largest elements.
Value pooled(Interpreter& interpreter, const LayerCall& call, TensorValue& input, bool indices);

/// A norm whose call has all parameters if it `counts` them; else they are inputs of elementwise layers.
Value place_norm(Interpreter& interpreter, const LayerCall& call, TensorValue& input, bool counts);

struct NormOver {
    Dims sizes;  ///< of the last axes, which are normalised together
    bool scales = true, centers = true;
    bool is_rms = false;  ///< it is divided by the root of the mean square
};
Value place_layer_norm(Interpreter& interpreter, const NormOver& over, TensorValue& input,
                       const std::vector<TensorValue*>& parameters, std::string_view operation, Spot spot);

/// The rows of a table for ids; and the sum of them for each bag, which is the last axis of the ids.
Value place_embedding(Interpreter& interpreter, TensorValue& ids, TensorValue& table, std::string_view operation,
                      Spot spot);
Value place_embedding_bag(Interpreter& interpreter, TensorValue& ids, TensorValue& table, std::string_view operation,
                          Spot spot);

/// One matrix for each output channel, between the last axes of two tensors. The first parameter is the weight.
Value place_bilinear(Interpreter& interpreter, TensorValue& one, TensorValue& other,
                     const std::vector<TensorValue*>& parameters, std::string_view operation, Spot spot);

}  // namespace nnshape::python
