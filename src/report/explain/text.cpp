#include <fmt/format.h>
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"
#include "base/wrap.h"
#include "report/explain/axis_drawing.h"
#include "report/explain/explain.h"
#include "report/form.h"
#include "rewrite/operation.h"

// An explanation for people: formulas with numbers in place of variables.
namespace nnshape {
namespace {

constexpr int page_width = 80, label_end = 14;
constexpr std::string_view answer = "________";

struct ShownLabel {
    std::string_view label, shown, unit;
};

// Figures with long names share one short label; the unit distinguishes them.
constexpr ShownLabel shown_labels[] = {{"macs", "MACs", ""},
                                       {"flops", "FLOPs", ""},
                                       {"param_bytes", "memory", "parameters"},
                                       {"activation_bytes", "memory", "output"},
                                       {"peak_activation_bytes", "memory", "activations at once"},
                                       {"receptive_field", "field", ""}};

ShownLabel shown_label(std::string_view label) {
    auto found = std::find_if(std::begin(shown_labels), std::end(shown_labels),
                              [&](const ShownLabel& shown) { return shown.label == label; });
    return found == std::end(shown_labels) ? ShownLabel{label, label, ""} : *found;
}

// "(28 + 2·0 − 5) / 1 + 1 = 24"; a formula that is a number has no result after it.
std::string equation(const ExplainedFigure& figure) {
    std::string out = figure.formula.written(Notation::text);
    std::string worked_out = figure.formula.worked_out(Notation::text);
    std::string result = result_text(figure.value, Notation::text);
    if (!worked_out.empty()) out += " = " + worked_out;
    return figure.formula.is_number() ? result : fmt::format("{} = {}", out, result);
}

// A line of the sheet: its formula in letters, if it has one, and that with numbers; or a place for the answer.
void append_figure(const ExplainedFigure& figure, std::string_view before, const std::string& letters, bool blank,
                   std::string& out) {
    ShownLabel label = shown_label(figure.label);
    std::string text =
        blank ? letters.empty() ? std::string(answer) : fmt::format("{} = {}", letters, answer) : equation(figure);
    if (!label.unit.empty())
        text += fmt::format(" {} of {}", figure.value == 1 && !blank ? "byte" : "bytes", label.unit);
    if (!figure.remark.empty() && !blank) text += fmt::format(": {}", figure.remark);
    bool repeated = shown_label(before).shown == label.shown;
    std::string left = fmt::format("  {}", repeated ? "" : label.shown);
    auto append = [&](const std::string& formula) {
        for (const std::string& line : wrapped_formula(formula, page_width - label_end)) {
            out += fmt::format("{:<{}}{}\n", std::exchange(left, {}), label_end, line);
        }
    };
    if (!blank && !letters.empty()) append(letters);
    append(text);
}

// `of_letters` writes the formulas in letters; null: without them.
void append_figures(const std::vector<ExplainedFigure>& figures, Letters* of_letters, bool blank, std::string& out) {
    std::string_view before;
    for (const ExplainedFigure& figure : figures) {
        std::string letters = of_letters ? of_letters->formula(figure, Notation::text) : std::string();
        append_figure(figure, std::exchange(before, figure.label), letters, blank, out);
    }
}

void append_sentence(std::string_view sentence, std::string& out) {
    for (const std::string& line : wrapped(sentence, page_width - 2)) out += fmt::format("  {}\n", line);
}

void append_tensors(const std::vector<StoredTensor>& tensors, std::string_view framework, std::string_view label,
                    std::string& out) {
    if (tensors.empty()) return;
    std::string left = fmt::format("  {}", label);
    for (const std::string& line :
         wrapped(fmt::format("{}: {}", framework, to_text(tensors)), page_width - label_end)) {
        out += fmt::format("{:<{}}{}\n", std::exchange(left, {}), label_end, line);
    }
}

void append_drawing(const UnevenAxis& axis, std::string& out) {
    append_sentence(axis.text() + ":", out);
    for (const std::string& line : draw_axis(*axis.window, page_width - 4)) out += fmt::format("    {}\n", line);
}

void append_heading(std::string_view name, std::string_view words, std::string& out) {
    std::string left = printable(name) + "   ";
    for (const std::string& line : wrapped(printable(words), page_width - display_width(left))) {
        out += std::exchange(left, "    ") + line + "\n";
    }
}

void append_layer(const ExplainedNetwork& explained, const ExplainedLayer& layer, std::string& out) {
    const Network& network = explained.study.network;
    const ExplainedSheet& sheet = explained.sheet;
    const Node& node = network.nodes[layer.node];
    append_heading(node.name, sheet.blank ? operation_of(network, node) : description_of(network, layer), out);
    Letters letters(network, layer);
    append_figures(layer.figures, sheet.letters ? &letters : nullptr, sheet.blank, out);
    append_tensors(layer.tensors, "PyTorch", "tensors", out);
    append_tensors(layer.keras_tensors, "Keras", layer.tensors.empty() ? "tensors" : "", out);
    if (!letters.legend().empty()) append_sentence(legend_text(letters.legend(), Notation::text, sheet.blank), out);
    for (const std::string& note : layer.notes) append_sentence(note, out);
    if (sheet.blank || !sheet.only.empty()) return;
    for (const UnevenAxis& axis : uneven_axes(layer.window)) append_drawing(axis, out);
    if (!layer.dense) return;
    append_sentence(fmt::format("a dense layer between the same shapes would need {}, {}",
                                with_commas(layer.dense->params.value), times_text(*layer.dense)),
                    out);
}

}  // namespace

void write_text(const ExplainedNetwork& explained, std::string& out) {
    const Network& network = explained.study.network;
    bool first = true;
    auto separate = [&] {
        if (!std::exchange(first, false)) out += "\n";
    };
    for (uint32_t input : explained.inputs) {
        separate();
        std::string shape = to_text(network.nodes[input].output, network.layout);
        append_heading(network.nodes[input].name, shape, out);
    }
    for (uint32_t layer : explained.layers) {
        ExplainedLayer shown = shown_layer(explained, layer);
        if (is_left_out(explained, shown)) continue;
        separate();
        append_layer(explained, shown, out);
    }
    if (explained.sums.empty()) return;
    separate();
    append_heading(explained.whole, "in all", out);
    append_figures(explained.sums, nullptr, explained.sheet.blank, out);
}

}  // namespace nnshape
