#include <fmt/format.h>
#include <cctype>

#include "base/text.h"
#include "base/unicode.h"
#include "report/explain/axis_drawing.h"
#include "report/explain/explain.h"
#include "report/form.h"
#include "report/markup.h"
#include "rewrite/operation.h"

// An explanation with its formulas in LaTeX between `$$`, which GitHub, pandoc and Jupyter render.
namespace nnshape {
namespace {

constexpr int drawing_width = 76;

// A label in upright type. Underscores would be subscripts, so they become blanks.
std::string label_text(std::string_view label) {
    std::string out = "\\text{";
    for (char letter : label) out += letter == '_' ? ' ' : letter;
    return out + "}";
}

// An empty box is a place for the answer.
std::string equation(const ExplainedFigure& figure, const std::string& letters, bool blank) {
    std::string result = blank ? "\\underline{\\qquad\\qquad}" : result_text(figure.value, Notation::latex);
    std::string out = fmt::format("{} &= ", label_text(figure.label));
    if (!letters.empty()) out += letters + (blank ? " = " : " \\\\\n&= ");
    if (blank) return out + result;
    if (figure.formula.is_number()) return out + result;
    out += figure.formula.written(Notation::latex);
    std::string worked_out = figure.formula.worked_out(Notation::latex);
    if (!worked_out.empty()) out += " = " + worked_out;
    return fmt::format("{} = {}", out, result);
}

// A remark with a name follows the formulas, because a name may contain a LaTeX command.
bool has_name(const ExplainedFigure& figure) { return figure.remark.find('`') != std::string::npos; }

// `of_letters` writes the formulas in letters; null: without them.
void append_figures(const std::vector<ExplainedFigure>& figures, Letters* of_letters, bool blank, std::string& out) {
    if (figures.empty()) return;
    out += "$$\n\\begin{aligned}\n";
    for (const ExplainedFigure& figure : figures) {
        out += equation(figure, of_letters ? of_letters->formula(figure, Notation::latex) : std::string(), blank);
        bool remarked = !figure.remark.empty() && !has_name(figure) && !blank;
        if (remarked) out += fmt::format(" \\quad\\text{{{}}}", figure.remark);
        out += &figure == &figures.back() ? "\n" : " \\\\\n";
    }
    out += "\\end{aligned}\n$$\n";
    for (const ExplainedFigure& figure : figures) {
        if (!has_name(figure) || blank) continue;
        out += fmt::format("\n{}: {}.\n", escaped_markdown(figure.label), escaped_markdown(figure.remark));
    }
}

std::string capitalised(std::string text) {
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

void append_drawing(const UnevenAxis& axis, std::string& out) {
    out += fmt::format("\n{}:\n\n```\n", capitalised(axis.text()));
    for (const std::string& line : draw_axis(*axis.window, drawing_width)) out += line + "\n";
    out += "```\n";
}

void append_layer(const ExplainedNetwork& explained, const ExplainedLayer& layer, std::string& out) {
    const Network& network = explained.study.network;
    const ExplainedSheet& sheet = explained.sheet;
    const Node& node = network.nodes[layer.node];
    std::string words = sheet.blank ? operation_of(network, node) : description_of(network, layer);
    out += fmt::format("\n#### {}: {}\n\n", escaped_markdown(printable(node.name)), escaped_markdown(printable(words)));
    Letters letters(network, layer);
    append_figures(layer.figures, sheet.letters ? &letters : nullptr, sheet.blank, out);
    if (!layer.tensors.empty()) out += fmt::format("\nPyTorch: {}.\n", escaped_markdown(to_text(layer.tensors)));
    if (!layer.keras_tensors.empty())
        out += fmt::format("\nKeras: {}.\n", escaped_markdown(to_text(layer.keras_tensors)));
    if (!letters.legend().empty())
        out += fmt::format("\n{}.\n", capitalised(legend_text(letters.legend(), Notation::latex, sheet.blank)));
    for (const std::string& note : layer.notes) out += fmt::format("\n{}.\n", escaped_markdown(capitalised(note)));
    if (sheet.blank || !sheet.only.empty()) return;
    for (const UnevenAxis& axis : uneven_axes(layer.window)) append_drawing(axis, out);
    if (!layer.dense) return;
    out += fmt::format("\nA dense layer between the same shapes would need {}, {}.\n",
                       with_commas(layer.dense->params.value), times_text(*layer.dense));
}

}  // namespace

void write_markdown(const ExplainedNetwork& explained, std::string& out) {
    const Network& network = explained.study.network;
    out += fmt::format("### {}\n", escaped_markdown(printable(network.name)));
    for (uint32_t input : explained.inputs) {
        out += fmt::format("\n{}: {}\n", escaped_markdown(printable(network.nodes[input].name)),
                           to_text(network.nodes[input].output, network.layout));
    }
    for (uint32_t layer : explained.layers) {
        ExplainedLayer shown = shown_layer(explained, layer);
        if (!is_left_out(explained, shown)) append_layer(explained, shown, out);
    }
    if (explained.sums.empty()) return;
    out += fmt::format("\n#### {} in all\n\n", escaped_markdown(printable(explained.whole)));
    append_figures(explained.sums, nullptr, explained.sheet.blank, out);
}

}  // namespace nnshape
