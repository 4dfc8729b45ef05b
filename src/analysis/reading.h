#pragma once

#include <utility>
#include <vector>

#include "network/network.h"

// A network with other shapes at some of its nodes, or in the other layout: what a piece of advice would make of it.
namespace nnshape {

struct Reading {
    std::vector<std::pair<uint32_t, Shape>> outputs;  ///< of these nodes, by increasing number
    Layout layout;
    bool as_written = true;  ///< no option changed a value of the spec, so that its expectations hold
};

/// Whether all layers that are calculated now still are, receive the channels that they demand, and meet what the spec
/// expects of shapes and counts. The cost is that of calculating the layers that change.
bool accepts(const Network& network, const Reading& reading);

}  // namespace nnshape
