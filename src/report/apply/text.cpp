#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"
#include "base/wrap.h"
#include "report/apply/apply.h"
#include "report/form.h"

// Numbers under a sliding window, for people: the output as a matrix, and the sums of its first steps.
namespace nnshape {
namespace {

constexpr int page_width = 80;

// Numbers in columns, aligned right; an empty line between two planes.
void append_matrix(const Planes& planes, std::string& out) {
    std::vector<std::string> cells;
    int width = 0;
    for (Fraction number : planes.values) {
        cells.push_back(decimal_text(number, plain_sums));
        width = std::max(width, display_width(cells.back()));
    }
    for (size_t index = 0; index < cells.size(); ++index) {
        auto columns = static_cast<size_t>(planes.columns), plane = columns * static_cast<size_t>(planes.rows);
        if (index > 0 && index % plane == 0) out += "\n";
        out += fmt::format("  {:>{}}", cells[index], width);
        if ((index + 1) % columns == 0) out += "\n";
    }
}

void append_wrapped(const std::string& text, std::string_view label, std::string& out) {
    std::string indent = "  " + std::string(label);
    int left = display_width(indent);
    for (const std::string& line : wrapped_formula(text, page_width - left)) {
        out += indent + line + "\n";
        indent.assign(static_cast<size_t>(left), ' ');
    }
}

void append_step(const Applied& applied, int64_t index, std::string& out) {
    ApplyStep step = step_of(applied, index);
    out += fmt::format("step {}, {}\n", index + 1, place_text(applied, step));
    auto equations = equations_of(applied, step, plain_sums);
    for (size_t line = 0; line < equations.size(); ++line) {
        bool of_channel = step.channels.size() > 1 && line < step.channels.size();
        append_wrapped(equations[line], of_channel ? fmt::format("channel {}   ", line + 1) : "", out);
    }
}

void append_operation(const ApplyReport& report, const Applied& applied, std::string& out) {
    out += fmt::format("output {}\n", size_text(applied.output));
    append_matrix(applied.output, out);
    int64_t steps = shown_steps(report, applied);
    if (steps == 0) return;
    out += "\n";
    for (int64_t index = 0; index < steps; ++index) append_step(applied, index, out);
    if (shows_padding(applied)) {
        out += fmt::format("rows outside of 1–{} and columns outside of 1–{} are padding\n", applied.input.rows,
                           applied.input.columns);
    }
    std::string more = more_steps_text(report, applied);
    if (!more.empty()) out += more + "\n";
}

}  // namespace

void write_text(const ApplyReport& report, std::string& out) {
    bool several = report.applied.size() > 1;
    for (const Applied& applied : report.applied) {
        bool first = &applied == &report.applied[0];
        if (!first) out += "\n";
        if (several) {
            std::string words = operation_text(applied.operation);
            for (const std::string& line : wrapped(first ? words : "then " + words, page_width)) out += line + "\n";
        }
        append_operation(report, applied, out);
    }
}

}  // namespace nnshape
