#pragma once

#include <array>
#include <optional>
#include <vector>

#include "analysis/trial_shapes.h"

// Which sizes of the network's input a node may accept, found without trying each of them.
namespace nnshape {

/// The inputs of a node as a function of the size of the network's input. After every `period` sizes their shapes
/// repeat, grown by a constant. So the node's ancestors are calculated at one period of sizes only, and at all other
/// sizes the node alone is asked.
class Growth {
  public:
    /// Looks at sizes from `base` on. All ancestors of the node must be calculated at `base`.
    Growth(TrialShapes& shapes, uint32_t node, int64_t base);

    uint32_t node() const { return node_; }

    /// Whether a period was found. If not, every size has to be tried.
    bool is_known() const { return period_ > 0; }

    /// The nearest size beyond `from`, at most `most` away, upwards (1) or downwards (-1), that the node may accept:
    /// it accepts none between. Nothing if there is none.
    std::optional<int64_t> next(int64_t from, int direction, int64_t most);

  private:
    using Grown = std::array<int64_t, max_rank>;

    void find_period();
    bool is_small(int64_t size) const;
    bool accepts(int64_t size);
    const std::vector<Shape>& inputs_at(int64_t phase);

    TrialShapes& shapes_;
    uint32_t node_;
    int64_t base_;
    int64_t period_ = 0;
    bool repeats_ = false;           // what the node says depends on the phase alone
    std::vector<uint32_t> path_;     // the node's varied ancestors that are not inputs
    std::vector<uint32_t> growing_;  // and the nodes of it, or inputs, that grow
    std::vector<Shape> at_base_;     // by node
    std::vector<Grown> grown_;       // by node: how much it grows in one period
    struct Phase {
        bool is_tried = false;
        std::vector<Shape> inputs;  // of the node; empty if an ancestor cannot be calculated
    };
    std::vector<Phase> phases_;  // by the size's distance from `base`, up to the period
};

}  // namespace nnshape
