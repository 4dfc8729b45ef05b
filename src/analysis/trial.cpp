#include "analysis/trial.h"

#include <vector>

#include "network/place.h"

namespace nnshape {

std::optional<Inference> infer_with(const Network& network, uint32_t node, int param, Arg::Form form,
                                    std::span<const int64_t> numbers) {
    const Node& changed = network.nodes[node];
    Args args = network.args_of(changed);
    std::vector<Arg> values(args.params().size());
    std::vector<int64_t> pool(first_numbers.begin(), first_numbers.end());
    auto give = [&](size_t index, Arg value, std::span<const int64_t> given) {
        value.first = static_cast<uint32_t>(pool.size());
        value.count = static_cast<uint16_t>(given.size());
        values[index] = value;
        pool.insert(pool.end(), given.begin(), given.end());
    };
    for (size_t index = 0; index < values.size(); ++index) {
        const Arg& value = args.values()[index];
        if (value.is_given()) give(index, value, args.numbers(static_cast<int>(index)));
    }
    give(static_cast<size_t>(param), {.written = 0, .form = form, .stride = form == Arg::Form::list}, numbers);
    fill_in_defaults(args.params(), values, pool);
    Inference result;
    Args tried(args.params(), values.data(), pool.data(), args.layout());
    auto fault = infer(*changed.kind, changed.rank_suffix, tried, inputs_of(network, changed), result);
    return fault ? std::nullopt : std::optional(result);
}

}  // namespace nnshape
