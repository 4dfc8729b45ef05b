#pragma once

#include <optional>
#include <vector>

#include "analysis/figures.h"
#include "base/diagnostic.h"
#include "network/network.h"

// The counts of each layer, and the totals.
namespace nnshape {

/// A node's counts. `state` is the node's own, or worse if a count overflows: its own or that of a node before it.
struct NodeResult {
    State state = State::unreached;
    Figures figures = {};
};

/// The most bytes of activations alive at once, and the first layer with that number.
struct Peak {
    int64_t bytes = 0;
    std::optional<uint32_t> node = {};  ///< absent in a network without layers
};

struct Analysis {
    std::vector<NodeResult> nodes;  ///< by the network's node numbers
    Figures totals;                 ///< of all layers; undefined unless `complete`
    Peak peak;                      ///< likewise
    bool complete = false;          ///< every layer is calculated
};

/// Fills `analysis` from `network`, for `batch_size` samples at once. Reports each layer that cannot be calculated and
/// leaves out the layers that depend on it. All other layers are calculated.
void analyse(const Network& network, int64_t batch_size, Analysis& analysis, Diagnostics& diagnostics);

/// The sums over the nodes [first, end). Nothing if one of them is not calculated.
std::optional<Figures> sum_of(const Analysis& analysis, uint32_t first, uint32_t end);

}  // namespace nnshape
