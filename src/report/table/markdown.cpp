#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "report/form.h"
#include "report/markup.h"
#include "report/report.h"
#include "report/table/comparison.h"
#include "report/table/facts.h"
#include "report/table/grid.h"

// The table as Markdown for GitHub, with the totals in bold.
namespace nnshape {
namespace {

void append_row(const Row& row, std::string& out) {
    for (const std::string& cell : row) out += fmt::format("| {} ", escaped_markdown(cell));
    out += "|\n";
}

void append_total(const Row& total, std::string& out) {
    for (const std::string& cell : total) out += cell.empty() ? "|  " : fmt::format("| **{}** ", cell);
    out += "|\n";
}

void append_head(const Grid& grid, std::string& out) {
    append_row(grid.headings, out);
    out += "|";
    for (const Column* column : grid.columns) out += column->is_figure ? "---:|" : "---|";
    out += "\n";
}

void append_fact(const Fact& fact, std::string& out) {
    size_t inner = fact.name.find_first_not_of(' ');
    out += fmt::format("{:{}}- {}: {}", "", inner, fact.name.substr(inner), with_commas(fact.number));
    out += fact.remark.empty() ? "\n" : fmt::format(" ({})\n", fact.remark);
}

}  // namespace

void write_markdown(const NetworkReport& report, std::string& out) {
    const Study& study = report.study;
    const ReportOptions& options = report.options;
    if (!study.understood) return;
    if (!out.empty()) out += "\n";  // another network's report comes before
    Grid grid = grid_of(view_of(study, options), options, false);
    out += fmt::format("### {}\n\n", escaped_markdown(printable(study.network.name)));
    append_head(grid, out);
    for (const Row& row : grid.rows) append_row(row, out);
    if (study.calculated()) {
        append_total(grid.total, out);
        out += "\n";
        for (const Fact& fact : facts_of(study, options)) append_fact(fact, out);
    } else {
        out += "\nNo totals: a layer could not be calculated.\n";
    }
    std::string custom = custom_note(study);
    if (!custom.empty()) out += fmt::format("\n{}\n", escaped_markdown(custom));
}

void write_markdown(const Comparison& comparison, std::string& out) {
    Grid grid = grid_of(comparison);
    append_head(grid, out);
    for (const Row& row : grid.rows) append_row(row, out);
}

}  // namespace nnshape
