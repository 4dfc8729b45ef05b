#include "report/solve.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <utility>

#include "base/json_writer.h"
#include "base/text.h"
#include "base/unicode.h"
#include "base/version.h"
#include "base/wrap.h"
#include "layers/layer_kind.h"

namespace nnshape {
namespace {

constexpr int page_width = 80;
constexpr std::string_view gap = "  ";

// One text for all axes where they are alike, else one each.
template <class Text>
std::string each_axis(const WindowAnswer& answer, Text text) {
    std::vector<std::string> axes;
    for (const AxisWindow& axis : answer) axes.push_back(text(axis));
    bool alike = std::all_of(axes.begin(), axes.end(), [&](const std::string& one) { return one == axes[0]; });
    return alike ? axes[0] : fmt::format("{}", fmt::join(axes, "x"));
}

std::string number_text(const WindowAnswer& answer, int64_t AxisWindow::*number) {
    return each_axis(answer, [&](const AxisWindow& axis) { return std::to_string(axis.*number); });
}

// `1`, or `0:1` where the sides are not alike.
std::string padding_text(const WindowAnswer& answer) {
    bool even =
        std::all_of(answer.begin(), answer.end(), [](const AxisWindow& one) { return one.before == one.after; });
    return each_axis(answer, [&](const AxisWindow& axis) {
        return even ? std::to_string(axis.before) : fmt::format("{}:{}", axis.before, axis.after);
    });
}

bool is_same(const Question& question) {
    return question.rule == WindowRule::same || question.rule == WindowRule::transposed_same;
}

// The first type whose parameters say all of the question's window.
const LayerKind& kind_for(const Question& question) {
    std::vector<std::string_view> needed{"kernel", "stride", "padding", "dilation"};
    if (question.rule == WindowRule::up) needed.emplace_back("ceil");
    if (question.rule == WindowRule::transposed || question.rule == WindowRule::transposed_same) {
        needed.emplace_back("output_padding");
    }
    auto fits = [&](const LayerKind* kind) {
        return std::all_of(needed.begin(), needed.end(),
                           [&](std::string_view name) { return find_param(kind->params, name) >= 0; });
    };
    auto kinds = all_kinds();
    return **std::find_if(kinds.begin(), kinds.end(), fits);
}

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

Cells cells_of(const Question& question, const Answers& answers, const WindowAnswer& answer) {
    Cells cells;
    for (const WindowColumn& column : columns) {
        bool size = column.heading == "in" || column.heading == "out";
        cells.push_back(size && answers.any_size ? "any" : column.text(answer));
    }
    bool made = question.rule == WindowRule::transposed_same;  // the padding is whatever makes the size
    if (made) cells[2] = "same";
    cells.push_back(line_of(question, answer));
    return cells;
}

// A dilation that is always 1, and rows lost where none are, need no column.
void drop_idle_columns(std::vector<Cells>& rows) {
    for (size_t column = rows[0].size(); column-- > 0;) {
        std::string idle = rows[0][column] == "dilation" ? "1" : rows[0][column] == "lost" ? "0" : "";
        bool drops = std::all_of(rows.begin() + 1, rows.end(), [&](const Cells& row) { return row[column] == idle; });
        if (!drops) continue;
        for (Cells& row : rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(column));
    }
}

// Figures to the right, the line of the spec last.
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

size_t shown_count(const Answers& answers, int64_t top) {
    return static_cast<size_t>(std::min<uint64_t>(static_cast<uint64_t>(top), answers.windows.size()));
}

class SolveJson {
  public:
    SolveJson(const Question& question, const Answers& answers, JsonWriter& json)
        : question_(question), answers_(answers), json_(json) {}

    void write(int64_t top) {
        json_.open_object().key("nnshape").open_object();
        json_.key("version").value(version()).key("solve").value(int64_t{solve_version}).close_object();
        json_.key("found").value(answers_.is_mixed ? int64_t{0} : static_cast<int64_t>(answers_.windows.size()));
        json_.key("mixed").value(answers_.is_mixed);
        json_.key("windows").open_array();
        for (size_t index = 0; index < shown_count(answers_, top); ++index) window(answers_.windows[index]);
        json_.close_array().key("reasons").open_array();
        for (const std::string& reason : answers_.reasons) json_.value(reason);
        json_.close_array().close_object();
    }

  private:
    void window(const WindowAnswer& answer) {
        json_.open_object();
        row("kernel", answer, &AxisWindow::kernel);
        row("stride", answer, &AxisWindow::stride);
        json_.key("padding");
        if (question_.rule == WindowRule::transposed_same) {
            json_.null();  // what makes the size, which each framework does in its own way
        } else {
            json_.open_row();
            for (const AxisWindow& axis : answer) json_.open_row().value(axis.before).value(axis.after).close_row();
            json_.close_row();
        }
        row("dilation", answer, &AxisWindow::dilation);
        if (question_.rule == WindowRule::transposed) row("output_padding", answer, &AxisWindow::output_padding);
        if (answers_.any_size) {
            json_.key("in").null().key("out").null();
        } else {
            row("in", answer, &AxisWindow::in);
            row("out", answer, &AxisWindow::out);
        }
        row("remainder", answer, &AxisWindow::remainder);
        row("lost", answer, &AxisWindow::lost);
        json_.key("written").value(line_of(question_, answer)).close_object();
    }

    void row(std::string_view key, const WindowAnswer& answer, int64_t AxisWindow::*number) {
        json_.key(key).open_row();
        for (const AxisWindow& axis : answer) json_.value(axis.*number);
        json_.close_row();
    }

    const Question& question_;
    const Answers& answers_;
    JsonWriter& json_;
};

}  // namespace

std::string line_of(const Question& question, const WindowAnswer& answer) {
    const LayerKind& kind = kind_for(question);
    std::string kernel = number_text(answer, &AxisWindow::kernel), line(kind.name), options;
    for (const Param& param : kind.params) {
        bool needed = param.fallback == Fallback::required;
        if (needed) line += param.name == "kernel" ? " " + kernel : " ?";
        const std::pair<std::string_view, std::string> values[] = {
            {"stride", number_text(answer, &AxisWindow::stride)},
            {"padding", is_same(question) ? "same" : padding_text(answer)},
            {"output_padding", number_text(answer, &AxisWindow::output_padding)},
            {"dilation", number_text(answer, &AxisWindow::dilation)}};
        for (const auto& [name, value] : values) {
            std::string standard = param.fallback == Fallback::same_as ? kernel : std::to_string(param.standard[0]);
            if (param.name == name && value != standard) options += fmt::format(" {}={}", name, value);
        }
        if (param.name == "ceil") options += " ceil";
    }
    return line + options;
}

std::string solve_text(const Question& question, const Answers& answers, int64_t top) {
    std::string out;
    auto paragraph = [&](const std::string& text) {
        for (const std::string& line : wrapped(text, page_width)) out += line + "\n";
    };
    for (const std::string& reason : answers.reasons) paragraph(reason);
    if (answers.windows.empty()) return out;
    if (answers.is_mixed) paragraph("no window serves all axes alike; the simplest for each:");
    std::vector<Cells> rows{{}};
    for (const WindowColumn& column : columns) rows[0].emplace_back(column.heading);
    rows[0].emplace_back("written");
    size_t shown = shown_count(answers, top), more = answers.windows.size() - shown;
    for (size_t index = 0; index < shown; ++index) rows.push_back(cells_of(question, answers, answers.windows[index]));
    out += table_text(std::move(rows));
    if (more > 0)
        paragraph(fmt::format("{} more; --top {} shows all", with_commas(static_cast<int64_t>(more)),
                              answers.windows.size()));
    return out;
}

std::string solve_json(const Question& question, const Answers& answers, int64_t top) {
    std::string out;
    JsonWriter json(out, JsonWriter::Style::indented);
    SolveJson(question, answers, json).write(top);
    return out + "\n";
}

}  // namespace nnshape
