#include "report/columns.h"

#include <algorithm>

#include "base/unicode.h"
#include "network/operation.h"
#include "report/fold.h"

namespace nnshape {
namespace {

const Node& node_of(const Study& study, uint32_t node) { return study.network.nodes[node]; }

Cell text(std::string words) { return {.text = std::move(words)}; }

// Sorted by size, and not as words: 112x112x64 is more than 7x7x512.
Cell output(const View& view, const LayerOrCall& item) {
    uint32_t node = item.call ? item.call->output : item.node;
    if (node >= view.study.analysis.nodes.size()) return {};  // a network of several outputs
    const NodeResult& result = view.study.analysis.nodes[node];
    if (result.state == State::calculated) {
        return {.number = elements(result.output).value(), .text = to_text(result.output, view.layout)};
    }
    return text(result.state == State::failed ? "error" : "not reached");
}

template <Figure figure>
Cell figure_of(const View& view, const LayerOrCall& item) {
    uint32_t first = item.call ? item.call->first : item.node;
    auto sums = sum_of(view.study.analysis, first, item.call ? item.call->end : first + 1);
    return sums ? Cell{.number = (*sums)[figure]} : Cell{};
}

Cell index(const View& view, const LayerOrCall& item) {
    uint32_t first = item.call ? item.call->first : item.node;
    return {.number = static_cast<int64_t>(first) - view.study.network.input_count + 1};
}

Cell name(const View& view, const LayerOrCall& item) {
    return text(printable(item.call ? item.call->name : node_of(view.study, item.node).name));
}

const Statement* statement_of(const View& view, const LayerOrCall& item) {
    return item.call ? item.call->statement : node_of(view.study, item.node).statement;
}

Cell type(const View& view, const LayerOrCall& item) {
    const LayerKind* kind = item.call ? nullptr : node_of(view.study, item.node).kind;
    if (kind) return text(std::string(kind->name));
    const Statement* call = item.call ? item.call->statement : nullptr;
    return text(call ? printable(view.study.spec.text(call->type)) : std::string());
}

Cell operation(const View& view, const LayerOrCall& item) {
    const Statement* statement = statement_of(view, item);
    if (!statement) return {};
    return text(item.call ? operation_of(view.study.network, *statement)
                          : operation_of(view.study.network, node_of(view.study, item.node)));
}

// The layers that a layer reads, or a call from outside, separated by commas.
Cell from(const View& view, const LayerOrCall& item) {
    uint32_t first = item.call ? item.call->first : item.node;
    uint32_t end = item.call ? item.call->end : item.node + 1;
    std::vector<uint32_t> reads;
    for (uint32_t node = first; node < end; ++node) {
        for (uint32_t read : view.study.network.reads_of(node_of(view.study, node))) {
            bool known = item.call && (read >= first || std::find(reads.begin(), reads.end(), read) != reads.end());
            if (!known) reads.push_back(read);
        }
    }
    std::string names;
    for (uint32_t read : reads) {
        if (!names.empty()) names += ',';
        names += printable(node_of(view.study, read).name);
    }
    return text(std::move(names));
}

Cell line(const View& view, const LayerOrCall& item) {
    const Statement* statement = statement_of(view, item);
    return {.number = view.lines.line_of(statement ? statement->span.begin : 0)};
}

constexpr Column columns[] = {
    {"index", "#", true, index},   {"name", "layer", false, name},
    {"type", "type", false, type}, {"operation", "operation", false, operation},
    {"from", "from", false, from}, {"output", "output", false, output},
#define FIGURE(name, noun) {#name, #name, true, figure_of<Figure::name>},
#include "analysis/figures.def"
#undef FIGURE
    {"line", "line", true, line},
};

void sort_items(std::vector<LayerOrCall>& items, const View& view, const Column& column) {
    std::vector<std::pair<Cell, LayerOrCall>> keyed;
    for (const LayerOrCall& item : items) keyed.emplace_back(column.cell(view, item), item);
    std::stable_sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) {
        return a.first.number == b.first.number ? a.first.text < b.first.text : a.first.number > b.first.number;
    });
    std::transform(keyed.begin(), keyed.end(), items.begin(), [](const auto& one) { return one.second; });
}

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
    const Network& network = study.network;
    auto end = static_cast<uint32_t>(network.nodes.size());
    uint32_t output = network.outputs.size() == 1 ? network.outputs[0] : end;
    return {study,
            options.layout.value_or(network.layout),
            LineIndex(study.spec.source),
            {nullptr, network.name, 0, network.input_count, end, output}};
}

std::vector<LayerOrCall> items_of(const View& view, const ReportOptions& options) {
    const Network& network = view.study.network;
    std::vector<LayerOrCall> items;
    if (options.depth == 0) {
        items.push_back({view.whole.output, &view.whole});
    } else if (options.depth) {
        items = CallTree(network).folded(*options.depth);
    } else {
        for (auto node = network.input_count; node < network.nodes.size(); ++node) items.push_back({node});
    }
    if (options.sort) sort_items(items, view, *options.sort);
    auto most = static_cast<uint64_t>(options.top.value_or(INT64_MAX));
    if (most < items.size()) items.resize(static_cast<size_t>(most));
    return items;
}

}  // namespace nnshape
