#pragma once

#include "draw/drawing.h"
#include "draw/plan.h"

// The style `graph`: boxes from top to bottom, with frames inside frames.
namespace nnshape {

/// Adds the plan to a drawing. Returns false if it has too many boxes, or lines that are too long.
bool draw_graph(const Plan& plan, Drawing& drawing);

}  // namespace nnshape
