#include "report/columns.h"
#include "report/report.h"

// A line for each layer, quoted as RFC 4180 has it; figures without commas.
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

}  // namespace

void write_csv(const Study& study, const ReportOptions& options, std::string& out) {
    View view = view_of(study, options);
    auto columns = columns_of(options);
    for (const Column* column : columns) {
        if (column != columns.front()) out += ',';
        out += column->name;
    }
    out += "\n";
    if (!study.understood) return;
    for (const LayerOrCall& item : items_of(view, options)) {
        for (const Column* column : columns) {
            if (column != columns.front()) out += ',';
            Cell cell = column->cell(view, item);
            append_field(out, cell.text.empty() && cell.number ? std::to_string(*cell.number) : cell.text);
        }
        out += "\n";
    }
}

}  // namespace nnshape
