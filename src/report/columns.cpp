#include "report/columns.h"

#include <algorithm>

#include "base/unicode.h"
#include "network/operation.h"

namespace nnshape {
namespace {

const Node& node_of(const Study& study, uint32_t node) { return study.network.nodes[node]; }

Cell text(std::string words) { return {.text = std::move(words)}; }

// Sorted by size, and not as words: 112x112x64 is more than 7x7x512.
Cell output(const View& view, uint32_t node) {
    const NodeResult& result = view.study.analysis.nodes[node];
    if (result.state == State::calculated) {
        return {.number = elements(result.output).value(), .text = to_text(result.output, view.layout)};
    }
    return text(result.state == State::failed ? "error" : "not reached");
}

template <Figure figure>
Cell figure_of(const View& view, uint32_t node) {
    const NodeResult& result = view.study.analysis.nodes[node];
    if (result.state != State::calculated) return {};
    return {.number = result.figures[figure]};
}

constexpr Column columns[] = {
    {"index", "#", true,
     [](const View& view, uint32_t node) {
         return Cell{.number = static_cast<int64_t>(node) - view.study.network.input_count + 1};
     }},
    {"name", "layer", false,
     [](const View& view, uint32_t node) { return text(printable(node_of(view.study, node).name)); }},
    {"type", "type", false,
     [](const View& view, uint32_t node) {
         const LayerKind* kind = node_of(view.study, node).kind;
         return text(kind ? std::string(kind->name) : std::string());
     }},
    {"operation", "operation", false,
     [](const View& view, uint32_t node) { return text(operation_of(view.study.network, node_of(view.study, node))); }},
    {"from", "from", false, [](const View& view, uint32_t node) { return text(reads_text(view.study, node)); }},
    {"output", "output", false, output},
#define FIGURE(name, noun) {#name, #name, true, figure_of<Figure::name>},
#include "analysis/figures.def"
#undef FIGURE
    {"line", "line", true,
     [](const View& view, uint32_t node) {
         return Cell{.number = view.lines.line_of(node_of(view.study, node).statement->span.begin)};
     }},
};

}  // namespace

std::span<const Column> all_columns() { return columns; }

const Column* find_column(std::string_view name) {
    auto found = std::find_if(std::begin(columns), std::end(columns),
                              [&](const Column& column) { return column.name == name || column.heading == name; });
    return found == std::end(columns) ? nullptr : found;
}

std::vector<std::string_view> column_names() {
    std::vector<std::string_view> names;
    for (const Column& column : columns) names.push_back(column.name);
    return names;
}

Columns columns_of(const ReportOptions& options) {
    if (!options.columns.empty()) return options.columns;
    Columns standard;
    for (std::string_view name : {"name", "operation", "output", "weights", "biases", "params"}) {
        standard.push_back(find_column(name));
    }
    return standard;
}

View view_of(const Study& study, const ReportOptions& options) {
    return {study, options.layout.value_or(study.network.layout), LineIndex(study.spec.source)};
}

std::vector<uint32_t> layers_of(const View& view, const ReportOptions& options) {
    const Network& network = view.study.network;
    std::vector<uint32_t> layers;
    for (auto node = network.input_count; node < network.nodes.size(); ++node) layers.push_back(node);
    if (options.sort) {
        std::vector<Cell> cells;
        for (uint32_t node = 0; node < network.nodes.size(); ++node) cells.push_back(options.sort->cell(view, node));
        std::stable_sort(layers.begin(), layers.end(), [&](uint32_t a, uint32_t b) {
            return cells[a].number == cells[b].number ? cells[a].text < cells[b].text
                                                      : cells[a].number > cells[b].number;
        });
    }
    auto most = static_cast<uint64_t>(options.top.value_or(INT64_MAX));
    if (most < layers.size()) layers.resize(static_cast<size_t>(most));
    return layers;
}

std::string reads_text(const Study& study, uint32_t node) {
    std::string names;
    for (uint32_t read : study.network.reads_of(node_of(study, node))) {
        if (!names.empty()) names += ',';
        names += printable(node_of(study, read).name);
    }
    return names;
}

}  // namespace nnshape
