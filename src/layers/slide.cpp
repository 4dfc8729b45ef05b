#include "layers/slide.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"

namespace nnshape {
namespace {

int64_t size_or(const Args& args, int param, int axis, int64_t otherwise) {
    return param < 0 ? otherwise : args.size(param, axis);
}

// Fills in the window of every axis, except what placing it calculates.
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

const AxisWindow& window_of(const LayerFault& fault, const Attempt& layer) {
    return layer.result.window.axes[axis_of(fault)];
}

Words exceeds_input(const LayerFault& fault, const Attempt& layer) {
    const AxisWindow& window = window_of(fault, layer);
    std::string_view axis = axis_name_of(fault, layer);
    int64_t padded = window.in + window.before + window.after;
    int64_t largest = (padded - 1) / window.dilation + 1;
    int64_t least_input = window.reach().value() - window.before - window.after;
    return {fmt::format("{} does not fit into a {} of {}", window_text(window), axis, padded_text(window)),
            fmt::format("use a kernel of at most {}, or an input {} of at least {}", largest, axis, least_input)};
}

Words empty_output(const LayerFault& fault, const Attempt& layer) {
    const AxisWindow& window = window_of(fault, layer);
    return {fmt::format("the {} would be ({} - 1)*{} - {} - {} + {} + {} = {}", axis_name_of(fault, layer), window.in,
                        window.stride, window.before, window.after, window.reach().value(), window.output_padding,
                        window.out),
            "use less padding or a larger input"};
}

Words overflowing(const LayerFault& fault, const Attempt& layer) {
    return {fmt::format("a size along the {} overflows a 64-bit integer", axis_name_of(fault, layer))};
}

Words output_padding_of_same(const LayerFault&, const Attempt&) {
    return {"`output_padding` cannot be combined with `same` padding",
            "remove `output_padding`, as `same` already makes the output size the input size times the stride"};
}

int64_t output_padding_limit(const AxisWindow& window) { return std::max(window.stride, window.dilation); }

Words output_padding_too_large(const LayerFault& fault, const Attempt& layer) {
    const AxisWindow& window = window_of(fault, layer);
    return {fmt::format("output padding {} along the {} must be smaller than the stride {} or the dilation {}",
                        window.output_padding, axis_name_of(fault, layer), window.stride, window.dilation),
            fmt::format("use at most {}", output_padding_limit(window) - 1)};
}

Words padding_fills_window(const LayerFault& fault, const Attempt& layer) {
    const AxisWindow& window = window_of(fault, layer);
    return {fmt::format("with padding {} along the {}, {} can contain only padding",
                        std::max(window.before, window.after), axis_name_of(fault, layer), window_text(window)),
            fmt::format("use at most {} (PyTorch accepts at most {})", window.reach().value() - 1, window.kernel / 2)};
}

LayerFault fault_of(WindowFault misfit, const WindowParams& params, int axis) {
    switch (misfit) {
        case WindowFault::exceeds_input: return {&code::kernel_exceeds_input, params.kernel, exceeds_input, {axis}};
        case WindowFault::empty: return {&code::empty_output, params.padding, empty_output, {axis}};
        default: return {&code::overflow, params.kernel, overflowing, {axis}};
    }
}

// Places the window of every axis, and sets the output's sizes.
template <class Place>
std::optional<LayerFault> place_all(Inference& result, int64_t channels, Place place) {
    Window& window = result.window;
    result.output.rank = window.rank;
    result.output.channels = channels;
    for (int axis = 0; axis < window.rank; ++axis) {
        if (auto misfit = place(window.axes[axis])) return fault_of(*misfit, window.params, axis);
        result.output.spatial[axis] = window.axes[axis].out;
    }
    return std::nullopt;
}

std::optional<LayerFault> place_sliding(const Args& args, int64_t channels, Inference& result) {
    const Window& window = result.window;
    if (window.mode != PaddingMode::given) {
        return place_all(result, channels, [&](AxisWindow& axis) { return place_same(axis, window.mode); });
    }
    bool up = window.params.ceil >= 0 && args.flag(window.params.ceil);
    return place_all(result, channels, up ? place_up : place_down);
}

Words causal_elsewhere(const LayerFault&, const Attempt&) {
    return {"`causal` padding is only for a convolution of a sequence", "write the zeros before and after each axis"};
}

// No output of a causal convolution depends on later steps: Keras's padding="causal".
std::optional<LayerFault> resolve_causal(Window& window) {
    if (window.mode != PaddingMode::causal) return std::nullopt;
    bool is_convolution = !window.transposed && !window.pools && window.rank == 1;
    if (!is_convolution) return LayerFault{&code::bad_value, window.params.padding, causal_elsewhere};
    Checked before = window.axes[0].reach() - 1;
    if (before.overflowed()) return fault_of(WindowFault::overflow, window.params, 0);
    window.axes[0].before = before.value();
    window.mode = PaddingMode::given;
    return std::nullopt;
}

// Output padding must be smaller than the stride or the dilation, and cannot be combined with `same`.
std::optional<LayerFault> check_output_padding(const Args& args, const Window& window) {
    int param = window.params.output_padding;
    bool is_same = window.mode != PaddingMode::given;
    if (is_same && args.has(param)) return LayerFault{&code::bad_value, param, output_padding_of_same};
    for (int axis = 0; axis < window.rank; ++axis) {
        const AxisWindow& along = window.axes[axis];
        if (along.output_padding == 0) continue;
        if (along.output_padding < output_padding_limit(along)) continue;
        return LayerFault{&code::output_padding_too_large, param, output_padding_too_large, {axis}};
    }
    return std::nullopt;
}

std::optional<LayerFault> check_pool_padding(const Window& window) {
    for (int axis = 0; axis < window.rank; ++axis) {
        const AxisWindow& along = window.axes[axis];
        Checked reach = along.reach();
        if (reach.overflowed() || std::max(along.before, along.after) < reach.value()) continue;
        return LayerFault{&code::padding_exceeds_kernel, window.params.padding, padding_fills_window, {axis}};
    }
    return std::nullopt;
}

}  // namespace

std::optional<LayerFault> slide(const Args& args, const Shape& input, int64_t channels, const WindowParams& params,
                                Inference& result) {
    start(result.window, args, input, params);
    if (auto fault = resolve_causal(result.window)) return fault;
    return place_sliding(args, channels, result);
}

std::optional<LayerFault> slide_transposed(const Args& args, const Shape& input, int64_t channels,
                                           const WindowParams& params, Inference& result) {
    Window& window = result.window;
    start(window, args, input, params);
    window.transposed = true;
    if (auto fault = resolve_causal(window)) return fault;
    if (auto fault = check_output_padding(args, window)) return fault;
    bool same = window.mode != PaddingMode::given;
    return place_all(result, channels, same ? place_transposed_same : place_transposed);
}

std::optional<LayerFault> slide_pool(const Args& args, const Shape& input, const WindowParams& params,
                                     Inference& result) {
    start(result.window, args, input, params);
    result.window.pools = true;
    if (auto fault = resolve_causal(result.window)) return fault;
    if (auto fault = check_pool_padding(result.window)) return fault;
    return place_sliding(args, input.channels, result);
}

}  // namespace nnshape
