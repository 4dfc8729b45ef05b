#include "report/table/grid.h"

#include <algorithm>

#include "base/text.h"

namespace nnshape {
namespace {

// All bars have the same width, so that the numbers before them are aligned.
std::string shown(const Cell& cell, bool bars) {
    if (cell.text.empty() && cell.number) return with_commas(*cell.number);
    std::string text = cell.text + std::string(cell.unit);
    return bars && !cell.bar.empty() ? text + " " + cell.bar : text;
}

std::string shown_in(const Column& column, const Cell& cell, bool bars) {
    return column.is_figure && !cell.number ? "-" : shown(cell, bars);
}

// An input has a name, a type and a shape, and no counts.
Row input_row(const View& view, const Columns& columns, const LayerOrCall& input) {
    Row row;
    for (const Column* column : columns) {
        bool known = column->name == "name" || column->name == "type" || column->name == "output";
        row.push_back(known ? shown(column->cell(view, input), false) : "");
    }
    return row;
}

Row item_row(const View& view, const Columns& columns, const LayerOrCall& item, bool bars) {
    Row row;
    for (const Column* column : columns) row.push_back(shown_in(*column, column->cell(view, item), bars));
    return row;
}

// The first column that is not a number has the word `total`.
Row total_row(const View& view, const Columns& columns, bool all, bool bars) {
    Row row;
    for (const Column* column : columns) {
        row.push_back(column->has_total ? shown(column->cell(view, {0, &view.whole}), bars) : "");
    }
    auto words = std::find_if(columns.begin(), columns.end(), [](const Column* column) { return !column->is_figure; });
    if (words != columns.end()) row[static_cast<size_t>(words - columns.begin())] = all ? "total" : "total of all";
    return row;
}

Grid headed(const Columns& columns) {
    Grid grid{.columns = columns};
    for (const Column* column : columns) grid.headings.emplace_back(column->heading);
    return grid;
}

}  // namespace

Grid grid_of(const View& view, const ReportOptions& options, bool bars) {
    const Study& study = view.study;
    Grid grid = headed(columns_of(options));
    for (uint32_t node = 0; node < study.network.input_count; ++node) {
        grid.rows.push_back(input_row(view, grid.columns, {node}));
    }
    auto items = items_of(view, options);
    for (const LayerOrCall& item : items) grid.rows.push_back(item_row(view, grid.columns, item, bars));
    bool all = !options.top || items.size() == items_of(view, {.depth = options.depth}).size();
    if (study.calculated()) grid.total = total_row(view, grid.columns, all, bars);
    return grid;
}

Grid grid_of(const Comparison& comparison) {
    Grid grid = headed(comparison.columns);
    for (size_t at = 0; at < grid.columns.size(); ++at) {
        if (grid.columns[at]->name == "name") grid.headings[at] = "network";
    }
    for (const ComparedNetwork& network : comparison.networks) {
        Row& row = grid.rows.emplace_back();
        for (size_t at = 0; at < grid.columns.size(); ++at) {
            row.push_back(shown_in(*grid.columns[at], network.cells[at], false));
        }
    }
    return grid;
}

}  // namespace nnshape
