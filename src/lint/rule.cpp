#include "lint/rule.h"

#include <algorithm>

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

bool is_allowed(const Network& network, const Diagnostic& diagnostic) {
    const Spec& spec = *network.spec;
    std::string_view code = diagnostic.code->name;
    for (const Literal& name : spec.allow) {
        if (spec.text(name) == code) return true;
    }
    for (const Node& node : network.nodes) {
        if (node.name == diagnostic.layer && is_allowed_at(spec, *node.statement, code)) return true;
    }
    return false;
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
    for (Diagnostic& diagnostic : found) {
        if (!is_allowed(network, diagnostic)) diagnostics.push_back(std::move(diagnostic));
    }
}

}  // namespace nnshape
