#pragma once

#include <optional>

#include "network/expansion_log.h"
#include "network/network.h"
#include "spec/arithmetic.h"

// `experts N active=K { … }`: what is inside exists N times and works K times for each position.
namespace nnshape {

/// Adds to Network::experts how often what is inside the block exists and works, inside the block number `around`, and
/// returns its number. Nothing if there is a mistake in the statement, which is reported.
std::optional<uint32_t> add_experts(Network& network, const Environment& environment, const Statement& statement,
                                    uint32_t around, ExpansionLog& log);

}  // namespace nnshape
