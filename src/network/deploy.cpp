#include "network/deploy.h"

#include <algorithm>

#include "layers/layer_kind.h"
#include "network/place.h"

namespace nnshape {
namespace {

constexpr uint32_t most_reads = UINT32_MAX;

class Deployment {
  public:
    explicit Deployment(Network& network)
        : network_(network), stands_for_(network.nodes.size()), reads_(network.nodes.size()) {}

    void run() {
        count_reads();
        for (uint32_t index = 0; index < network_.nodes.size(); ++index) stands_for_[index] = target_of(index);
        keep_one();
        renumber();
    }

  private:
    // How often each tensor is read; an output of the network counts as one reader.
    void count_reads() {
        for (const Node& node : network_.nodes) {
            for (uint32_t read : network_.reads_of(node)) ++reads_[read];
        }
        for (uint32_t output : network_.outputs) ++reads_[output];
        for (const Node& node : network_.nodes) {
            if (node.shares != nothing_shared) reads_[node.shares] = most_reads;  // its parameters are used elsewhere
        }
    }

    // The node itself, or the one that takes the place of a node that is removed.
    uint32_t target_of(uint32_t index) {
        const Node& node = network_.nodes[index];
        bool may_go = index >= network_.input_count && node.kind && node.state == State::calculated &&
                      node.shares == nothing_shared && reads_[index] != most_reads;
        if (!may_go) return index;
        if (node.kind->traits.trains_only && !node.activation) {
            ++network_.deployed.left_out;
            return stands_for_[network_.reads_of(node)[0]];
        }
        if (!folds(node)) return index;
        ++network_.deployed.folded;
        uint32_t before = stands_for_[network_.reads_of(node)[0]];
        add_bias(network_.nodes[before]);
        network_.nodes[before].activation = node.activation;
        return before;
    }

    bool folds(const Node& node) const {
        if (!node.kind->traits.folds_when_deployed || !stores_statistics(node)) return false;
        uint32_t before = network_.reads_of(node)[0];
        while (reads_[before] == 1 && stands_for_[before] != before)
            before = network_.reads_of(network_.nodes[before])[0];
        const Node& layer = network_.nodes[before];
        return reads_[before] == 1 && layer.kind && layer.kind->traits.adds_bias && !layer.activation &&
               layer.shares == nothing_shared && layer.experts == node.experts;
    }

    bool stores_statistics(const Node& node) const {
        Counts counts = node.kind->count.numbers(network_.args_of(node), inputs_of(network_, node), node.output);
        return counts.buffers.value() > 0;
    }

    // Other layers of its statement share the values, so the layer gets its own.
    void add_bias(Node& layer) {
        auto params = params_of(*layer.kind);
        auto bias = std::find_if(params.begin(), params.end(), [](const Param& param) { return param.name == "bias"; });
        auto first = static_cast<uint32_t>(network_.args.size());
        for (size_t index = 0; index < params.size(); ++index) {
            Arg copy = network_.args[layer.args + index];
            network_.args.push_back(copy);
        }
        network_.args[first + static_cast<size_t>(bias - params.begin())] = {.first = 1, .count = 1};  // true
        layer.args = first;
        layer.folded = true;
    }

    // A network of nothing but dropout stays: it needs a layer.
    void keep_one() {
        uint32_t first = network_.input_count;
        for (uint32_t index = first; index < network_.nodes.size(); ++index) {
            if (stands_for_[index] == index) return;
        }
        for (uint32_t index = first; index < network_.nodes.size(); ++index) stands_for_[index] = index;
        network_.deployed.left_out = 0;
    }

    void renumber() {
        auto count = static_cast<uint32_t>(network_.nodes.size());
        std::vector<uint32_t> numbers(count + 1);  // of the nodes that stay before each node
        for (uint32_t index = 0; index < count; ++index) {
            numbers[index + 1] = numbers[index] + (stands_for_[index] == index ? 1 : 0);
        }
        auto number_of = [&](uint32_t node) { return numbers[stands_for_[node]]; };
        for (uint32_t& read : network_.wires) read = number_of(read);
        for (uint32_t& output : network_.outputs) output = number_of(output);
        for (Node& node : network_.nodes) {
            if (node.shares != nothing_shared) node.shares = number_of(node.shares);
        }
        for (Call& call : network_.calls) {
            call.first = numbers[call.first];
            call.end = numbers[call.end];
            call.output = number_of(call.output);
        }
        uint32_t kept = 0;
        for (uint32_t index = 0; index < count; ++index) {
            if (stands_for_[index] == index) network_.nodes[kept++] = network_.nodes[index];
        }
        network_.nodes.resize(kept);
    }

    Network& network_;
    std::vector<uint32_t> stands_for_;  // by node
    std::vector<uint32_t> reads_;       // by node
};

}  // namespace

void deploy(Network& network) {
    network.deployed = {.is_deployed = true};
    Deployment(network).run();
}

}  // namespace nnshape
