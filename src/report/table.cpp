#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "report/columns.h"
#include "report/report.h"

// The table for people: a row for each layer, the totals, and what they come to.
namespace nnshape {
namespace {

constexpr std::string_view gap = "  ";
constexpr int narrowest_operation = 12;

struct Grid {
    std::vector<const Column*> columns;
    std::vector<std::vector<std::string>> rows;
    std::vector<int> widths;
};

std::string cell_text(const Cell& cell) { return cell.number ? with_commas(*cell.number) : cell.text; }

std::vector<std::string> layer_row(const View& view, const std::vector<const Column*>& columns, uint32_t node) {
    bool calculated = view.study.analysis.nodes[node].state == State::calculated;
    std::vector<std::string> row;
    for (const Column* column : columns) {
        bool known = calculated || !find_figure(column->name);
        row.push_back(known ? cell_text(column->cell(view, node)) : "-");
    }
    return row;
}

// An input has a name and a shape, and counts nothing.
std::vector<std::string> input_row(const View& view, const std::vector<const Column*>& columns, uint32_t node) {
    std::vector<std::string> row;
    for (const Column* column : columns) {
        bool shown = column->name == "name" || column->name == "output" || column->name == "type";
        row.push_back(shown ? cell_text(column->cell(view, node)) : "");
    }
    return row;
}

std::vector<std::string> total_row(const View& view, const std::vector<const Column*>& columns, bool cut) {
    std::vector<std::string> row;
    for (const Column* column : columns) {
        auto figure = find_figure(column->name);
        row.push_back(figure ? with_commas(view.study.analysis.totals[*figure]) : "");
    }
    bool free = !columns.empty() && !columns[0]->is_figure;
    if (free) row[0] = cut ? "total of all" : "total";
    return row;
}

void measure(Grid& grid) {
    for (size_t column = 0; column < grid.columns.size(); ++column) {
        int width = display_width(grid.columns[column]->heading);
        for (const auto& row : grid.rows) width = std::max(width, display_width(row[column]));
        grid.widths.push_back(width);
    }
}

int width_of(const Grid& grid) {
    int width = -static_cast<int>(gap.size());
    for (int column : grid.widths) width += column + static_cast<int>(gap.size());
    return width;
}

// On a terminal that is too narrow the operation gives way, then what else is words.
void fit(Grid& grid, int width) {
    auto shrink = [&](std::string_view name, int least) {
        for (size_t column = 0; column < grid.columns.size(); ++column) {
            if (grid.columns[column]->name != name) continue;
            int surplus = width_of(grid) - width;
            int floor = std::min(grid.widths[column], std::max(least, display_width(grid.columns[column]->heading)));
            if (surplus > 0) grid.widths[column] = std::max(floor, grid.widths[column] - surplus);
        }
    };
    shrink("operation", narrowest_operation);
    shrink("from", narrowest_operation);
    shrink("name", narrowest_operation);
}

// The text cut to a width, an ellipsis at its end.
std::string cut(std::string_view text, int width) {
    if (display_width(text) <= width) return std::string(text);
    std::string out;
    int used = 0;
    for (size_t at = 0; at < text.size();) {
        std::string_view point = text.substr(at, std::max(1u, decode(text.substr(at)).bytes));
        used += display_width(point);
        if (used > width - 1) break;
        out += point;
        at += point.size();
    }
    return out + "…";
}

void append_row(const Grid& grid, const std::vector<std::string>& row, std::string& out) {
    std::string line;
    for (size_t column = 0; column < row.size(); ++column) {
        std::string text = cut(row[column], grid.widths[column]);
        std::string padding(static_cast<size_t>(grid.widths[column] - display_width(text)), ' ');
        if (column > 0) line += gap;
        line += grid.columns[column]->is_figure ? padding + text : text + padding;
    }
    line.resize(line.find_last_not_of(' ') + 1);
    out += line + "\n";
}

void append_rule(const Grid& grid, std::string& out) {
    for (int column = 0; column < width_of(grid); ++column) out += "─";
    out += "\n";
}

void append_fact(std::string& out, std::string_view name, int64_t number, std::string_view remark = {}) {
    std::string line = fmt::format("{:<18}{:>19}", name, with_commas(number));
    if (!remark.empty()) line += fmt::format("   {}", remark);
    out += line + "\n";
}

// What stands under the table.
void append_facts(const Study& study, std::string& out) {
    const Figures& totals = study.analysis.totals;
    auto of = [&](Figure figure) { return totals[figure]; };
    append_fact(out, "parameters", of(Figure::params));
    if (of(Figure::frozen) != 0) {
        append_fact(out, "  trainable", of(Figure::trainable));
        append_fact(out, "  frozen", of(Figure::frozen));
    }
    if (of(Figure::buffers) != 0) {
        append_fact(out, "buffers", of(Figure::buffers),
                    fmt::format("with the parameters {}, Keras's total",
                                with_commas((Checked(of(Figure::params)) + of(Figure::buffers)).value())));
    }
    append_fact(out, "MACs", of(Figure::macs), "multiply-accumulates of convolution,");
    out += fmt::format("{:40}dense, recurrent and attention layers\n", "");
    append_fact(out, "FLOPs", of(Figure::flops), "2 a MAC");
}

}  // namespace

void write_table(const Study& study, const ReportOptions& options, std::string& out) {
    if (!study.understood) return;
    View view = view_of(study, options);
    auto layers = layers_of(view, options);
    bool all = layers.size() == study.network.nodes.size() - study.network.input_count;
    Grid grid{.columns = columns_of(options), .rows = {}, .widths = {}};
    for (uint32_t node = 0; node < study.network.input_count; ++node) {
        grid.rows.push_back(input_row(view, grid.columns, node));
    }
    for (uint32_t node : layers) grid.rows.push_back(layer_row(view, grid.columns, node));
    if (study.analysis.complete) grid.rows.push_back(total_row(view, grid.columns, !all));
    measure(grid);
    if (options.width) fit(grid, *options.width);

    out += printable(study.network.name) + "\n\n";
    std::vector<std::string> headings;
    for (const Column* column : grid.columns) headings.emplace_back(column->heading);
    append_row(grid, headings, out);
    append_rule(grid, out);
    size_t total = study.analysis.complete ? grid.rows.size() - 1 : grid.rows.size();
    for (size_t row = 0; row < total; ++row) append_row(grid, grid.rows[row], out);
    append_rule(grid, out);
    if (!study.analysis.complete) {
        out += "no totals: a layer could not be calculated\n";
        return;
    }
    append_row(grid, grid.rows.back(), out);
    out += "\n";
    append_facts(study, out);
    const Figures& totals = study.analysis.totals;
    append_fact(out, "parameter bytes", totals[Figure::param_bytes], study.network.dtype->name);
    append_fact(out, "activation bytes", totals[Figure::activation_bytes],
                fmt::format("{}, batch size {}", study.network.dtype->name, with_commas(options.batch_size)));
}

}  // namespace nnshape
