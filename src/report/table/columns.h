#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/receptive_field.h"
#include "report/options.h"
#include "study/study.h"

// Every column once, shared by all tabular forms. Columns are named as the JSON report's keys are.
namespace nnshape {

/// What the columns look at.
struct View {
    const Study& study;
    Layout layout;  ///< in which shapes are shown
    LineIndex lines;
    Call whole;                          ///< the network as if it were a call without a statement
    std::vector<ReceptiveField> fields;  ///< by node, where the report shows them
};

/// What a row shows: a layer, or a call with all the layers of it folded into one.
struct LayerOrCall {
    uint32_t node = 0;  ///< the layer
    const Call* call = nullptr;
};

View view_of(const Study& study, const ReportOptions& options);

/// What a column shows of one layer: the text, else the number. Layers are sorted by the number, then by the text; it
/// has neither where a figure could not be calculated.
struct Cell {
    std::optional<int64_t> number = {};
    std::string text = {};
    std::string_view unit = {};  ///< behind the text, for people
    std::string bar = {};        ///< the number drawn, for a table
};

struct Column {
    std::string_view name;
    std::string_view heading;
    bool is_figure;  ///< a number, aligned right
    bool has_total;  ///< of the whole network too
    Cell (*cell)(const View& view, const LayerOrCall& item);
};

std::span<const Column> all_columns();
std::vector<std::string_view> column_names();

/// The column of this name, or null.
const Column* find_column(std::string_view name);

using Columns = std::vector<const Column*>;

/// The columns of these names, which there are.
Columns columns_named(std::initializer_list<std::string_view> names);

/// The columns that a tabular form shows.
Columns columns_of(const ReportOptions& options);

/// Whether what has one cell is sorted before what has the other.
bool comes_before(const Cell& one, const Cell& other);

/// What a report shows a row of: the layers, folded, sorted and cut as the options say.
std::vector<LayerOrCall> items_of(const View& view, const ReportOptions& options);

}  // namespace nnshape
