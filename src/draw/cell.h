#pragma once

#include <optional>
#include <vector>

#include "draw/box_text.h"
#include "draw/drawing.h"
#include "draw/plan.h"

// The style `blocks`: a layer as a cuboid with the proportions of its output, its shape above and its texts below.
namespace nnshape {

/// The largest sizes of a picture, to which all cuboids are scaled.
struct CuboidScale {
    int64_t spatial = 1, channels = 1, vector = 1;
    int height = 96;  ///< of the tallest cuboid, in pixels

    void include(const Shape& shape);
};

/// A box of the plan as a cell: its origin is the middle of its upper edge.
struct BlockCell {
    uint32_t box = 0;
    bool is_circle = false;
    int front_width = 0, front_height = 0, depth = 0;
    std::string shape;              ///< above the cuboid
    std::vector<StyledLine> lines;  ///< below it
    int left = 0, right = 0;        ///< how far the cell extends from its middle
    int above = 0, below = 0;       ///< from the axis, which is the middle of the front

    int width() const { return left + right; }
};

/// The cell of a box whose lines are at most `text_width` pixels wide if their words are not wider.
BlockCell cell_of(const PlanBox& box, uint32_t index, const Shape& shape, const CuboidScale& scale, int text_width);

/// Draws the cell; `axis` is the middle of its front.
void draw_cell(const BlockCell& cell, const PlanBox& box, Point axis, Drawing& drawing);

/// Where lines meet a cell: on the axis, left of its front and right of its side.
Point entry_of(const BlockCell& cell, Point axis);
Point exit_of(const BlockCell& cell, Point axis);

}  // namespace nnshape
