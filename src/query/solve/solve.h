#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "layers/window.h"
#include "query/solve/choices.h"

// Finds the windows that turn one size into another: the inverse of the window formula.
namespace nnshape {

/// The known values of a window along one axis. Absent values are searched for.
struct AxisQuestion {
    std::optional<Choices> in, out, kernel, stride, padding, dilation;
};

enum class WindowRule : uint8_t { down, up, same, transposed, transposed_same };

/// A question about windows. If all axes have the same sizes, the question has one axis.
struct Question {
    WindowRule rule = WindowRule::down;
    std::vector<AxisQuestion> axes;  ///< one if all axes have the same sizes, else one for each
    /// Whether all axes must have the same value.
    bool same_kernel = true, same_stride = true, same_padding = true, same_dilation = true;
};

/// One window for each axis of the question.
using WindowAnswer = std::vector<AxisWindow>;

/// Another rule that has windows where the asked one has none.
struct OtherRule {
    WindowRule rule;
    WindowAnswer window;  ///< its simplest
};

struct Answers {
    std::vector<WindowAnswer> windows;  ///< the simplest first
    bool is_mixed = false;  ///< no window fits all axes with the same values: this is the simplest for each axis
    bool any_size = false;  ///< no size was given, and the windows fit any size
    std::vector<std::string> reasons;  ///< for each axis without a window: why, and the nearest window
    std::vector<OtherRule> others;     ///< if no window is found
};

/// The ranges of absent values: kernels of 1 to 11 but at most the input size; strides of 1 to 4; paddings of 0 to half
/// the window; dilation 1. If both sizes are given, also the strides next to their ratio, and kernels from each of
/// these to twice as much (only that one if it is above `most_overlapping`). And the bound on the number of
/// combinations.
inline constexpr int64_t most_kernel = 11, most_stride = 4, most_overlapping = 64, most_combinations = 250'000;

/// Finds all windows that the layer they are written as accepts. Windows without a remainder are first, then those that
/// lose no row; after that the order is: the stride nearest the ratio of the sizes, a kernel not below the stride,
/// smaller dilation, smaller stride, a padding that is 0 or keeps the size at stride 1, odd kernel, smaller kernel,
/// smaller padding. The problem is a missing size, or too many combinations and what to narrow.
Result<Answers, std::string> solve(const Question& question);

}  // namespace nnshape
