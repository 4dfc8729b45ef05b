#include "report/form.h"
#include "report/report.h"
#include "report/table/comparison.h"

// CSV as in RFC 4180: a line for each layer, numbers without commas.
namespace nnshape {
namespace {

void append_field(std::string& out, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (char letter : text) {
        if (letter == '"') out += '"';
        out += letter;
    }
    out += '"';
}

void append_head(const Columns& columns, std::string& out) {
    for (const Column* column : columns) {
        if (column != columns.front()) out += ',';
        out += column->name;
    }
    out += "\n";
}

void append_cell(const Cell& cell, std::string& out) {
    append_field(out, cell.text.empty() && cell.number ? std::to_string(*cell.number) : cell.text);
}

}  // namespace

void write_csv(const NetworkReport& report, std::string& out) {
    const Study& study = report.study;
    const ReportOptions& options = report.options;
    View view = view_of(study, options);
    auto columns = columns_of(options);
    append_head(columns, out);
    if (!study.understood) return;
    for (const LayerOrCall& item : items_of(view, options)) {
        for (const Column* column : columns) {
            if (column != columns.front()) out += ',';
            append_cell(column->cell(view, item), out);
        }
        out += "\n";
    }
}

void write_csv(const Comparison& comparison, std::string& out) {
    append_head(comparison.columns, out);
    for (const ComparedNetwork& network : comparison.networks) {
        for (const Cell& cell : network.cells) {
            if (&cell != &network.cells.front()) out += ',';
            append_cell(cell, out);
        }
        out += "\n";
    }
}

}  // namespace nnshape
