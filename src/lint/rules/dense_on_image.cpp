#include <fmt/format.h>
#include <algorithm>

#include "layers/find_kind.h"
#include "layers/traits.h"
#include "lint/rule.h"
#include "spec/dialect.h"

// Finds a forgotten `flatten`.
namespace nnshape {
namespace {

constexpr uint32_t none = UINT32_MAX;

// An image of one pixel, for example the output of a global pool with keepdims, has only one position.
bool is_large(const Shape& shape) { return positions(shape).value() > 1; }

// For each tensor, the dense layer that is the reason why it is spatial, or `none`. The output of a merge has such a
// reason only if all of its inputs have one.
std::vector<uint32_t> sources(const Subject& subject) {
    const Network& network = subject.network;
    std::vector<uint32_t> source(network.nodes.size(), none);
    for (uint32_t index = network.input_count; index < network.nodes.size(); ++index) {
        if (!subject.is_calculated(index) || subject.network.nodes[index].output.rank < 2) continue;
        auto reads = network.reads_of(network.nodes[index]);
        if (reads.empty()) continue;
        auto is_free = [&](uint32_t read) { return source[read] == none; };
        if (std::none_of(reads.begin(), reads.end(), is_free)) {
            source[index] = source[reads[0]];
        } else if (traits_of(*network.nodes[index].kind).meant_for_vectors &&
                   is_large(subject.network.nodes[reads[0]].output)) {
            source[index] = index;
        }
    }
    return source;
}

void check(const Subject& subject, Findings& findings) {
    const Network& network = subject.network;
    auto source = sources(subject);
    std::vector<uint32_t> blamed;
    for (uint32_t output : network.outputs) {
        uint32_t node = source[output];
        if (node == none || std::find(blamed.begin(), blamed.end(), node) != blamed.end()) continue;
        blamed.push_back(node);
        const Shape& input = subject.network.nodes[network.reads_of(network.nodes[node])[0]].output;
        findings.add(node, network.nodes[node].statement->type.span,
                     fmt::format("{} is applied at each position of {}, so the network's output is still {}",
                                 name_of(*network.nodes[node].kind), to_text(input, network.layout),
                                 to_text(subject.network.nodes[output].output, network.layout)),
                     dialect_of(*network.spec).help({.insert = "flatten"}));
    }
}

}  // namespace

namespace rules {

extern const Rule dense_on_image;
const Rule dense_on_image{
    .code = {"dense-on-image", Severity::warning, "a dense layer on an image, so that the network's output is spatial"},
    .why =
        "In every framework, a dense layer on an image is applied at each position, as a 1x1 convolution is. Without "
        "the flatten, the network gives a map of scores and not one score for each class.",
    .example = "input 28x28x1\nconv 16 3\ndense 10\n",
    .instead = "input 28x28x1\nconv 16 3\nflatten\ndense 10\n",
    .check = check};

}  // namespace rules
}  // namespace nnshape
