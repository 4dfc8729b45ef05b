#include <fmt/format.h>
#include <cctype>

#include "report/apply/apply.h"
#include "report/form.h"

// Numbers under a sliding window, with matrices and sums in LaTeX between `$$`.
namespace nnshape {
namespace {

void append_matrix(const Planes& planes, int64_t plane, std::string& out) {
    out += "\n$$\n\\begin{bmatrix}\n";
    for (int64_t row = 0; row < planes.rows; ++row) {
        for (int64_t column = 0; column < planes.columns; ++column) {
            if (column > 0) out += " & ";
            out += decimal_text(planes.at(plane, row, column), latex_sums);
        }
        out += row + 1 == planes.rows ? "\n" : " \\\\\n";
    }
    out += "\\end{bmatrix}\n$$\n";
}

void append_planes(const Planes& planes, std::string_view name, std::string& out) {
    out += fmt::format("\n{}, {}:\n", name, size_text(planes));
    for (int64_t plane = 0; plane < planes.count; ++plane) append_matrix(planes, plane, out);
}

void append_kernels(const Operation& operation, std::string& out) {
    bool several = operation.kernels.size() > 1;
    for (size_t index = 0; index < operation.kernels.size(); ++index) {
        append_planes(operation.kernels[index], several ? fmt::format("Kernel {}", index + 1) : "Kernel", out);
    }
}

void append_steps(const ApplyReport& report, const Applied& applied, std::string& out) {
    for (int64_t index = 0; index < shown_steps(report, applied); ++index) {
        ApplyStep step = step_of(applied, index);
        out += fmt::format("\nStep {}, {}:\n\n$$\n\\begin{{aligned}}\n", index + 1, place_text(applied, step));
        auto equations = equations_of(applied, step, latex_sums);
        for (size_t line = 0; line < equations.size(); ++line) {
            out += "& " + equations[line] + (line + 1 == equations.size() ? "\n" : " \\\\\n");
        }
        out += "\\end{aligned}\n$$\n";
    }
    if (shows_padding(applied) && report.steps > 0) {
        out += fmt::format("\nRows outside of 1–{} and columns outside of 1–{} are padding.\n", applied.input.rows,
                           applied.input.columns);
    }
}

}  // namespace

void write_markdown(const ApplyReport& report, std::string& out) {
    for (const Applied& applied : report.applied) {
        bool first = &applied == &report.applied[0];
        out += fmt::format("{}### {}\n", first ? "" : "\n", operation_text(applied.operation));
        if (first) append_planes(applied.input, "Input", out);
        append_kernels(applied.operation, out);
        append_planes(applied.output, "Output", out);
        append_steps(report, applied, out);
    }
}

}  // namespace nnshape
