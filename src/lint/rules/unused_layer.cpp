#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"
#include "lint/rule.h"
#include "spec/dialect.h"

// Finds a layer that is not an input of any layer and not an output.
namespace nnshape {
namespace {

// For each node, the outermost call whose output it is, or null. A call without layers has no output of its own.
std::vector<const Call*> calls_by_output(const Network& network) {
    std::vector<const Call*> calls(network.nodes.size());
    for (const Call& call : network.calls) {
        if (call.output >= call.first) calls[call.output] = &call;  // inner ones come first
    }
    return calls;
}

// The number of layers that a tensor depends on.
auto layers_behind(const Network& network, uint32_t node) {
    auto needed = ancestors_of(network, node);
    return std::count(needed.begin(), needed.end(), true);
}

// Whether a node is the main output of a network that ends in an auxiliary head, as networks for segmentation do. If
// the spec names no outputs, only the last layer is one. The main output has the same shape, depends on more layers,
// and is not an input of any layer.
bool is_main_head(const Subject& subject, uint32_t node) {
    const Network& network = subject.network;
    if (!network.spec->outputs.empty()) return false;
    uint32_t output = network.outputs[0];
    return subject.network.nodes[node].output == subject.network.nodes[output].output &&
           layers_behind(network, node) > layers_behind(network, output);
}

void check(const Subject& subject, Findings& findings) {
    if (!subject.is_whole) return;  // the part that could not be read may use the layer
    const Network& network = subject.network;
    std::vector<bool> used(network.nodes.size());
    for (uint32_t output : network.outputs) used[output] = true;
    for (const Node& node : network.nodes) {
        for (uint32_t read : network.reads_of(node)) used[read] = true;
        if (node.shares != nothing_shared) used[node.shares] = true;
    }
    auto calls = calls_by_output(network);
    constexpr int most_heads = 8;
    int heads = 0;
    for (uint32_t index = 0; index < network.nodes.size(); ++index) {
        if (used[index] || (++heads <= most_heads && is_main_head(subject, index))) continue;
        const Call* call = calls[index];
        const Statement& statement = call ? *call->statement : *network.nodes[index].statement;
        std::string name = printable(call ? call->name : network.nodes[index].name);
        std::string message = fmt::format("no layer uses `{}`, and it is not an output", name);
        std::string help = fmt::format("use it in the `{}` of a layer, name it in `outputs`, or remove it",
                                       dialect_of(*network.spec).wiring_key);
        if (call) {
            findings.add(*call, statement.type.span, std::move(message), std::move(help));
        } else {
            findings.add(index, statement.type.span, std::move(message), std::move(help));
        }
    }
}

}  // namespace

namespace rules {

extern const Rule unused_layer;
const Rule unused_layer{
    .code = {"unused-layer", Severity::warning, "a layer that is not an output and that no other layer uses"},
    .why =
        "It is counted and would be trained, but it does not affect the output. Usually a `from` "
        "names the wrong layer.",
    .example = "input 28x28x1\na: conv 16 3\nb: conv 16 5\nc: conv 16 3 from=a\n",
    .instead = "input 28x28x1\na: conv 16 3\nb: conv 16 5\nc: conv 16 3 from=b\n",
    .check = check};

}  // namespace rules
}  // namespace nnshape
