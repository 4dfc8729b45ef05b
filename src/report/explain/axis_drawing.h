#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "layers/window.h"

// Draws an axis in characters: its rows, the windows that slide over them, and the rows that no window reads.
namespace nnshape {

/// Lines of at most `width` columns. The first line has the rows as ■ and the padding as □. The next lines have the
/// windows from [ to ], with o for the taps of a dilated window; windows that overlap are on different lines. The last
/// line has ^ below each row that no window reads. The middle of a long axis is left out.
std::vector<std::string> draw_axis(const AxisWindow& window, int width);

/// The meaning of the ^: "the last 3 rows are never read, 1 of them padding". `noun` is the name of a place, "row".
std::string unread_text(const AxisWindow& window, std::string_view noun);

}  // namespace nnshape
