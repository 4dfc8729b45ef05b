#pragma once

#include <vector>

#include "report/table/columns.h"

// Several networks in one table, a row for each.
namespace nnshape {

struct ComparedNetwork {
    Cell sorted_by;  ///< the cell to sort by; empty: the rows are not sorted
    std::vector<Cell> cells;
};

struct Comparison {
    const ReportOptions& options;
    Columns columns;
    std::vector<ComparedNetwork> networks = {};
};

/// A comparison without rows, in the columns that the options name, or else in its own; the options must outlive it.
Comparison comparison_with(const ReportOptions& options);

/// Adds the row of a network. `label` distinguishes it from others of the same name, and may be empty.
void add_to(Comparison& comparison, const Study& study, std::string_view label);

/// Sorts and cuts the rows as the options say.
void arrange(Comparison& comparison);

}  // namespace nnshape
