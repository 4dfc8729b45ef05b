#include "analysis/skipped_rows.h"

#include <algorithm>
#include <numeric>

namespace nnshape {
namespace {

constexpr int64_t most_taps = 4096;

// The number of rows between the last row that a window reads and the next one that another window would read.
int64_t gap_after(const AxisWindow& window) {
    int64_t stride = window.stride;
    if (window.dilation == 1 || window.kernel == 1) return std::max<int64_t>(0, stride - window.kernel);
    int64_t factor = std::gcd(stride, window.dilation);
    if (window.kernel >= stride / factor) return factor - 1;
    if (window.kernel > most_taps) return 0;
    int64_t dilation = window.dilation % stride, nearest = stride, back = 0;
    for (int64_t tap = 1; tap < window.kernel; ++tap) {  // each is a dilation before the one after it
        back = back >= stride - dilation ? back - (stride - dilation) : back + dilation;
        if (back != 0) nearest = std::min(nearest, stride - back);
    }
    return nearest - 1;
}

}  // namespace

int64_t rows_skipped(const AxisWindow& window) {
    int64_t read = window.kernel == 1 ? 1 : window.stride / std::gcd(window.stride, window.dilation);
    return window.stride - std::min(window.kernel, read);
}

RowsLeft rows_left(const AxisWindow& window) {
    if (window.unread == 0) return {};
    int64_t unread = std::max<int64_t>(0, window.remainder - gap_after(window));
    return {unread, std::clamp<int64_t>(unread - window.after, 0, window.in)};
}

}  // namespace nnshape
