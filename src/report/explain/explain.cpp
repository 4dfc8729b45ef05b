#include "report/explain/explain.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "report/explain/axis_drawing.h"
#include "rewrite/operation.h"

namespace nnshape {
namespace {

// Whether two axes have the same drawing.
bool is_alike(const AxisWindow& a, const AxisWindow& b) {
    return a.in == b.in && a.kernel == b.kernel && a.stride == b.stride && a.dilation == b.dilation &&
           a.before == b.before && a.after == b.after;
}

}  // namespace

std::string description_of(const Network& network, const ExplainedLayer& layer) {
    return layer.words.empty() ? operation_of(network, network.nodes[layer.node]) : layer.words;
}

bool ExplainedSheet::shows(std::string_view label) const {
    return only.empty() || std::any_of(only.begin(), only.end(), [&](const std::string& one) {
               return are_same_folded(one, label) || are_same_folded(one, short_label(label));
           });
}

std::string_view short_label(std::string_view label) {
    if (label == "receptive_field") return "field";
    bool is_memory = label == "param_bytes" || label == "activation_bytes" || label == "peak_activation_bytes";
    return is_memory ? "memory" : label;
}

ExplainedLayer shown_layer(const ExplainedNetwork& explained, uint32_t layer) {
    ExplainedLayer shown = explained.explainer.layer(layer);
    const ExplainedSheet& sheet = explained.sheet;
    std::erase_if(shown.figures, [&](const ExplainedFigure& one) { return !sheet.shows(one.label); });
    bool is_part = !sheet.only.empty() || sheet.blank;
    if (is_part) shown.dense.reset();
    if (is_part) shown.notes.clear();
    bool has_tensors = sheet.shows("tensors") && !sheet.blank;
    if (!has_tensors) shown.tensors.clear();
    if (!has_tensors) shown.keras_tensors.clear();
    return shown;
}

bool is_left_out(const ExplainedNetwork& explained, const ExplainedLayer& shown) {
    return !explained.sheet.only.empty() && shown.figures.empty() && shown.tensors.empty() &&
           shown.keras_tensors.empty();
}

std::string legend_text(const std::vector<Letter>& legend, Notation notation, bool blank) {
    std::vector<std::string_view> meanings;
    for (const Letter& one : legend) {
        bool is_new = std::find(meanings.begin(), meanings.end(), one.meaning) == meanings.end();
        if (is_new) meanings.push_back(one.meaning);
    }
    std::string text;
    for (std::string_view meaning : meanings) {
        std::string of_meaning;
        for (const Letter& one : legend) {
            if (one.meaning != meaning) continue;
            bool latex = notation == Notation::latex;
            std::string name = latex ? Letters::latex_of(one.name) : one.name;
            if (!blank) name += fmt::format(" = {}", result_text(one.value, notation));
            of_meaning += fmt::format("{}{}", of_meaning.empty() ? "" : ", ", latex ? fmt::format("${}$", name) : name);
        }
        text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", meaning, of_meaning);
    }
    return text;
}

std::string times_text(const DenseComparison& dense) {
    if (dense.tenths < 10) return "fewer";
    if (dense.tenths == 10) return "as many";
    if (dense.tenths >= 100) return fmt::format("{} times as many", with_commas((dense.tenths + 5) / 10));
    return fmt::format("{}.{} times as many", dense.tenths / 10, dense.tenths % 10);
}

std::vector<UnevenAxis> uneven_axes(const Window& window) {
    std::vector<UnevenAxis> axes;
    for (int axis = 0; axis < window.rank; ++axis) {
        const AxisWindow& along = window.axes[axis];
        if (along.remainder == 0) continue;
        auto same = std::find_if(axes.begin(), axes.end(),
                                 [&](const UnevenAxis& other) { return is_alike(*other.window, along); });
        std::string name(axis_name(window.rank, axis));
        if (same == axes.end()) {
            axes.push_back({name, row_name(window.rank, axis), &along});
            continue;
        }
        same->names += " and the " + name;
        same->noun = "place";
    }
    return axes;
}

std::string UnevenAxis::text() const { return fmt::format("along the {}, {}", names, unread_text(*window, noun)); }

}  // namespace nnshape
