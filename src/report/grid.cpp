#include "report/grid.h"

#include <algorithm>

#include "base/text.h"

namespace nnshape {
namespace {

std::string shown(const Cell& cell) { return cell.text.empty() && cell.number ? with_commas(*cell.number) : cell.text; }

// An input has a name, a type and a shape, and counts nothing.
Row input_row(const View& view, const Columns& columns, const LayerOrCall& input) {
    Row row;
    for (const Column* column : columns) {
        bool known = column->name == "name" || column->name == "type" || column->name == "output";
        row.push_back(known ? shown(column->cell(view, input)) : "");
    }
    return row;
}

Row item_row(const View& view, const Columns& columns, const LayerOrCall& item) {
    Row row;
    for (const Column* column : columns) {
        Cell cell = column->cell(view, item);
        bool unknown = column->is_figure && !cell.number;
        row.push_back(unknown ? "-" : shown(cell));
    }
    return row;
}

// The word `total` stands in the first column of words.
Row total_row(const Study& study, const Columns& columns, bool all) {
    Row row;
    for (const Column* column : columns) {
        auto figure = find_figure(column->name);
        row.push_back(figure ? with_commas(study.analysis.totals[*figure]) : "");
    }
    auto words = std::find_if(columns.begin(), columns.end(), [](const Column* column) { return !column->is_figure; });
    if (words != columns.end()) row[static_cast<size_t>(words - columns.begin())] = all ? "total" : "total of all";
    return row;
}

}  // namespace

Grid grid_of(const View& view, const ReportOptions& options) {
    const Study& study = view.study;
    Grid grid{.columns = columns_of(options)};
    for (uint32_t node = 0; node < study.network.input_count; ++node) {
        grid.rows.push_back(input_row(view, grid.columns, {node}));
    }
    auto items = items_of(view, options);
    for (const LayerOrCall& item : items) grid.rows.push_back(item_row(view, grid.columns, item));
    bool all = !options.top || items.size() == items_of(view, {.depth = options.depth}).size();
    if (study.calculated()) grid.total = total_row(study, grid.columns, all);
    return grid;
}

}  // namespace nnshape
