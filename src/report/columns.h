#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lint/study.h"
#include "report/options.h"

// Every column once, shared by all tabular forms. Columns are named as the JSON report's keys are.
namespace nnshape {

/// What the columns look at.
struct View {
    const Study& study;
    Layout layout;  ///< in which shapes are shown
    LineIndex lines;
};

View view_of(const Study& study, const ReportOptions& options);

/// What a column shows of one layer: the text, else the number. Layers are sorted by the number, then by the text; it
/// has neither where a figure could not be calculated.
struct Cell {
    std::optional<int64_t> number = {};
    std::string text = {};
};

struct Column {
    std::string_view name;
    std::string_view heading;
    bool is_figure;  ///< a number, aligned right
    Cell (*cell)(const View& view, uint32_t node);
};

std::span<const Column> all_columns();
std::vector<std::string_view> column_names();

/// The column of this name, or null.
const Column* find_column(std::string_view name);

using Columns = std::vector<const Column*>;

/// The columns that a tabular form shows.
Columns columns_of(const ReportOptions& options);

/// The layers that a report shows, sorted and cut as the options say.
std::vector<uint32_t> layers_of(const View& view, const ReportOptions& options);

/// The layers that a layer reads, separated by commas.
std::string reads_text(const Study& study, uint32_t node);

}  // namespace nnshape
