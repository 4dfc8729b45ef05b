#include "lint/rule.h"

#include <algorithm>

#include "network/bind.h"
#include "network/place.h"

namespace nnshape {

namespace rules {
#define RULE(identifier) extern const Rule identifier;
#include "lint/rules.def"
#undef RULE
}  // namespace rules

std::span<const Rule* const> all_rules() {
    static constexpr const Rule* list[] = {
#define RULE(identifier) &rules::identifier,
#include "lint/rules.def"
#undef RULE
    };
    return list;
}

const Rule* find_rule(const Code& code) {
    auto rules = all_rules();
    auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule* rule) { return &rule->code == &code; });
    return found == rules.end() ? nullptr : *found;
}

void Findings::add(uint32_t node, Span span, std::string message, std::string help, std::optional<Severity> weight) {
    if (knows(node, span)) return;
    const Node& about_node = network_.nodes[node];
    if (is_allowed(about_node.statement, about_node.scope)) return;
    diagnostics_.push_back(about(network_, about_node.scope, node, *code_, span, std::move(message), std::move(help)));
    diagnostics_.back().weight = weight;
}

void Findings::add(const Call& call, Span span, std::string message, std::string help) {
    if (is_allowed(call.statement, call.scope)) return;
    diagnostics_.push_back(about(network_, call.scope, call.output, *code_, span, std::move(message), std::move(help)));
    diagnostics_.back().layer = call.name;
}

void Findings::add(const Statement* statement, uint32_t scope, Span span, std::string message, std::string help) {
    if (is_allowed(statement, scope)) return;
    auto none = static_cast<uint32_t>(network_.nodes.size());
    diagnostics_.push_back(about(network_, scope, none, *code_, span, std::move(message), std::move(help)));
    diagnostics_.back().instance = diagnostics_.size();
}

bool Findings::knows(uint32_t node, Span place) {
    auto [found, is_new] = found_.try_emplace({code_, place.begin, calls_around(network_.nodes[node].scope)}, node);
    return !is_new && found->second != node;
}

uint32_t Findings::calls_around(uint32_t scope) {
    if (calls_around_.empty()) {
        std::map<std::pair<uint32_t, const Statement*>, uint32_t> numbers;
        for (const ScopeRecord& one : network_.scopes) {
            uint32_t around = one.call ? calls_around_[one.parent] : 0;
            auto number = static_cast<uint32_t>(numbers.size());
            calls_around_.push_back(numbers.try_emplace({around, one.call}, number).first->second);
        }
    }
    return calls_around_[scope];
}

// Whether the statement, a call around it or the whole file allows the code.
bool Findings::is_allowed(const Statement* statement, uint32_t scope) {
    const Spec& spec = *network_.spec;
    auto silences = [&](const Literal& code) {
        if (spec.text(code) != code_->name) return false;
        silencing_.insert({code.span.begin, code.span.end});
        return true;
    };
    auto is_silenced_by = [&](const std::vector<Literal>& codes) {
        return std::any_of(codes.begin(), codes.end(), silences);
    };
    while (statement) {
        if (is_silenced_by(allowed_at(spec, *statement))) return true;
        statement = network_.scopes[scope].call;
        scope = network_.scopes[scope].parent;
    }
    return is_silenced_by(spec.allow);
}

namespace {

bool allows_anything(const Spec& spec) {
    auto allows = [&](const Argument& argument) { return spec.text(argument.key) == "allow"; };
    return !spec.allow.empty() || std::any_of(spec.arguments.begin(), spec.arguments.end(), allows);
}

}  // namespace

void lint(const Subject& subject, Diagnostics& diagnostics) {
    Findings findings(subject.network, diagnostics);
    bool allows = allows_anything(*subject.network.spec);
    bool notes = subject.notes || allows;  // so that an `allow` of a note is not reported as unused
    auto is_wanted = [&](const Rule& rule) { return notes || rule.code.severity != Severity::note; };
    auto check_windows = [&](const Slider& slider) {
        for (const Rule* rule : all_rules()) {
            if (!rule->check_window || !is_wanted(*rule)) continue;
            findings.set_code(rule->code);
            rule->check_window(subject, slider, findings);
        }
    };
    for (uint32_t node = subject.network.input_count; node < subject.network.nodes.size(); ++node) {
        if (!subject.is_calculated(node) || subject.network.nodes[node].plain_window) continue;
        check_windows({node, window_of(subject.network, subject.network.nodes[node])});
    }
    auto check_network = [&](bool last) {
        for (const Rule* rule : all_rules()) {
            if (!rule->check || rule->runs_last != last || !is_wanted(*rule)) continue;
            findings.set_code(rule->code);
            rule->check(subject, findings);
        }
    };
    check_network(false);
    if (allows) check_network(true);
}

std::vector<Literal> allowed_at(const Spec& spec, const Statement& statement) {
    std::vector<Literal> codes;
    for (uint32_t index = 0; index < statement.arguments.count; ++index) {
        const Argument& argument = spec.arguments[statement.arguments.first + index];
        if (spec.text(argument.key) != "allow") continue;
        for (const Literal& code : names_in(spec, argument.value)) codes.push_back(code);
    }
    return codes;
}

}  // namespace nnshape
