#include <fmt/format.h>
#include <algorithm>

#include "lint/rule.h"

// Finds padding of a pool that PyTorch does not accept.
namespace nnshape {
namespace {

void check(const Subject& subject, const Slider& slider, Findings& findings) {
    const Window& window = slider.window;
    if (!window.pools || window.mode != PaddingMode::given) return;
    for (int axis = 0; axis < window.rank; ++axis) {
        const AxisWindow& along = window.axes[axis];
        int64_t padding = std::max(along.before, along.after);
        if (padding <= along.kernel / 2) continue;
        findings.add(slider.node, subject.place_of(slider.node, window.params.padding),
                     fmt::format("padding {} is more than half of the kernel, {}", padding, along.kernel),
                     fmt::format("use at most {} for PyTorch", along.kernel / 2));
        return;
    }
}

}  // namespace

namespace rules {

extern const Rule padding_exceeds_half_kernel;
const Rule padding_exceeds_half_kernel{
    .code = {"padding-exceeds-half-kernel", Severity::warning, "padding of a pool that PyTorch does not accept"},
    .why =
        "PyTorch does not accept a pooling layer whose padding is more than half of its kernel; other frameworks do.",
    .example = "input 28x28x1\nmax_pool 3 stride=1 padding=2\n",
    .instead = "input 28x28x1\nmax_pool 3 stride=1 padding=1\n",
    .check_window = check};

}  // namespace rules
}  // namespace nnshape
