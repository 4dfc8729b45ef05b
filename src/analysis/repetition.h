#pragma once

#include <array>
#include <optional>
#include <vector>

#include "analysis/trial_shapes.h"

// Proves that a network repeats as its input grows: after every period of sizes each layer accepts or refuses as
// before, and each size in it has grown by a constant.
namespace nnshape {

/// What holds at a size, from `start` on, also holds at that size plus the period.
struct Repetition {
    int64_t start = 1;
    int64_t period = 1;
};

class RepetitionProof {
  public:
    /// `path` has the nodes that are asked, in order.
    RepetitionProof(TrialShapes& shapes, const std::vector<uint32_t>& path);

    /// Starts from a size that every layer accepts. Nothing if no repetition can be proven from there.
    std::optional<Repetition> prove(int64_t accepted);

    /// How much larger that size must be for another attempt; 0 if a larger one would not help.
    int64_t further() const { return further_; }

    /// The axes along which a node grows, as far as the last `prove` got; all axes after that.
    AxisSet grows(uint32_t node) const { return grows_[node]; }

  private:
    static constexpr int sizes_count = max_rank + 1;

    // How much each size of a node grows in its period, the channels last.
    struct Growth {
        int64_t period = 1;
        std::array<int64_t, sizes_count> by{};
    };

    bool calculate_all(int64_t size);
    bool follow(uint32_t node);
    bool lengthen(uint32_t node, Growth& growth);
    bool stretch(Growth& growth, int64_t grown, int64_t step);
    bool is_uniform(uint32_t node, int64_t period, const Growth& out) const;
    int64_t grown_in(uint32_t node, int64_t period, int index) const;
    std::optional<Shape> output_after(uint32_t node, int64_t period, int64_t times);
    bool ask_for_larger(uint32_t node, int64_t period);

    TrialShapes& shapes_;
    const std::vector<uint32_t>& path_;
    std::vector<Growth> growths_;  // by node
    std::vector<AxisSet> grows_;   // by node
    int64_t further_ = 0;
};

}  // namespace nnshape
