#include "network/expansion_log.h"

#include <algorithm>

#include "network/bounds.h"

namespace nnshape {

bool ExpansionLog::count(const Statement& statement) {
    if (stopped_) return false;
    ++steps_;
    auto inputs = static_cast<int64_t>(network_.wires.size()) - network_.layer_count();
    std::string excess = excess_of({.layers = network_.layer_count(),
                                    .blocks = blocks_,
                                    .empty = empty_,
                                    .bytes = static_cast<int64_t>(network_.bytes()),
                                    .inputs = std::max<int64_t>(inputs, 0),
                                    .mistakes = diagnostics_.size()},
                                   {network_.spec->source.text.size(), network_.spec->items.size()});
    stopped_ = !excess.empty();
    if (stopped_) fail(code::too_large, statement.type.span, std::move(excess));
    return !stopped_;
}

void ExpansionLog::fail(const Code& code, Span span, std::string message, std::string help, std::string layer) {
    fail({&code, std::move(message), std::move(help), span, std::move(layer)});
}

void ExpansionLog::fail(Diagnostic diagnostic) {
    auto uses = uses_of(network_, scopes_.id());
    diagnostic.used_from.insert(diagnostic.used_from.end(), uses.begin(), uses.end());
    diagnostic.instance = steps_;
    diagnostics_.push_back(std::move(diagnostic));
}

}  // namespace nnshape
