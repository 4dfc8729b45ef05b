#pragma once

#include <optional>
#include <vector>

#include "analysis/figures.h"
#include "base/checked.h"
#include "base/diagnostic.h"
#include "network/network.h"

// The counts of each layer, and the totals.
namespace nnshape {

/// The counts of a layer. Layers with the same counts share them.
struct Tally {
    Figures figures = {};
    int64_t scratch_bytes = 0;  ///< held only while the layer runs, beside its inputs and its output; −1: it overflows
};

/// What is known of a node. `state` is the node's own, or worse if a count overflows: its own or that of a node before
/// it.
struct NodeResult {
    int64_t alive_bytes = 0;  ///< bytes of activations alive while the layer runs; undefined unless `complete`
    uint32_t tally = 0;       ///< in Analysis::tallies
    State state = State::unreached;
};

/// The most bytes of activations alive at once, and the first layer with that number.
struct Peak {
    int64_t bytes = 0;
    std::optional<uint32_t> node = {};  ///< absent in a network without layers
};

struct Analysis {
    std::vector<NodeResult> nodes;  ///< by the network's node numbers
    std::vector<Tally> tallies;     ///< begin with that of a node that is not calculated
    Figures totals;                 ///< of all layers; undefined unless `complete`
    Peak peak;                      ///< likewise
    bool complete = false;          ///< every layer is calculated

    const Tally& tally_of(uint32_t node) const { return tallies[nodes[node].tally]; }
    const Figures& figures_of(uint32_t node) const { return tally_of(node).figures; }
};

/// Fills `analysis` from `network`, for `batch_size` samples at once. Reports each layer that cannot be calculated and
/// leaves out the layers that depend on it. All other layers are calculated.
void analyse(const Network& network, int64_t batch_size, Analysis& analysis, Diagnostics& diagnostics);

/// Whether reports show a figure: without experts all parameters are active, and `params` says so.
bool is_shown(const Network& network, Figure figure);

/// The most bytes of activations alive while one of the nodes [first, end) runs, for a complete analysis.
int64_t most_alive(const Analysis& analysis, uint32_t first, uint32_t end);

/// The sums over the nodes [first, end). Nothing if one of them is not calculated.
std::optional<Figures> sum_of(const Analysis& analysis, uint32_t first, uint32_t end);

}  // namespace nnshape
