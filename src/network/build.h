#pragma once

#include "base/diagnostic.h"
#include "network/input_shapes.h"
#include "network/network.h"

// Builds the network of a spec.
namespace nnshape {

struct BuildOptions {
    std::string_view fallback_name;               ///< of a network that the spec does not name
    std::span<const Code* const> codes;           ///< that `allow` may name
    const std::vector<InputShape>& input_shapes;  ///< in place of the spec's
};

/// Fills `network`, with the output shape of each layer that can be calculated. A layer that cannot be understood is
/// reported and becomes a broken node, so that mistakes elsewhere are found too. The spec and the fallback name must
/// outlive the network.
void build(const Spec& spec, const BuildOptions& options, Network& network, Diagnostics& diagnostics);

}  // namespace nnshape
