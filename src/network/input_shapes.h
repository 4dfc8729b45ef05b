#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "network/network.h"

// The shapes that `--input` sets, in place of those that the spec gives.
namespace nnshape {

/// A shape for an input of the network, in the spec's layout. An empty name means the only input.
struct InputShape {
    std::string name;
    std::vector<int64_t> sizes;
};

/// Reads a shape as `--input` accepts it: `256x256x3` or `left=64x64x3`. Returns nothing if the text is not one.
std::optional<InputShape> read_input_shape(std::string_view text);

/// Puts the shapes into the arguments of a network whose inputs are bound and not placed. Reports each name that is not
/// an input.
void override_inputs(Network& network, const std::vector<InputShape>& shapes, Diagnostics& diagnostics);

}  // namespace nnshape
