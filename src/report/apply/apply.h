#pragma once

#include <string>
#include <vector>

#include "query/apply/apply.h"

// The report of operations that are applied to given numbers, and the texts that its forms share.
namespace nnshape {

/// The version of the JSON form: within one, nothing is renamed or removed.
inline constexpr int apply_version = 1;

/// What `apply` reports; see report/forms.def for the forms.
struct ApplyReport {
    std::vector<Applied> applied;  ///< in order; the input of each is the output of the one before
    int64_t steps = 9;             ///< the number of steps that are shown of each
};

/// How a form writes a sum.
struct SumStyle {
    std::string_view times, minus, dots;
};

inline constexpr SumStyle plain_sums{"·", "−", "…"};
inline constexpr SumStyle latex_sums{" \\cdot ", "-", "\\ldots"};

/// A number with as many decimals as it needs, but at most 6: then it is cut, and dots follow.
std::string decimal_text(Fraction number, const SumStyle& style);

/// A number exactly: a decimal where one is exact, else as `1/3`. For programs.
std::string exact_text(Fraction number);

/// The equation of one plane's terms: `1·0 + 2·1 = 2`, `max(1, 2) = 2` or `(1 + 2) / 2 = 1.5`. With a `bias` it is part
/// of the sum.
std::string equation_of(const Applied& applied, const ChannelTerms& channel, const Fraction* bias,
                        const SumStyle& style);

/// The equations of a step: one, or one for each plane of the input and one for their sum, and one for the activation.
std::vector<std::string> equations_of(const Applied& applied, const ApplyStep& step, const SumStyle& style);

/// "rows 1–3, columns 2–4", counted from 1, with the plane where there are several: "plane 2, rows 1, 3, 5, …".
std::string place_text(const Applied& applied, const ApplyStep& step);

/// "conv 3x3, stride 2, padding 1": what is applied.
std::string operation_text(const Operation& operation);

/// "3x3", or "2 planes of 3x3".
std::string size_text(const Planes& planes);

int64_t shown_steps(const ApplyReport& report, const Applied& applied);

/// "16 more; --steps 25 shows all", or nothing.
std::string more_steps_text(const ApplyReport& report, const Applied& applied);

/// Whether any window lies on padding, which rows and columns outside of the input are.
bool shows_padding(const Applied& applied);

}  // namespace nnshape
