#pragma once

#include <map>

#include "draw/drawing.h"
#include "draw/plan.h"
#include "draw/ranked.h"

// A box of the style `graph`, drawn around the origin: the middle of its upper edge.
namespace nnshape {

/// By the node whose tensor passes: its place relative to the item's position.
using PortPlaces = std::map<uint32_t, int>;

/// What was drawn around the origin, and where tensors come in and out.
struct PlacedItem {
    RankedItem item;
    DrawingMark first, end;
    int start = 0;  ///< the y where its edges begin
    bool is_box = true;
    PortPlaces in = {}, out = {};
};

/// Draws a box of the plan: a rectangle with its texts, or a circle with its sign and the texts beside it. The shapes
/// of its tensors are below it, on the right of where they leave.
PlacedItem draw_graph_box(const PlanBox& box, uint32_t number, Drawing& drawing);

}  // namespace nnshape
