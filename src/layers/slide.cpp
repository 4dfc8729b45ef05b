#include "layers/slide.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"

namespace nnshape {
namespace {

int64_t size_or(const Args& args, int param, int axis, int64_t otherwise) {
    return param < 0 ? otherwise : args.size(param, axis);
}

// Fills in the window of every axis before it is placed: `out` is still unknown.
void start(Window& window, const Args& args, const Shape& input, const WindowParams& params) {
    Padding padding = args.padding(params.padding, input.rank);
    window.rank = input.rank;
    window.transposed = window.pools = false;
    window.mode = padding.mode;
    window.params = params;
    for (int axis = 0; axis < input.rank; ++axis) {
        window.axes[axis] = {.in = input.spatial[axis],
                             .kernel = args.size(params.kernel, axis),
                             .stride = size_or(args, params.stride, axis, 1),
                             .dilation = size_or(args, params.dilation, axis, 1),
                             .before = padding.before[axis],
                             .after = padding.after[axis],
                             .output_padding = size_or(args, params.output_padding, axis, 0)};
    }
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

const AxisWindow& window_of(const Fault& fault, const Attempt& layer) {
    return layer.result.window.axes[axis_of(fault)];
}

Words exceeds_input(const Fault& fault, const Attempt& layer) {
    const AxisWindow& window = window_of(fault, layer);
    std::string_view axis = axis_name_of(fault, layer);
    int64_t padded = window.in + window.before + window.after;
    int64_t largest = (padded - 1) / window.dilation + 1;
    int64_t least_input = window.reach().value() - window.before - window.after;
    return {fmt::format("{} does not fit into a {} of {}", window_text(window), axis, padded_text(window)),
            fmt::format("a kernel of {} fits, or an input {} of {}", largest, axis, least_input)};
}

Words empty_output(const Fault& fault, const Attempt& layer) {
    const AxisWindow& window = window_of(fault, layer);
    return {fmt::format("the {} would be ({} - 1)*{} - {} - {} + {} + {} = {}", axis_name_of(fault, layer), window.in,
                        window.stride, window.before, window.after, window.reach().value(), window.output_padding,
                        window.out),
            "less padding or a larger input gives at least 1"};
}

Words overflowing(const Fault& fault, const Attempt& layer) {
    return {fmt::format("a size along the {} leaves 64 bits", axis_name_of(fault, layer))};
}

Words output_padding_of_same(const Fault&, const Attempt&) {
    return {"`output_padding` excludes `same` padding",
            "leave `output_padding` out: `same` already gives the input's size times the stride"};
}

int64_t output_padding_limit(const AxisWindow& window) { return std::max(window.stride, window.dilation); }

Words output_padding_too_large(const Fault& fault, const Attempt& layer) {
    const AxisWindow& window = window_of(fault, layer);
    return {fmt::format("output padding {} of the {} is not below the stride {} or the dilation {}",
                        window.output_padding, axis_name_of(fault, layer), window.stride, window.dilation),
            fmt::format("it may be at most {}", output_padding_limit(window) - 1)};
}

Words padding_fills_window(const Fault& fault, const Attempt& layer) {
    const AxisWindow& window = window_of(fault, layer);
    return {fmt::format("padding {} of the {} would fill {} alone", std::max(window.before, window.after),
                        axis_name_of(fault, layer), window_text(window)),
            fmt::format("it may be at most {}, in PyTorch at most {}", window.reach().value() - 1, window.kernel / 2)};
}

Fault fault_of(Misfit misfit, const WindowParams& params, int axis) {
    switch (misfit) {
        case Misfit::exceeds_input: return {&code::kernel_exceeds_input, params.kernel, exceeds_input, {axis}};
        case Misfit::empty: return {&code::empty_output, params.padding, empty_output, {axis}};
        default: return {&code::overflow, params.kernel, overflowing, {axis}};
    }
}

// Places the window of every axis, and makes the output of their sizes.
template <class Place>
std::optional<Fault> place_all(Inference& result, int64_t channels, Place place) {
    Window& window = result.window;
    result.output.rank = window.rank;
    result.output.channels = channels;
    for (int axis = 0; axis < window.rank; ++axis) {
        if (auto misfit = place(window.axes[axis])) return fault_of(*misfit, window.params, axis);
        result.output.spatial[axis] = window.axes[axis].out;
    }
    return std::nullopt;
}

std::optional<Fault> place_sliding(const Args& args, int64_t channels, Inference& result) {
    const Window& window = result.window;
    if (window.mode != PaddingMode::given) {
        return place_all(result, channels, [&](AxisWindow& axis) { return place_same(axis, window.mode); });
    }
    bool up = window.params.ceil >= 0 && args.flag(window.params.ceil);
    return place_all(result, channels, up ? place_up : place_down);
}

// Output padding that `same` or the stride leaves no room for.
std::optional<Fault> check_output_padding(const Window& window) {
    for (int axis = 0; axis < window.rank; ++axis) {
        const AxisWindow& along = window.axes[axis];
        if (along.output_padding == 0) continue;
        int param = window.params.output_padding;
        if (window.mode != PaddingMode::given) return Fault{&code::bad_value, param, output_padding_of_same};
        if (along.output_padding < output_padding_limit(along)) continue;
        return Fault{&code::output_padding_too_large, param, output_padding_too_large, {axis}};
    }
    return std::nullopt;
}

std::optional<Fault> check_pool_padding(const Window& window) {
    for (int axis = 0; axis < window.rank; ++axis) {
        const AxisWindow& along = window.axes[axis];
        Checked reach = along.reach();
        if (reach.overflowed() || std::max(along.before, along.after) < reach.value()) continue;
        return Fault{&code::padding_exceeds_kernel, window.params.padding, padding_fills_window, {axis}};
    }
    return std::nullopt;
}

}  // namespace

std::optional<Fault> slide(const Args& args, const Shape& input, int64_t channels, const WindowParams& params,
                           Inference& result) {
    start(result.window, args, input, params);
    return place_sliding(args, channels, result);
}

std::optional<Fault> slide_transposed(const Args& args, const Shape& input, int64_t channels,
                                      const WindowParams& params, Inference& result) {
    Window& window = result.window;
    start(window, args, input, params);
    window.transposed = true;
    if (auto fault = check_output_padding(window)) return fault;
    bool same = window.mode != PaddingMode::given;
    return place_all(result, channels, same ? place_transposed_same : place_transposed);
}

std::optional<Fault> slide_pool(const Args& args, const Shape& input, const WindowParams& params, Inference& result) {
    start(result.window, args, input, params);
    result.window.pools = true;
    if (auto fault = check_pool_padding(result.window)) return fault;
    return place_sliding(args, input.channels, result);
}

}  // namespace nnshape
