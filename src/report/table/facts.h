#pragma once

#include <string>
#include <vector>

#include "report/options.h"
#include "study/study.h"

// The lines below a table: the totals with their names and remarks.
namespace nnshape {

struct Fact {
    std::string name;
    int64_t number;
    std::string remark = {};
};

/// The facts of a study, which must be calculated.
std::vector<Fact> facts_of(const Study& study, const ReportOptions& options);

/// "custom layers, counted as the spec says: a, b", or an empty string if there are none.
std::string custom_note(const Study& study);

}  // namespace nnshape
