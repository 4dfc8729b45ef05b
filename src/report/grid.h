#pragma once

#include <string>
#include <vector>

#include "report/columns.h"

// A tabular report's cells as people read them.
namespace nnshape {

using Row = std::vector<std::string>;

struct Grid {
    Columns columns = {};
    std::vector<Row> rows = {};  ///< the inputs, then the layers
    Row total = {};              ///< empty where there are no totals
};

Grid grid_of(const View& view, const ReportOptions& options);

}  // namespace nnshape
