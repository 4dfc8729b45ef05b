#pragma once

#include <string>
#include <vector>

#include "report/options.h"
#include "study/study.h"

// What stands under a table: the totals in words, and what a reader must know of them.
namespace nnshape {

struct Fact {
    std::string name;
    int64_t number;
    std::string remark = {};
};

/// The facts of a study that has totals.
std::vector<Fact> facts_of(const Study& study, const ReportOptions& options);

/// "custom layers, counted as the spec says: a, b", or an empty string where there are none.
std::string custom_note(const Study& study);

}  // namespace nnshape
