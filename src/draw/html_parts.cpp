#include "draw/html_parts.h"

#include <fmt/format.h>
#include <algorithm>
#include <map>

#include "base/text.h"
#include "base/unicode.h"
#include "draw/palette.h"
#include "report/explain/explain.h"
#include "report/snippet.h"
#include "report/table/columns.h"

namespace nnshape {
namespace {

// The table of layers, row by row.
class LayerTable {
  public:
    LayerTable(const Picture& picture, std::string& out)
        : study_(picture.study),
          view_(view_of(study_, {.batch_size = picture.batch_size})),
          columns_(
              columns_named({"index", "name", "operation", "output", "params", "share", "macs", "weights", "biases"})),
          explainer_(study_.network, study_.analysis, picture.batch_size),
          explain_(find_form<ExplainedNetwork>("text")),
          out_(out) {}

    void write() {
        const Network& network = study_.network;
        out_ += "<div class=\"wide\"><table>\n<thead><tr>";
        for (const Column* column : columns_) {
            out_ += fmt::format("<th{}><button type=\"button\">{}</button></th>", class_of(*column), column->heading);
        }
        out_ += "</tr></thead>\n";
        for (uint32_t node = network.input_count; node < network.nodes.size(); ++node) write_layer(node);
        write_total();
        out_ += "</table></div>\n";
    }

  private:
    static std::string_view class_of(const Column& column) { return column.is_figure ? " class=\"n\"" : ""; }

    void write_layer(uint32_t node) {
        LayerOrCall item{node};
        out_ += "<tbody><tr>";
        for (const Column* column : columns_) write_cell(*column, column->cell(view_, item), node);
        std::string formulas;
        explain_->write({.study = study_, .explainer = explainer_, .layers = {node}}, formulas);
        out_ += fmt::format("</tr>\n<tr class=\"more\"><td colspan=\"{}\"><pre>{}</pre></td></tr></tbody>\n",
                            columns_.size(), escaped_lines(formulas));
    }

    void write_cell(const Column& column, const Cell& cell, uint32_t node) {
        std::string text = cell.text.empty() && cell.number ? with_commas(*cell.number) : cell.text;
        std::string shown = escaped_xml(text + std::string(cell.unit));
        if (column.name == "name") {
            shown = fmt::format("<label><input type=\"checkbox\"/>{}</label>{}", shown, mark_of(node));
        }
        if (column.name == "share" && cell.number) {
            shown += fmt::format("<span class=\"bar\"><i style=\"width:{}%\"></i></span>", text);
        }
        out_ += cell.number && column.name != "name"
                    ? fmt::format("<td{} data-v=\"{}\">{}</td>", class_of(column), *cell.number, shown)
                    : fmt::format("<td{}>{}</td>", class_of(column), shown);
    }

    // A sign that leads to the first warning about a layer.
    std::string mark_of(uint32_t node) const {
        const Diagnostics& all = study_.diagnostics;
        auto found = std::find_if(all.begin(), all.end(), [&](const Diagnostic& diagnostic) {
            return diagnostic.severity() >= Severity::warning && diagnostic.layer == study_.network.nodes[node].name;
        });
        if (found == all.end()) return {};
        return fmt::format(" <a href=\"#d{}\" title=\"{}\">⚠</a>", found - all.begin(), escaped_xml(found->message));
    }

    void write_total() {
        out_ += "<tfoot><tr>";
        for (const Column* column : columns_) {
            bool has_total = column->has_total && column->name != "share";
            Cell cell = has_total ? column->cell(view_, {0, &view_.whole}) : Cell{};
            std::string text = cell.number ? with_commas(*cell.number) : column->name == "name" ? "total" : "";
            out_ += fmt::format("<td{}>{}</td>", class_of(*column), text);
        }
        out_ += "</tr></tfoot>\n";
    }

    static std::string escaped_lines(std::string_view lines) {
        std::string out;
        while (!lines.empty()) {
            size_t end = std::min(lines.find('\n'), lines.size());
            out += escaped_xml(lines.substr(0, end)) + "\n";
            lines.remove_prefix(std::min(end + 1, lines.size()));
        }
        return out;
    }

    const Study& study_;
    View view_;
    Columns columns_;
    Explainer explainer_;
    const Form<ExplainedNetwork>* explain_;
    std::string& out_;
};

}  // namespace

void append_layer_table(const Picture& picture, std::string& out) { LayerTable(picture, out).write(); }

void append_spec(const Picture& picture, std::string& out) {
    const Study& study = picture.study;
    LineIndex lines(study.spec.source);
    std::multimap<int64_t, size_t> at_line;
    for (size_t index = 0; index < study.diagnostics.size(); ++index) {
        const Diagnostic& diagnostic = study.diagnostics[index];
        if (diagnostic.severity() < Severity::warning) continue;
        at_line.emplace(lines.line_of(diagnostic.span.begin), index);
    }
    out += "<pre class=\"spec\">";
    std::string_view text = study.spec.source.text;
    for (int64_t line = 1; !text.empty(); ++line) {
        size_t end = std::min(text.find('\n'), text.size());
        out += fmt::format("<b>{}</b>{}\n", line, escaped_xml(printable(text.substr(0, end))));
        text.remove_prefix(std::min(end + 1, text.size()));
        auto [first, last] = at_line.equal_range(line);
        for (auto at = first; at != last; ++at) {
            const Diagnostic& diagnostic = study.diagnostics[at->second];
            out += fmt::format("<em id=\"d{}\">{}: {} [{}]</em>", at->second, name_of(diagnostic.severity()),
                               escaped_xml(message_of(diagnostic)), diagnostic.code->name);
        }
    }
    out += "</pre>\n";
}

}  // namespace nnshape
