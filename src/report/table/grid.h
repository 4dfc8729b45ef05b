#pragma once

#include <string>
#include <vector>

#include "report/table/comparison.h"

// The cells of a table, formatted for people.
namespace nnshape {

using Row = std::vector<std::string>;

struct Grid {
    Columns columns = {};
    Row headings = {};
    std::vector<Row> rows = {};  ///< the inputs, then the layers
    Row total = {};              ///< empty: the network has no totals
};

/// The grid of one network; `bars`: with a bar after each figure that has one.
Grid grid_of(const View& view, const ReportOptions& options, bool bars);

/// The grid of several networks, without inputs and totals. The heading of their names is `network`.
Grid grid_of(const Comparison& comparison);

}  // namespace nnshape
