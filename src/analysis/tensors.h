#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "network/network.h"

// The tensors that a layer stores, with the names and the order of axes that PyTorch and Keras give them.
namespace nnshape {

struct StoredTensor {
    std::string name;
    std::vector<int64_t> shape;
};

/// Whose names and order.
enum class TensorStyle : uint8_t { pytorch, keras };

/// The tensors of a calculated layer. Empty if it stores none, if it uses those of another layer, or if the framework
/// has no such layer. Those of one expert, where a layer exists several times.
std::vector<StoredTensor> tensors_of(const Network& network, uint32_t node, TensorStyle style);

/// "weight 96x3x11x11, bias 96"
std::string to_text(const std::vector<StoredTensor>& tensors);

}  // namespace nnshape
