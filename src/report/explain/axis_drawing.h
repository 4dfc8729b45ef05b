#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "layers/window.h"

// An axis in characters: its rows, the windows that slide over them, and the rows that none reads.
namespace nnshape {

/// Lines of at most `width` columns: the rows as ■, padding as □; the windows from [ to ], those that overlap below
/// one another, their taps as o where they are dilated; ^ below each row that no window reads, where there is one. The
/// middle of a long axis is left out.
std::vector<std::string> draw_axis(const AxisWindow& window, int width);

/// What the ^ mean, of an axis whose places are called so: "the last 3 rows are never read, 1 of them padding".
std::string unread_text(const AxisWindow& window, std::string_view noun);

}  // namespace nnshape
