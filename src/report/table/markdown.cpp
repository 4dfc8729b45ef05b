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

void append_rows(const Grid& grid, const ReportOptions& options, std::string& out) {
    for (size_t row = 0; row < grid.size; ++row) {
        append_row(grid.row(row), out);
        options.pass_on(out);
    }
}

void append_head(const Grid& grid, std::string& out) {
    append_row(grid.headings, out);
    out += "|";
    for (const Column* column : grid.columns) out += column->is_figure ? "---:|" : "---|";
    out += "\n";
}

void append_fact(const Fact& fact, const ReportOptions& options, std::string& out) {
    size_t inner = fact.name.find_first_not_of(' ');
    out += fmt::format("{:{}}- {}: {}", "", inner, fact.name.substr(inner), number_of(fact, options));
    out += fact.remark.empty() ? "\n" : fmt::format(" ({})\n", escaped_markdown(fact.remark));
}

}  // namespace

void write_markdown(const NetworkReport& report, std::string& out) {
    const Study& study = report.study;
    const ReportOptions& options = report.options;
    if (!study.listed) return;
    if (!out.empty()) out += "\n";  // another network's report comes before
    View view = view_of(study, options);
    Grid grid = grid_of(view, options, false);
    out += fmt::format("### {}\n\n", escaped_markdown(title_of(report)));
    append_head(grid, out);
    append_rows(grid, options, out);
    if (study.calculated()) {
        append_total(grid.total, out);
        if (!options.facts) return;
        out += "\n";
        for (const Fact& fact : facts_of(study, options)) append_fact(fact, options, out);
    } else {
        out += fmt::format("\nNo totals: {}.\n", why_no_totals(study));
    }
    for (const std::string& note : {deployed_note(study), custom_note(study)}) {
        if (!note.empty() && options.facts) out += fmt::format("\n{}\n", escaped_markdown(note));
    }
}

void write_markdown(const Comparison& comparison, std::string& out) {
    Grid grid = grid_of(comparison);
    append_head(grid, out);
    append_rows(grid, comparison.options, out);
}

}  // namespace nnshape
