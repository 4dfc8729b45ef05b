#include "analysis/outcome.h"

namespace nnshape {
namespace {

Outcome outcome(std::optional<Shape> output, const Figures& figures, int64_t layers) {
    Outcome outcome{.output = output, .figures = {}, .layers = layers};
    for (size_t index = 0; index < figure_count; ++index) outcome.figures[index] = figures.values[index];
    return outcome;
}

template <class Known>
void agree(std::optional<Known>& one, const std::optional<Known>& other) {
    if (one != other) one = std::nullopt;
}

// Keeps the values of an outcome that are the same in another turn.
void agree(Outcome& outcome, const Outcome& turn) {
    agree(outcome.output, turn.output);
    agree(outcome.layers, turn.layers);
    for (size_t index = 0; index < figure_count; ++index) agree(outcome.figures[index], turn.figures[index]);
}

}  // namespace

std::optional<int64_t> Outcome::figure(std::string_view name) const {
    if (auto which = find_figure(name)) return figure(*which);
    if (name == peak_key) return peak;
    return name == layers_key ? layers : std::nullopt;
}

std::unordered_map<const Statement*, Outcome> outcomes_of(const Network& network, const Analysis& analysis) {
    std::unordered_map<const Statement*, Outcome> outcomes;
    auto add = [&](const Statement* statement, uint32_t scope, const Outcome& turn) {
        while (network.scopes[scope].call && network.scopes[scope].call->kind == Statement::Kind::repeat) {
            scope = network.scopes[scope].parent;
        }
        if (network.scopes[scope].call) return;  // it is written in a definition
        auto [place, is_first] = outcomes.try_emplace(statement, turn);
        if (!is_first) agree(place->second, turn);
    };
    for (size_t index = 0; index < network.nodes.size(); ++index) {
        Outcome turn = outcome(network.nodes[index].output, analysis.figures_of(static_cast<uint32_t>(index)), 1);
        turn.is_input = index < network.input_count;
        add(network.nodes[index].statement, network.nodes[index].scope, turn);
    }
    for (const Call& call : network.calls) {
        if (call.statement->kind == Statement::Kind::repeat) continue;
        Figures figures = *sum_of(analysis, call.first, call.end);
        add(call.statement, call.scope, outcome(network.nodes[call.output].output, figures, call.end - call.first));
    }
    return outcomes;
}

Outcome outcome_of_totals(const Network& network, const Analysis& analysis) {
    std::optional<Shape> output;
    if (network.outputs.size() == 1) output = network.nodes[network.outputs[0]].output;
    Outcome totals = outcome(output, analysis.totals, network.layer_count());
    totals.peak = analysis.peak.bytes;
    return totals;
}

}  // namespace nnshape
