#pragma once

#include <string>
#include <vector>

#include "report/table/comparison.h"

// A tabular report's cells as people read them.
namespace nnshape {

using Row = std::vector<std::string>;

struct Grid {
    Columns columns = {};
    Row headings = {};
    std::vector<Row> rows = {};  ///< the inputs, then the layers
    Row total = {};              ///< empty where there are no totals
};

/// The layers of a network; figures that can be drawn with their bars or without.
Grid grid_of(const View& view, const ReportOptions& options, bool bars);

/// Networks side by side, without inputs and totals; their names are headed so.
Grid grid_of(const Comparison& comparison);

}  // namespace nnshape
