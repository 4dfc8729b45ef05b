#include "network/expansion_log.h"

#include "network/bounds.h"

namespace nnshape {

bool ExpansionLog::count(const Statement& statement) {
    if (stopped_) return false;
    steps_ += statement.has_block ? 1 : steps_of(statement.span.end - statement.span.begin);
    std::string excess = excess_of({steps_, network_.bytes(), diagnostics_.size()});
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
