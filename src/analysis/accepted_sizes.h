#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/axis_trial.h"

// Sizes of a network's input that every layer accepts.
namespace nnshape {

/// One size for each axis of the first input that is not a vector: those of the spec if they are accepted, else others
/// near them: along one axis, the same along all axes, or any. Nothing if a search of bounded cost finds none. All of
/// `demands`, by increasing node, are met too.
std::optional<std::vector<int64_t>> accepted_sizes(const Network& network, std::vector<OutputDemand> demands = {});

}  // namespace nnshape
