#include <algorithm>

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

// Whether a spreadsheet would run the text as a formula. Some also read the wide forms of these characters.
bool is_formula(std::string_view text) {
    constexpr std::string_view signs[] = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return std::any_of(std::begin(signs), std::end(signs),
                       [&](std::string_view sign) { return text.starts_with(sign); });
}

// The apostrophe in front of a formula makes it a text. A number is never a formula.
void append_cell(const Cell& cell, std::string& line) {
    std::string text = cell.text.empty() && cell.number ? std::to_string(*cell.number) : cell.text;
    if (!cell.number && is_formula(text)) text.insert(0, 1, '\'');
    append_field(line, text);
    line += ',';
}

// Replaces the comma after the last cell by the end of the line.
void end_line(std::string& out) { out.back() = '\n'; }

void append_head(const Columns& columns, std::string& out) {
    for (const Column* column : columns) append_cell({.text = std::string(column->name)}, out);
    end_line(out);
}

}  // namespace

void write_csv(const NetworkReport& report, std::string& out) {
    const Study& study = report.study;
    const ReportOptions& options = report.options;
    View view = view_of(study, options);
    auto columns = columns_of(options);
    if (!study.listed) return;
    if (out.empty()) {  // only the first of several networks has a head
        std::vector<Column> keys;
        if (options.several) keys = key_columns(options);
        Columns all;
        for (const Column& key : keys) all.push_back(&key);
        all.insert(all.end(), columns.begin(), columns.end());
        append_head(all, out);
    }
    std::vector<Cell> keys;
    if (options.several) keys = key_cells(report);
    for (const LayerOrCall& item : items_of(view, options)) {
        for (const Cell& key : keys) append_cell(key, out);
        for (const Column* column : columns) append_cell(column->cell(view, item), out);
        end_line(out);
        options.pass_on(out);
    }
}

void write_csv(const Comparison& comparison, std::string& out) {
    append_head(comparison.columns, out);
    for (const ComparedNetwork& network : comparison.networks) {
        for (const Cell& cell : network.cells) append_cell(cell, out);
        end_line(out);
    }
}

}  // namespace nnshape
