#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "layers/window.h"
#include "query/solve/choices.h"

// Which windows make one size of another: the window formula asked the other way round.
namespace nnshape {

/// What is known of the window along one axis; what is absent is looked for.
struct AxisQuestion {
    std::optional<Choices> in, out, kernel, stride, padding, dilation;
};

enum class WindowRule : uint8_t { down, up, same, transposed, transposed_same };

/// Sizes that are alike for all axes make a question of one axis.
struct Question {
    WindowRule rule = WindowRule::down;
    std::vector<AxisQuestion> axes;  ///< one, or one for each axis where they differ
    bool same_kernel = true, same_stride = true, same_padding = true, same_dilation = true;  ///< on all axes
};

/// A window for every axis of the question.
using WindowAnswer = std::vector<AxisWindow>;

struct Answers {
    std::vector<WindowAnswer> windows;  ///< the simplest first
    bool is_mixed = false;              ///< no window serves all axes alike: these are the simplest for each
    bool any_size = false;              ///< no size was asked for, and the windows are those of any
    std::vector<std::string> reasons;   ///< for each axis without a window: why, and the nearest
};

/// The ranges of what is not given: kernels of 1 to 11, but no larger than the input, strides of 1 to 4, paddings of 0
/// to half the window, dilation 1; and combinations that are tried, at most.
inline constexpr int64_t most_kernel = 11, most_stride = 4, most_combinations = 250'000;

/// Windows without a remainder stand first, then those that lose no row; among them the smaller dilation, the smaller
/// stride, no padding or what keeps the size at stride 1, an odd kernel, the smaller kernel, the smaller padding. Where
/// there are too many combinations to try, what to narrow.
Result<Answers, std::string> solve(const Question& question);

}  // namespace nnshape
