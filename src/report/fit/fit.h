#pragma once

#include <string>

#include "query/fit.h"

// The report of the value of a `let` that keeps a network's limits.
namespace nnshape {

/// What `fit` reports: the question, the answer, and the network of the last value that was tried; see
/// report/forms.def for the forms.
struct FitReport {
    const Study& study;
    const FitQuestion& question;
    const FitAnswer& answer;
    std::string source;
};

}  // namespace nnshape
