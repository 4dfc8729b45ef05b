#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "import/python/forward.h"
#include "import/python/network.h"

// The layers that the classes of torch.nn and the functions of torch.nn.functional share.
namespace nnshape::python {

/// Places layers whose rows have this name.
template <class Make>
Traced placed_as(Interpreter& interpreter, std::string name, Spot spot, Make make) {
    try {
        place_at(interpreter, std::move(name), spot);
        return make(*interpreter.placer);
    } catch (const Misfit&) {
        raise_placing(interpreter, spot);
    } catch (const Stopped&) {
        raise_placing(interpreter, spot);
    }
}

/// A custom layer with these dims, which counts its parameters if it can; else they are inputs of it. `counts` are more
/// of its values: ` macs=64`.
Value counted_custom(Interpreter& interpreter, std::vector<TensorValue*> inputs,
                     const std::vector<TensorValue*>& parameters, const Dims& dims, std::string counts,
                     std::string_view operation, Spot spot);

/// The tensor seen with its batch first: its axes are the batch, the sequence and the channels, or the last two.
Traced with_batch_first(Placer& placer, const Traced& traced, bool batch_first);

/// A second result of a layer, which is placed when it is used: `make` gets the placer.
Value on_use(Interpreter& interpreter, Dims dims, Dtype dtype, std::string name, Spot spot,
             std::function<Traced(Placer&)> make);

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
