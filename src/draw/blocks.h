#pragma once

#include "draw/cell.h"
#include "network/network.h"

// The style `blocks` of a chain: cuboids in rows.
namespace nnshape {

/// Draws a plan that is a chain. No row is wider than a page, unless a single frame is.
void draw_blocks(const Plan& plan, const Network& network, Drawing& drawing);

/// The output shape of a box.
const Shape& shape_of(const PlanBox& box, const Network& network);

}  // namespace nnshape
