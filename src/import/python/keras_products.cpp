// Products with the weights of a Keras layer.
#include "import/python/keras_graph.h"
#include "import/python/network.h"

namespace nnshape::python {

std::optional<Value> dense_product(Interpreter& interpreter, TensorValue& left, TensorValue& right, Spot spot) {
    bool is_learned = interpreter.keras && right.storage && !right.storage->is_buffer && right.dims.size() == 2;
    if (!is_learned || left.dims.size() < 2 || is_constant(interpreter, left)) return std::nullopt;
    Storage& weights = *right.storage;
    Tensor before = layer_of(interpreter, weights);
    bool is_parameter = before != no_tensor && weights.as_layer.tensor == before;
    if (is_parameter || weights.dims != right.dims) return std::nullopt;
    Traced result = placed(interpreter, "matmul", spot, [&](Placer& placer) {
        Traced input = traced_of(interpreter, left);
        place_at(interpreter, row_name(interpreter, "matmul"), spot);
        PlacedLayer layer{.operation = " no-bias", .inputs = {}, .share = before};
        layer.frozen = !weights.trainable;
        return linear(placer, regain_batch(placer, input), right.dims[1], layer);
    });
    if (before == no_tensor) count_storage(interpreter, weights, result.tensor);
    return made(interpreter, result);
}

}  // namespace nnshape::python
