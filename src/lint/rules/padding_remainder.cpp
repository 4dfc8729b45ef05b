#include <fmt/format.h>

#include "lint/remedies.h"
#include "lint/rule.h"

// Finds a stride that leaves a remainder, but only of the padding.
namespace nnshape {
namespace {

void check(const Subject& subject, const Slider& slider, Findings& findings) {
    std::array<int64_t, window_rank> unread{};
    for (int axis = 0; axis < slider.window.rank; ++axis) {
        const AxisWindow& along = slider.window.axes[axis];
        if (along.lost == 0) unread[axis] = along.unread;
    }
    Span place = subject.place_of(slider.node, slider.window.params.stride);
    bool is_read = unread == std::array<int64_t, window_rank>{};
    if (is_read || findings.knows(slider.node, place)) return;
    std::string message = never_read(slider.window.rank, unread, "the padding");
    findings.add(slider.node, place, std::move(message), "the input itself is read completely");
}

}  // namespace

namespace rules {

extern const Rule padding_remainder;
const Rule padding_remainder{
    .code = {"padding-remainder", Severity::note,
             "a stride that leaves rows or columns of the padding unread, but none of the input"},
    .why =
        "A 3x3 convolution with stride 2 and padding 1 on an even size, as in every ResNet, leaves padding over at one "
        "end: the windows are not centred, but no row of the input is lost. Keras's `same` pads that side alone.",
    .example = "input 224x224x3\nconv 64 3 stride=2 padding=1\n",
    .instead = "input 224x224x3\nconv 64 3 stride=2 padding=0:1\n",
    .check_window = check};

}  // namespace rules
}  // namespace nnshape
