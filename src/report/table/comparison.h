#pragma once

#include <vector>

#include "report/table/columns.h"

// Networks side by side: one table with a row for each.
namespace nnshape {

struct ComparedNetwork {
    Cell sorted_by;  ///< empty where they stay in order
    std::vector<Cell> cells;
};

struct Comparison {
    Columns columns;
    std::vector<ComparedNetwork> networks;
};

/// The columns of a comparison for which none are asked.
Columns compared_columns();

/// Adds the row of a network. `label` tells it from others of its name, and may be empty.
void add_to(Comparison& comparison, const Study& study, const ReportOptions& options, std::string_view label);

/// Sorts and cuts the rows as the options say.
void arrange(Comparison& comparison, const ReportOptions& options);

void compare_table(const Comparison& comparison, const ReportOptions& options, std::string& out);
void compare_csv(const Comparison& comparison, const ReportOptions& options, std::string& out);
void compare_markdown(const Comparison& comparison, const ReportOptions& options, std::string& out);

}  // namespace nnshape
