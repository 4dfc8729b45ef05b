#include <fmt/format.h>
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"
#include "base/wrap.h"
#include "report/form.h"
#include "report/report.h"
#include "report/table/comparison.h"
#include "report/table/facts.h"
#include "report/table/grid.h"

// The table for people: a row for each layer, the totals, and the facts about them.
namespace nnshape {
namespace {

constexpr std::string_view gap = "  ";
constexpr int number_end = 37, remark_column = 40, page_width = 80;  // of the facts

// A grid and the widths of its columns.
struct Table {
    Grid grid;
    std::vector<int> widths;
};

std::vector<int> widths_of(const Grid& grid) {
    std::vector<int> widths;
    for (size_t column = 0; column < grid.columns.size(); ++column) {
        int width = display_width(grid.headings[column]);
        for (const Row& row : grid.rows) width = std::max(width, display_width(row[column]));
        if (!grid.total.empty()) width = std::max(width, display_width(grid.total[column]));
        widths.push_back(width);
    }
    return widths;
}

int width_of(const Table& table) {
    int width = -static_cast<int>(gap.size());
    for (int column : table.widths) width += column + static_cast<int>(gap.size());
    return width;
}

// If the terminal is too narrow, cuts the operation first, then the other columns of words. In the first round each
// keeps 12 columns, in the second 4.
void fit(Table& table, int width) {
    for (int least : {12, 4}) {
        for (std::string_view name : {"operation", "from", "name"}) {
            for (size_t column = 0; column < table.widths.size(); ++column) {
                int surplus = width_of(table) - width;
                if (surplus <= 0) return;
                if (table.grid.columns[column]->name != name) continue;
                int floor = std::min(table.widths[column], least);
                table.widths[column] = std::max(floor, table.widths[column] - surplus);
            }
        }
    }
}

// Cuts the text to a width and ends it with an ellipsis. Never separates a letter from the marks and joiners after it.
std::string cut(std::string_view text, int width) {
    if (display_width(text) <= width) return std::string(text);
    size_t end = 0;
    for (size_t at = 0; at < text.size();) {
        size_t next = at + std::max(1u, decode(text.substr(at)).bytes);
        int before = display_width(text.substr(0, at));
        if (before > width - 1) break;
        if (display_width(text.substr(0, next)) > before) end = at;
        at = next;
    }
    return fmt::format("{}…", text.substr(0, end));
}

void append_row(const Table& table, const Row& row, std::string& out) {
    std::string line;
    for (size_t column = 0; column < row.size(); ++column) {
        std::string text = cut(row[column], table.widths[column]);
        std::string padding(static_cast<size_t>(table.widths[column] - display_width(text)), ' ');
        if (column > 0) line += gap;
        line += table.grid.columns[column]->is_figure ? padding + text : text + padding;
    }
    line.resize(line.find_last_not_of(' ') + 1);
    out += line + "\n";
}

void append_rule(const Table& table, std::string& out) {
    for (int column = 0; column < width_of(table); ++column) out += "─";
    out += "\n";
}

// Fits the grid to the terminal, and appends its headings and a rule.
Table append_head(Grid grid, const ReportOptions& options, std::string& out) {
    Table table{.grid = std::move(grid), .widths = {}};
    table.widths = widths_of(table.grid);
    if (options.width) fit(table, *options.width);
    append_row(table, table.grid.headings, out);
    append_rule(table, out);
    return table;
}

void append_fact(const Fact& fact, std::string& out) {
    std::string number = with_commas(fact.number);
    size_t padding = std::max<size_t>(number_end, fact.name.size() + 2 + number.size()) - fact.name.size();
    std::string line = fmt::format("{}{:>{}}   ", fact.name, number, padding);
    for (const std::string& remark : wrapped(fact.remark, page_width - remark_column)) {
        out += fmt::format("{:<{}}{}\n", std::exchange(line, {}), remark_column, remark);
    }
    if (!line.empty()) out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
}

}  // namespace

void write_table(const NetworkReport& report, std::string& out) {
    const Study& study = report.study;
    const ReportOptions& options = report.options;
    if (!study.understood) return;
    if (!out.empty()) out += "\n";  // another network's report comes before
    std::string name = printable(study.network.name);
    out += fmt::format("{}\n\n", options.width ? cut(name, *options.width) : name);
    Table table = append_head(grid_of(view_of(study, options), options, true), options, out);
    for (const Row& row : table.grid.rows) append_row(table, row, out);
    append_rule(table, out);
    if (study.calculated()) {
        append_row(table, table.grid.total, out);
        out += "\n";
        for (const Fact& fact : facts_of(study, options)) append_fact(fact, out);
    } else {
        out += "no totals: a layer could not be calculated\n";
    }
    std::string custom = custom_note(study);
    if (custom.empty()) return;
    out += "\n";
    for (const std::string& line : wrapped(custom, page_width)) out += line + "\n";
}

void write_table(const Comparison& comparison, std::string& out) {
    Table table = append_head(grid_of(comparison), comparison.options, out);
    for (const Row& row : table.grid.rows) append_row(table, row, out);
}

}  // namespace nnshape
