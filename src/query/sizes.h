#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/axis_trial.h"

// The input sizes that suit a network: accepted at all, or with nothing lost.
namespace nnshape {

/// What is known of the sizes along one axis of the input, or of all its axes at once.
struct AxisSizes {
    std::string axis;                      ///< "height"; "height and width" where they only go together
    int64_t own = 0;                       ///< the spec's
    bool holds = false;                    ///< the spec's own size meets the demand
    std::optional<int64_t> smallest = {};  ///< that every layer accepts, lossless or not
    std::vector<int64_t> near = {};        ///< those that meet the demand, near what was asked for, in order
    std::optional<AxisTrial::Cycle> cycle = {};
    std::optional<uint32_t> fault = {};  ///< the node at which the size that was asked for fails
};

struct SizesQuestion {
    std::optional<int64_t> around = {};  ///< the spec's own size unless given
    Demand demand = Demand::lossless;
    int each_side = 2;  ///< how many sizes to name below and above
};

/// An entry for each spatial axis of the input; none where the network reads nothing but vectors. Axes that only go
/// together, as where a merge fails along both, are tried together if they are alike.
std::vector<AxisSizes> sizes_of(const Network& network, const SizesQuestion& question);

}  // namespace nnshape
