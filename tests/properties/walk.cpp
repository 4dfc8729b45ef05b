#include "properties/walk.h"

#include <algorithm>

namespace nnshape::test {
namespace {

using Form = DrawnValue::Form;
using Kind = DrawnStatement::Kind;

// The layer with its expressions worked out.
DrawnLayer resolved(const Walk& walk, DrawnLayer layer) {
    for (DrawnArgument& argument : layer.arguments) {
        DrawnValue& value = argument.value;
        if (value.form != Form::expression) continue;
        int64_t variable = walk.variables.at(value.words[0]);
        value = number_of(variable * value.numbers[0] + value.numbers[1]);
    }
    return layer;
}

// The channels have a number of their own for each rank; drawn for another one it stands for another axis.
bool has_other_axis(const DrawnLayer& layer, const Tensor& input) {
    return std::any_of(layer.arguments.begin(), layer.arguments.end(), [&](const DrawnArgument& argument) {
        const DrawnValue& value = argument.value;
        return value.form == Form::axis && value.numbers.size() > 1 && value.numbers[1] + 1 != std::ssize(input);
    });
}

const Walked* find(const Walk& walk, const std::string& name) {
    auto found = walk.names.find(name);
    return found == walk.names.end() ? nullptr : &found->second;
}

// The tensors that a layer names, or else the one before it; none where a name is unknown.
std::vector<Tensor> inputs_of(const Walk& walk, const DrawnLayer& layer) {
    const DrawnValue* named = layer.find("inputs");
    if (!named) return walk.current ? std::vector<Tensor>{*walk.current} : std::vector<Tensor>{};
    std::vector<Tensor> inputs;
    for (const std::string& name : named->words) {
        const Walked* one = find(walk, name);
        if (!one) return {};
        inputs.push_back(one->output);
    }
    return inputs;
}

// Follows each path from the same tensor; their outputs, or none where one cannot be calculated.
std::vector<Tensor> follow(Walk& walk, const DrawnStatement& merge, const Tensor& start) {
    bool has_paths = !merge.inside.empty() && merge.inside[0].kind == Kind::path;
    std::vector<Tensor> outputs;
    if (!has_paths) outputs.push_back(start);
    for (const DrawnStatement& path : merge.inside) {
        if (!has_paths) break;
        walk.current = start;
        if (!take(walk, path.inside)) return {};
        outputs.push_back(*walk.current);
    }
    if (has_paths) return outputs;
    walk.current = start;
    if (!take(walk, merge.inside)) return {};
    outputs.push_back(*walk.current);
    return outputs;
}

bool shares_rightly(const Walk& walk, const DrawnLayer& layer, const Answer& answer) {
    const Walked* other = find(walk, layer.find("share")->words[0]);
    return other && other->type == layer.type && other->experts == walk.experts &&
           other->answer.weights == answer.weights && other->answer.biases == answer.biases &&
           other->answer.buffers == answer.buffers;
}

bool is_frozen(const DrawnLayer& layer) {
    const DrawnValue* freeze = layer.find("freeze");
    return freeze && freeze->numbers[0];
}

void count(Walk& walk, const DrawnLayer& layer, const Answer& answer) {
    walk.sums.layers = walk.sums.layers + 1;
    walk.sums.macs = walk.sums.macs + answer.macs * walk.active;
    if (layer.find("share")) return;
    bool frozen = walk.frozen || is_frozen(layer);
    Wide experts = walk.experts, params = answer.weights + answer.biases;
    walk.sums.weights = walk.sums.weights + answer.weights * experts;
    walk.sums.biases = walk.sums.biases + answer.biases * experts;
    walk.sums.buffers = walk.sums.buffers + answer.buffers * experts;
    walk.sums.active = walk.sums.active + params * walk.active;
    if (!frozen) walk.sums.trainable = walk.sums.trainable + params * experts;
}

bool put_name(Walk& walk, const DrawnStatement& statement, Walked walked) {
    if (statement.label.empty()) return true;
    return walk.names.emplace(statement.label + walk.turns, std::move(walked)).second;
}

bool take_call(Walk& walk, const DrawnStatement& statement, const DrawnDefinition& definition) {
    DrawnLayer call = resolved(walk, statement.layer);
    auto inputs = inputs_of(walk, call);
    if (inputs.size() != 1) return false;
    Walk inner{.network = walk.network, .current = inputs[0], .sums = walk.sums};
    inner.frozen = walk.frozen || is_frozen(call);
    inner.experts = walk.experts;
    inner.active = walk.active;
    for (const auto& [name, value] : walk.network->lets) inner.variables[name] = value;
    for (const auto& [name, standard] : definition.parameters) {
        const DrawnValue* given = call.find(name);
        if (!given && !standard) return false;
        inner.variables[name] = given ? given->numbers[0] : *standard;
    }
    inner.names["input"] = {.type = "input", .output = inputs[0]};
    if (!take(inner, definition.inside)) return false;
    walk.current = inner.current;
    walk.sums = inner.sums;
    return put_name(walk, statement, {.type = definition.name, .output = *walk.current});
}

// Places a layer whose inputs are known.
bool place(Walk& walk, const DrawnStatement& statement, const DrawnLayer& layer, const std::vector<Tensor>& inputs) {
    Answer answer = refer(layer, inputs, walk.network->channels_first);
    if (!answer.error.empty()) return false;
    if (layer.find("share") && !shares_rightly(walk, layer, answer)) return false;
    count(walk, layer, answer);
    walk.current = answer.tensor();
    return put_name(walk, statement,
                    {.type = layer.type, .output = *walk.current, .answer = answer, .experts = walk.experts});
}

bool take_layer(Walk& walk, const DrawnStatement& statement) {
    DrawnLayer layer = resolved(walk, statement.layer);
    bool reads_nothing = layer.type == "parameter" || layer.type == "constant";
    auto inputs = reads_nothing ? std::vector<Tensor>() : inputs_of(walk, layer);
    if (reads_nothing) return place(walk, statement, layer, inputs);
    if (inputs.empty()) return false;
    if (statement.has_block) inputs = follow(walk, statement, inputs[0]);
    if (inputs.empty() || has_other_axis(layer, inputs[0])) return false;
    const DrawnValue* demanded = layer.find("in");
    bool suits = !demanded || demanded->numbers[0] == inputs[0].back();
    return suits && place(walk, statement, layer, inputs);
}

bool take_repeat(Walk& walk, const DrawnStatement& statement) {
    std::string around = walk.turns;
    bool fits = true;
    for (int64_t turn = 1; turn <= statement.times && fits; ++turn) {
        walk.turns = around + "_" + std::to_string(turn);
        fits = take(walk, statement.inside);
    }
    walk.turns = around;
    return fits;
}

bool take_experts(Walk& walk, const DrawnStatement& statement) {
    int64_t experts = walk.experts, active = walk.active;
    walk.experts *= statement.layer.find("count")->numbers[0];
    walk.active *= statement.layer.find("active")->numbers[0];
    bool fits = take(walk, statement.inside);
    walk.experts = experts;
    walk.active = active;
    return fits;
}

bool take_frozen(Walk& walk, const DrawnStatement& statement) {
    bool around = std::exchange(walk.frozen, true);
    bool fits = take(walk, statement.inside);
    walk.frozen = around;
    return fits;
}

}  // namespace

Walk walk_of(const DrawnNetwork& network) {
    Walk walk{.network = &network};
    for (const auto& [name, value] : network.lets) walk.variables[name] = value;
    for (const auto& [label, sizes] : network.inputs) {
        walk.names[label.empty() ? "input" : label] = {.type = "input", .output = sizes};
    }
    if (network.inputs.size() == 1) walk.current = network.inputs[0].second;
    return walk;
}

bool take(Walk& walk, const DrawnStatement& statement) {
    if (statement.kind == Kind::repeat) return take_repeat(walk, statement);
    if (statement.kind == Kind::freeze) return take_frozen(walk, statement);
    if (statement.kind == Kind::experts) return take_experts(walk, statement);
    const DrawnDefinition* definition = walk.network->find(statement.layer.type);
    return definition ? take_call(walk, statement, *definition) : take_layer(walk, statement);
}

bool take(Walk& walk, const std::vector<DrawnStatement>& statements) {
    return std::all_of(statements.begin(), statements.end(),
                       [&](const DrawnStatement& statement) { return take(walk, statement); });
}

}  // namespace nnshape::test
