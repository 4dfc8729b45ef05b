#include "network/build.h"

#include <fmt/format.h>
#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"
#include "network/bind.h"

namespace nnshape {
namespace {

constexpr size_t most_layers = 10'000'000;
constexpr std::string_view input_name = "input";

bool is_input(const LayerKind& kind) {
    return kind.most_inputs == 0;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
}

class Builder {
  public:
    Builder(const Spec& spec, Network& network, Diagnostics& diagnostics)
        : spec_(spec), network_(network), diagnostics_(diagnostics), unread_(has_error(diagnostics)) {}

    void build(std::string_view fallback_name) {
        network_.clear();
        network_.spec = &spec_;
        network_.name = spec_.name.empty() ? fallback_name : spec_.text(spec_.name);
        take_header();
        check_allowed();
        if (spec_.layers.size() > most_layers) {
            return fail(code::too_large, spec_.layers[most_layers].span,
                        fmt::format("more than {} layers", with_commas(most_layers)));
        }
        add_nodes();
        for (uint32_t index = 0; index < network_.nodes.size(); ++index) connect(index);
        take_outputs();
    }

  private:
    void take_header();
    void check_allowed();
    void add_nodes();
    void add_node(const Statement& statement);
    void name_node(uint32_t index);
    void refuse_type(const Statement& statement);
    const LayerKind* kind_behind(const Statement& statement) const;
    void connect(uint32_t index);
    void read_default(uint32_t index);
    void read_named(uint32_t index, const Literal& from);
    void share_parameters(uint32_t index, const Literal& share);
    bool find_earlier(uint32_t reader, const Literal& literal, uint32_t& found);
    bool find_name(const Literal& literal, uint32_t& found) const;
    bool may_be_unread(std::string_view name) const;
    void refuse_name(const Literal& literal, uint32_t reader);
    void refuse_duplicate(uint32_t index, uint32_t first);
    void take_outputs();
    std::string line_of(Span span) {
        if (!lines_) lines_.emplace(spec_.source);
        return fmt::format("line {}", with_commas(lines_->line_of(span.begin)));
    }
    void fail(const Code& code, Span span, std::string message, std::string help = {}, std::string_view layer = {}) {
        diagnostics_.push_back({&code, std::move(message), std::move(help), span, std::string(layer)});
    }

    const Spec& spec_;
    Network& network_;
    Diagnostics& diagnostics_;
    bool unread_;              // a part of the spec could not be read, so something that is missing may stand there
    bool unnumbered_ = false;  // a layer without a label could not be read, so that automatic names are not known
    std::unordered_map<std::string_view, uint32_t> nodes_by_name_;
    std::unordered_map<std::string, uint32_t> nodes_by_look_;  // by canonical decomposition, names beyond ASCII alone
    std::unordered_map<const LayerKind*, uint32_t> unlabelled_;
    std::unordered_map<std::string_view, std::string> type_helps_;  // a slip is often made many times
    std::optional<LineIndex> lines_;
    uint32_t suggestions_ = 0;
};

void Builder::take_header() {
    if (!spec_.layout.empty()) {
        std::string layout = folded(spec_.text(spec_.layout));
        network_.layout = layout == "chw" || layout == "channelsfirst" ? Layout::chw : Layout::hwc;
        if (network_.layout == Layout::hwc && layout != "hwc" && layout != "channelslast") {
            fail(code::bad_value, spec_.layout.span,
                 fmt::format("`{}` is no layout", printable(spec_.text(spec_.layout))),
                 "a layout is `HWC` (channels last) or `CHW` (channels first)");
        }
    }
    if (!spec_.dtype.empty()) {
        std::vector<std::string_view> names;
        for (const Dtype& dtype : dtypes) names.push_back(dtype.name);
        auto found = std::find(names.begin(), names.end(), folded(spec_.text(spec_.dtype)));
        if (found != names.end()) {
            network_.dtype = &dtypes[found - names.begin()];
        } else {
            std::string near = did_you_mean(spec_.text(spec_.dtype), names);
            fail(code::bad_value, spec_.dtype.span, fmt::format("`{}` is no dtype", printable(spec_.text(spec_.dtype))),
                 near.empty() ? fmt::format("a dtype is {}", enumerate(names, "or")) : near);
        }
    }
}

void Builder::check_allowed() {
    for (const Literal& name : spec_.allow) check_code(spec_, name, diagnostics_);
}

void Builder::refuse_type(const Statement& statement) {
    std::string_view type = spec_.text(statement.type);
    std::string_view layer = statement.label.empty() ? std::string_view() : spec_.text(statement.label);
    std::string message = fmt::format("`{}` is not a layer type", printable(type));
    if (kind_behind(statement)) {
        std::string_view next = spec_.text(spec_.arguments[statement.arguments.first].value);
        return fail(code::unknown_layer, statement.type.span, message,
                    fmt::format("a label ends in a colon, as in `{}: {}`", printable(type), printable(next)));
    }
    auto [help, unseen] = type_helps_.emplace(type, std::string());
    if (unseen) {
        std::vector<std::string_view> names;
        for (const LayerKind* kind : all_kinds()) {
            names.push_back(kind->name);
            for (std::string_view other : words_of(kind->also)) names.push_back(other);
        }
        help->second = did_you_mean(type, names);
    }
    fail(code::unknown_layer, statement.type.span, message, help->second, layer);
}

// `C1 conv 6 5`: what stands where the type should is a label, and the type behind it is given back; else null.
const LayerKind* Builder::kind_behind(const Statement& statement) const {
    if (spec_.form != SpecForm::text || !statement.label.empty() || statement.arguments.count == 0) return nullptr;
    const Argument& first = spec_.arguments[statement.arguments.first];
    if (!first.key.empty() || first.value.form != Literal::Form::word) return nullptr;
    return find_kind(spec_.text(first.value)).kind;
}

// The inputs come first, so that a node's number is its tensor's.
void Builder::add_nodes() {
    for (const Statement& statement : spec_.inputs) add_node(statement);
    for (const Statement& statement : spec_.layers) {
        FoundKind found = find_kind(spec_.text(statement.type));
        if (found.kind && is_input(*found.kind)) add_node(statement);
    }
    network_.input_count = static_cast<uint32_t>(network_.nodes.size());
    for (const Statement& statement : spec_.layers) {
        FoundKind found = find_kind(spec_.text(statement.type));
        if (!found.kind || !is_input(*found.kind)) add_node(statement);
    }
    if (network_.input_count == 0 && !unread_) {
        fail(code::missing_input, {}, "the spec has no input",
             spec_.form == SpecForm::text ? "write `input 28x28x1`, say" : "write `\"input\": [28, 28, 1]`, say");
    }
    if (network_.nodes.size() == network_.input_count && network_.input_count > 0 && !unread_) {
        fail(code::syntax, {}, "the spec has no layers",
             spec_.form == SpecForm::text ? "a layer is a line such as `conv 6 5`"
                                          : "`layers` is an array of objects such as `{\"type\": \"relu\"}`");
    }
}

void Builder::add_node(const Statement& statement) {
    FoundKind found = find_kind(spec_.text(statement.type));
    network_.nodes.push_back({.kind = found.kind,
                              .statement = &statement,
                              .rank_suffix = static_cast<int8_t>(found.rank),
                              .broken = statement.broken || !found.kind});
    name_node(static_cast<uint32_t>(network_.nodes.size() - 1));
    if (!found.kind && !statement.broken) refuse_type(statement);
}

// A layer without a label is called after its canonical type and its number among those.
void Builder::name_node(uint32_t index) {
    Node& node = network_.nodes[index];
    const Statement& statement = *node.statement;
    if (!statement.label.empty()) {
        node.name = spec_.text(statement.label);
    } else if (!node.kind) {
        const LayerKind* meant = kind_behind(statement);
        if (meant) node.name = spec_.text(statement.type);
        unread_ = unread_ || (meant && is_input(*meant));
        unnumbered_ = true;
    } else if (is_input(*node.kind)) {
        node.name = input_name;
    } else {
        network_.names.push_back(fmt::format("{}_{}", node.kind->name, ++unlabelled_[node.kind]));
        node.name = network_.names.back();
    }
    if (node.name.empty()) return;
    auto [first, added] = nodes_by_name_.emplace(node.name, index);
    if (!added) return refuse_duplicate(index, first->second);
    if (is_ascii(node.name)) return;
    auto [alike, unlike] = nodes_by_look_.emplace(decomposed(node.name), index);
    if (!unlike) refuse_duplicate(index, alike->second);
}

void Builder::refuse_duplicate(uint32_t index, uint32_t first) {
    const Node& node = network_.nodes[index];
    const Statement& other = *network_.nodes[first].statement;
    if (node.statement->broken || other.broken) return;
    bool labelled = !node.statement->label.empty();
    std::string_view how = labelled ? "" : ", called so by its type and number,";
    bool same = node.name == network_.nodes[first].name;
    std::string_view form = same ? "" : " in another Unicode normalisation";
    std::string line = line_of(other.label.empty() ? other.type.span : other.label.span);
    fail(code::duplicate_name, labelled ? node.statement->label.span : node.statement->type.span,
         fmt::format("`{}`{} is the name of another layer{}", printable(node.name), how, form),
         fmt::format("the other is on {}; give one of them another label", line), node.name);
}

void Builder::connect(uint32_t index) {
    Node& node = network_.nodes[index];
    if (node.broken) return;
    Wiring wiring = bind(spec_, network_, node, diagnostics_);
    node.reads.first = static_cast<uint32_t>(network_.wires.size());
    if (wiring.from) {
        read_named(index, *wiring.from);
    } else if (!is_input(*node.kind)) {
        read_default(index);
    }
    node.reads.count = static_cast<uint32_t>(network_.wires.size()) - node.reads.first;
    if (wiring.share) share_parameters(index, *wiring.share);
}

// The layer before, or the network's only input.
void Builder::read_default(uint32_t index) {
    Node& node = network_.nodes[index];
    if (index > network_.input_count) {
        network_.wires.push_back(index - 1);
    } else if (network_.input_count == 1) {
        network_.wires.push_back(0);
    } else {
        node.broken = true;
        if (network_.input_count == 0) return;
        fail(code::unknown_input, node.statement->type.span, "the network has several inputs",
             fmt::format("name the one that this layer reads, as in `{}{}`",
                         spec_.form == SpecForm::text ? "from=" : "\"inputs\": ", printable(network_.nodes[0].name)),
             node.name);
    }
}

void Builder::read_named(uint32_t index, const Literal& from) {
    Node& node = network_.nodes[index];
    if (is_input(*node.kind)) {
        node.broken = true;
        return fail(code::input_count, from.span, "an input of the network reads no layer", {}, node.name);
    }
    for (const Literal& name : names_in(spec_, from)) {
        uint32_t found = 0;
        if (find_earlier(index, name, found)) {
            network_.wires.push_back(found);
        } else {
            node.broken = true;
        }
    }
}

void Builder::share_parameters(uint32_t index, const Literal& share) {
    Node& node = network_.nodes[index];
    uint32_t found = 0;
    if (!find_earlier(index, share, found)) {
        node.broken = true;
        return;
    }
    const Node& other = network_.nodes[found];
    if (other.kind && other.kind != node.kind) {
        node.broken = true;
        return fail(code::shape_mismatch, share.span,
                    fmt::format("{} cannot share the parameters of `{}`, which is {}", node.kind->name,
                                printable(other.name), other.kind->name),
                    "layers that share are of one type", node.name);
    }
    node.shares = other.shares == nothing_shared ? found : other.shares;
}

bool Builder::find_name(const Literal& literal, uint32_t& found) const {
    std::string_view name = spec_.text(literal);
    auto entry = nodes_by_name_.find(name);
    if (entry != nodes_by_name_.end()) {
        found = entry->second;
        return true;
    }
    found = 0;
    return name == input_name && network_.input_count == 1;
}

bool Builder::find_earlier(uint32_t reader, const Literal& literal, uint32_t& found) {
    const Node& node = network_.nodes[reader];
    bool json_name = spec_.form == SpecForm::text || literal.form == Literal::Form::word;
    if (!json_name) {
        fail(code::bad_value, literal.span, "a layer is named by a string", {}, node.name);
        return false;
    }
    if (!find_name(literal, found)) {
        refuse_name(literal, reader);
        return false;
    }
    if (found < reader) return true;
    std::string name = printable(spec_.text(literal));
    if (found == reader) {
        fail(code::unknown_input, literal.span, fmt::format("`{}` is this layer itself", name),
             "a layer reads only earlier ones", node.name);
        return false;
    }
    fail(code::unknown_input, literal.span,
         fmt::format("`{}` is defined later, on {}", name, line_of(network_.nodes[found].statement->span)),
         "a layer reads only earlier ones", node.name);
    return false;
}

// Whether a name may be the automatic one of a layer that could not be read.
bool Builder::may_be_unread(std::string_view name) const {
    size_t line = name.rfind('_');
    return unnumbered_ && line != std::string_view::npos &&
           read_integer(name.substr(line + 1)).form == Literal::Form::integer && find_kind(name.substr(0, line)).kind;
}

// A name that no layer has; only those before the `reader` are offered instead.
void Builder::refuse_name(const Literal& literal, uint32_t reader) {
    std::string_view name = spec_.text(literal);
    if (may_be_unread(name)) return;
    std::string message = fmt::format("no layer is called `{}`", printable(name));
    auto alike = nodes_by_look_.find(is_ascii(name) ? std::string() : decomposed(name));
    if (alike != nodes_by_look_.end()) {
        std::string line = line_of(network_.nodes[alike->second].statement->span);
        return fail(
            code::unknown_input, literal.span, message,
            fmt::format("the layer on {} has that name in another Unicode normalisation; copy it from there", line));
    }
    constexpr uint32_t most_suggestions = 50;  // each compares the name with that of every layer
    std::vector<std::string_view> names;
    for (uint32_t index = 0; index < reader && suggestions_ < most_suggestions; ++index) {
        names.push_back(network_.nodes[index].name);
    }
    ++suggestions_;
    fail(code::unknown_input, literal.span, message, printable(did_you_mean(name, names)));
}

void Builder::take_outputs() {
    if (network_.nodes.empty()) return;
    if (spec_.outputs.empty()) {
        network_.outputs.push_back(static_cast<uint32_t>(network_.nodes.size() - 1));
        return;
    }
    for (const Literal& name : spec_.outputs) {
        uint32_t found = 0;
        if (find_name(name, found)) {
            network_.outputs.push_back(found);
        } else {
            refuse_name(name, static_cast<uint32_t>(network_.nodes.size()));
        }
    }
}

}  // namespace

void Network::clear() {
    spec = nullptr;
    name = {};
    layout = Layout::hwc;
    dtype = &dtypes[0];
    input_count = 0;
    nodes.clear(), outputs.clear(), args.clear(), numbers.clear(), wires.clear(), names.clear();
}

void build(const Spec& spec, std::string_view fallback_name, Network& network, Diagnostics& diagnostics) {
    Builder(spec, network, diagnostics).build(fallback_name);
}

}  // namespace nnshape
