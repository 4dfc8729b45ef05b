#pragma once

#include <string>
#include <vector>

#include "draw/drawing.h"
#include "draw/plan.h"

// The texts of a box, which every style and form writes.
namespace nnshape {

struct StyledLine {
    std::string text;
    TextStyle style;
};

/// The lines of a box: its name, operation, what is written into it, its parameters, and how often it follows itself.
/// Each is at most `width` pixels wide if its words are not wider.
std::vector<StyledLine> lines_of(const PlanBox& box, int width);

/// "max_pool 2 · flatten": the layers that are written into a box.
std::string within_text(const PlanBox& box);

/// A box in one line.
std::string hint_of(const PlanBox& box);

/// "3a: inception × 3"; empty if there is neither a title nor a number.
std::string title_of(const PlanFrame& frame);

/// The width of the widest line.
int width_of(const std::vector<StyledLine>& lines);

}  // namespace nnshape
