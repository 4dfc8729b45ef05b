#include "analysis/trial.h"

#include <vector>

#include "network/place.h"

namespace nnshape {

std::optional<Inference> infer_with(const Network& network, uint32_t node, int param, Arg::Form form,
                                    std::span<const int64_t> numbers) {
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
    Inferred inferred = infer(*changed.kind, changed.rank_suffix,
                              Args(args.params(), given, pool.data(), args.layout()), inputs_of(network, changed));
    return inferred ? std::optional(*inferred) : std::nullopt;
}

}  // namespace nnshape
