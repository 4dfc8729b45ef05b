#include "report/diff/diff.h"

#include <fmt/format.h>
#include <cmath>

#include "base/checked.h"
#include "base/text.h"
#include "base/unicode.h"
#include "rewrite/operation.h"

namespace nnshape {
namespace {

std::string shape_text(const Difference& difference, const Study& study, uint32_t node) {
    return to_text(study.network.nodes[node].output, difference.new_study->network.layout);
}

// `conv 64 3 -> 26x26x64`; an input is its shape alone.
std::string whole_text(const Difference& difference, const Study& study, uint32_t node) {
    std::string output = shape_text(difference, study, node);
    if (node < study.network.input_count) return fmt::format("input {}", output);
    return fmt::format("{} -> {}", operation_of(study.network, study.network.nodes[node]), output);
}

// The input of a layer: the only reason why an unchanged layer has other counts.
std::string input_words(const Difference& difference, const NodeChange& change) {
    auto input = [&](const Study& study, uint32_t node) {
        return shape_text(difference, study, study.network.reads_of(study.network.nodes[node])[0]);
    };
    return fmt::format("input {} → {}", input(*difference.old_study, *change.old_node),
                       input(*difference.new_study, *change.new_node));
}

int64_t figure_of(const Study& study, std::optional<uint32_t> node, Figure figure) {
    return node ? study.analysis.figures_of(*node)[figure] : 0;
}

}  // namespace

char marker_of(const NodeChange& change) {
    if (change.is_added()) return '+';
    if (change.is_removed()) return '-';
    bool same_values = change.values.empty();
    return same_values && (change.is_renamed || change.is_moved) ? '>' : '~';
}

std::string name_text(const Difference& difference, const NodeChange& change) {
    const Study& study = change.is_removed() ? *difference.old_study : *difference.new_study;
    return printable(study.network.nodes[change.is_removed() ? *change.old_node : *change.new_node].name);
}

std::string arrow_text(const ValueChange& change) {
    auto shown = [](const std::string& text) { return text.empty() ? std::string("-") : printable(text); };
    return fmt::format("{} → {}", shown(change.old_text), shown(change.new_text));
}

std::vector<std::string> words_about(const Difference& difference, const NodeChange& change) {
    const Study &old_study = *difference.old_study, &new_study = *difference.new_study;
    if (change.is_added()) return {whole_text(difference, new_study, *change.new_node)};
    if (change.is_removed()) return {whole_text(difference, old_study, *change.old_node)};
    std::vector<std::string> words;
    if (change.is_renamed) words.push_back("was " + printable(old_study.network.nodes[*change.old_node].name));
    if (change.is_moved) words.emplace_back("moved");
    for (const ValueChange& value : change.values) {
        words.push_back(fmt::format("{} {}", printable(value.name), arrow_text(value)));
    }
    std::string old_shape = shape_text(difference, old_study, *change.old_node);
    std::string new_shape = shape_text(difference, new_study, *change.new_node);
    bool is_input = *change.new_node < new_study.network.input_count;  // its shape is its only value
    if (old_shape != new_shape && !is_input) words.push_back(fmt::format("output {} → {}", old_shape, new_shape));
    bool has_input = new_study.network.nodes[*change.new_node].reads.count > 0;
    if (words.empty() && has_input) words.push_back(input_words(difference, change));
    return words;
}

NumberChange figure_change(const Difference& difference, const NodeChange& change, Figure figure) {
    return {figure_names[static_cast<size_t>(figure)], figure_of(*difference.old_study, change.old_node, figure),
            figure_of(*difference.new_study, change.new_node, figure)};
}

bool has_experts(const Difference& difference) {
    return difference.old_study->network.has_experts() || difference.new_study->network.has_experts();
}

std::vector<NumberChange> all_totals(const Difference& difference) {
    const Study &old_study = *difference.old_study, &new_study = *difference.new_study;
    std::vector<NumberChange> totals{{"layers", old_study.network.layer_count(), new_study.network.layer_count()}};
    for (size_t index = 0; index < figure_count; ++index) {
        totals.push_back(
            {figure_names[index], old_study.analysis.totals.values[index], new_study.analysis.totals.values[index]});
    }
    totals.push_back({peak_key, old_study.analysis.peak.bytes, new_study.analysis.peak.bytes});
    return totals;
}

std::vector<NumberChange> main_totals(const Difference& difference) {
    auto counts = [&](const Study* study) { return study->analysis.totals[Figure::frozen] != 0; };
    bool frozen = counts(difference.old_study) || counts(difference.new_study);
    std::vector<NumberChange> totals;
    for (const NumberChange& total : all_totals(difference)) {
        bool always = total.name == "params" || total.name == "macs";
        bool repeats = total.name == "flops" || (total.name == "trainable" && !frozen) ||
                       (total.name == "active_params" && !has_experts(difference));
        if (always || (total.old_number != total.new_number && !repeats)) totals.push_back(total);
    }
    return totals;
}

std::vector<ValueChange> values_below_title(const Difference& difference) {
    std::vector<ValueChange> values = difference.network;
    std::erase_if(values, [](const ValueChange& change) { return change.name == "name"; });
    return values;
}

std::string signed_text(const NumberChange& change) {
    int64_t by = change.new_number - change.old_number;  // no figure is negative
    if (by == 0) return "0";
    return by < 0 ? "−" + with_commas(-by) : "+" + with_commas(by);
}

std::string percent_text(const NumberChange& change) {
    int64_t by = change.new_number - change.old_number;
    if (change.old_number == 0 || by == 0) return {};
    int64_t size = by < 0 ? -by : by;
    double rest = static_cast<double>(size % change.old_number) / static_cast<double>(change.old_number);
    Checked tenths = Checked(size / change.old_number) * 1000 + std::llround(rest * 1000);
    if (tenths.overflowed()) return {};
    std::string percent = fmt::format("{}.{}", tenths.value() / 10, tenths.value() % 10);
    return fmt::format("{}{} %", by < 0 ? "−" : "+", tenths.value() == 0 ? "<0.1" : percent);
}

std::string title_of(const Difference& difference) {
    std::string old_name = printable(difference.old_study->network.name);
    std::string new_name = printable(difference.new_study->network.name);
    return old_name == new_name ? new_name : fmt::format("{} → {}", old_name, new_name);
}

std::string same_text(const Difference& difference) {
    return fmt::format("{}{} {} the same", difference.empty() ? "no difference: " : "",
                       counted(difference.alike, "layer"), difference.alike == 1 ? "is" : "are");
}

}  // namespace nnshape
