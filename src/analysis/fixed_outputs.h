#pragma once

#include <optional>
#include <vector>

#include "analysis/axis_trial.h"

// What a spec expects of its outputs.
namespace nnshape {

/// The shape after `->` that a node's own statement expects; nothing if there is none.
std::optional<OutputDemand> expected_output(const Network& network, uint32_t node);

/// The sizes after `->` that do not grow with any axis of the input, by increasing node. An expected size that does
/// grow is that of the spec's own input, and does not hold for others. `accepted` has a size for each axis.
std::vector<OutputDemand> fixed_outputs(const Network& network, const std::vector<int64_t>& accepted);

}  // namespace nnshape
