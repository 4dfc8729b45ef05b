#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/checked.h"
#include "layers/shape.h"

// The window formula, once: how many places a window has along an axis, and what it never reads.
namespace nnshape {

enum class PaddingMode : uint8_t { given, same, same_lower };

/// A window sliding along one spatial axis.
struct AxisWindow {
    int64_t in = 0;
    int64_t kernel = 1;
    int64_t stride = 1;
    int64_t dilation = 1;
    int64_t before = 0;  ///< padding
    int64_t after = 0;
    int64_t output_padding = 0;  ///< of a transposed convolution
    int64_t out = 0;
    int64_t remainder = 0;  ///< of the division by the stride
    int64_t unread = 0;     ///< rows at the end that no window reads, and a larger stride would not skip anyway
    int64_t lost = 0;       ///< those of them that are real input and not padding

    /// The effective kernel d·(k−1)+1: rows from a window's first tap to its last.
    template <class Number = Checked>
    Number reach() const {
        return Number(dilation) * (Number(kernel) - 1) + 1;
    }
};

/// Where a kind's params hold a window; -1 where it has none of that name.
struct WindowParams {
    int kernel = -1;
    int stride = -1;
    int padding = -1;
    int dilation = -1;
    int ceil = -1;
    int output_padding = -1;
};

/// The windows of all axes, and which of the layer's parameters they were made of. Where a layer has none, the rank is
/// 0 and nothing else has a meaning; likewise the axes from the rank on.
struct Window {
    int rank = 0;
    bool transposed = false;
    bool pools = false;  ///< picks from what is there, so that padding alone in a window means nothing
    PaddingMode mode{};
    WindowParams params = {};
    std::array<AxisWindow, max_rank> axes{};
};

/// Whether the windows read all of their input and of the padding, each row evenly: nothing is left over, both sides
/// are padded alike and with at most half a kernel, and no step is wider than a kernel. Of such there is nothing to
/// say.
bool is_plain(const Window& window);

/// Why a window has no place.
enum class Misfit : uint8_t {
    exceeds_input,  ///< the kernel is larger than the padded input
    empty,          ///< `out` is less than 1, and holds the size
    overflow,       ///< a size overflows a 64-bit integer
};

// Each of these fills in `out` and what follows from it, or returns why the window has no place.

/// ⌊(in + before + after − reach) / stride⌋ + 1, with remainder, unread and lost rows.
std::optional<Misfit> place_down(AxisWindow& window);

/// ⌈(in + before + after − reach) / stride⌉ + 1, less one where the last window would start behind the input and
/// its padding before. PyTorch's ceil_mode.
std::optional<Misfit> place_up(AxisWindow& window);

/// ⌈in / stride⌉ with the padding that takes, the odd row behind (`same`) or in front (`same_lower`). TensorFlow's and
/// ONNX's rule.
std::optional<Misfit> place_same(AxisWindow& window, PaddingMode mode);

/// (in − 1)·stride − before − after + reach + output_padding. PyTorch's rule.
std::optional<Misfit> place_transposed(AxisWindow& window);

/// in·stride, whatever the kernel. Keras's `same` of a transposed convolution.
std::optional<Misfit> place_transposed_same(AxisWindow& window);

}  // namespace nnshape
