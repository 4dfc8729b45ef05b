#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/checked.h"
#include "layers/shape.h"

// The window formula: the number of places of a window along an axis, and the rows that no window reads.
namespace nnshape {

/// `causal` is resolved to `given` when a window is placed: dilation·(kernel−1) zeros before the input, none after it.
enum class PaddingMode : uint8_t { given, same, same_lower, causal };

/// A window sliding along one spatial axis.
struct AxisWindow {
    int64_t in = 0;
    int64_t kernel = 1;
    int64_t stride = 1;
    int64_t dilation = 1;
    int64_t before = 0;  ///< padding
    int64_t after = 0;
    int64_t output_padding = 0;  ///< rows added at the end, by a transposed convolution only
    int64_t out = 0;
    int64_t remainder = 0;  ///< of the division by the stride
    int64_t unread = 0;     ///< rows after the last window, minus those that the stride skips between two windows
    int64_t lost = 0;       ///< the unread rows that are real input and not padding

    /// The effective kernel d·(k−1)+1: the number of rows from a window's first element to its last.
    template <class Number = Checked>
    Number reach() const {
        return Number(dilation) * (Number(kernel) - 1) + 1;
    }
};

/// The numbers of the parameters that describe a layer kind's window; -1 if the kind does not have one.
struct WindowParams {
    int kernel = -1;
    int stride = -1;
    int padding = -1;
    int dilation = -1;
    int ceil = -1;
    int output_padding = -1;
};

/// The windows of all axes, and the numbers of the parameters that describe them. If a layer has no window, the rank is
/// 0 and everything else is undefined. Entries of `axes` from the rank on are undefined.
struct Window {
    int rank = 0;
    bool transposed = false;
    bool pools = false;  ///< a pooling window, which must not contain only padding
    PaddingMode mode{};
    WindowParams params = {};
    std::array<AxisWindow, window_rank> axes{};
};

/// Whether no rule has anything to report about the windows: they are not transposed, they read every row of the input
/// and of the padding, the padding is equal on both sides and at most half a kernel, and no stride is larger than the
/// kernel.
bool is_plain(const Window& window);

/// Why a window does not fit.
enum class WindowFault : uint8_t {
    exceeds_input,  ///< the kernel is larger than the padded input
    empty,          ///< `out`, the size of the output, is less than 1
    overflow,       ///< a size overflows a 64-bit integer
};

// Each of these functions calculates `out`, or returns why the window does not fit.

/// ⌊(in + before + after − reach) / stride⌋ + 1. Also calculates `remainder`, `unread` and `lost`.
std::optional<WindowFault> place_down(AxisWindow& window);

/// ⌈(in + before + after − reach) / stride⌉ + 1, minus 1 if the last window would start after the input and
/// the padding before it. PyTorch's ceil_mode.
std::optional<WindowFault> place_up(AxisWindow& window);

/// ⌈in / stride⌉. Also calculates the padding, with an odd row after (`same`) or before (`same_lower`) the input.
/// TensorFlow's and ONNX's rule.
std::optional<WindowFault> place_same(AxisWindow& window, PaddingMode mode);

/// (in − 1)·stride − before − after + reach + output_padding. PyTorch's rule.
std::optional<WindowFault> place_transposed(AxisWindow& window);

/// in·stride, for any kernel. Keras's `same` of a transposed convolution.
std::optional<WindowFault> place_transposed_same(AxisWindow& window);

}  // namespace nnshape
