#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "report/diff/diff.h"
#include "report/form.h"
#include "report/markup.h"

// A difference as GitHub renders it: the totals, then a table of the changes, folded if it is long.
namespace nnshape {
namespace {

constexpr size_t most_unfolded = 20;  // rows

void append_totals(const Difference& difference, std::string& out) {
    out += "| | old | new | change | |\n|---|---:|---:|---:|---:|\n";
    for (const NumberChange& total : main_totals(difference)) {
        out +=
            fmt::format("| {} | {} | {} | **{}** | {} |\n", escaped_markdown(total.name), with_commas(total.old_number),
                        with_commas(total.new_number), signed_text(total), percent_text(total));
    }
}

void append_row(const Difference& difference, const NodeChange& change, std::string& out) {
    NumberChange params = figure_change(difference, change, Figure::params);
    NumberChange macs = figure_change(difference, change, Figure::macs);
    auto number = [](const NumberChange& one) {
        return one.old_number == one.new_number ? std::string() : signed_text(one);
    };
    out += fmt::format("| `{}` | {} | {} | {} | {} |\n", marker_of(change),
                       escaped_markdown(name_text(difference, change)),
                       escaped_markdown(fmt::format("{}", fmt::join(words_about(difference, change), ", "))),
                       number(params), number(macs));
}

}  // namespace

void write_markdown(const DiffReport& report, std::string& out) {
    const Difference& difference = report.difference;
    out += fmt::format("### {}\n\n", escaped_markdown(title_of(difference)));
    if (difference.empty()) {
        out += same_text(difference) + "\n";
        return;
    }
    append_totals(difference, out);
    out += "\n";
    std::vector<ValueChange> values = values_below_title(difference);
    for (const ValueChange& change : values) {
        out += fmt::format("- {}: {}\n", change.name, escaped_markdown(arrow_text(change)));
    }
    if (!values.empty()) out += "\n";
    size_t rows = difference.inputs.size() + difference.layers.size();
    bool folded = rows > most_unfolded;
    if (folded) {
        out += fmt::format("<details><summary>{} changed</summary>\n\n", counted(static_cast<int64_t>(rows), "layer"));
    }
    if (rows > 0) out += "| | layer | change | params | macs |\n|---|---|---|---:|---:|\n";
    for (const NodeChange& change : difference.inputs) append_row(difference, change, out);
    for (const NodeChange& change : difference.layers) append_row(difference, change, out);
    if (rows > 0) out += "\n";
    if (folded) out += "</details>\n\n";
    out += same_text(difference) + "\n";
}

}  // namespace nnshape
