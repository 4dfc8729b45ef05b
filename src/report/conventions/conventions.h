#pragma once

#include <string>
#include <vector>

#include "query/conventions/conventions.h"

// The report of what other programs print for a network.
namespace nnshape {

/// Where frameworks would give a layer another size.
struct OtherSize {
    std::string layer;
    std::vector<std::string> notes;
};

/// What `explain --conventions` reports; see report/forms.def for the forms.
struct ConventionReport {
    std::string network;
    std::vector<ConventionTotal> totals;
    std::vector<OtherSize> sizes;
};

}  // namespace nnshape
