#pragma once

#include <optional>
#include <vector>

#include "layers/inference.h"
#include "network/network.h"

// The shapes of a network's nodes at another size of its input. Only nodes that depend on that size are placed again.
namespace nnshape {

/// No larger size of an input is tried.
inline constexpr int64_t largest_size = int64_t{1} << 40;

/// A set of spatial axes, one bit for each.
using AxisSet = uint8_t;

inline bool is_in(AxisSet axes, int axis) { return (axes >> axis & 1) != 0; }

class TrialShapes {
  public:
    /// Varies these axes of the inputs that are marked. Only nodes before `end` are looked at.
    TrialShapes(const Network& network, AxisSet axes, std::vector<bool> varied_inputs, uint32_t end);

    const Network& network() const { return network_; }
    uint32_t size() const { return static_cast<uint32_t>(shapes_.size()); }
    const Shape& operator[](uint32_t node) const { return shapes_[node]; }
    Shape& operator[](uint32_t node) { return shapes_[node]; }
    const std::vector<Shape>& all() const { return shapes_; }

    /// Whether a node depends on the size that varies.
    bool is_varied(uint32_t node) const { return varied_[node]; }

    /// Gives the varied inputs this size. The shapes of other nodes stay as they are.
    void set_input(int64_t size);

    /// Calculates a node from the shapes of its inputs. Its own shape here stays as it is: the result is `inferred()`.
    std::optional<Fault> infer(uint32_t node);

    /// The result of the last `infer`.
    const Inference& inferred() const { return inferred_; }

    /// Calculates the nodes of `path` before `end` at a size, in order. Returns false at the first that cannot be
    /// calculated.
    bool run(int64_t size, const std::vector<uint32_t>& path, uint32_t end);

  private:
    const Network& network_;
    AxisSet axes_;
    std::vector<bool> varied_;   // by node
    std::vector<Shape> shapes_;  // by node
    std::vector<Shape> inputs_;  // of the node at hand
    Inference inferred_;         // likewise
};

/// A number of sizes that is a multiple of the product of the strides on every way through the nodes of `path`, which
/// must be calculated; 0 if that is more than `largest_size`.
int64_t common_stride(TrialShapes& shapes, const std::vector<uint32_t>& path);

}  // namespace nnshape
