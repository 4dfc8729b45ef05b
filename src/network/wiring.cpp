#include "network/wiring.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"
#include "layers/layer_kind.h"
#include "network/bind.h"
#include "network/match.h"
#include "spec/dialect.h"
#include "spec/keywords.h"

namespace nnshape {

uint32_t Wires::add(const Statement& statement, FoundKind found, const Blocks& around) {
    auto node = static_cast<uint32_t>(network_.nodes.size());
    network_.nodes.push_back({.kind = found.kind,
                              .statement = &statement,
                              .scope = scopes_.id(),
                              .experts = around.experts,
                              .rank_suffix = static_cast<int8_t>(found.rank),
                              .frozen = around.frozen > 0,
                              .broken = statement.broken || !found.kind});
    std::string_view path = path_of(statement, found.kind);
    if (path.empty()) return node;
    network_.nodes[node].name = path;
    scopes_.add(statement, path, node);
    return node;
}

// A statement whose type could not be read gets the name of the layer that it was probably meant to be.
std::string_view Wires::path_of(const Statement& statement, const LayerKind* kind) {
    if (kind || !statement.label.empty()) return scopes_.path_of(statement, kind ? name_of(*kind) : std::string_view());
    scopes_.lose_count();
    return advice_.is_label(statement) ? scopes_.path_of(spec_.text(statement.type)) : std::string_view();
}

void Wires::connect(uint32_t index, const std::optional<std::vector<uint32_t>>& ends, uint32_t current) {
    if (!network_.nodes[index].broken && !read(index, ends, current)) network_.nodes[index].broken = true;
    placer_.place(index);
}

bool Wires::read(uint32_t index, const std::optional<std::vector<uint32_t>>& ends, uint32_t current) {
    Wiring wiring = nnshape::bind(scopes_.environment(), network_, index, diagnostics_);
    const Statement& statement = *network_.nodes[index].statement;
    std::optional<std::vector<uint32_t>> named;
    if (statement.has_block) {
        named = ends;
    } else if (wiring.from) {
        named = scopes_.find_all(statement, *wiring.from, index);
    } else if (const LayerKind& kind = *network_.nodes[index].kind;
               kind.most_inputs == 0 || (kind.least_inputs == 0 && current == no_node)) {
        named.emplace();
    } else if (current == no_node) {
        refuse_start(statement);
    } else {
        named = {current};
    }
    if (named && wiring.like && !add_like(index, *wiring.like, *named)) return false;
    if (!named) return false;
    network_.nodes[index].reads = {static_cast<uint32_t>(network_.wires.size()), static_cast<uint32_t>(named->size())};
    network_.wires.insert(network_.wires.end(), named->begin(), named->end());
    if (wiring.share) shares_.share(index, *wiring.share);
    return true;
}

// The first layer of a network with several inputs must name its own inputs.
void Wires::refuse_start(const Statement& statement) {
    if (network_.input_count < 2 || astray_) return;  // the missing input is reported elsewhere
    auto inputs = std::span(network_.nodes).first(network_.input_count);
    bool are_alike = std::all_of(inputs.begin(), inputs.end(), [&](const Node& input) {
        return input.state == State::calculated && input.output == inputs[0].output;
    });
    const Dialect& dialect = dialect_of(spec_);
    std::string name = printable(network_.nodes[0].name);
    log_.fail(code::unknown_input, statement.type.span, "the network has several inputs",
              are_alike && is_plain_name(name)
                  ? fmt::format("name the input of this layer, as in {}", dialect.wiring({name}))
                  : fmt::format("name the input of this layer in its `{}`", dialect.wiring_key));
}

// Adds the layer whose size a layer gets to its inputs.
bool Wires::add_like(uint32_t index, const Literal& name, std::vector<uint32_t>& named) {
    auto found = scopes_.find_all(*network_.nodes[index].statement, name, index);
    if (!found) return false;
    if (found->size() != 1) {
        log_.fail(code::bad_value, name.span, "`like` names one layer");
        return false;
    }
    named.push_back(found->front());
    network_.nodes[index].has_like = true;
    return true;
}

void Wires::demand(uint32_t first, uint32_t start, int64_t channels) {
    for (uint32_t index = first; index < network_.nodes.size(); ++index) {
        Node& node = network_.nodes[index];
        bool reads = node.reads.count > 0 && network_.reads_of(node)[0] == start;
        if (!reads || node.demanded != 0) continue;
        node.demanded = channels;
        node.demanded_at = node.statement->type.span;  // not an argument, so another layer of the statement has its own
    }
}

std::optional<uint32_t> Wires::start_of(const Statement& statement, uint32_t current) {
    if (const Argument* inputs = inputs_argument(spec_, statement)) {
        auto found = scopes_.find_all(statement, inputs->value, static_cast<uint32_t>(network_.nodes.size()));
        if (!found) return std::nullopt;
        if (found->size() == 1) return found->front();
        log_.fail(code::input_count, inputs->value.span,
                  fmt::format("`{}` names one layer here", spec_.text(inputs->key)),
                  "name one, or merge the layers without braces");
        return std::nullopt;
    }
    if (current != no_node) return current;
    refuse_start(statement);
    return std::nullopt;
}

// The shape of the first input of a statement without a known type; null if it is not known.
const Shape* Wires::first_input(const Statement& statement, uint32_t current) const {
    if (const Argument* inputs = inputs_argument(spec_, statement)) {
        auto found = scopes_.find_all(statement, inputs->value, static_cast<uint32_t>(network_.nodes.size()));
        current = found && !found->empty() ? found->front() : no_node;
    }
    bool is_known = current != no_node && network_.nodes[current].state == State::calculated;
    return is_known ? &network_.nodes[current].output : nullptr;
}

void Wires::refuse_type(const Statement& statement, uint32_t current) {
    std::string layer(statement.label.empty() ? std::string_view() : spec_.text(statement.label));
    log_.fail(code::unknown_layer, statement.type.span,
              fmt::format("`{}` is not a layer type", printable(spec_.text(statement.type))),
              advice_.help_for(statement, first_input(statement, current)), layer);
}

}  // namespace nnshape
