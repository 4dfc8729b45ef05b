#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/axis_trial.h"

// The input sizes that fit a network: every layer accepts them, or also loses no row.
namespace nnshape {

struct OtherAxis {
    std::string_view axis;
    int64_t size;
};

/// The sizes that fit along one axis of the input, or along all axes together.
struct AxisSizes {
    std::string axis;                      ///< "height"; "height and width" if they only fit together
    int64_t own = 0;                       ///< the size in the spec
    bool holds = false;                    ///< the size in the spec meets the demand
    std::optional<int64_t> smallest = {};  ///< the smallest size that every layer accepts, lossless or not
    std::vector<int64_t> near = {};        ///< sizes near the requested one that meet the demand, increasing
    std::optional<AxisTrial::Cycle> cycle = {};
    std::optional<uint32_t> fault = {};   ///< the node at which the requested size fails; nothing: it meets the demand
    std::string reason = {};              ///< why it fails there
    std::vector<uint32_t> skipping = {};  ///< windows whose stride passes over rows at any size
    /// The other axes whose sizes are not those of the spec meanwhile.
    std::vector<OtherAxis> others = {};
};

struct SizesQuestion {
    std::optional<int64_t> around = {};  ///< by default the size in the spec
    Demand demand = Demand::lossless;
    int each_side = 2;            ///< the number of sizes to find below and above
    bool expects_outputs = true;  ///< sizes after `->` that do not grow with the input are demanded, too
};

/// One entry for each spatial axis of the input; empty if all inputs are vectors. An axis is varied while the others
/// have sizes that the network accepts: those of the spec, or else the nearest that are found. If no axis has
/// sizes that repeat, because for example it must be the same as another one, and the axes have the same size, they are
/// also tried together.
std::vector<AxisSizes> sizes_of(const Network& network, const SizesQuestion& question);

}  // namespace nnshape
