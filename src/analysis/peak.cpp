#include "analysis/peak.h"

#include "layers/traits.h"

namespace nnshape {
namespace {

// Goes through the layers once. Adds each layer's output and removes the tensors that no later layer reads.
class Sweep {
  public:
    Sweep(const Network& network, Analysis& analysis, int64_t batch_size)
        : network_(network),
          analysis_(analysis),
          batch_size_(batch_size),
          last_reader_(network.nodes.size()),
          is_wanted_twice_(network.nodes.size()) {}

    Result<Peak, uint32_t> run() {
        find_last_readers();
        for (uint32_t node = 0; node < network_.input_count; ++node) {
            if (last_reader_[node] != node) alive_ += bytes_of(node);
        }
        Peak peak;
        for (uint32_t node = network_.input_count; node < network_.nodes.size(); ++node) {
            bool in_place = works_in_place(node);
            if (!in_place) alive_ += bytes_of(node);
            int64_t scratch = analysis_.tally_of(node).scratch_bytes;
            Checked alive = alive_ + scratch;
            if (scratch < 0 || alive.overflowed()) return node;
            analysis_.nodes[node].alive_bytes = alive.value();
            if (alive.value() > peak.bytes) peak = {alive.value(), node};
            release(node, in_place);
        }
        return peak;
    }

  private:
    // A tensor without a reader is its own last reader. An output of the network is alive until the end.
    void find_last_readers() {
        auto end = static_cast<uint32_t>(network_.nodes.size());
        for (uint32_t node = 0; node < end; ++node) {
            last_reader_[node] = node;
            for (uint32_t read : network_.operands_of(network_.nodes[node])) want(read, node);
        }
        for (uint32_t output : network_.outputs) want(output, end);
    }

    void want(uint32_t tensor, uint32_t reader) {
        is_wanted_twice_[tensor] = last_reader_[tensor] != tensor || reader == network_.nodes.size();
        last_reader_[tensor] = reader;
    }

    // Whether the layer writes its output over its input, which no other layer reads.
    bool works_in_place(uint32_t node) const {
        const Node& layer = network_.nodes[node];
        return traits_of(*layer.kind).works_in_place && !is_wanted_twice_[network_.reads_of(layer)[0]];
    }

    // A tensor that a layer reads twice is released once.
    void release(uint32_t node, bool in_place) {
        for (uint32_t read : network_.reads_of(network_.nodes[node])) {
            if (last_reader_[read] != node) continue;
            last_reader_[read] = read;
            if (!in_place) alive_ = alive_ - bytes_of(read);
        }
        if (last_reader_[node] == node) alive_ = alive_ - bytes_of(node);
    }

    Checked bytes_of(uint32_t node) const {
        if (node >= network_.input_count) return analysis_.figures_of(node)[Figure::activation_bytes];
        return nnshape::bytes_of(elements(network_.nodes[node].output) * batch_size_, *network_.dtype);
    }

    const Network& network_;
    Analysis& analysis_;
    int64_t batch_size_;
    Checked alive_;
    std::vector<uint32_t> last_reader_;
    std::vector<bool> is_wanted_twice_;  // by two layers, or as an output
};

}  // namespace

Result<Peak, uint32_t> peak_of(const Network& network, Analysis& analysis, int64_t batch_size) {
    return Sweep(network, analysis, batch_size).run();
}

}  // namespace nnshape
