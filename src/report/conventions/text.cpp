#include <fmt/format.h>
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"
#include "base/wrap.h"
#include "report/conventions/conventions.h"
#include "report/form.h"

// What other programs print, for people: a line for each total, with its rule and its source below.
namespace nnshape {
namespace {

constexpr int page_width = 80, indent = 4;

std::string value_text(const ConventionTotal& total) {
    if (total.value) return with_commas(*total.value);
    return total.uncovered.empty() ? "overflows"
                                   : fmt::format("its rule does not cover `{}`", printable(total.uncovered));
}

void append_indented(const std::string& text, std::string& out) {
    for (const std::string& line : wrapped(text, page_width - indent)) out += std::string(indent, ' ') + line + "\n";
}

}  // namespace

void write_text(const ConventionReport& report, std::string& out) {
    out += printable(report.network) + "\n\n";
    int program = 0, quantity = 0, value = 0;
    for (const ConventionTotal& total : report.totals) {
        program = std::max(program, display_width(total.convention->program));
        quantity = std::max(quantity, display_width(total.convention->quantity));
        if (total.value) value = std::max(value, display_width(value_text(total)));
    }
    for (const ConventionTotal& total : report.totals) {
        const Convention& one = *total.convention;
        out += fmt::format("{:<{}}  {:<{}}  {:>{}}\n", one.program, program, one.quantity, quantity, value_text(total),
                           total.value ? value : 0);
        append_indented(std::string(one.rule), out);
        append_indented(std::string(one.source), out);
    }
    if (!report.sizes.empty()) out += "\nother sizes\n";
    for (const OtherSize& size : report.sizes) {
        for (const std::string& note : size.notes) {
            append_indented(fmt::format("{}: {}", printable(size.layer), note), out);
        }
    }
}

}  // namespace nnshape
