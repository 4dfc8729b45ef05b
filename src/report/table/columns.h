#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/receptive_field.h"
#include "report/report.h"
#include "study/study.h"

// The table of all columns. The tabular forms share it; a column has the name of its key in the JSON report.
namespace nnshape {

/// The network that the columns show, and what their cells need.
struct View {
    const Study& study;
    Layout layout;  ///< of the shapes in the report
    LineIndex lines;
    Call whole;                          ///< the network as a call without a statement
    std::vector<ReceptiveField> fields;  ///< by node; empty: the report does not show them
    std::vector<std::string> wiring;     ///< by an item's first node; empty: the report does not show it
};

/// The content of a row: a layer, or a call with the sums of its layers.
struct LayerOrCall {
    uint32_t node = 0;  ///< the layer, if `call` is null
    const Call* call = nullptr;
};

View view_of(const Study& study, const ReportOptions& options);

/// A cell shows its text, or its number if the text is empty. Rows are sorted by the number, then by the text. A figure
/// that cannot be calculated has neither.
struct Cell {
    std::optional<int64_t> number = {};
    std::string text = {};
    std::string_view unit = {};  ///< after the text, in forms for people
    std::string bar = {};        ///< the number as a bar, in a table
};

struct Column {
    std::string_view name;
    std::string_view heading;
    bool is_figure;  ///< a number, which is aligned right
    bool has_total;  ///< the network has a total of it
    Cell (*cell)(const View& view, const LayerOrCall& item);
};

/// The column that draws the wiring of the rows, which must be in their order.
inline constexpr std::string_view graph_column = "graph";

std::span<const Column> all_columns();
std::vector<std::string_view> column_names();

/// The column of this name, or null.
const Column* find_column(std::string_view name);

using Columns = std::vector<const Column*>;

/// The columns of these names, which must exist.
Columns columns_named(std::initializer_list<std::string_view> names);

/// The columns that tell the rows of several networks apart: `network` and the swept names. They have no function.
std::vector<Column> key_columns(const ReportOptions& options);

/// The cells of one network in these columns.
std::vector<Cell> key_cells(const NetworkReport& report);

/// The columns that the options name, or else the default columns of a table.
Columns columns_of(const ReportOptions& options);

/// Whether the row with one cell is sorted before the row with the other.
bool comes_before(const Cell& one, const Cell& other);

/// The rows of a report: the layers, with calls folded, sorted and cut as the options say.
std::vector<LayerOrCall> items_of(const View& view, const ReportOptions& options);

}  // namespace nnshape
