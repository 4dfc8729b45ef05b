#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/repetition.h"
#include "analysis/trial_shapes.h"

// Questions about a network at other sizes of its input. Each answer is tried by calculating the network at that size;
// only sizes that are proven to fail are skipped. Every search has a bounded cost.
namespace nnshape {

/// What a size must fulfil.
enum class Demand : uint8_t {
    accepted,  ///< every layer can be calculated, and receives the channels that its `in=` demands
    lossless,  ///< and every row of a real input is read
    exact,     ///< and every row of the padding, too
};

/// No longer period of sizes is tried.
inline constexpr int64_t longest_cycle = 4096;

/// Sizes that a node's output must have, the channels last; 0: any.
struct OutputDemand {
    uint32_t node;
    std::array<int64_t, max_rank + 1> sizes{};
};

class AxisTrial {
  public:
    AxisTrial(const AxisTrial&) = delete;
    AxisTrial& operator=(const AxisTrial&) = delete;

    /// Varies these axes of the first input that is not a vector, and of all inputs with the same size along one of
    /// them. Other axes keep their sizes. The inputs must be calculated.
    AxisTrial(const Network& network, AxisSet axes);

    /// Varies one input and asks only one layer whether it loses rows. The layers that it depends on must be
    /// calculated; all others are ignored.
    AxisTrial(const Network& network, AxisSet axes, uint32_t input, uint32_t layer);

    /// What all questions have cost so far, in nodes that were looked at. To ask a layer counts as much as 16 looks.
    int64_t cost() const { return visited_ + shapes_.asked() * cost_of_asking; }

    /// The first input that is not a vector: its axes can be varied.
    static std::optional<uint32_t> input_of(const Network& network);

    /// The size in the spec.
    int64_t own_size() const { return own_; }

    /// Gives each axis of the first input its own size, and those of other inputs that follow it. Those that vary are
    /// overwritten by the next question.
    void set_sizes(std::span<const int64_t> sizes);

    /// Demands more of every size that is tried. In increasing order of the nodes.
    void demand(std::vector<OutputDemand> demands) { demands_ = std::move(demands); }

    bool holds(int64_t size, Demand demand) { return fault_at(size, demand).kind == Refusal::none; }

    /// Whether every layer accepts the sizes of the last `set_sizes`.
    bool accepts_sizes() { return fault_here(Demand::accepted).kind == Refusal::none; }

    /// The first node that refuses the sizes of the last `set_sizes`.
    std::optional<uint32_t> fault_of_sizes();

    /// Whether a node has several inputs, which have the same size along an axis in the last question.
    bool inputs_agree(uint32_t node, int axis) const;

    /// The nearest size from `from` on, upwards (1) or downwards (-1), that meets the demand; nothing if there is none,
    /// none among the first `most` sizes, or none that a search of bounded cost finds.
    std::optional<int64_t> nearest(int64_t from, int direction, Demand demand, int64_t most = largest_size);

    /// The smallest size that every layer accepts.
    std::optional<int64_t> smallest() { return nearest(1, 1, Demand::accepted); }

    /// Tries to prove a repetition, from a size on that is accepted; by default from the size in the spec or the next
    /// one above it.
    void learn(std::optional<int64_t> accepted = {});

    /// The axes along which a node's output grows with the size. All if that is not proven.
    AxisSet grows(uint32_t node) const { return grows_.empty() ? every_axis : grows_[node]; }

    /// How the sizes that meet the demand repeat.
    struct Cycle {
        int64_t period = 1;
        int64_t sizes = 0;             ///< how many sizes of a period meet the demand
        int64_t start = 1;             ///< from this size on
        std::vector<uint32_t> faults;  ///< the nodes that refuse one of the others, or lose rows there
    };
    /// Nothing if no period up to `longest_cycle` is proven.
    std::optional<Cycle> cycle(Demand demand);

    /// The first node that does not meet the demand, if there is one.
    std::optional<uint32_t> fault(int64_t size, Demand demand);

    /// Why it does not, with the node as the subject: "it leaves 1 of 225 unread".
    std::string reason(int64_t size, Demand demand);

    /// The windows along the axes that grow whose stride passes over rows between two positions, however large the
    /// input: a stride above the kernel's size, or one that shares a factor with the dilation.
    std::vector<uint32_t> skipping(int64_t size);

  private:
    struct Refusal {
        enum Kind : uint8_t { none, too_small, refused, demanded, loses };
        Kind kind = none;
        uint32_t node = 0;
        int axis = 0;  // of the window that loses rows
    };

    AxisTrial(const Network& network, AxisSet axes, std::vector<InputAxis> varied, uint32_t first, uint32_t end);
    Refusal fault_here(Demand demand);
    Refusal fault_at(int64_t size, Demand demand);
    bool meets_demands(uint32_t node) const;
    std::string misfit(uint32_t node);
    std::optional<int> losing_axis(uint32_t node, AxisSet losing) const;
    std::optional<int64_t> step(int64_t size, int direction, const Refusal& fault, Demand demand);
    std::optional<int64_t> skip_small(int64_t size, uint32_t node, const std::vector<uint32_t>& chain);
    std::optional<int64_t> skip_losing(int64_t size, int direction, const Refusal& fault, Demand demand,
                                       const std::vector<uint32_t>& chain);
    int64_t past_period(int64_t begin, int64_t from, int direction) const;
    std::optional<int64_t> wanted_in_front(const Refusal& fault, int direction, Demand demand);
    std::vector<uint32_t> chain_to(uint32_t node) const;
    bool calculate_chain(const std::vector<uint32_t>& chain, int64_t size);
    bool is_hopeless(const Refusal& fault) const;

    static constexpr int64_t cost_of_asking = 16;  // of a layer, compared with a look at it

    const Network& network_;
    AxisSet axes_;
    uint32_t first_;                 // the input whose axes vary
    std::optional<uint32_t> layer_;  // that alone is asked
    int64_t own_ = 0;
    TrialShapes shapes_;
    std::vector<uint32_t> path_;         // the nodes that are calculated, in order
    std::vector<OutputDemand> demands_;  // by increasing node
    std::vector<AxisSet> grows_;         // by node; empty until `learn`
    std::optional<Repetition> repetition_;
    bool ignores_demands_ = false;  // only the layers are asked
    int64_t visited_ = 0;           // nodes that were looked at
};

}  // namespace nnshape
