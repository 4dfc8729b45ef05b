#include <fmt/format.h>
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"
#include "base/wrap.h"
#include "report/form.h"
#include "report/solve/solve.h"

// The windows that turn one size into another, for people: a table with the line of a spec for each.
namespace nnshape {
namespace {

constexpr int page_width = 80;
constexpr std::string_view gap = "  ";

struct WindowColumn {
    std::string_view heading;
    std::string (*text)(const WindowAnswer& answer);
};

constexpr WindowColumn columns[] = {
    {"kernel", [](const WindowAnswer& answer) { return number_text(answer, &AxisWindow::kernel); }},
    {"stride", [](const WindowAnswer& answer) { return number_text(answer, &AxisWindow::stride); }},
    {"padding", padding_text},
    {"dilation", [](const WindowAnswer& answer) { return number_text(answer, &AxisWindow::dilation); }},
    {"in", [](const WindowAnswer& answer) { return number_text(answer, &AxisWindow::in); }},
    {"out", [](const WindowAnswer& answer) { return number_text(answer, &AxisWindow::out); }},
    {"remainder", [](const WindowAnswer& answer) { return number_text(answer, &AxisWindow::remainder); }},
    {"lost", [](const WindowAnswer& answer) { return number_text(answer, &AxisWindow::lost); }},
};

using Cells = std::vector<std::string>;

Cells cells_of(const SolveReport& report, const WindowAnswer& answer) {
    Cells cells;
    for (const WindowColumn& column : columns) {
        bool size = column.heading == "in" || column.heading == "out";
        cells.push_back(size && report.answers.any_size ? "any" : column.text(answer));
    }
    bool made = report.question.rule == WindowRule::transposed_same;  // the framework chooses the padding
    if (made) cells[2] = "same";
    cells.push_back(line_of(report.question, answer));
    return cells;
}

// Removes the column of the dilation if it is always 1, and that of the lost rows if it is always 0.
void drop_idle_columns(std::vector<Cells>& rows) {
    for (size_t column = rows[0].size(); column-- > 0;) {
        std::string idle = rows[0][column] == "dilation" ? "1" : rows[0][column] == "lost" ? "0" : "";
        bool drops = std::all_of(rows.begin() + 1, rows.end(), [&](const Cells& row) { return row[column] == idle; });
        if (!drops) continue;
        for (Cells& row : rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(column));
    }
}

// Numbers are aligned right; the line of the spec is last.
std::string table_text(std::vector<Cells> rows) {
    drop_idle_columns(rows);
    std::vector<int> widths(rows[0].size(), 0);
    for (const Cells& row : rows) {
        for (size_t column = 0; column < row.size(); ++column) {
            widths[column] = std::max(widths[column], display_width(row[column]));
        }
    }
    std::string out;
    int width = static_cast<int>(gap.size() * (widths.size() - 1));
    for (int column : widths) width += column;
    for (const Cells& row : rows) {
        for (size_t column = 0; column + 1 < row.size(); ++column) {
            out += fmt::format("{:>{}}{}", row[column], widths[column], gap);
        }
        out += row.back() + "\n";
        if (&row != &rows[0]) continue;
        for (int column = 0; column < width; ++column) out += "─";
        out += "\n";
    }
    return out;
}

}  // namespace

void write_text(const SolveReport& report, std::string& out) {
    const Answers& answers = report.answers;
    auto paragraph = [&](const std::string& text) {
        for (const std::string& line : wrapped(text, page_width)) out += line + "\n";
    };
    for (const std::string& reason : answers.reasons) paragraph(reason);
    for (const OtherRule& other : answers.others) {
        paragraph(fmt::format("`{}` would do: {}", options_of(other.rule),
                              line_of({.rule = other.rule, .axes = {}}, other.window)));
    }
    if (answers.windows.empty()) return;
    if (answers.is_mixed) paragraph("no window fits all axes with the same values; the simplest for each:");
    std::vector<Cells> rows{{}};
    for (const WindowColumn& column : columns) rows[0].emplace_back(column.heading);
    rows[0].emplace_back("written");
    size_t shown = shown_count(report), more = answers.windows.size() - shown;
    for (size_t index = 0; index < shown; ++index) rows.push_back(cells_of(report, answers.windows[index]));
    out += table_text(std::move(rows));
    if (more > 0)
        paragraph(fmt::format("{} more; --top {} shows all", with_commas(static_cast<int64_t>(more)),
                              answers.windows.size()));
    auto derivations = answers.is_mixed ? std::vector<std::string>() : derivations_of(report, answers.windows[0]);
    for (const std::string& line : derivations) {
        for (const std::string& part : wrapped_formula(line, page_width)) out += part + "\n";
    }
}

}  // namespace nnshape
