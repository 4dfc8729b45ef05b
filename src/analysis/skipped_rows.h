#pragma once

#include <cstdint>

#include "layers/window.h"

// Rows that a window passes over wherever it is placed, however large the input: no size can avoid that. So they are
// not lost at one size rather than at another.
namespace nnshape {

/// The number of rows in each stride that no window reads, far from the ends of the input. A stride above the kernel
/// skips rows, and so does a stride that shares a factor with the dilation.
int64_t rows_skipped(const AxisWindow& window);

/// The rows after the last window that another one would read. `unread` includes the padding, `lost` does not.
struct RowsLeft {
    int64_t unread = 0, lost = 0;
};
RowsLeft rows_left(const AxisWindow& window);

}  // namespace nnshape
