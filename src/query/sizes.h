#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/axis_trial.h"

// The input sizes that fit a network: every layer accepts them, or also loses no row.
namespace nnshape {

/// The sizes that fit along one axis of the input, or along all axes together.
struct AxisSizes {
    std::string axis;                      ///< "height"; "height and width" if they only fit together
    int64_t own = 0;                       ///< the size in the spec
    bool holds = false;                    ///< the size in the spec own size meets the demand
    std::optional<int64_t> smallest = {};  ///< the smallest size that every layer accepts, lossless or not
    std::vector<int64_t> near = {};        ///< sizes near the requested one that meet the demand, increasing
    std::optional<AxisTrial::Cycle> cycle = {};
    std::optional<uint32_t> fault = {};  ///< the node at which the requested size fails; nothing: it meets the demand
};

struct SizesQuestion {
    std::optional<int64_t> around = {};  ///< by default the size in the spec
    Demand demand = Demand::lossless;
    int each_side = 2;  ///< the number of sizes to find below and above
};

/// One entry for each spatial axis of the input; empty if all inputs are vectors. If no size fits along one axis alone,
/// because for example a merge fails along both, and the axes have the same size, they are tried together.
std::vector<AxisSizes> sizes_of(const Network& network, const SizesQuestion& question);

}  // namespace nnshape
