#include "layers/window.h"

#include <algorithm>

#include "layers/window_sizes.h"

namespace nnshape {

bool is_plain(const Window& window) {
    if (window.rank > 0 && window.transposed) return false;
    for (int axis = 0; axis < window.rank; ++axis) {
        const AxisWindow& along = window.axes[axis];
        if (along.unread != 0 || along.before != along.after) return false;
        if (along.before > along.kernel / 2 || along.stride > along.kernel) return false;
    }
    return true;
}

std::optional<WindowFault> place_down(AxisWindow& window) {
    auto room = room_of<Checked>(window);
    if (room.overflowed()) return WindowFault::overflow;
    if (room.value() < 0) return WindowFault::exceeds_input;
    window.out = places_down(window, room).value();
    window.remainder = room.value() - (window.out - 1) * window.stride;
    int64_t skipped = std::max<int64_t>(0, window.stride - window.reach().value());
    window.unread = std::max<int64_t>(0, window.remainder - skipped);
    window.lost = std::clamp<int64_t>(window.unread - window.after, 0, window.in);
    return std::nullopt;
}

std::optional<WindowFault> place_up(AxisWindow& window) {
    auto room = room_of<Checked>(window);
    if (room.overflowed()) return WindowFault::overflow;
    window.out = places_up(window, room).value();
    // The last window's start stays below room + stride: no overflow where it fits.
    Checked last_start = Checked(window.out - 1) * window.stride;
    if (last_start.overflowed() || last_start.value() >= window.in + window.before) --window.out;
    if (window.out < 1) return WindowFault::exceeds_input;
    return std::nullopt;
}

std::optional<WindowFault> place_same(AxisWindow& window, PaddingMode mode) {
    window.out = places_same<Checked>(window).value();
    auto needed = padding_of_same<Checked>(window);
    if (needed.overflowed()) return WindowFault::overflow;
    int64_t total = std::max<int64_t>(0, needed.value());
    int64_t smaller = total / 2;
    window.before = mode == PaddingMode::same ? smaller : total - smaller;
    window.after = total - window.before;
    return std::nullopt;
}

std::optional<WindowFault> place_transposed(AxisWindow& window) {
    auto out = transposed_size<Checked>(window);
    if (out.overflowed()) return WindowFault::overflow;
    window.out = out.value();
    if (window.out < 1) return WindowFault::empty;
    return std::nullopt;
}

std::optional<WindowFault> place_transposed_same(AxisWindow& window) {
    auto out = transposed_same_size<Checked>(window);
    if (out.overflowed()) return WindowFault::overflow;
    window.out = out.value();
    return std::nullopt;
}

}  // namespace nnshape
