#include "network/expand.h"

#include <fmt/format.h>
#include <algorithm>

#include "layers/find_kind.h"
#include "network/call.h"
#include "network/definitions.h"
#include "network/environments.h"
#include "network/expansion_counter.h"
#include "network/experts.h"
#include "network/paths.h"
#include "network/repeat_turns.h"
#include "network/wiring.h"
#include "spec/arithmetic.h"

namespace nnshape {
namespace {

constexpr int deepest = 64;

using Kind = Statement::Kind;

// The values of a call.
struct BoundCall {
    uint32_t around = Environment::unnumbered;  // the environment of the call itself
    uint32_t number = Environment::unnumbered;  // of the environment inside
    bool frozen = false;
    std::optional<int64_t> channels = {};  // of what it is applied to, if the definition uses them and they are known
    std::optional<Literal> share = {};
    std::vector<Binding> values = {};  // if it has no number
};

// The turns of a repeat, and the environment that they were calculated in.
struct BoundRepeat {
    uint32_t around = Environment::unnumbered;
    RepeatTurns turns = {};
    std::optional<bool> uses_turns = {};
};

class Expander {
  public:
    Expander(std::span<const Binding> lets, Network& network, Diagnostics& diagnostics)
        : spec_(*network.spec),
          lets_(lets),
          network_(network),
          scopes_(network, diagnostics),
          log_(network, scopes_, diagnostics),
          wires_(network, scopes_, log_, diagnostics),
          definitions_(spec_, diagnostics),
          called_(spec_.definitions.size()) {}

    void expand() {
        uint32_t only = network_.input_count == 1 ? 0 : no_node;
        scopes_.open(only, nullptr, {}, {{}, lets_, Environments::no_parameters});
        for (uint32_t node = 0; node < network_.input_count; ++node) {
            Node& input = network_.nodes[node];
            scopes_.add(*input.statement, input.statement->label.empty() ? input_name : input.name, node);
        }
        uint32_t current = only;
        check_size();
        walk(0, static_cast<uint32_t>(spec_.statements.size()), current);
        check_uncalled();
        if (!log_.has_stopped()) take_outputs(current);
        scopes_.close();
    }

  private:
    void check_size();
    void check_uncalled();
    void take_outputs(uint32_t last);

    // These place statements after the node `current`, and set it to the last node that they add.
    void walk(uint32_t first, uint32_t end, uint32_t& current);
    void place(uint32_t index, uint32_t& current);
    void place_layer(uint32_t index, uint32_t& current);
    void place_repeat(uint32_t index, uint32_t& current);
    void place_turn(uint32_t index, const Environment& inside, uint32_t& current);
    void place_freeze(uint32_t index, uint32_t& current);
    void place_experts(uint32_t index, uint32_t& current);
    void place_call(uint32_t which, const Statement& call, uint32_t& current);
    void place_body(uint32_t which, const Statement& call, const BoundCall& values, uint32_t& current);
    std::optional<BoundCall> bind(uint32_t which, const Statement& call, std::optional<uint32_t> start);
    std::optional<int64_t> channels_of(uint32_t which, std::optional<uint32_t> start) const;

    std::optional<std::vector<uint32_t>> follow_paths(uint32_t index, uint32_t current);
    void place_broken(const Statement& statement, uint32_t& current);
    const BoundRepeat* turns_of(uint32_t index);
    bool refuse_recursion(uint32_t which, const Statement& call);

    const Spec& spec_;
    std::span<const Binding> lets_;
    Network& network_;
    Scopes scopes_;
    ExpansionLog log_;
    Wires wires_;
    Definitions definitions_;
    std::vector<bool> called_;                // by the number of the definition
    Environments environments_;               // of the calls
    std::vector<BoundCall> bound_;            // by statement; empty until a call is bound
    std::vector<BoundRepeat> bound_repeats_;  // likewise
    int depth_ = 0;
    Blocks blocks_;                     // around the statement
    uint32_t definition_ = UINT32_MAX;  // the one that is expanded: it may use those above it
};

// Refuses what is too large before any of it is expanded, at the first statement with which it is too large.
void Expander::check_size() {
    auto is_larger = [](const Statement& one) { return one.kind == Kind::repeat || one.kind == Kind::define; };
    if (std::none_of(spec_.statements.begin(), spec_.statements.end(), is_larger)) return;  // a layer for each at most
    ExpansionCounter counter(definitions_, lets_, network_);
    Expansion all;
    for (uint32_t index = 0; index < spec_.statements.size(); index = spec_.statements[index].end) {
        all.add(counter.size_of(index));
        std::string excess = excess_of(all, {spec_.source.text.size(), spec_.items.size()});
        if (excess.empty()) continue;
        log_.fail(code::too_large, spec_.statements[index].type.span, std::move(excess));
        return log_.stop();
    }
    // A vector that grows by itself holds its nodes twice for a moment.
    auto nodes = network_.nodes.size() + static_cast<size_t>(all.layers.value());
    network_.nodes.reserve(nodes);
    network_.wires.reserve(nodes);
}

// A definition that nobody calls is not expanded. But the types of its layers are checked.
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
            if (other && !spec_.statements[first].broken) refuse_recursion(*other, statement);  // or it never ends
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
        case Kind::experts: return place_experts(index, current);
        case Kind::path:
            log_.fail(code::syntax, statement.type.span, "`path` is outside a merge",
                      "write it inside the braces of `add`, `concat` or another merge");
            return place_broken(statement, current);
        case Kind::define: return;
    }
}

void Expander::place_layer(uint32_t index, uint32_t& current) {
    const Statement& statement = spec_.statements[index];
    FoundKind found = network_.kinds[index];
    if (found.kind && is_input(*found.kind)) return;  // an input: a node already, or refused
    auto definition = found.kind ? std::nullopt : definitions_.find(spec_.text(statement.type));
    if (definition && !statement.broken) return place_call(*definition, statement, current);
    std::optional<std::vector<uint32_t>> ends;
    bool refused = statement.has_block && !(found.kind && is_merge(*found.kind));
    if (refused && found.kind) {
        log_.fail(code::syntax, statement.type.span, fmt::format("{} does not accept braces", name_of(*found.kind)),
                  "merges such as `add` and `concat` do, and `repeat`, `define` and `freeze`");
    }
    if (statement.has_block && !refused) ends = follow_paths(index, current);
    uint32_t node = wires_.add(statement, found, blocks_);
    if (refused) network_.nodes[node].broken = true;
    wires_.connect(node, ends, current);
    if (!found.kind && !statement.broken) wires_.refuse_type(statement, current);
    current = node;
}

// The last nodes of a merge's paths. Bare statements are one path, and the other goes straight to the merge.
std::optional<std::vector<uint32_t>> Expander::follow_paths(uint32_t index, uint32_t current) {
    const Statement& merge = spec_.statements[index];
    auto start = wires_.start_of(merge, current);
    Paths written = paths_of(spec_, index);
    bool paths = written.count > 0;
    if (paths && written.bare) {
        log_.fail(code::syntax, written.first_mixture, "paths and bare statements in one merge",
                  "put each branch into a `path`, or leave out every `path`");
        return std::nullopt;
    }
    // Without a start nothing inside is calculated. But it is expanded, so that its mistakes are found.
    bool around = wires_.set_astray(wires_.is_astray() || !start);
    std::vector<uint32_t> ends;
    if (!paths) ends = {start.value_or(no_node), start.value_or(no_node)};
    if (!paths) walk(index + 1, merge.end, ends.back());
    for (uint32_t child = index + 1; paths && child < merge.end; child = spec_.statements[child].end) {
        ends.push_back(start.value_or(no_node));
        const Statement& path = spec_.statements[child];
        log_.count_block();
        if (log_.count(path)) walk(child + 1, path.end, ends.back());
    }
    wires_.set_astray(around);
    return start ? std::optional(ends) : std::nullopt;
}

void Expander::place_repeat(uint32_t index, uint32_t& current) {
    const Statement& repeat = spec_.statements[index];
    const BoundRepeat* bound = repeat.broken ? nullptr : turns_of(index);
    if (!bound) return place_broken(repeat, current);
    Turns turns_around = scopes_.turns();
    const Environment around = scopes_.environment();
    for (int64_t turn = 1; turn <= bound->turns.count && log_.count(repeat); ++turn) {
        scopes_.turns() = fmt::format("{}_{}", turns_around, turn);
        Environment inside = around;
        TurnBindings names;
        if (*bound->uses_turns) {
            names = bound->turns.names_of(turn, around.turn);
            const Environments::Turn* kept = environments_.add_turn(index, around.number, turn, names);
            inside.turn = kept ? &kept->names : &names;
            inside.number = kept ? kept->number : Environment::unnumbered;
        }
        place_turn(index, inside, current);
    }
    scopes_.turns() = turns_around;
    scopes_.set_environment(around);
}

// A turn of a repeat with a label is a scope of its own, as a call is.
void Expander::place_turn(uint32_t index, const Environment& inside, uint32_t& current) {
    const Statement& repeat = spec_.statements[index];
    bool labelled = !repeat.label.empty();
    auto first = static_cast<uint32_t>(network_.nodes.size());
    std::string_view prefix = labelled ? scopes_.path_of(repeat, {}, "/") : std::string_view();
    log_.count_block();
    labelled ? scopes_.open(current, &repeat, prefix, inside) : scopes_.set_environment(inside);
    walk(index + 1, repeat.end, current);
    log_.close_block(first);
    if (!labelled) return;
    scopes_.close();
    if (current == no_node) return;
    std::string_view path = prefix.substr(0, prefix.size() - 1);
    network_.calls.push_back(
        {&repeat, path, scopes_.id(), first, static_cast<uint32_t>(network_.nodes.size()), current});
    scopes_.add(repeat, path, current);
}

// A node that cannot be calculated, so that what follows a statement that is not expanded is not calculated.
void Expander::place_broken(const Statement& statement, uint32_t& current) {
    current = wires_.add(statement, {}, {});
    wires_.connect(current, {}, no_node);
}

// The turns of a repeat. Null if there is a mistake, which is reported.
const BoundRepeat* Expander::turns_of(uint32_t index) {
    const Environment& around = scopes_.environment();
    bound_repeats_.resize(spec_.statements.size());
    BoundRepeat& bound = bound_repeats_[index];
    if (bound.around != Environment::unnumbered && bound.around == around.number) return &bound;
    auto turns = repeat_turns_of(network_, around, spec_.statements[index]);
    if (!turns) {
        const Fault<Span>& fault = turns.fault();
        if (!fault.is_follow_on()) log_.fail(code::bad_value, fault.where, fault.message, fault.help);
        return nullptr;
    }
    bound.turns = *turns;
    bound.around = around.number;
    if (!bound.uses_turns) bound.uses_turns = uses_turns(spec_, index);
    return &bound;
}

void Expander::place_freeze(uint32_t index, uint32_t& current) {
    ++blocks_.frozen;
    log_.count_block();
    walk(index + 1, spec_.statements[index].end, current);
    --blocks_.frozen;
}

void Expander::place_experts(uint32_t index, uint32_t& current) {
    const Statement& statement = spec_.statements[index];
    log_.count_block();
    auto start = statement.broken ? std::nullopt : wires_.start_of(statement, current);
    uint32_t around = blocks_.experts;
    auto experts = start ? add_experts(network_, scopes_.environment(), statement, around, log_) : std::nullopt;
    if (!experts) return place_broken(statement, current);
    blocks_.experts = *experts;
    walk(index + 1, statement.end, current = *start);
    blocks_.experts = around;
}

void Expander::place_call(uint32_t which, const Statement& call, uint32_t& current) {
    Definition definition = spec_.definitions[which];
    bool broken = spec_.statements[definition.statement].broken || refuse_recursion(which, call);
    auto start = broken ? std::nullopt : wires_.start_of(call, current);
    auto values = broken ? std::nullopt : bind(which, call, start);
    std::optional<uint32_t> shared;
    bool shares = values && values->share;
    if (shares) shared = wires_.shares().call_of(call, spec_.text(definition.name), *values->share);
    if (!start || !values || (shares && !shared)) return place_broken(call, current);
    current = *start;
    auto first = static_cast<uint32_t>(network_.nodes.size());
    place_body(which, call, *values, current);
    if (values->channels) wires_.demand(first, *start, *values->channels);
    if (shared) wires_.shares().share_all(call, first, *shared, *values->share);
}

// The values of a call; those of the statement's last call if that was in the same environment. Nothing if there is a
// mistake, which is reported.
std::optional<BoundCall> Expander::bind(uint32_t which, const Statement& call, std::optional<uint32_t> start) {
    const Environment& around = scopes_.environment();
    bound_.resize(spec_.statements.size());
    BoundCall& last = bound_[static_cast<size_t>(&call - spec_.statements.data())];
    auto channels = channels_of(which, start);
    bool same = last.around == around.number && last.channels == channels;
    if (last.around != Environment::unnumbered && same) return last;
    Binding in{
        in_name, {.form = Literal::Form::integer, .span = {}, .number = channels.value_or(0)}, channels.has_value()};
    auto values =
        bind_call(network_, around, spec_.definitions[which], call, definitions_.uses_channels(which) ? &in : nullptr);
    if (!values) {
        for (Diagnostic& problem : values.fault()) log_.fail(std::move(problem));
        return std::nullopt;
    }
    BoundCall bound{.around = around.number,
                    .number = environments_.add(network_.literals(), which, values->bindings),
                    .frozen = values->frozen,
                    .channels = channels,
                    .share = values->share};
    if (bound.number != Environment::unnumbered) return last = bound;
    bound.values = std::move(values->bindings);
    return bound;
}

std::optional<int64_t> Expander::channels_of(uint32_t which, std::optional<uint32_t> start) const {
    bool known = start && network_.nodes[*start].state == State::calculated;
    if (!known || !definitions_.uses_channels(which)) return std::nullopt;
    return network_.nodes[*start].output.channels;
}

bool Expander::refuse_recursion(uint32_t which, const Statement& call) {
    if (which < definition_) return false;
    std::string_view name = spec_.text(spec_.definitions[which].name);
    bool itself = which == definition_;
    log_.fail(code::recursive_definition, call.type.span,
              itself ? fmt::format("{} uses itself", name)
                     : fmt::format("{} is defined below the definition that uses it", name),
              itself ? "a `repeat` does something several times" : "move it up: a definition uses those above it");
    return true;
}

void Expander::place_body(uint32_t which, const Statement& call, const BoundCall& values, uint32_t& current) {
    Definition definition = spec_.definitions[which];
    std::string_view prefix = scopes_.path_of(call, spec_.text(definition.name), "/");
    std::string_view path = prefix.substr(0, prefix.size() - 1);
    uint32_t around = std::exchange(definition_, which);
    called_[which] = true;
    auto first = static_cast<uint32_t>(network_.nodes.size());
    blocks_.frozen += values.frozen ? 1 : 0;
    bool numbered = values.number != Environment::unnumbered;
    auto parameters = numbered ? environments_.values(values.number) : std::span<const Binding>(values.values);
    scopes_.open(current, &call, prefix, {parameters, lets_, values.number});
    log_.count_block();
    walk(definition.statement + 1, spec_.statements[definition.statement].end, current);
    log_.close_block(first);
    scopes_.close();
    blocks_.frozen -= values.frozen ? 1 : 0;
    definition_ = around;
    network_.calls.push_back({&call, path, scopes_.id(), first, static_cast<uint32_t>(network_.nodes.size()), current});
    scopes_.add(call, path, current);
}

}  // namespace

void expand(std::span<const Binding> lets, Network& network, Diagnostics& diagnostics) {
    Expander(lets, network, diagnostics).expand();
}

}  // namespace nnshape
