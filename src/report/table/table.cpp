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
    std::vector<int> widths(grid.columns.size());
    auto widen = [&](const Row& row) {
        for (size_t column = 0; column < row.size(); ++column) {
            widths[column] = std::max(widths[column], display_width(row[column]));
        }
    };
    widen(grid.headings);
    widen(grid.total);
    for (size_t row = 0; row < grid.size; ++row) widen(grid.row(row));
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
        for (std::string_view name : {"operation", "from", "name", "network"}) {
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
    for (size_t column = 0; column < row.size(); ++column) {
        int width = display_width(row[column]), most = table.widths[column];
        bool fits = width <= most, is_figure = table.grid.columns[column]->is_figure;
        std::string shorter = fits ? std::string() : cut(row[column], most);
        std::string_view text = fits ? row[column] : shorter;
        auto padding = static_cast<size_t>(most - (fits ? width : display_width(text)));
        if (column > 0) out += gap;
        if (is_figure) out.append(padding, ' ');
        out += text;
        if (!is_figure) out.append(padding, ' ');
    }
    out.resize(out.find_last_not_of(' ') + 1);  // at the latest, the line before ends here
    out += '\n';
}

void append_rows(const Table& table, const ReportOptions& options, std::string& out) {
    for (size_t row = 0; row < table.grid.size; ++row) {
        append_row(table, table.grid.row(row), out);
        options.pass_on(out);
    }
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

void append_fact(const Fact& fact, const ReportOptions& options, std::string& out) {
    std::string number = number_of(fact, options);
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
    if (!study.listed) return;
    if (!out.empty()) out += "\n";  // another network's report comes before
    std::string title = title_of(report);
    out += fmt::format("{}\n\n", options.width ? cut(title, *options.width) : title);
    View view = view_of(study, options);
    Table table = append_head(grid_of(view, options, true), options, out);
    append_rows(table, options, out);
    append_rule(table, out);
    if (study.calculated()) {
        append_row(table, table.grid.total, out);
        if (!options.facts) return;
        out += "\n";
        for (const Fact& fact : facts_of(study, options)) append_fact(fact, options, out);
    } else {
        out += fmt::format("no totals: {}\n", why_no_totals(study));
    }
    for (const std::string& note : {deployed_note(study), custom_note(study)}) {
        if (note.empty() || !options.facts) continue;
        out += "\n";
        for (const std::string& line : wrapped(note, page_width)) out += line + "\n";
    }
}

void write_table(const Comparison& comparison, std::string& out) {
    Table table = append_head(grid_of(comparison), comparison.options, out);
    append_rows(table, comparison.options, out);
}

}  // namespace nnshape
