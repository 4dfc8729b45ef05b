#pragma once

#include <optional>
#include <vector>

#include "analysis/growth.h"
#include "analysis/trial_shapes.h"

// Questions about a network at other sizes of its input. Each answer is tried by calculating the network at that size;
// sizes that are known to fail are passed over.
namespace nnshape {

/// What a size must fulfil.
enum class Demand : uint8_t {
    accepted,  ///< every layer can be calculated
    lossless,  ///< and every row of a real input is read
    exact,     ///< and every row of the padding, too
};

/// No longer period of sizes is tried.
inline constexpr int64_t longest_cycle = 4096;

class AxisTrial {
  public:
    AxisTrial(const AxisTrial&) = delete;
    AxisTrial& operator=(const AxisTrial&) = delete;

    /// Varies these axes of the first input that is not a vector, and of all inputs with the same sizes along them.
    /// Other axes keep their sizes. The inputs must be calculated.
    AxisTrial(const Network& network, AxisSet axes);

    /// Varies one input and asks only one layer whether it loses rows. The layers that it depends on must be
    /// calculated; all others are ignored.
    AxisTrial(const Network& network, AxisSet axes, uint32_t input, uint32_t layer);

    /// The first input that is not a vector: its axes can be varied.
    static std::optional<uint32_t> input_of(const Network& network);

    int64_t own_size() const { return own_; }

    /// Calculates the shapes of the nodes before `end`, and says whether all could be.
    bool run(int64_t size, uint32_t end) { return shapes_.run(size, path_, end); }

    /// The output shape of a node in the last run.
    const Shape& shape(uint32_t node) const { return shapes_[node]; }

    bool holds(int64_t size, Demand demand) { return fault_at(size, demand).kind == Fault::none; }

    /// The nearest size from `from` on, upwards (1) or downwards (-1), that meets the demand; nothing if there is none,
    /// or none among the first `most` sizes.
    std::optional<int64_t> nearest(int64_t from, int direction, Demand demand, int64_t most = largest_size);

    /// The smallest size that every layer accepts.
    std::optional<int64_t> smallest() { return nearest(1, 1, Demand::accepted); }

    /// How the sizes that meet the demand repeat.
    struct Cycle {
        int64_t period = 1;
        int64_t sizes = 0;             ///< how many sizes of a period meet the demand
        std::vector<uint32_t> faults;  ///< the nodes that refuse one of the others, or lose rows there
    };
    /// Nothing if the sizes do not repeat, as after a crop to a fixed size, or if the period is too long.
    std::optional<Cycle> cycle(Demand demand);

    /// The first node that does not meet the demand, if there is one.
    std::optional<uint32_t> fault(int64_t size, Demand demand);

  private:
    struct Fault {
        enum Kind : uint8_t { none, too_small, refused, loses };
        Kind kind = none;
        uint32_t node = 0;
        int axis = 0;  // of the window that loses rows
    };

    AxisTrial(const Network& network, AxisSet axes, std::vector<bool> varied, uint32_t first, uint32_t end);
    Fault fault_at(int64_t size, Demand demand);
    std::optional<int> losing_axis(uint32_t node, const Window& window, Demand demand) const;
    std::optional<int64_t> skip(int64_t size, int direction, const Fault& fault, Demand demand);
    std::optional<int64_t> wanted_in_front(const Fault& fault, int direction, Demand demand);
    std::optional<int64_t> accepted_beyond(int64_t size, int direction, uint32_t node, int64_t most);
    void learn();

    const Network& network_;
    AxisSet axes_;
    std::optional<uint32_t> layer_;  // that alone is asked
    int64_t own_ = 0;
    TrialShapes shapes_;
    std::vector<uint32_t> path_;    // the nodes that are calculated, in order
    std::optional<Growth> growth_;  // of the node that refused a size last
    std::vector<AxisSet> grows_;    // by node: its axes that grow with the input's
    int64_t period_ = 0;            // in sizes: shapes repeat after it, each larger by a constant; 0 if unknown
    int64_t far_ = 0;               // a size beyond which nothing is too small
};

}  // namespace nnshape
