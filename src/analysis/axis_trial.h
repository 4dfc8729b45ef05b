#pragma once

#include <optional>
#include <vector>

#include "analysis/growth.h"
#include "analysis/trial_shapes.h"

// Questions about a network at other sizes of its input. Each answer is tried by calculating the network at that size;
// sizes that are known to fail are passed over.
namespace nnshape {

/// What is asked of a size.
enum class Demand : uint8_t {
    accepted,  ///< every layer can be calculated
    lossless,  ///< and no row of a real input goes unread
    exact,     ///< and none of the padding either
};

/// No longer period of sizes is tried.
inline constexpr int64_t longest_cycle = 4096;

class AxisTrial {
  public:
    AxisTrial(const AxisTrial&) = delete;
    AxisTrial& operator=(const AxisTrial&) = delete;

    /// Varies these axes of the first input that is no vector, and of all inputs like it there; other axes stay as they
    /// are. The inputs must be calculated.
    AxisTrial(const Network& network, AxisSet axes);

    /// Likewise of one input, and asks one layer alone whether it loses rows: those that it depends on must but be
    /// calculated, and the others do not matter.
    AxisTrial(const Network& network, AxisSet axes, uint32_t input, uint32_t layer);

    /// The first input that is no vector, whose axes are the ones that can be varied.
    static std::optional<uint32_t> input_of(const Network& network);

    int64_t own_size() const { return own_; }

    /// Calculates the shapes of the nodes before `end`, and says whether all could be.
    bool run(int64_t size, uint32_t end) { return shapes_.run(size, path_, end); }

    /// What a node came to in the last run.
    const Shape& shape(uint32_t node) const { return shapes_[node]; }

    bool holds(int64_t size, Demand demand) { return fault_at(size, demand).kind == Fault::none; }

    /// The nearest size from `from` on, upwards (1) or downwards (-1), that meets the demand; nothing if there is none,
    /// or none among the first `most` sizes.
    std::optional<int64_t> nearest(int64_t from, int direction, Demand demand, int64_t most = largest_size);

    /// The smallest size that every layer accepts.
    std::optional<int64_t> smallest() { return nearest(1, 1, Demand::accepted); }

    /// What repeats, where the sizes that meet the demand do at all: after so many sizes, all of it in one of them.
    struct Cycle {
        int64_t period = 1;
        int64_t sizes = 0;             ///< of a period, those that meet the demand
        std::vector<uint32_t> faults;  ///< the nodes that refuse one of the others, or lose rows there
    };
    /// Nothing where the sizes do not repeat, as behind a crop to a fixed size, or only after very many.
    std::optional<Cycle> cycle(Demand demand);

    /// The node that the demand fails at first, if it does.
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
    int64_t period_ = 0;            // after so many sizes every shape repeats, grown by a constant; 0: unknown
    int64_t far_ = 0;               // a size beyond which nothing is too small
};

}  // namespace nnshape
