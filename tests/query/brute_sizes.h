#pragma once

#include <string>
#include <vector>

#include "support/program.h"

// The engine's own analysis of a whole network at one input size after the other, for comparison with `sizes`.
namespace nnshape::test {

/// What the engine says of one size.
struct Tried {
    bool accepted = false, lossless = false, exact = false;
};

class BruteForce {
  public:
    explicit BruteForce(const std::string& text);

    bool has_axes() const { return input_.has_value(); }
    const Study& study() const { return own_.study; }
    int rank() const { return own_.study.network.nodes[*input_].output.rank; }

    /// The network with another size along an axis of its first image, and of the inputs like it.
    Tried at(int axis, int64_t size);

  private:
    Tried lossy_at(int axis, std::vector<bool>& follows) const;

    Studied own_;
    std::optional<uint32_t> input_;
};

}  // namespace nnshape::test
