#include "lint/rule.h"

#include <algorithm>
#include <unordered_map>

#include "network/bind.h"

namespace nnshape {

namespace rules {
#define RULE(identifier) extern const Rule identifier;
#include "lint/rules.def"
#undef RULE
}  // namespace rules

namespace {

bool names_code(const Spec& spec, const Literal& literal, std::string_view code) {
    for (const Literal& name : names_in(spec, literal)) {
        if (spec.text(name) == code) return true;
    }
    return false;
}

bool is_allowed_at(const Spec& spec, const Statement& statement, std::string_view code) {
    for (uint32_t index = 0; index < statement.arguments.count; ++index) {
        const Argument& argument = spec.arguments[statement.arguments.first + index];
        if (spec.text(argument.key) == "allow" && names_code(spec, argument.value, code)) return true;
    }
    return false;
}

bool is_allowed_everywhere(const Spec& spec, std::string_view code) {
    return std::any_of(spec.allow.begin(), spec.allow.end(),
                       [&](const Literal& name) { return spec.text(name) == code; });
}

}  // namespace

std::span<const Rule* const> all_rules() {
    static constexpr const Rule* list[] = {
#define RULE(identifier) &rules::identifier,
#include "lint/rules.def"
#undef RULE
    };
    return list;
}

void lint(const Network& network, const Analysis& analysis, Diagnostics& diagnostics) {
    Diagnostics found;
    for (const Rule* rule : all_rules()) rule->check(network, analysis, found);
    if (found.empty()) return;
    std::unordered_map<std::string_view, const Statement*> statements;
    for (const Node& node : network.nodes) statements.emplace(node.name, node.statement);
    for (Diagnostic& diagnostic : found) {
        auto at = statements.find(diagnostic.layer);
        bool allowed = at != statements.end() && is_allowed_at(*network.spec, *at->second, diagnostic.code->name);
        if (allowed || is_allowed_everywhere(*network.spec, diagnostic.code->name)) continue;
        diagnostics.push_back(std::move(diagnostic));
    }
}

}  // namespace nnshape
