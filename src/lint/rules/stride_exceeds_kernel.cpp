#include <fmt/format.h>

#include "lint/rule.h"

// Finds a stride larger than the window.
namespace nnshape {
namespace {

void check(const Subject& subject, const Slider& slider, Findings& findings) {
    const Window& window = slider.window;
    if (window.transposed) return;
    const AxisWindow* skipping = nullptr;
    for (int axis = 0; axis < window.rank; ++axis) {
        const AxisWindow& along = window.axes[axis];
        if (along.stride <= along.reach().value()) continue;
        if (!skipping || along.kernel > skipping->kernel) skipping = &along;
    }
    if (!skipping) return;
    int64_t reach = skipping->reach().value();
    bool subsamples = skipping->kernel == 1;  // often intended: the shortcut of every ResNet does it
    findings.add(slider.node, subject.place_of(slider.node, window.params.stride),
                 fmt::format("a stride of {} skips pixels between two windows of {}", skipping->stride, reach),
                 subsamples ? std::string() : fmt::format("use a stride of at most {}", reach),
                 subsamples ? std::optional(Severity::note) : std::nullopt);
}

}  // namespace

namespace rules {

extern const Rule stride_exceeds_kernel;
const Rule stride_exceeds_kernel{
    .code = {"stride-exceeds-kernel", Severity::warning, "a stride that skips pixels between two windows"},
    .why =
        "The window never reads the pixels between two of its positions, so they do not affect the output. A kernel of "
        "1 with a stride is often intended (the shortcut of a ResNet) and is a note. With other kernels, stride and "
        "kernel are usually swapped.",
    .example = "input 28x28x1\nconv 16 2 stride=3\n",
    .instead = "input 28x28x1\nconv 16 3 stride=3\n",
    .check_window = check};

}  // namespace rules
}  // namespace nnshape
