#include "layers/slide.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"

namespace nnshape {
namespace {

int64_t size_or(const Args& args, int param, int axis, int64_t otherwise) {
    return param < 0 ? otherwise : args.size(param, axis);
}

// The window of every axis before it is placed: `out` is still unknown.
Window window_of(const Args& args, const Shape& input, const WindowParams& params) {
    Padding padding = args.padding(params.padding, input.rank);
    Window window{.rank = input.rank, .mode = padding.mode, .params = params};
    for (int axis = 0; axis < input.rank; ++axis) {
        window.axes[axis] = {.in = input.spatial[axis],
                             .kernel = args.size(params.kernel, axis),
                             .stride = size_or(args, params.stride, axis, 1),
                             .dilation = size_or(args, params.dilation, axis, 1),
                             .before = padding.before[axis],
                             .after = padding.after[axis],
                             .output_padding = size_or(args, params.output_padding, axis, 0)};
    }
    return window;
}

std::string window_text(const AxisWindow& window) {
    if (window.dilation == 1) return fmt::format("a window of {}", window.kernel);
    return fmt::format("a window of {} ({} with dilation {})", window.reach().value(), window.kernel, window.dilation);
}

std::string padded_text(const AxisWindow& window) {
    int64_t padded = window.in + window.before + window.after;
    if (window.before == 0 && window.after == 0) return fmt::format("{}", padded);
    return fmt::format("{} ({} + {} + {} of padding)", padded, window.in, window.before, window.after);
}

Problem exceeds_input(const AxisWindow& window, std::string_view axis, int kernel) {
    int64_t padded = window.in + window.before + window.after;
    int64_t largest = (padded - 1) / window.dilation + 1;
    int64_t least_input = window.reach().value() - window.before - window.after;
    return blame(code::kernel_exceeds_input, kernel,
                 fmt::format("{} does not fit into a {} of {}", window_text(window), axis, padded_text(window)),
                 fmt::format("a kernel of {} fits, or an input {} of {}", largest, axis, least_input));
}

Problem empty_output(const AxisWindow& window, std::string_view axis, int padding, int64_t out) {
    return blame(code::empty_output, padding,
                 fmt::format("the {} would be ({} - 1)*{} - {} - {} + {} + {} = {}", axis, window.in, window.stride,
                             window.before, window.after, window.reach().value(), window.output_padding, out),
                 "less padding or a larger input gives at least 1");
}

Problem overflowing(std::string_view axis, int kernel) {
    return blame(code::overflow, kernel, fmt::format("a size along the {} leaves 64 bits", axis));
}

template <class Place>
Inferred place_all(const Window& unplaced, int64_t channels, const WindowParams& params, Place place) {
    Inference inference{{.rank = unplaced.rank, .channels = channels}, unplaced};
    Window& window = inference.window;
    for (int axis = 0; axis < window.rank; ++axis) {
        Placed placed = place(window.axes[axis]);
        if (placed) {
            window.axes[axis] = *placed;
            inference.output.spatial[axis] = placed->out;
            continue;
        }
        std::string_view name = axis_name(window.rank, axis);
        auto [fault, out] = placed.problem();
        if (fault == WindowFault::overflow) return overflowing(name, params.kernel);
        if (fault == WindowFault::exceeds_input) return exceeds_input(window.axes[axis], name, params.kernel);
        return empty_output(window.axes[axis], name, params.padding, out);
    }
    return inference;
}

}  // namespace

Inferred slide(const Args& args, const Shape& input, int64_t channels, const WindowParams& params) {
    Window window = window_of(args, input, params);
    PaddingMode mode = window.mode;
    bool up = params.ceil >= 0 && args.flag(params.ceil);
    return place_all(window, channels, params, [&](const AxisWindow& axis) {
        if (mode != PaddingMode::given) return place_same(axis, mode);
        return up ? place_up(axis) : place_down(axis);
    });
}

Inferred slide_transposed(const Args& args, const Shape& input, int64_t channels, const WindowParams& params) {
    Window window = window_of(args, input, params);
    window.transposed = true;
    bool same = window.mode != PaddingMode::given;
    for (int axis = 0; axis < window.rank; ++axis) {
        const AxisWindow& along = window.axes[axis];
        if (along.output_padding == 0) continue;
        if (same) {
            return blame(code::bad_value, params.output_padding, "`output_padding` excludes `padding=same`",
                         "`same` already gives the input's size times the stride");
        }
        int64_t limit = std::max(along.stride, along.dilation);
        if (along.output_padding < limit) continue;
        return blame(code::output_padding_too_large, params.output_padding,
                     fmt::format("output padding {} of the {} is not below the stride {} or the dilation {}",
                                 along.output_padding, axis_name(window.rank, axis), along.stride, along.dilation),
                     fmt::format("it may be at most {}", limit - 1));
    }
    return place_all(window, channels, params, [&](const AxisWindow& axis) {
        return same ? place_transposed_same(axis) : place_transposed(axis);
    });
}

Inferred slide_pool(const Args& args, const Shape& input, const WindowParams& params) {
    Window window = window_of(args, input, params);
    for (int axis = 0; axis < window.rank; ++axis) {
        const AxisWindow& along = window.axes[axis];
        Checked reach = along.reach();
        int64_t padding = std::max(along.before, along.after);
        if (reach.overflowed() || padding < reach.value()) continue;
        return blame(code::padding_exceeds_kernel, params.padding,
                     fmt::format("padding {} of the {} would fill {} alone", padding, axis_name(window.rank, axis),
                                 window_text(along)),
                     fmt::format("it may be at most {}, in PyTorch at most {}", reach.value() - 1, along.kernel / 2));
    }
    Inferred inferred = slide(args, input, input.channels, params);
    if (inferred) inferred->window.pools = true;
    return inferred;
}

}  // namespace nnshape
