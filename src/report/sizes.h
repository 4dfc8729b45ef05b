#pragma once

#include <string>
#include <vector>

#include "query/sizes.h"
#include "study/study.h"

// The input sizes that suit a network, as people and as programs read them.
namespace nnshape {

/// What was asked, what came of it, and of which spec.
struct SizesReport {
    const Study& study;
    const SizesQuestion& question;
    const std::vector<AxisSizes>& axes;
    std::string source;
};

void write_sizes_text(const SizesReport& report, std::string& out);
void write_sizes_json(const SizesReport& report, std::string& out);

}  // namespace nnshape
