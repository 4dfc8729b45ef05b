#include "network/expand.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "network/bind.h"
#include "network/bounds.h"
#include "network/call.h"
#include "network/definitions.h"
#include "network/place.h"
#include "network/scope.h"
#include "network/type_advice.h"

namespace nnshape {
namespace {

constexpr int deepest = 64;

using Kind = Statement::Kind;

class Expander {
  public:
    Expander(Spec& spec, std::span<const Binding> lets, Network& network, Diagnostics& diagnostics)
        : spec_(spec),
          network_(network),
          diagnostics_(diagnostics),
          scopes_(spec, lets, network, diagnostics),
          advice_(spec),
          placer_(network),
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
    void walk(uint32_t first, uint32_t end, uint32_t& current);
    void place(uint32_t index, uint32_t& current);
    void place_layer(uint32_t index, uint32_t& current);
    void place_repeat(uint32_t index, uint32_t& current);
    void place_freeze(uint32_t index, uint32_t& current);
    void place_call(uint32_t which, const Statement& call, uint32_t& current);
    void place_body(uint32_t which, const Statement& call, CallValues values, uint32_t& current);
    bool refuse_recursion(uint32_t which, const Statement& call);
    std::span<const Argument> arguments_in(const Statement& statement) const;
    uint32_t add_node(const Statement& statement, FoundKind found);
    void connect(uint32_t node, std::optional<std::vector<uint32_t>> named, uint32_t current);
    void share(uint32_t index, const Literal& name);
    std::optional<std::vector<uint32_t>> follow_paths(uint32_t index, uint32_t current);
    std::optional<uint32_t> start_of(const Statement& statement, uint32_t current);
    void refuse_start(const Statement& statement);
    void refuse_type(const Statement& statement);
    std::string_view path_of(const Statement& statement, const LayerKind* kind);
    int64_t turns_of(const Statement& repeat);
    bool goes_on(const Statement& statement);
    void fail(const Code& code, Span span, std::string message, std::string help = {}, std::string layer = {}) {
        Diagnostic diagnostic{&code, std::move(message), std::move(help), span, std::move(layer)};
        diagnostic.used_from = uses_of(network_, scopes_.id());
        diagnostic.instance = steps_;
        diagnostics_.push_back(std::move(diagnostic));
    }

    Spec& spec_;
    Network& network_;
    Diagnostics& diagnostics_;
    Scopes scopes_;
    TypeAdvice advice_;
    Placer placer_;
    Definitions definitions_;
    std::vector<bool> called_;  // by the number of the definition
    size_t steps_ = 0;
    int depth_ = 0;
    int frozen_ = 0;                    // blocks of `freeze` around
    uint32_t definition_ = UINT32_MAX;  // that is being expanded: it sees the ones above it
    bool astray_ = false;               // inside a merge whose start is missing
    bool stopped_ = false;
};

// What a definition that nobody calls comes to is not known, but its layers' types are.
void Expander::check_uncalled() {
    for (uint32_t which = 0; which < spec_.definitions.size() && !stopped_; ++which) {
        if (called_[which]) continue;
        definition_ = which;
        uint32_t first = spec_.definitions[which].statement;
        for (uint32_t index = first + 1; index < spec_.statements[first].end; ++index) {
            const Statement& statement = spec_.statements[index];
            std::string_view type = spec_.text(statement.type);
            if (statement.kind != Kind::layer || statement.broken || network_.kinds[index].kind) continue;
            auto other = definitions_.find(type);
            if (!other) refuse_type(statement);
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

// Every statement and every turn is a step, so that what expands without end stops.
bool Expander::goes_on(const Statement& statement) {
    if (stopped_) return false;
    steps_ += statement.has_block ? 1 : steps_of(statement.span.end - statement.span.begin);
    std::string excess = excess_of({steps_, network_.bytes(), diagnostics_.size()});
    stopped_ = !excess.empty();
    if (stopped_) fail(code::too_large, statement.type.span, std::move(excess));
    return !stopped_;
}

void Expander::walk(uint32_t first, uint32_t end, uint32_t& current) {
    if (depth_ > deepest) {  // the network itself is no nesting
        const Statement& statement = spec_.statements[first < end ? first : first - 1];
        fail(code::too_large, statement.type.span, fmt::format("nested deeper than {}", deepest));
        stopped_ = true;
        return;
    }
    ++depth_;
    for (uint32_t index = first; index < end && !stopped_; index = spec_.statements[index].end) place(index, current);
    --depth_;
}

void Expander::place(uint32_t index, uint32_t& current) {
    const Statement& statement = spec_.statements[index];
    if (!goes_on(statement)) return;
    switch (statement.kind) {
        case Kind::layer: return place_layer(index, current);
        case Kind::repeat: return place_repeat(index, current);
        case Kind::freeze: return place_freeze(index, current);
        case Kind::path:
            return fail(code::syntax, statement.type.span, "`path` stands outside a merge",
                        "it stands in the braces of `add`, `concat` or another merge");
        case Kind::define: return;
    }
}

void Expander::place_layer(uint32_t index, uint32_t& current) {
    const Statement& statement = spec_.statements[index];
    std::string_view type = spec_.text(statement.type);
    FoundKind found = network_.kinds[index];
    if (found.kind && found.kind->most_inputs == 0) return;  // it is a node already, or refused
    auto definition = found.kind ? std::nullopt : definitions_.find(type);
    if (definition && !statement.broken) return place_call(*definition, statement, current);
    if (!found.kind && !statement.broken) refuse_type(statement);
    std::optional<std::vector<uint32_t>> reads;
    bool merge = found.kind && found.kind->most_inputs > 1 && found.kind->least_inputs > 1;
    if (statement.has_block && !merge) {
        if (found.kind) {
            fail(code::syntax, statement.type.span, fmt::format("{} takes no braces", found.kind->name),
                 "merges such as `add` and `concat` do, and `repeat`, `define` and `freeze`");
        }
    } else if (statement.has_block) {
        reads = follow_paths(index, current);
    }
    uint32_t node = add_node(statement, found);
    if (statement.has_block && !merge) network_.nodes[node].broken = true;
    connect(node, std::move(reads), current);
    placer_.place(node);
    current = node;
}

uint32_t Expander::add_node(const Statement& statement, FoundKind found) {
    auto node = static_cast<uint32_t>(network_.nodes.size());
    network_.nodes.push_back({.kind = found.kind,
                              .statement = &statement,
                              .scope = scopes_.id(),
                              .rank_suffix = static_cast<int8_t>(found.rank),
                              .frozen = frozen_ > 0,
                              .broken = statement.broken || !found.kind});
    std::string_view path = path_of(statement, found.kind);
    if (path.empty()) return node;
    network_.nodes[node].name = path;
    scopes_.add(statement, path, node);
    return node;
}

// What a layer is called. One that could not be read is called what it was most likely meant to be.
std::string_view Expander::path_of(const Statement& statement, const LayerKind* kind) {
    if (kind || !statement.label.empty()) return scopes_.path_of(statement, kind ? kind->name : std::string_view());
    scopes_.lose_count();
    return advice_.kind_behind(statement) ? scopes_.path_of(spec_.text(statement.type)) : std::string_view();
}

// What a node reads: its paths' ends, or the layers it names, or what is before it.
void Expander::connect(uint32_t index, std::optional<std::vector<uint32_t>> named, uint32_t current) {
    if (network_.nodes[index].broken) return;
    Wiring wiring = nnshape::bind(spec_, scopes_.environment(), network_, index, diagnostics_);
    Node& node = network_.nodes[index];
    bool has_paths = node.statement->has_block;
    bool reads_before = !has_paths && !wiring.from;
    if (!has_paths && wiring.from) named = scopes_.find_all(*node.statement, *wiring.from, index);
    if (reads_before && current == no_node) refuse_start(*node.statement);
    if (reads_before ? current == no_node : !named) {
        node.broken = true;
        return;
    }
    auto reads = reads_before ? std::span<const uint32_t>(&current, 1) : std::span<const uint32_t>(*named);
    node.reads = {static_cast<uint32_t>(network_.wires.size()), static_cast<uint32_t>(reads.size())};
    network_.wires.insert(network_.wires.end(), reads.begin(), reads.end());
    if (wiring.share) share(index, *wiring.share);
}

// The first layer of a network with several inputs must say which it reads.
void Expander::refuse_start(const Statement& statement) {
    if (network_.input_count < 2 || astray_) return;  // what comes before is missing, which is told
    fail(code::unknown_input, statement.type.span, "the network has several inputs",
         fmt::format("name the one that this layer reads, as in {}",
                     wiring_of(spec_.form, {printable(network_.nodes[0].name)})));
}

void Expander::share(uint32_t index, const Literal& name) {
    Node& node = network_.nodes[index];
    auto shared = scopes_.find_all(*node.statement, name, index);
    if (shared && shared->size() != 1) fail(code::bad_value, name.span, "`share` names one layer");
    if (!shared || shared->size() != 1) {
        node.broken = true;
        return;
    }
    const Node& other = network_.nodes[shared->front()];
    node.shares = other.shares == nothing_shared ? shared->front() : other.shares;
    if (!other.kind || other.kind == node.kind) return;
    node.broken = true;
    fail(code::shape_mismatch, name.span,
         fmt::format("{} cannot share the parameters of `{}`, which is {}", node.kind->name, printable(other.name),
                     other.kind->name),
         "layers that share are of one type");
}

// Where a merge's paths start, or a call: at the layer that `from` names, or at what is before it.
std::optional<uint32_t> Expander::start_of(const Statement& statement, uint32_t current) {
    auto reader = static_cast<uint32_t>(network_.nodes.size());
    for (const Argument& argument : arguments_in(statement)) {
        std::string_view key = spec_.text(argument.key);
        if (key != "from" && key != "inputs") continue;
        auto found = scopes_.find_all(statement, argument.value, reader);
        if (!found) return std::nullopt;
        if (found->size() == 1) return found->front();
        fail(code::input_count, argument.value.span, fmt::format("`{}` starts at one layer here", key),
             spec_.form == SpecForm::json ? "name one, or merge without `layers` and `paths`"
                                          : "name one, or merge without braces: `add from=a,b`");
        return std::nullopt;
    }
    if (current == no_node) {
        refuse_start(statement);
        return std::nullopt;
    }
    return current;
}

// The ends of a merge's paths; of bare braces that is where they start, and their end.
std::optional<std::vector<uint32_t>> Expander::follow_paths(uint32_t index, uint32_t current) {
    const Statement& merge = spec_.statements[index];
    auto start = start_of(merge, current);
    bool paths = false, bare = false;
    for (uint32_t child = index + 1; child < merge.end; child = spec_.statements[child].end) {
        const Statement& statement = spec_.statements[child];
        (statement.kind == Kind::path ? paths : bare) = true;
        if (!paths || !bare) continue;
        fail(code::syntax, statement.type.span, "paths and bare statements in one merge",
             "put each branch into a `path { … }`, or leave `path` out");
        return std::nullopt;
    }
    // Without a start nothing inside is calculated, but it is still read, so that its mistakes are found.
    bool around = std::exchange(astray_, astray_ || !start);
    std::vector<uint32_t> ends;
    if (!paths) ends.push_back(start.value_or(no_node));
    for (uint32_t child = index + 1; paths && child < merge.end; child = spec_.statements[child].end) {
        uint32_t end = start.value_or(no_node);
        if (goes_on(spec_.statements[child])) walk(child + 1, spec_.statements[child].end, end);
        ends.push_back(end);
    }
    if (!paths) {
        uint32_t end = start.value_or(no_node);
        walk(index + 1, merge.end, end);
        ends.push_back(end);
    }
    astray_ = around;
    return start ? std::optional(ends) : std::nullopt;
}

void Expander::place_repeat(uint32_t index, uint32_t& current) {
    const Statement& repeat = spec_.statements[index];
    if (repeat.broken) return;
    int64_t turns = turns_of(repeat);
    Turns around = scopes_.turns();
    for (int64_t turn = 1; turn <= turns && goes_on(repeat); ++turn) {
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
        if (!fault.is_told()) fail(code::bad_value, fault.span, fault.message, fault.help);
        return 0;
    }
    if (value->form == Literal::Form::integer && value->number >= 0) return value->number;
    fail(code::bad_value, argument.value.span,
         fmt::format("`{}` is no number of turns", printable(spec_.text(argument.value))),
         spec_.form == SpecForm::json ? "write `\"times\": 3`, say" : "write `repeat 3 { … }`, say");
    return 0;
}

void Expander::place_freeze(uint32_t index, uint32_t& current) {
    ++frozen_;
    walk(index + 1, spec_.statements[index].end, current);
    --frozen_;
}

std::span<const Argument> Expander::arguments_in(const Statement& statement) const {
    return {spec_.arguments.data() + statement.arguments.first, statement.arguments.count};
}

void Expander::place_call(uint32_t which, const Statement& call, uint32_t& current) {
    Definition definition = spec_.definitions[which];
    bool broken = spec_.statements[definition.statement].broken || refuse_recursion(which, call);
    auto start = broken ? std::nullopt : start_of(call, current);
    auto values = broken ? CallValues{} : bind_call(spec_, scopes_.environment(), definition, call);
    if (start && values) {
        current = *start;
        return place_body(which, call, std::move(*values), current);
    }
    // What reads a call that cannot be followed is not calculated either.
    if (!values) {
        for (Diagnostic& problem : values.problem()) {
            auto uses = uses_of(network_, scopes_.id());
            problem.used_from.insert(problem.used_from.end(), uses.begin(), uses.end());
            problem.instance = steps_;
            diagnostics_.push_back(std::move(problem));
        }
    }
    current = add_node(call, {});
    placer_.place(current);
}

bool Expander::refuse_recursion(uint32_t which, const Statement& call) {
    if (which < definition_) return false;
    std::string_view name = spec_.text(spec_.definitions[which].name);
    if (which == definition_) {
        fail(code::recursive_definition, call.type.span, fmt::format("{} uses itself", name),
             "a `repeat` does something several times");
    } else {
        fail(code::recursive_definition, call.type.span,
             fmt::format("{} is defined below the definition that uses it", name),
             "move it up: a definition uses those above it");
    }
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

void Expander::refuse_type(const Statement& statement) {
    std::string layer(statement.label.empty() ? std::string_view() : spec_.text(statement.label));
    fail(code::unknown_layer, statement.type.span,
         fmt::format("`{}` is not a layer type", printable(spec_.text(statement.type))), advice_.help_for(statement),
         layer);
}

}  // namespace

void expand(Spec& spec, std::span<const Binding> lets, Network& network, Diagnostics& diagnostics) {
    Expander(spec, lets, network, diagnostics).expand();
}

}  // namespace nnshape
