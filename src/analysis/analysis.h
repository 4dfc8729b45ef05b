#pragma once

#include <optional>
#include <vector>

#include "analysis/figures.h"
#include "base/diagnostic.h"
#include "network/network.h"

// The fold over the layers: what each counts, and the totals.
namespace nnshape {

/// A node's counts. `state` is the node's own, or worse where a count of it or of what it reads overflows.
struct NodeResult {
    State state = State::unreached;
    Figures figures = {};
};

/// The most bytes of activations alive at once, and the layer where that is first so.
struct Peak {
    int64_t bytes = 0;
    std::optional<uint32_t> node = {};  ///< nothing in a network without layers
};

struct Analysis {
    std::vector<NodeResult> nodes;  ///< by the network's node numbers
    Figures totals;                 ///< of all layers; meaningless unless `complete`
    Peak peak;                      ///< likewise
    bool complete = false;          ///< every layer is calculated
};

/// Fills `analysis` from `network`, for `batch_size` samples at once. A layer that cannot be calculated is reported
/// and what depends on it left out; the others are calculated all the same.
void analyse(const Network& network, int64_t batch_size, Analysis& analysis, Diagnostics& diagnostics);

/// The sums over the nodes [first, end), or nothing where one of them is not calculated.
std::optional<Figures> sum_of(const Analysis& analysis, uint32_t first, uint32_t end);

}  // namespace nnshape
