#include <fmt/format.h>

#include "base/text.h"
#include "base/unicode.h"
#include "report/conventions/conventions.h"
#include "report/form.h"
#include "report/markup.h"

// What other programs print, as a table in Markdown.
namespace nnshape {

void write_markdown(const ConventionReport& report, std::string& out) {
    out += fmt::format("### {}\n\n", escaped_markdown(printable(report.network)));
    out += "| program | quantity | value | rule | source |\n|---|---|---:|---|---|\n";
    for (const ConventionTotal& total : report.totals) {
        const Convention& one = *total.convention;
        std::string value = total.value ? with_commas(*total.value) : std::string("-");
        out +=
            fmt::format("| {} | {} | {} | {} | {} |\n", escaped_markdown(one.program), escaped_markdown(one.quantity),
                        value, escaped_markdown(one.rule), escaped_markdown(one.source));
    }
    if (!report.sizes.empty()) out += "\n";
    for (const OtherSize& size : report.sizes) {
        for (const std::string& note : size.notes) {
            out += fmt::format("- {}: {}\n", escaped_markdown(printable(size.layer)), escaped_markdown(note));
        }
    }
}

}  // namespace nnshape
