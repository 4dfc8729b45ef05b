#include "network/wiring.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "network/bind.h"
#include "spec/dialect.h"

namespace nnshape {

uint32_t Wires::add(const Statement& statement, FoundKind found, bool frozen) {
    auto node = static_cast<uint32_t>(network_.nodes.size());
    network_.nodes.push_back({.kind = found.kind,
                              .statement = &statement,
                              .scope = scopes_.id(),
                              .rank_suffix = static_cast<int8_t>(found.rank),
                              .frozen = frozen,
                              .broken = statement.broken || !found.kind});
    std::string_view path = path_of(statement, found.kind);
    if (path.empty()) return node;
    network_.nodes[node].name = path;
    scopes_.add(statement, path, node);
    return node;
}

// A statement whose type could not be read gets the name of the layer that it was most likely meant to be.
std::string_view Wires::path_of(const Statement& statement, const LayerKind* kind) {
    if (kind || !statement.label.empty()) return scopes_.path_of(statement, kind ? name_of(*kind) : std::string_view());
    scopes_.lose_count();
    return advice_.kind_behind(statement) ? scopes_.path_of(spec_.text(statement.type)) : std::string_view();
}

void Wires::connect(uint32_t index, const std::optional<std::vector<uint32_t>>& ends, uint32_t current) {
    if (!network_.nodes[index].broken && !read(index, ends, current)) network_.nodes[index].broken = true;
    placer_.place(index);
}

bool Wires::read(uint32_t index, const std::optional<std::vector<uint32_t>>& ends, uint32_t current) {
    Wiring wiring = nnshape::bind(spec_, scopes_.environment(), network_, index, diagnostics_);
    const Statement& statement = *network_.nodes[index].statement;
    std::optional<std::vector<uint32_t>> named;
    if (statement.has_block) {
        named = ends;
    } else if (wiring.from) {
        named = scopes_.find_all(statement, *wiring.from, index);
    } else if (current == no_node) {
        refuse_start(statement);
    } else {
        named = {current};
    }
    if (!named) return false;
    network_.nodes[index].reads = {static_cast<uint32_t>(network_.wires.size()), static_cast<uint32_t>(named->size())};
    network_.wires.insert(network_.wires.end(), named->begin(), named->end());
    if (wiring.share) share(index, *wiring.share);
    return true;
}

// The first layer of a network with several inputs must name the one that it reads.
void Wires::refuse_start(const Statement& statement) {
    if (network_.input_count < 2 || astray_) return;  // the missing input is reported elsewhere
    log_.fail(code::unknown_input, statement.type.span, "the network has several inputs",
              fmt::format("name the one that this layer reads, as in {}",
                          dialect_of(spec_).wiring({printable(network_.nodes[0].name)})));
}

void Wires::share(uint32_t index, const Literal& name) {
    Node& node = network_.nodes[index];
    auto shared = scopes_.find_all(*node.statement, name, index);
    if (shared && shared->size() != 1) log_.fail(code::bad_value, name.span, "`share` names one layer");
    if (!shared || shared->size() != 1) {
        node.broken = true;
        return;
    }
    const Node& other = network_.nodes[shared->front()];
    node.shares = other.shares == nothing_shared ? shared->front() : other.shares;
    if (!other.kind || other.kind == node.kind) return;
    node.broken = true;
    log_.fail(code::shape_mismatch, name.span,
              fmt::format("{} cannot share the parameters of `{}`, which is {}", name_of(*node.kind),
                          printable(other.name), name_of(*other.kind)),
              "layers that share have the same type");
}

std::optional<uint32_t> Wires::start_of(const Statement& statement, uint32_t current) {
    auto reader = static_cast<uint32_t>(network_.nodes.size());
    for (uint32_t index = 0; index < statement.arguments.count; ++index) {
        const Argument& argument = spec_.arguments[statement.arguments.first + index];
        std::string_view key = spec_.text(argument.key);
        if (key != "from" && key != "inputs") continue;
        auto found = scopes_.find_all(statement, argument.value, reader);
        if (!found) return std::nullopt;
        if (found->size() == 1) return found->front();
        log_.fail(code::input_count, argument.value.span, fmt::format("`{}` names one layer here", key),
                  fmt::format("name one, or {}", dialect_of(spec_).plain_merge));
        return std::nullopt;
    }
    if (current != no_node) return current;
    refuse_start(statement);
    return std::nullopt;
}

void Wires::refuse_type(const Statement& statement) {
    std::string layer(statement.label.empty() ? std::string_view() : spec_.text(statement.label));
    log_.fail(code::unknown_layer, statement.type.span,
              fmt::format("`{}` is not a layer type", printable(spec_.text(statement.type))),
              advice_.help_for(statement), layer);
}

}  // namespace nnshape
