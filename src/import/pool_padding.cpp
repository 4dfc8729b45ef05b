#include "import/pool_padding.h"

#include <fmt/format.h>
#include <algorithm>

namespace nnshape {
namespace {

// Larger inputs are left to the layer, so that no sum overflows: padding, kernel and stride have 32 bits.
constexpr int64_t largest = INT64_MAX / 4;

// By how much the padded size exceeds a whole number of strides; 0 if the window does not fit.
int64_t remainder_of(const PoolAxis& axis) {
    if (axis.stride < 1 || axis.size > largest) return 0;
    int64_t room = axis.size + axis.before + axis.after - axis.kernel;
    return room < 0 ? 0 : room % axis.stride;
}

// Whether `ceil` gives another size: the last window begins in the padding after the input.
bool is_dropped(const PoolAxis& axis) {
    if (remainder_of(axis) == 0) return false;
    int64_t room = axis.size + axis.before + axis.after - axis.kernel;
    return (room / axis.stride + 1) * axis.stride >= axis.size + axis.before;
}

}  // namespace

std::string padding_text(const std::vector<PoolAxis>& axes) {
    auto is_none = [](const PoolAxis& axis) { return axis.before == 0 && axis.after == 0; };
    if (std::all_of(axes.begin(), axes.end(), is_none)) return {};
    bool even = std::all_of(axes.begin(), axes.end(), [](const PoolAxis& axis) { return axis.before == axis.after; });
    bool same = std::all_of(axes.begin(), axes.end(), [&](const PoolAxis& axis) {
        return axis.before == axes[0].before && axis.after == axes[0].after;
    });
    std::string text = " padding=";
    for (const PoolAxis& axis : axes) {
        if (&axis != &axes[0]) text += 'x';
        text += even ? fmt::format("{}", axis.before) : fmt::format("{}:{}", axis.before, axis.after);
        if (even && same) break;
    }
    return text;
}

std::string ceiling_padding(std::vector<PoolAxis> axes) {
    bool whole = std::all_of(axes.begin(), axes.end(), [](const PoolAxis& axis) { return remainder_of(axis) == 0; });
    if (whole) return padding_text(axes);
    if (std::none_of(axes.begin(), axes.end(), is_dropped)) return padding_text(axes) + " ceil";
    for (PoolAxis& axis : axes) {
        int64_t remainder = remainder_of(axis);
        if (remainder != 0) axis.after += axis.stride - remainder;
    }
    return padding_text(axes);
}

}  // namespace nnshape
