#pragma once

#include <functional>
#include <string>
#include <vector>

#include "report/table/comparison.h"

// The cells of a table, formatted for people.
namespace nnshape {

using Row = std::vector<std::string>;

/// The rows are made when they are asked for: a network may have ten million layers.
struct Grid {
    Columns columns = {};
    Row headings = {};
    size_t size = 0;  ///< the number of rows: the inputs, then the layers
    std::function<Row(size_t)> row = {};
    Row total = {};  ///< empty: the network has no totals
};

/// The grid of one network, which must outlive it; `bars`: with a bar after each figure that has one.
Grid grid_of(const View& view, const ReportOptions& options, bool bars);

/// The grid of several networks, without inputs and totals. They must outlive it.
Grid grid_of(const Comparison& comparison);

}  // namespace nnshape
