#include "report/table/grid.h"

#include <algorithm>

#include "base/text.h"

namespace nnshape {
namespace {

struct Style {
    bool bars;   // after a figure that has one
    bool human;  // short numbers
};

// All bars have the same width, so that the numbers before them are aligned.
std::string shown(const Column& column, const Cell& cell, const Style& style) {
    bool short_number = style.human && column.has_total;
    if (cell.text.empty() && cell.number) return short_number ? with_unit(*cell.number) : with_commas(*cell.number);
    std::string text = cell.text + std::string(cell.unit);
    return style.bars && !cell.bar.empty() ? text + " " + cell.bar : text;
}

std::string shown_in(const Column& column, const Cell& cell, const Style& style) {
    return column.is_figure && !cell.number ? "-" : shown(column, cell, style);
}

// An input has a name, a type and a shape, and no counts.
Row input_row(const View& view, const Columns& columns, const LayerOrCall& input) {
    Row row;
    for (const Column* column : columns) {
        bool known = column->name == "name" || column->name == "type" || column->name == "output" ||
                     column->name == graph_column;
        row.push_back(known ? shown(*column, column->cell(view, input), {}) : "");
    }
    return row;
}

Row item_row(const View& view, const Columns& columns, const LayerOrCall& item, const Style& style) {
    Row row;
    for (const Column* column : columns) row.push_back(shown_in(*column, column->cell(view, item), style));
    return row;
}

// The first column that is not a number has the word `total`.
Row total_row(const View& view, const Columns& columns, bool all, const Style& style) {
    Row row;
    for (const Column* column : columns) {
        row.push_back(column->has_total ? shown(*column, column->cell(view, {0, &view.whole}), style) : "");
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
    Style style{bars, options.human};
    Grid grid = headed(columns_of(options));
    auto items = items_of(view, options);
    bool all = !options.top || items.size() == items_of(view, {.depth = options.depth}).size();
    if (study.calculated()) grid.total = total_row(view, grid.columns, all, style);
    uint32_t inputs = study.network.input_count;
    grid.size = inputs + items.size();
    grid.row = [&view, columns = grid.columns, items = std::move(items), inputs, style](size_t row) {
        bool is_input = row < inputs;
        return is_input ? input_row(view, columns, {static_cast<uint32_t>(row)})
                        : item_row(view, columns, items[row - inputs], style);
    };
    return grid;
}

Grid grid_of(const Comparison& comparison) {
    Grid grid = headed(comparison.columns);
    grid.size = comparison.networks.size();
    grid.row = [&comparison](size_t number) {
        Row row;
        for (size_t at = 0; at < comparison.columns.size(); ++at) {
            const Cell& cell = comparison.networks[number].cells[at];
            row.push_back(shown_in(*comparison.columns[at], cell, {false, comparison.options.human}));
        }
        return row;
    };
    return grid;
}

}  // namespace nnshape
