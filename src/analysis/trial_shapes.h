#pragma once

#include <optional>
#include <vector>

#include "analysis/skipped_rows.h"
#include "layers/inference.h"
#include "network/network.h"

// The shapes of a network's nodes at other sizes of its inputs. A node is calculated again only if one of its inputs
// has changed.
namespace nnshape {

/// No larger size of an input is tried.
inline constexpr int64_t largest_size = int64_t{1} << 40;

/// A set of axes, one bit for each. The bit after those of the spatial axes means the channels.
using AxisSet = uint8_t;

inline constexpr int channels_bit = max_rank;
inline constexpr AxisSet every_axis = AxisSet(~0);

inline constexpr AxisSet axis_bit(int axis) { return static_cast<AxisSet>(1 << axis); }
inline bool is_in(AxisSet axes, int axis) { return (axes >> axis & 1) != 0; }

/// A spatial axis of an input of the network.
struct InputAxis {
    uint32_t input;
    int axis;
};

class TrialShapes {
  public:
    /// What a node did at its present inputs.
    struct Outcome {
        enum Kind : uint8_t {
            fine,
            too_small,  ///< refused: a window does not fit, or the output would be empty
            refused,    ///< for another reason
        };
        Kind kind = fine;
        bool has_window = false;
        AxisSet lost = 0;    ///< the axes along which a window leaves rows of the input unread
        AxisSet unread = 0;  ///< or rows of the padding, too
    };

    /// Varies these axes, which all have the same size. Only nodes before `end` are looked at; every node has the
    /// network's shape at first.
    TrialShapes(const Network& network, std::vector<InputAxis> axes, uint32_t end);

    const Network& network() const { return network_; }
    uint32_t size() const { return static_cast<uint32_t>(shapes_.size()); }
    const Shape& operator[](uint32_t node) const { return shapes_[node]; }

    /// Whether a node may depend on a size that varies or that `set_size` has set.
    bool is_varied(uint32_t node) const { return varied_[node]; }

    /// The axes that vary.
    const std::vector<InputAxis>& axes() const { return axes_; }

    /// Gives the axes that vary this size.
    void set_input(int64_t size);

    /// Gives an axis of an input this size.
    void set_size(const InputAxis& along, int64_t size);

    /// Calculates a node, unless its inputs are the same as in the last call. All its inputs must be calculated.
    const Outcome& calculate(uint32_t node);

    /// Whether a window slides in the node, in its last calculation.
    bool has_window(uint32_t node) const { return memory_[node].outcome.has_window; }

    /// The number of layers that `calculate` has asked.
    int64_t asked() const { return asked_; }

    /// Counts rows as left even if the window passes over such rows at any size. By default they are not counted.
    void count_skipped() { counts_skipped_ = true; }

    /// The rows after the last window.
    RowsLeft left_by(const AxisWindow& window) const;

    /// Asks a layer about other inputs than those it has here.
    std::optional<LayerFault> infer(uint32_t node, Inputs inputs);

    /// The result of the last `infer`. `calculate` overwrites it.
    const Inference& inferred() const { return inferred_; }

    /// The shapes of a node's inputs.
    std::vector<Shape> inputs_of(uint32_t node) const;

  private:
    struct Memory {
        uint64_t changed = 1;  // when the node's shape changed last
        uint64_t asked = 0;    // when its layer was asked last
        Outcome outcome = {};
    };

    void spread();

    const Network& network_;
    std::vector<InputAxis> axes_;
    std::vector<bool> varied_;    // by node
    std::vector<Shape> shapes_;   // by node
    std::vector<Memory> memory_;  // by node
    std::vector<Shape> inputs_;   // of the node at hand
    Inference inferred_;          // likewise
    uint64_t clock_ = 1;
    int64_t asked_ = 0;
    bool counts_skipped_ = false;
};

}  // namespace nnshape
