#include "query/solve/rank.h"

#include <algorithm>

#include "base/checked.h"

namespace nnshape {

Rank rank_of(const WindowAnswer& answer) {
    bool has_remainder = false, uneven = false, even_kernel = false;
    Checked lost = 0, kernel = 0, padding = 0, added = 0;
    int64_t dilation = 0, stride = 0;
    for (const AxisWindow& axis : answer) {
        Checked both = Checked(axis.before) + axis.after;
        Checked keeping = axis.reach() - 1;
        has_remainder = has_remainder || axis.remainder != 0;
        uneven = uneven || (both.value() != 0 && both.value() != keeping.value());
        even_kernel = even_kernel || axis.kernel % 2 == 0;
        lost += axis.lost;
        kernel += axis.kernel;
        padding += both;
        added += axis.output_padding;
        dilation = std::max(dilation, axis.dilation);
        stride = std::max(stride, axis.stride);
    }
    auto capped = [](Checked sum) { return sum.overflowed() ? INT64_MAX : sum.value(); };
    return {has_remainder, capped(lost), dilation,       stride,         capped(added),
            uneven,        even_kernel,  capped(kernel), capped(padding)};
}

}  // namespace nnshape
