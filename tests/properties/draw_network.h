#pragma once

#include "properties/drawn_network.h"
#include "properties/walk.h"

// Networks drawn at random: branches, repeats, definitions with arguments, shared and frozen layers, several inputs.
namespace nnshape::test {

/// A network that calculates, and what it comes to.
struct DrawnCase {
    DrawnNetwork network;
    Walk walk;
};

/// The case of a seed, the same on every machine. Layers may be of `favourite` oftener than of other types.
DrawnCase draw_network(uint64_t seed, std::string_view favourite = {});

}  // namespace nnshape::test
