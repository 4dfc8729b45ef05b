#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "layers/slide.h"
#include "layers/window_sizes.h"

// The formulas for the output sizes of every type that has windows.
namespace nnshape {
namespace {

bool is_alike(const Window& window, int64_t AxisWindow::*member) {
    for (int axis = 1; axis < window.rank; ++axis) {
        if (window.axes[axis].*member != window.axes[0].*member) return false;
    }
    return true;
}

// "3x5", or one number if all axes have the same value and `in_full` is false.
std::string sizes_text(const Window& window, int64_t AxisWindow::*member, bool in_full) {
    std::string out = std::to_string(window.axes[0].*member);
    if (!in_full && is_alike(window, member)) return out;
    for (int axis = 1; axis < window.rank; ++axis) out += fmt::format("x{}", window.axes[axis].*member);
    return out;
}

std::string padding_words_of(const Window& window) {
    if (window.mode != PaddingMode::given) {
        return fmt::format(", padding {}", words_of(padding_words)[static_cast<size_t>(window.mode)]);
    }
    bool even = true, none = true;
    std::string ends;
    for (int axis = 0; axis < window.rank; ++axis) {
        auto [before, after] = std::pair(window.axes[axis].before, window.axes[axis].after);
        even = even && before == after;
        none = none && before == 0 && after == 0;
        ends += fmt::format("{}{}:{}", axis == 0 ? "" : "x", before, after);
    }
    if (none) return {};
    return fmt::format(", padding {}", even ? sizes_text(window, &AxisWindow::before, false) : ends);
}

bool is_all(const Window& window, int64_t AxisWindow::*member, int64_t value) {
    return is_alike(window, member) && window.axes[0].*member == value;
}

// The effective kernel of a dilated window: one line, or one for each axis if they are different.
void explain_reach(const Window& window, std::vector<Derivation>& lines) {
    bool alike = is_alike(window, &AxisWindow::kernel) && is_alike(window, &AxisWindow::dilation);
    for (int axis = 0; axis < (alike ? 1 : window.rank); ++axis) {
        const AxisWindow& along = window.axes[axis];
        if (along.dilation == 1) continue;
        std::string_view name = axis_name(window.rank, axis);
        lines.push_back({"kernel", along.reach<Formula>(),
                         alike ? "from the first element to the last"
                               : fmt::format("from the first element to the last, along the {}", name)});
    }
}

void explain_same(const AxisWindow& window, std::string_view name, std::vector<Derivation>& lines) {
    lines.push_back({name, places_same<Formula>(window)});
    Formula padding = Formula::not_below_zero(padding_of_same<Formula>(window));
    lines.push_back({"padding", padding, fmt::format("{} before and {} after", window.before, window.after)});
}

void explain_up(const AxisWindow& window, std::string_view name, std::vector<Derivation>& lines) {
    Formula places = places_up(window, room_of<Formula>(window));
    if (places.value().value() == window.out) {
        lines.push_back({name, places});
        return;
    }
    lines.push_back({name, places - 1, "minus the last window, which would start after the input (PyTorch's rule)"});
}

void explain_axis(const Window& window, const AxisWindow& along, bool up, std::string_view name,
                  std::vector<Derivation>& lines) {
    bool same = window.mode != PaddingMode::given;
    if (window.transposed) {
        lines.push_back({name, same ? transposed_same_size<Formula>(along) : transposed_size<Formula>(along)});
        return;
    }
    if (same) return explain_same(along, name, lines);
    if (up) return explain_up(along, name, lines);
    lines.push_back({name, places_down(along, room_of<Formula>(along))});
}

}  // namespace

ShapeFormulas window_formulas(const Args& args, Inputs, const Inference& inference) {
    const Window& window = inference.window;
    bool up = window.params.ceil >= 0 && args.flag(window.params.ceil);
    ShapeFormulas formulas;
    explain_reach(window, formulas.sizes);
    for (int axis = 0; axis < window.rank; ++axis) {
        explain_axis(window, window.axes[axis], up, axis_name(window.rank, axis), formulas.sizes);
    }
    return formulas;
}

std::string filter_words(const Window& window, int64_t filters) {
    std::string kernel = sizes_text(window, &AxisWindow::kernel, true), count = counted(filters, "filter");
    std::string out =
        window.rank == 1 ? fmt::format("{} of length {}", count, kernel) : fmt::format("{}, {}", kernel, count);
    if (!is_all(window, &AxisWindow::stride, 1)) {
        out += fmt::format(", stride {}", sizes_text(window, &AxisWindow::stride, false));
    }
    out += padding_words_of(window);
    if (!is_all(window, &AxisWindow::dilation, 1)) {
        out += fmt::format(", dilation {}", sizes_text(window, &AxisWindow::dilation, false));
    }
    if (!is_all(window, &AxisWindow::output_padding, 0)) {
        out += fmt::format(", output padding {}", sizes_text(window, &AxisWindow::output_padding, false));
    }
    return out;
}

}  // namespace nnshape
