#pragma once

#include <string>
#include <string_view>
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

/// Why there are none: "a layer could not be calculated".
std::string_view why_no_totals(const Study& study);

/// The number of a fact as the options say.
std::string number_of(const Fact& fact, const ReportOptions& options);

/// "2 custom layers, whose counts the spec gives: a and b", with at most a few names, or an empty string if there are
/// none.
std::string custom_note(const Study& study);

/// "as deployed: 53 normalisations are folded into the layers before them, 1 layer that only trains is left out"; empty
/// unless the network is deployed.
std::string deployed_note(const Study& study);

}  // namespace nnshape
