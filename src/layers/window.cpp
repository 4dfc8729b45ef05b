#include "layers/window.h"

#include <algorithm>

namespace nnshape {
namespace {

Checked padded(const AxisWindow& window) { return Checked(window.in) + window.before + window.after; }

}  // namespace

Placed place_down(AxisWindow window) {
    Checked room = padded(window) - window.reach();
    if (room.overflowed()) return Misfit{WindowFault::overflow};
    if (room.value() < 0) return Misfit{WindowFault::exceeds_input};
    window.out = room.value() / window.stride + 1;
    window.remainder = room.value() % window.stride;
    int64_t skipped = std::max<int64_t>(0, window.stride - window.reach().value());
    window.unread = std::max<int64_t>(0, window.remainder - skipped);
    window.lost = std::clamp<int64_t>(window.unread - window.after, 0, window.in);
    return window;
}

Placed place_up(AxisWindow window) {
    Checked room = padded(window) - window.reach();
    if (room.overflowed()) return Misfit{WindowFault::overflow};
    // Division truncates towards zero, which is up where the room is negative.
    int64_t steps = room.value() < 0 ? room.value() / window.stride : divide_up(room.value(), window.stride);
    window.out = steps + 1;
    // The last window's start, (out − 1)·stride = steps·stride, stays below room + stride: no overflow where it fits.
    Checked last_start = Checked(steps) * window.stride;
    if (last_start.overflowed() || last_start.value() >= window.in + window.before) --window.out;
    if (window.out < 1) return Misfit{WindowFault::exceeds_input};
    return window;
}

Placed place_same(AxisWindow window, PaddingMode mode) {
    window.out = divide_up(window.in, window.stride);
    // Without its last window the output ends within the input: no overflow before the window is added.
    Checked needed = Checked((window.out - 1) * window.stride - window.in) + window.reach();
    if (needed.overflowed()) return Misfit{WindowFault::overflow};
    int64_t total = std::max<int64_t>(0, needed.value());
    int64_t smaller = total / 2;
    window.before = mode == PaddingMode::same ? smaller : total - smaller;
    window.after = total - window.before;
    return window;
}

Placed place_transposed(AxisWindow window) {
    Checked out =
        Checked(window.in - 1) * window.stride - window.before - window.after + window.reach() + window.output_padding;
    if (out.overflowed()) return Misfit{WindowFault::overflow};
    window.out = out.value();
    if (window.out < 1) return Misfit{WindowFault::empty, window.out};
    return window;
}

Placed place_transposed_same(AxisWindow window) {
    Checked out = Checked(window.in) * window.stride;
    if (out.overflowed()) return Misfit{WindowFault::overflow};
    window.out = out.value();
    return window;
}

}  // namespace nnshape
