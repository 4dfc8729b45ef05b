#pragma once

#include <vector>

#include "layers/inference.h"
#include "network/network.h"

// The output shape of a node, found as soon as the node has its values and its inputs.
namespace nnshape {

class NodePlacer {
  public:
    explicit NodePlacer(Network& network) : network_(network) {}

    /// Fills a node's `output`, `state` and `plain_window`. Its inputs are earlier nodes that are placed. Why a
    /// layer cannot be calculated is not kept: whoever reports it asks the layer again.
    void place(uint32_t node);

  private:
    Network& network_;
    std::vector<Shape> inputs_;  // of the node at hand
    Inference inferred_;         // likewise
};

/// The output shapes of a node's inputs.
std::vector<Shape> inputs_of(const Network& network, const Node& node);

/// The window of a calculated node; rank 0 if it has none. A window is 304 bytes, so no node keeps its own: it is
/// calculated from the node's values and inputs when it is asked for.
Window window_of(const Network& network, const Node& node);

}  // namespace nnshape
