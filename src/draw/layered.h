#pragma once

#include "draw/drawing.h"
#include "draw/plan.h"

// The style `graph`: boxes from top to bottom, with frames inside frames.
namespace nnshape {

/// Adds the plan to a drawing.
void draw_graph(const Plan& plan, Drawing& drawing);

}  // namespace nnshape
