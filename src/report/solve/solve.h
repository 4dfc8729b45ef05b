#pragma once

#include <string>
#include <string_view>

#include "query/solve/solve.h"

// The report of the windows that turn one size into another, and the texts that its forms share.
namespace nnshape {

/// The version of the JSON form: within one, nothing is renamed or removed.
inline constexpr int solve_version = 1;

/// What `solve` reports; see report/forms.def for the forms.
struct SolveReport {
    const Question& question;
    const Answers& answers;
    int64_t top = 10;  ///< the number of windows that are shown, from 1
};

size_t shown_count(const SolveReport& report);

/// A number of a window: one for all axes if they have the same, else one for each, as in `3x5`.
std::string number_text(const WindowAnswer& answer, int64_t AxisWindow::*number);

/// The padding in the same way: `1`, or `0:1` if the two sides differ.
std::string padding_text(const WindowAnswer& answer);

/// The line of a spec that has this window, of the first layer type that can express it; `?` replaces a
/// required value that the window does not determine.
std::string line_of(const Question& question, const WindowAnswer& answer);

/// How the kernel follows from the sizes: "kernel = in + 2·padding − stride·(out − 1) = 28 + 2·0 − 1·(26 − 1) = 3", for
/// each axis that differs. Empty if the rule rounds, or if a size is not known.
std::vector<std::string> derivations_of(const SolveReport& report, const WindowAnswer& answer);

/// The options of the command that choose a rule: `--ceil`.
std::string_view options_of(WindowRule rule);

}  // namespace nnshape
