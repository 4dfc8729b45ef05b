#pragma once

#include <string>
#include <vector>

#include "query/sizes.h"
#include "study/study.h"

// What is reported of the input sizes that suit a network.
namespace nnshape {

/// What was asked, what came of it, and of which spec.
struct SizesReport {
    const Study& study;
    const SizesQuestion& question;
    const std::vector<AxisSizes>& axes;
    std::string source;
};

}  // namespace nnshape
