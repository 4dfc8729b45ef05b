#include "analysis/trial.h"

#include <algorithm>

namespace nnshape {

std::optional<Inference> infer_with(const Network& network, const Analysis& analysis, uint32_t node, int param,
                                    Arg::Form form, std::span<const int64_t> numbers) {
    const Node& changed = network.nodes[node];
    Args args = network.args_of(changed);
    std::vector<Arg> given;
    std::vector<int64_t> pool;
    auto give = [&](Arg arg, std::span<const int64_t> values) {
        arg.first = static_cast<uint32_t>(pool.size());
        arg.count = static_cast<uint16_t>(values.size());
        given.push_back(arg);
        pool.insert(pool.end(), values.begin(), values.end());
    };
    for (const Arg& arg : args.given()) {
        if (arg.param != param) give(arg, args.numbers(arg.param));
    }
    give({.param = static_cast<uint8_t>(param), .form = form}, numbers);
    std::vector<Shape> inputs;
    for (uint32_t read : network.reads_of(changed)) inputs.push_back(analysis.nodes[read].output);
    Inferred inferred =
        infer(*changed.kind, changed.rank_suffix, Args(args.params(), given, pool.data(), args.layout()), inputs);
    return inferred ? std::optional(*inferred) : std::nullopt;
}

InputTrial::InputTrial(const Network& network, uint32_t node) : network_(network), shapes_(node + 1) {
    std::vector<bool> needed(node + 1);
    needed[node] = true;
    uint32_t inputs = 0;
    for (uint32_t index = node + 1; index-- > 0;) {
        if (!needed[index]) continue;
        for (uint32_t read : network.reads_of(network.nodes[index])) needed[read] = true;
        if (index >= network.input_count) {
            path_.push_back(index);
        } else if (++inputs == 1) {
            only_input_ = index;
        }
    }
    std::reverse(path_.begin(), path_.end());
    if (inputs != 1) only_input_.reset();
}

std::optional<Inference> InputTrial::infer(const Shape& input) {
    shapes_[*only_input_] = input;
    std::optional<Inference> last;
    for (uint32_t index : path_) {
        const Node& node = network_.nodes[index];
        inputs_.clear();
        for (uint32_t read : network_.reads_of(node)) inputs_.push_back(shapes_[read]);
        Inferred inferred = nnshape::infer(*node.kind, node.rank_suffix, network_.args_of(node), inputs_);
        if (!inferred) return std::nullopt;
        shapes_[index] = inferred->output;
        last = *inferred;
    }
    return last;
}

}  // namespace nnshape
