#pragma once

#include <string>
#include <vector>

#include "query/sizes.h"
#include "study/study.h"

// The report of the input sizes that fit a network.
namespace nnshape {

/// What `sizes` reports: the spec, the question and the answer; see report/forms.def for the forms.
struct SizesReport {
    const Study& study;
    const SizesQuestion& question;
    const std::vector<AxisSizes>& axes;
    std::string source;
};

}  // namespace nnshape
