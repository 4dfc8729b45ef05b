#pragma once

#include <vector>

#include "report/table/columns.h"

// The layers of a network as a tree, whose inner nodes are the calls of definitions.
namespace nnshape {

class CallTree {
  public:
    explicit CallTree(const Network& network);

    /// The layers and calls directly in a call; null: directly in the network.
    std::vector<LayerOrCall> items_in(const Call* call) const;

    /// All items down to `depth`, where calls are not expanded; depth 1 has the items directly in the network.
    std::vector<LayerOrCall> folded(int64_t depth) const;

  private:
    void fold(const Call* call, int64_t depth, std::vector<LayerOrCall>& items) const;
    uint32_t scope_level(uint32_t scope) const;

    const Network& network_;
    std::vector<std::vector<const Call*>>
        by_level_;  // by the number of calls around it; each level in the order of layers
};

}  // namespace nnshape
