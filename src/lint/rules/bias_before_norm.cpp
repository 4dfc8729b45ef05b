#include <fmt/format.h>

#include "layers/find_kind.h"
#include "layers/traits.h"
#include "lint/rule.h"
#include "spec/dialect.h"

// Finds a bias that the next layer, a normalisation, removes.
namespace nnshape {
namespace {

// The number of layers that each tensor is an input of; an output of the network counts as one.
std::vector<uint32_t> readings(const Network& network) {
    std::vector<uint32_t> count(network.nodes.size());
    for (uint32_t output : network.outputs) ++count[output];
    for (uint32_t read : network.wires) ++count[read];
    return count;
}

void check(const Subject& subject, Findings& findings) {
    const Network& network = subject.network;
    auto count = readings(network);
    for (const Node& node : network.nodes) {
        auto reads = network.reads_of(node);
        if (!node.kind || !traits_of(*node.kind).centers_channels || reads.size() != 1 || count[reads[0]] != 1)
            continue;
        const Node& before = network.nodes[reads[0]];
        bool undone = before.kind && traits_of(*before.kind).adds_bias && !before.activation &&
                      subject.is_calculated(reads[0]) && subject.analysis.figures_of(reads[0])[Figure::biases] > 0;
        Span place = before.statement->type.span;
        if (!undone || findings.knows(reads[0], place)) continue;
        findings.add(reads[0], place, fmt::format("the {} after it removes the bias", name_of(*node.kind)),
                     fmt::format("write {}", dialect_of(*network.spec).switched_off("bias")));
    }
}

}  // namespace

namespace rules {

extern const Rule bias_before_norm;
const Rule bias_before_norm{
    .code = {"bias-before-norm", Severity::note, "a bias that the normalisation after it removes"},
    .why =
        "The normalisation subtracts each channel's mean, and the bias with it. These parameters learn nothing, and "
        "published networks leave them out.",
    .example = "input 28x28x1\nconv 16 3\nbatch_norm\n",
    .instead = "input 28x28x1\nconv 16 3 no-bias\nbatch_norm\n",
    .check = check};

}  // namespace rules
}  // namespace nnshape
