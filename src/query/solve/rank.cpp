#include "query/solve/rank.h"

#include <algorithm>

#include "base/checked.h"

namespace nnshape {

namespace {

// How far the stride is from the ratio of the sizes, times the smaller size.
Checked distance_from_ratio(const AxisWindow& window, WindowRule rule) {
    bool grows = rule == WindowRule::transposed || rule == WindowRule::transposed_same;
    int64_t large = grows ? window.out : window.in, small = grows ? window.in : window.out;
    Checked distance = Checked(window.stride) * small - large;
    if (distance.overflowed()) return distance;
    return distance.value() < 0 ? Checked(0) - distance : distance;
}

}  // namespace

Rank rank_of(const WindowAnswer& answer, WindowRule rule, bool by_ratio) {
    bool has_remainder = false, below_stride = false, uneven = false, even_kernel = false;
    Checked lost = 0, distance = 0, kernel = 0, padding = 0, added = 0;
    int64_t dilation = 0, stride = 0;
    for (const AxisWindow& axis : answer) {
        Checked both = Checked(axis.before) + axis.after;
        Checked keeping = axis.reach() - 1;
        has_remainder = has_remainder || axis.remainder != 0;
        uneven = uneven || (both.value() != 0 && both.value() != keeping.value());
        even_kernel = even_kernel || axis.kernel % 2 == 0;
        below_stride = below_stride || axis.kernel < axis.stride;
        lost += axis.lost;
        if (by_ratio) distance += distance_from_ratio(axis, rule);
        kernel += axis.kernel;
        padding += both;
        added += axis.output_padding;
        dilation = std::max(dilation, axis.dilation);
        stride = std::max(stride, axis.stride);
    }
    auto capped = [](Checked sum) { return sum.overflowed() ? INT64_MAX : sum.value(); };
    return {has_remainder, capped(lost), capped(distance), below_stride,   dilation,       stride,
            capped(added), uneven,       even_kernel,      capped(kernel), capped(padding)};
}

}  // namespace nnshape
