#include <fmt/format.h>

#include "lint/rule.h"

// Finds `same` padding that differs between the two sides.
namespace nnshape {
namespace {

void check(const Subject& subject, const Slider& slider, Findings& findings) {
    const Window& window = slider.window;
    for (int axis = 0; axis < window.rank; ++axis) {
        const AxisWindow& along = window.axes[axis];
        if (window.mode == PaddingMode::given || along.before == along.after) continue;
        findings.add(slider.node, subject.place_of(slider.node, window.params.padding),
                     fmt::format("the {} is padded by {} before and {} after", axis_name(window.rank, axis),
                                 along.before, along.after),
                     "for PyTorch, put a `pad` layer before it");
        return;
    }
}

}  // namespace

namespace rules {

extern const Rule uneven_same_padding;
const Rule uneven_same_padding{
    .code = {"uneven-same-padding", Severity::note, "same padding with one more row on one side"},
    .why =
        "TensorFlow pads the odd row at the end; Caffe and PyTorch pad both sides equally. Weights trained with one "
        "give shifted results with the other.",
    .example = "input 224x224x3\nconv 64 3 stride=2 padding=same\n",
    .instead = "input 225x225x3\nconv 64 3 stride=2 padding=same\n",
    .check_window = check};

}  // namespace rules
}  // namespace nnshape
