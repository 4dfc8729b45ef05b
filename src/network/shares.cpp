#include "network/shares.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "layers/layer_kind.h"
#include "network/place.h"

namespace nnshape {

const uint32_t* Shares::find_layer(std::string_view path) {
    for (; known_layers_ < network_.nodes.size(); ++known_layers_) {
        layers_.add(network_.nodes[known_layers_].name, known_layers_);
    }
    return layers_.find(path);
}

const uint32_t* Shares::find_call(std::string_view path) {
    for (; known_calls_ < network_.calls.size(); ++known_calls_) {
        calls_.add(network_.calls[known_calls_].name, known_calls_);
    }
    return calls_.find(path);
}

// The path of what a name means in the innermost scope: a name of that scope, or a path into a call of that scope.
std::optional<std::string> Shares::path_of(std::string_view name) {
    if (auto path = scopes_.path_behind(name)) return path;
    for (size_t slash = name.find('/'); slash != std::string_view::npos; slash = name.find('/', slash + 1)) {
        auto call = scopes_.path_behind(name.substr(0, slash));
        if (call && find_call(*call)) return *call + std::string(name.substr(slash));
    }
    return std::nullopt;
}

void Shares::share(uint32_t index, const Literal& name) {
    Node& node = network_.nodes[index];
    std::string_view text = network_.literals().text(name);
    std::optional<uint32_t> inside;
    if (text.find('/') != std::string_view::npos && !scopes_.path_behind(text)) {
        auto path = path_of(text);
        if (const uint32_t* found = path ? find_layer(*path) : nullptr) inside = *found;
    }
    auto shared = inside ? std::vector<uint32_t>{*inside} : scopes_.find_all(*node.statement, name, index);
    if (shared && shared->size() != 1) log_.fail(code::bad_value, name.span, "`share` names one layer");
    if (!shared || shared->size() != 1) {
        node.broken = true;
        return;
    }
    const Node& other = network_.nodes[shared->front()];
    node.shares = other.shares == nothing_shared ? shared->front() : other.shares;
    if (!other.kind || other.kind == node.kind || (node.kind->transposes && other.kind == node.kind->transposes))
        return;
    node.broken = true;
    log_.fail(code::shape_mismatch, name.span,
              fmt::format("{} cannot share the parameters of `{}`, which is {}", name_of(*node.kind),
                          printable(other.name), name_of(*other.kind)),
              "layers that share have the same type");
}

std::optional<uint32_t> Shares::call_of(const Statement& call, std::string_view definition, const Literal& name) {
    std::string_view text = network_.literals().text(name);
    auto path = path_of(text);
    const uint32_t* found = path ? find_call(*path) : nullptr;
    if (!found) {
        auto reader = static_cast<uint32_t>(network_.nodes.size());
        if (!scopes_.find_all(call, name, reader)) return std::nullopt;  // it does not exist, which is reported
        log_.fail(code::bad_value, name.span, fmt::format("`{}` is not a call", printable(text)),
                  "a call shares the parameters of an earlier call of its definition");
        return std::nullopt;
    }
    std::string_view other = spec_.text(network_.calls[*found].statement->type);
    if (other == definition) return *found;
    log_.fail(code::shape_mismatch, name.span,
              fmt::format("{} cannot share the parameters of `{}`, which is {}", definition, printable(text), other),
              "calls that share are of the same definition");
    return std::nullopt;
}

// Whether a layer has parameters or buffers, of its own or another's.
bool Shares::has_parameters(const Node& node) const {
    if (node.shares != nothing_shared) return true;
    if (node.state != State::calculated || !node.kind->count.numbers) return false;
    Counts counts = node.kind->count.numbers(network_.args_of(node), inputs_of(network_, node), node.output);
    Checked all = counts.weights + counts.biases + counts.buffers;
    return all.overflowed() || all.value() != 0;
}

void Shares::share_all(const Statement& call, uint32_t first, uint32_t other, const Literal& name) {
    const Call& shared = network_.calls[other];
    auto end = static_cast<uint32_t>(network_.nodes.size());
    bool same = end - first == shared.end - shared.first;
    for (uint32_t index = 0; same && index < end - first; ++index) {
        Node& node = network_.nodes[first + index];
        const Node& original = network_.nodes[shared.first + index];
        same = node.kind == original.kind;
        if (!same || !node.kind || !has_parameters(original)) continue;
        node.shares = original.shares == nothing_shared ? shared.first + index : original.shares;
    }
    if (same) return;
    log_.fail(code::shape_mismatch, name.span,
              fmt::format("`{}` cannot share the parameters of `{}`: its layers are others",
                          printable(spec_.text(call.type)), printable(shared.name)),
              "give both calls the same values");
}

}  // namespace nnshape
