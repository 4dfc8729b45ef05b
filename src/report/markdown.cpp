#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "report/columns.h"
#include "report/report.h"

// The table as GitHub renders it, the totals in bold.
namespace nnshape {
namespace {

// What would end a cell or begin markup is escaped.
std::string escaped(std::string_view text) {
    std::string out;
    for (char letter : text) {
        if (std::string_view("|\\`*_<>[]").find(letter) != std::string_view::npos) out += '\\';
        out += letter;
    }
    return out;
}

std::string shown(const View& view, const Column& column, uint32_t node) {
    bool calculated = view.study.analysis.nodes[node].state == State::calculated;
    if (!calculated && find_figure(column.name)) return "-";
    Cell cell = column.cell(view, node);
    if (cell.number) return with_commas(*cell.number);
    return escaped(cell.text);
}

}  // namespace

void write_markdown(const Study& study, const ReportOptions& options, std::string& out) {
    if (!study.understood) return;
    View view = view_of(study, options);
    auto columns = columns_of(options);
    out += fmt::format("### {}\n\n", escaped(printable(study.network.name)));
    std::string rule = "|";
    for (const Column* column : columns) {
        out += fmt::format("| {} ", column->heading);
        rule += column->is_figure ? "---:|" : "---|";
    }
    out += "|\n" + rule + "\n";
    for (uint32_t node = 0; node < study.network.input_count; ++node) {
        for (const Column* column : columns) {
            bool known = column->name == "name" || column->name == "output" || column->name == "type";
            out += fmt::format("| {} ", known ? shown(view, *column, node) : "");
        }
        out += "|\n";
    }
    for (uint32_t node : layers_of(view, options)) {
        for (const Column* column : columns) out += fmt::format("| {} ", shown(view, *column, node));
        out += "|\n";
    }
    if (!study.analysis.complete) {
        out += "\nNo totals: a layer could not be calculated.\n";
        return;
    }
    for (const Column* column : columns) {
        auto figure = find_figure(column->name);
        std::string text = figure ? with_commas(study.analysis.totals[*figure]) : "";
        if (column == columns.front() && !figure) text = "total";
        out += text.empty() ? "| " : fmt::format("| **{}** ", text);
    }
    out += fmt::format("|\n\n{}.\n", escaped(convention));
}

}  // namespace nnshape
