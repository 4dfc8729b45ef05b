#pragma once

#include <optional>

#include "draw/cell.h"
#include "network/network.h"

// The style `blocks` of an encoder and decoder: a U, with a row for each size and dashed lines from arm to arm.
namespace nnshape {

/// A line across: from a box on the way down to a merge on the way up, with the layers on it.
struct USkip {
    uint32_t from = 0, to = 0;  ///< in the path
    std::string text = {};
};

/// A network that halves its size some times and doubles it again.
struct UShape {
    std::vector<uint32_t> path;  ///< the boxes from the input to the output
    std::vector<uint32_t> rows;  ///< of each: 0 is the top
    std::vector<USkip> skips;    ///< at most one in a row; both ends are in it
    uint32_t bottom = 0;         ///< the last row
};

/// The plan as a U, if it is one.
std::optional<UShape> u_shape_of(const Plan& plan, const Network& network);

/// Draws it. Returns its width.
int draw_u(const UShape& shape, const Plan& plan, const Network& network, Drawing& drawing);

}  // namespace nnshape
