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
    std::vector<Column> keys;  ///< `network` and the swept names
    Columns columns;           ///< the keys, then the columns that are asked for
    std::vector<ComparedNetwork> networks = {};
};

/// A comparison without rows, in the columns that the options name, or else in its own. The options must outlive it.
Comparison comparison_with(const ReportOptions& options);

/// Adds the row of a network, with the values of the swept names that the options have now.
void add_to(Comparison& comparison, const Study& study);

/// Sorts and cuts the rows as the options say.
void arrange(Comparison& comparison);

}  // namespace nnshape
