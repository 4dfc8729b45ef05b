#pragma once

#include <optional>
#include <vector>

#include "analysis/analysis.h"

// What a layer would come to if something were written otherwise: how the engine tries out its own advice.
namespace nnshape {

/// The layer with one of its parameters set to these numbers; its inputs must be calculated. Nothing where that cannot
/// be calculated.
std::optional<Inference> infer_with(const Network& network, const Analysis& analysis, uint32_t node, int param,
                                    Arg::Form form, std::span<const int64_t> numbers);

/// A layer of a network, for other shapes of the network's input.
class InputTrial {
  public:
    InputTrial(const Network& network, uint32_t node);

    /// The input that the layer depends on, if it is one alone.
    std::optional<uint32_t> only_input() const { return only_input_; }

    /// What the layer makes of the input's new shape, or nothing where that, or a layer before it, cannot be
    /// calculated.
    std::optional<Inference> infer(const Shape& input);

  private:
    const Network& network_;
    std::vector<uint32_t> path_;  // the layers that it depends on, in order, itself the last
    std::optional<uint32_t> only_input_;
    std::vector<Shape> shapes_;  // by node
    std::vector<Shape> inputs_;  // of the layer at hand
};

}  // namespace nnshape
