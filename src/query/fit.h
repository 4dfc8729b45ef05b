#pragma once

#include <optional>
#include <string>
#include <vector>

#include "study/study.h"

// The largest or the smallest value of a `let` with which a network keeps its limits.
namespace nnshape {

struct FitQuestion {
    std::string name;             ///< of the `let`
    std::vector<int64_t> values;  ///< at least one, in the order in which they are tried: the most wanted first
    bool smallest = false;        ///< whether the smaller values come first
};

/// A total that has a limit.
struct LimitedTotal {
    std::string key;
    int64_t found, most;
};

/// A value, and what it comes to.
struct FittedValue {
    int64_t value = 0;
    std::vector<LimitedTotal> totals = {};  ///< of a network that is calculated
    std::string reason = {};                ///< the first error; empty if the network keeps its limits
};

/// Every value before the first that fits was tried and breaks a limit or cannot be calculated: no order of the totals
/// is presumed.
struct FitAnswer {
    size_t tried = 0;
    std::optional<FittedValue> best = {};    ///< the first value that fits
    std::optional<FittedValue> before = {};  ///< the last value that was tried and does not fit
};

/// Tries the values one after the other, each as `--set` gives it. `study` holds the last network that was tried.
FitAnswer fit(Source source, std::string_view fallback_name, const StudyOptions& options, const FitQuestion& question,
              Study& study);

}  // namespace nnshape
