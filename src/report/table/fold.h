#pragma once

#include <vector>

#include "report/table/columns.h"

// The layers of a network as the tree that its calls of definitions make.
namespace nnshape {

class CallTree {
  public:
    explicit CallTree(const Network& network);

    /// What stands in a call, or in the network where it is null: its own layers, and the calls in it.
    std::vector<LayerOrCall> items_in(const Call* call) const;

    /// The items with calls followed down to `depth`, 1 for those of the network, and folded there.
    std::vector<LayerOrCall> folded(int64_t depth) const;

  private:
    void fold(const Call* call, int64_t depth, std::vector<LayerOrCall>& items) const;
    uint32_t scope_level(uint32_t scope) const;

    const Network& network_;
    std::vector<std::vector<const Call*>> by_level_;  // in the order of their layers
};

}  // namespace nnshape
