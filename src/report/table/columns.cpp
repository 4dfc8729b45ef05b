#include "report/table/columns.h"

#include <fmt/format.h>
#include <algorithm>

#include "analysis/tensors.h"
#include "base/unicode.h"
#include "report/table/fold.h"
#include "report/table/lanes.h"
#include "rewrite/operation.h"

namespace nnshape {
namespace {

const Node& node_of(const Study& study, uint32_t node) { return study.network.nodes[node]; }

Cell text(std::string words) { return {.text = std::move(words)}; }

// Sorted by the number of elements: 112x112x64 is more than 7x7x512.
Cell output(const View& view, const LayerOrCall& item) {
    uint32_t node = item.call ? item.call->output : item.node;
    if (node >= view.study.analysis.nodes.size()) return {};  // a network of several outputs
    State state = view.study.analysis.nodes[node].state;
    if (state == State::calculated) {
        const Shape& shape = node_of(view.study, node).output;
        return {.number = elements(shape).value(), .text = to_text(shape, view.layout)};
    }
    return text(state == State::failed ? "error" : "not reached");
}

bool is_whole(const View& view, const LayerOrCall& item) { return item.call == &view.whole; }

std::optional<Figures> sums_of(const View& view, const LayerOrCall& item) {
    const Analysis& analysis = view.study.analysis;
    if (is_whole(view, item)) return view.study.calculated() ? std::optional(analysis.totals) : std::nullopt;
    uint32_t first = item.call ? item.call->first : item.node;
    return sum_of(analysis, first, item.call ? item.call->end : first + 1);
}

template <Figure figure>
Cell figure_of(const View& view, const LayerOrCall& item) {
    auto sums = sums_of(view, item);
    return sums ? Cell{.number = (*sums)[figure]} : Cell{};
}

// The bytes that are alive while the layer runs; of a call the most of its layers.
Cell peak(const View& view, const LayerOrCall& item) {
    const Analysis& analysis = view.study.analysis;
    if (!view.study.calculated()) return {};
    if (is_whole(view, item)) return {.number = analysis.peak.bytes};
    uint32_t first = item.call ? item.call->first : item.node;
    return {.number = most_alive(analysis, first, item.call ? item.call->end : first + 1)};
}

// part·scale/whole, rounded, for 0 <= part <= whole. The product may overflow a 64-bit integer.
int64_t scaled(int64_t part, int64_t whole, int64_t scale) {
    __extension__ using Wide = __int128;
    return static_cast<int64_t>((static_cast<Wide>(part) * scale * 2 + whole) / (static_cast<Wide>(whole) * 2));
}

// A bar of ten characters with a resolution of an eighth of one. A part above 0 is never an empty bar.
std::string bar_of(int64_t part, int64_t whole) {
    constexpr std::string_view eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"};
    constexpr int64_t letters = 10;
    int64_t length = std::max<int64_t>(scaled(part, whole, letters * 8), part > 0);
    std::string bar;
    for (int64_t letter = 0; letter < letters; ++letter) {
        int64_t filled = std::clamp<int64_t>(length - letter * 8, 0, 8);
        bar += filled == 0 ? " " : eighths[filled];
    }
    return bar;
}

// The share of all parameters, in percent.
Cell share(const View& view, const LayerOrCall& item) {
    const Analysis& analysis = view.study.analysis;
    auto sums = sums_of(view, item);
    int64_t all = analysis.totals[Figure::params];
    if (!sums || !analysis.complete || all == 0) return {};
    int64_t params = (*sums)[Figure::params];
    int64_t hundredths = scaled(params, all, 10'000);
    return {.number = params,
            .text = fmt::format("{}.{:02}", hundredths / 100, hundredths % 100),
            .unit = "%",
            .bar = bar_of(params, all)};
}

// The receptive field of a layer, or of a call's output. Sorted by area.
template <auto which>
Cell field(const View& view, const LayerOrCall& item) {
    uint32_t node = item.call ? item.call->output : item.node;
    if (node >= view.fields.size()) return {};
    auto sizes = if_known(view.fields[node].*which, node_of(view.study, node).output.rank);
    if (!sizes) return {};
    Checked area = 1;
    for (int64_t size : *sizes) area *= size;
    return {.number = area.overflowed() ? INT64_MAX : area.value(), .text = to_text(*sizes)};
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
    if (kind) return text(std::string(name_of(*kind)));
    const Statement* statement = statement_of(view, item);
    return text(statement ? printable(view.study.spec.text(statement->type)) : std::string());
}

Cell operation(const View& view, const LayerOrCall& item) {
    const Statement* statement = statement_of(view, item);
    if (!statement) return {};
    return text(item.call ? operation_of(view.study.network, *statement)
                          : operation_of(view.study.network, node_of(view.study, item.node)));
}

// The inputs of a layer, or the inputs of a call from outside it, separated by commas.
Cell from(const View& view, const LayerOrCall& item) {
    uint32_t first = item.call ? item.call->first : item.node;
    uint32_t end = item.call ? item.call->end : item.node + 1;
    std::vector<uint32_t> reads;
    for (uint32_t node = first; node < end; ++node) {
        for (uint32_t read : view.study.network.operands_of(node_of(view.study, node))) {
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

// The wiring beside the row.
Cell graph(const View& view, const LayerOrCall& item) {
    uint32_t first = item.call ? item.call->first : item.node;
    return first < view.wiring.size() ? text(view.wiring[first]) : Cell{};
}

Cell line(const View& view, const LayerOrCall& item) {
    const Statement* statement = statement_of(view, item);
    return {.number = view.lines.line_of(statement ? statement->span.begin : 0)};
}

// The tensors that a layer stores, as PyTorch names them.
Cell tensors(const View& view, const LayerOrCall& item) {
    bool known = !item.call && view.study.analysis.nodes[item.node].state == State::calculated;
    return text(known ? to_text(tensors_of(view.study.network, item.node, TensorStyle::pytorch)) : std::string());
}

constexpr Column columns[] = {
    {"index", "#", true, false, index},
    {"name", "layer", false, false, name},
    {"type", "type", false, false, type},
    {"operation", "operation", false, false, operation},
    {"from", "from", false, false, from},
    {"output", "output", false, false, output},
#define FIGURE(name, noun) {#name, #name, true, true, figure_of<Figure::name>},
#include "analysis/figures.def"
#undef FIGURE
    {peak_key, "peak", true, true, peak},
    {"share", "share", true, true, share},
    {"receptive_field", "receptive_field", true, false, field<&ReceptiveField::size>},
    {"jump", "jump", true, false, field<&ReceptiveField::jump>},
    {"tensors", "tensors", false, false, tensors},
    {"line", "line", true, false, line},
    {graph_column, "graph", false, false, graph},
};

bool shows_fields(const Column* column) {
    return column && (column->cell == field<&ReceptiveField::size> || column->cell == field<&ReceptiveField::jump>);
}

// The wiring of the inputs and of the items, as rows one below the other.
std::vector<std::string> wiring_of(const Network& network, const std::vector<LayerOrCall>& items, bool ascii) {
    std::vector<uint32_t> row_of(network.nodes.size()), firsts;
    for (uint32_t input = 0; input < network.input_count; ++input) {
        row_of[input] = input;
        firsts.push_back(input);
    }
    for (const LayerOrCall& item : items) {
        uint32_t first = item.call ? item.call->first : item.node, end = item.call ? item.call->end : item.node + 1;
        std::fill(row_of.begin() + first, row_of.begin() + end, static_cast<uint32_t>(firsts.size()));
        firsts.push_back(first);
    }
    RowReads reads(firsts.size());
    for (uint32_t node = network.input_count; node < network.nodes.size(); ++node) {
        for (uint32_t read : network.operands_of(network.nodes[node])) {
            if (row_of[read] != row_of[node]) reads[row_of[node]].push_back(row_of[read]);
        }
    }
    auto lanes = lanes_of(reads, ascii);
    std::vector<std::string> wiring(network.nodes.size());
    for (size_t row = 0; row < firsts.size(); ++row) wiring[firsts[row]] = std::move(lanes[row]);
    return wiring;
}

void sort_items(std::vector<LayerOrCall>& items, const View& view, const Column& column) {
    std::vector<std::pair<Cell, LayerOrCall>> keyed;
    for (const LayerOrCall& item : items) keyed.emplace_back(column.cell(view, item), item);
    std::stable_sort(keyed.begin(), keyed.end(),
                     [](const auto& a, const auto& b) { return comes_before(a.first, b.first); });
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

bool comes_before(const Cell& one, const Cell& other) {
    return one.number == other.number ? one.text < other.text : one.number > other.number;
}

Columns columns_named(std::initializer_list<std::string_view> names) {
    Columns found;
    for (std::string_view name : names) found.push_back(find_column(name));
    return found;
}

std::vector<Column> key_columns(const ReportOptions& options) {
    std::vector<Column> keys{{"network", "network", false, false, nullptr}};
    for (const std::string& name : options.swept) keys.push_back({name, name, false, false, nullptr});
    return keys;
}

std::vector<Cell> key_cells(const NetworkReport& report) {
    std::vector<Cell> cells{text(printable(report.study.network.name))};
    for (const std::string& value : report.options.values) {
        ReadInteger number = read_integer(value);
        bool is_number = number.form == Literal::Form::integer;
        cells.push_back(is_number ? Cell{.number = number.value, .text = value} : text(printable(value)));
    }
    return cells;
}

std::string title_of(const NetworkReport& report) {
    std::string title = printable(report.study.network.name);
    for (size_t index = 0; index < report.options.values.size(); ++index) {
        title += fmt::format(" {}={}", printable(report.options.swept[index]), printable(report.options.values[index]));
    }
    return title;
}

Columns columns_of(const ReportOptions& options) {
    if (!options.columns.empty()) return options.columns;
    return columns_named({"name", "operation", "output", "weights", "biases", "params"});
}

View view_of(const Study& study, const ReportOptions& options) {
    const Network& network = study.network;
    auto end = static_cast<uint32_t>(network.nodes.size());
    uint32_t output = network.outputs.size() == 1 ? network.outputs[0] : end;
    View view{study,
              options.layout.value_or(network.layout),
              LineIndex(study.spec.source),
              {nullptr, network.name, 0, network.input_count, end, output},
              {},
              {}};
    bool wired = std::any_of(options.columns.begin(), options.columns.end(),
                             [](const Column* column) { return column->name == graph_column; });
    if (wired && options.depth != 0) view.wiring = wiring_of(network, items_of(view, options), options.ascii);
    bool asked =
        shows_fields(options.sort) || std::any_of(options.columns.begin(), options.columns.end(), shows_fields);
    if (asked) view.fields = receptive_fields(network, study.analysis);
    return view;
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
