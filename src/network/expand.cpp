#include "network/expand.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "layers/layer_kind.h"
#include "network/call.h"
#include "network/definitions.h"
#include "network/wiring.h"
#include "spec/dialect.h"

namespace nnshape {
namespace {

constexpr int deepest = 64;

using Kind = Statement::Kind;

bool is_merge(const LayerKind* kind) { return kind && kind->least_inputs > 1 && kind->most_inputs > 1; }

// Whether one merge has both `path` blocks and other statements; `mixed_at` is then where they meet.
bool has_paths(const Spec& spec, uint32_t merge, std::optional<Span>& mixed_at) {
    bool paths = false, bare = false;
    for (uint32_t child = merge + 1; child < spec.statements[merge].end; child = spec.statements[child].end) {
        const Statement& statement = spec.statements[child];
        (statement.kind == Kind::path ? paths : bare) = true;
        if (paths && bare && !mixed_at) mixed_at = statement.type.span;
    }
    return paths;
}

class Expander {
  public:
    Expander(Spec& spec, std::span<const Binding> lets, Network& network, Diagnostics& diagnostics)
        : spec_(spec),
          network_(network),
          scopes_(spec, lets, network, diagnostics),
          log_(network, scopes_, diagnostics),
          wires_(spec, network, scopes_, log_, diagnostics),
          definitions_(spec, diagnostics),
          called_(spec.definitions.size()) {}

    void expand() {
        uint32_t only = network_.input_count == 1 ? 0 : no_node;
        scopes_.open(only, nullptr, {}, {});
        for (uint32_t node = 0; node < network_.input_count; ++node) {
            Node& input = network_.nodes[node];
            bool labelled = !input.statement->label.empty();
            scopes_.add(*input.statement, labelled ? input.name : input_name, node);
        }
        uint32_t current = only;
        walk(0, static_cast<uint32_t>(spec_.statements.size()), current);
        check_uncalled();
        take_outputs(current);
        scopes_.close();
    }

  private:
    void check_uncalled();
    void take_outputs(uint32_t last);

    // These place statements after the node `current`, and set it to the last node that they add.
    void walk(uint32_t first, uint32_t end, uint32_t& current);
    void place(uint32_t index, uint32_t& current);
    void place_layer(uint32_t index, uint32_t& current);
    void place_repeat(uint32_t index, uint32_t& current);
    void place_freeze(uint32_t index, uint32_t& current);
    void place_call(uint32_t which, const Statement& call, uint32_t& current);
    void place_body(uint32_t which, const Statement& call, CallValues values, uint32_t& current);

    std::optional<std::vector<uint32_t>> follow_paths(uint32_t index, uint32_t current);
    int64_t turns_of(const Statement& repeat);
    bool refuse_recursion(uint32_t which, const Statement& call);

    Spec& spec_;
    Network& network_;
    Scopes scopes_;
    ExpansionLog log_;
    Wires wires_;
    Definitions definitions_;
    std::vector<bool> called_;  // by the number of the definition
    int depth_ = 0;
    int frozen_ = 0;                    // blocks of `freeze` around the statement
    uint32_t definition_ = UINT32_MAX;  // the one that is expanded: it may use those above it
};

// A definition that nobody calls is not expanded. The types of its layers are checked all the same.
void Expander::check_uncalled() {
    for (uint32_t which = 0; which < spec_.definitions.size() && !log_.has_stopped(); ++which) {
        if (called_[which]) continue;
        definition_ = which;
        uint32_t first = spec_.definitions[which].statement;
        for (uint32_t index = first + 1; index < spec_.statements[first].end; ++index) {
            const Statement& statement = spec_.statements[index];
            if (statement.kind != Kind::layer || statement.broken || network_.kinds[index].kind) continue;
            auto other = definitions_.find(spec_.text(statement.type));
            if (!other) wires_.refuse_type(statement);
            if (other && !spec_.statements[first].broken) refuse_recursion(*other, statement);  // or it has no end
        }
    }
    definition_ = UINT32_MAX;
}

void Expander::take_outputs(uint32_t last) {
    if (spec_.outputs.empty() && last != no_node && network_.nodes.size() > network_.input_count) {
        network_.outputs.push_back(last);
    }
    for (const Literal& name : spec_.outputs) {
        if (auto node = scopes_.find_output(name)) network_.outputs.push_back(*node);
    }
}

void Expander::walk(uint32_t first, uint32_t end, uint32_t& current) {
    if (depth_ > deepest) {  // the network itself is the first level and does not count
        const Statement& statement = spec_.statements[first < end ? first : first - 1];
        log_.fail(code::too_large, statement.type.span, fmt::format("nested deeper than {}", deepest));
        log_.stop();
        return;
    }
    ++depth_;
    for (uint32_t index = first; index < end && !log_.has_stopped(); index = spec_.statements[index].end) {
        place(index, current);
    }
    --depth_;
}

void Expander::place(uint32_t index, uint32_t& current) {
    const Statement& statement = spec_.statements[index];
    if (!log_.count(statement)) return;
    switch (statement.kind) {
        case Kind::layer: return place_layer(index, current);
        case Kind::repeat: return place_repeat(index, current);
        case Kind::freeze: return place_freeze(index, current);
        case Kind::path:
            return log_.fail(code::syntax, statement.type.span, "`path` is outside a merge",
                             "write it inside the braces of `add`, `concat` or another merge");
        case Kind::define: return;
    }
}

void Expander::place_layer(uint32_t index, uint32_t& current) {
    const Statement& statement = spec_.statements[index];
    FoundKind found = network_.kinds[index];
    if (found.kind && found.kind->most_inputs == 0) return;  // an input: a node already, or refused
    auto definition = found.kind ? std::nullopt : definitions_.find(spec_.text(statement.type));
    if (definition && !statement.broken) return place_call(*definition, statement, current);
    if (!found.kind && !statement.broken) wires_.refuse_type(statement);
    std::optional<std::vector<uint32_t>> ends;
    bool refused = statement.has_block && !is_merge(found.kind);
    if (refused && found.kind) {
        log_.fail(code::syntax, statement.type.span, fmt::format("{} does not accept braces", found.kind->name),
                  "merges such as `add` and `concat` do, and `repeat`, `define` and `freeze`");
    }
    if (statement.has_block && !refused) ends = follow_paths(index, current);
    uint32_t node = wires_.add(statement, found, frozen_ > 0);
    if (refused) network_.nodes[node].broken = true;
    wires_.connect(node, ends, current);
    current = node;
}

// The last nodes of a merge's paths. Bare statements are one path, and the other goes straight to the merge.
std::optional<std::vector<uint32_t>> Expander::follow_paths(uint32_t index, uint32_t current) {
    const Statement& merge = spec_.statements[index];
    auto start = wires_.start_of(merge, current);
    std::optional<Span> mixed_at;
    bool paths = has_paths(spec_, index, mixed_at);
    if (mixed_at) {
        log_.fail(code::syntax, *mixed_at, "paths and bare statements in one merge",
                  "put each branch into a `path { … }`, or leave `path` out");
        return std::nullopt;
    }
    // Without a start nothing inside is calculated. It is expanded all the same, so that its mistakes are found.
    bool around = wires_.set_astray(wires_.is_astray() || !start);
    std::vector<uint32_t> ends;
    if (!paths) ends = {start.value_or(no_node), start.value_or(no_node)};
    if (!paths) walk(index + 1, merge.end, ends.back());
    for (uint32_t child = index + 1; paths && child < merge.end; child = spec_.statements[child].end) {
        ends.push_back(start.value_or(no_node));
        const Statement& path = spec_.statements[child];
        if (log_.count(path)) walk(child + 1, path.end, ends.back());
    }
    wires_.set_astray(around);
    return start ? std::optional(ends) : std::nullopt;
}

void Expander::place_repeat(uint32_t index, uint32_t& current) {
    const Statement& repeat = spec_.statements[index];
    if (repeat.broken) return;
    int64_t turns = turns_of(repeat);
    Turns around = scopes_.turns();
    for (int64_t turn = 1; turn <= turns && log_.count(repeat); ++turn) {
        scopes_.turns() = fmt::format("{}_{}", around, turn);
        walk(index + 1, repeat.end, current);
    }
    scopes_.turns() = around;
}

int64_t Expander::turns_of(const Statement& repeat) {
    const Argument& argument = spec_.arguments[repeat.arguments.first];
    auto value = evaluate(spec_, argument.value, scopes_.environment());
    if (!value) {
        const ExpressionFault& fault = value.problem();
        if (!fault.is_told()) log_.fail(code::bad_value, fault.span, fault.message, fault.help);
        return 0;
    }
    if (value->form == Literal::Form::integer && value->number >= 0) return value->number;
    log_.fail(code::bad_value, argument.value.span,
              fmt::format("`{}` is not a number of turns", printable(spec_.text(argument.value))),
              fmt::format("for example {}", dialect_of(spec_).turns));
    return 0;
}

void Expander::place_freeze(uint32_t index, uint32_t& current) {
    ++frozen_;
    walk(index + 1, spec_.statements[index].end, current);
    --frozen_;
}

void Expander::place_call(uint32_t which, const Statement& call, uint32_t& current) {
    Definition definition = spec_.definitions[which];
    bool broken = spec_.statements[definition.statement].broken || refuse_recursion(which, call);
    auto start = broken ? std::nullopt : wires_.start_of(call, current);
    auto values = broken ? CallValues{} : bind_call(spec_, scopes_.environment(), definition, call);
    if (start && values) {
        current = *start;
        return place_body(which, call, std::move(*values), current);
    }
    if (!values) {
        for (Diagnostic& problem : values.problem()) log_.fail(std::move(problem));
    }
    current = wires_.add(call, {}, frozen_ > 0);  // a broken node: what reads the call is not calculated
    wires_.connect(current, {}, no_node);
}

bool Expander::refuse_recursion(uint32_t which, const Statement& call) {
    if (which < definition_) return false;
    std::string_view name = spec_.text(spec_.definitions[which].name);
    bool itself = which == definition_;
    log_.fail(code::recursive_definition, call.type.span,
              itself ? fmt::format("{} uses itself", name)
                     : fmt::format("{} is defined below the definition that uses it", name),
              itself ? "use `repeat` to do something several times" : "move it up: a definition uses those above it");
    return true;
}

void Expander::place_body(uint32_t which, const Statement& call, CallValues values, uint32_t& current) {
    Definition definition = spec_.definitions[which];
    std::string_view path = scopes_.path_of(call, spec_.text(definition.name));
    uint32_t around = std::exchange(definition_, which);
    called_[which] = true;
    auto first = static_cast<uint32_t>(network_.nodes.size());
    frozen_ += values.frozen ? 1 : 0;
    scopes_.open(current, &call, path, std::move(values.bindings));
    walk(definition.statement + 1, spec_.statements[definition.statement].end, current);
    scopes_.close();
    frozen_ -= values.frozen ? 1 : 0;
    definition_ = around;
    auto end = static_cast<uint32_t>(network_.nodes.size());
    network_.calls.push_back({&call, path, scopes_.id(), first, end, current});
    scopes_.add(call, path, current);
}

}  // namespace

void expand(Spec& spec, std::span<const Binding> lets, Network& network, Diagnostics& diagnostics) {
    Expander(spec, lets, network, diagnostics).expand();
}

}  // namespace nnshape
