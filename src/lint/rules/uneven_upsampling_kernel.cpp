#include <fmt/format.h>

#include "lint/rule.h"

// Finds a transposed convolution whose windows overlap unevenly.
namespace nnshape {
namespace {

void check(const Subject& subject, const Slider& slider, Findings& findings) {
    const Window& window = slider.window;
    for (int axis = 0; axis < window.rank; ++axis) {
        const AxisWindow& along = window.axes[axis];
        if (!window.transposed || along.kernel % along.stride == 0) continue;
        int64_t even = (along.kernel / along.stride + 1) * along.stride;  // no overflow: the FLOPs fit into 64 bits
        findings.add(
            slider.node, subject.place_of(slider.node, window.params.kernel),
            fmt::format("the kernel of {} is not a multiple of the stride of {}, so the windows overlap unevenly",
                        along.kernel, along.stride),
            fmt::format("use a kernel of {}", even));
        return;
    }
}

}  // namespace

namespace rules {

extern const Rule uneven_upsampling_kernel;
const Rule uneven_upsampling_kernel{
    .code = {"uneven-upsampling-kernel", Severity::note,
             "a transposed convolution whose kernel is not a multiple of its stride"},
    .why =
        "Some pixels of the output are the sum of more windows than their neighbours. This shows as a checkerboard in "
        "the images that the network makes (Odena, Dumoulin and Olah, Deconvolution and Checkerboard Artifacts, 2016).",
    .example = "input 14x14x64\nconv_transpose 32 3 stride=2\n",
    .instead = "input 14x14x64\nconv_transpose 32 4 stride=2\n",
    .check_window = check};

}  // namespace rules
}  // namespace nnshape
