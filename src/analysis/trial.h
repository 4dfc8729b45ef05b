#pragma once

#include <optional>
#include <span>

#include "network/network.h"

// What a layer would come to with another value: how the engine tries out its own advice.
namespace nnshape {

/// The layer with one of its parameters set to these numbers; its inputs must be calculated. Nothing where that cannot
/// be calculated.
std::optional<Inference> infer_with(const Network& network, uint32_t node, int param, Arg::Form form,
                                    std::span<const int64_t> numbers);

}  // namespace nnshape
