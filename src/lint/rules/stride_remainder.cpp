#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lint/remedies.h"
#include "lint/rule.h"

// Finds a stride that leaves rows of the input unread.
namespace nnshape {
namespace {

void check(const Subject& subject, const Slider& slider, Findings& findings) {
    std::array<int64_t, window_rank> lost{}, in{};
    for (int axis = 0; axis < slider.window.rank; ++axis) {
        lost[axis] = slider.window.axes[axis].lost;
        in[axis] = slider.window.axes[axis].in;
    }
    Span place = subject.place_of(slider.node, slider.window.params.stride);
    bool is_read = lost == std::array<int64_t, window_rank>{};
    if (is_read || findings.knows(slider.node, place)) return;
    std::string message = never_read(slider.window.rank, lost,
                                     fmt::format("{}", fmt::join(in.begin(), in.begin() + slider.window.rank, "x")));
    std::string help = findings.is_first(place) ? remedies(subject, slider) : std::string();
    findings.add(slider.node, place, std::move(message), help.empty() ? help : fmt::format("use {}", help));
}

}  // namespace

namespace rules {

extern const Rule stride_remainder;
const Rule stride_remainder{
    .code = {"stride-remainder", Severity::warning, "a stride that leaves rows or columns of the input unread"},
    .why =
        "The window steps over its input. If a last step does not fit, the rows after it are never read: part of the "
        "image is lost without a warning. AlexNet on 224x224 loses a row and a column in its first layer; the network "
        "was designed for 227x227.",
    .example = "input 224x224x3\nconv 96 11 stride=4\n",
    .instead = "input 227x227x3\nconv 96 11 stride=4\n",
    .check_window = check};

}  // namespace rules
}  // namespace nnshape
