#include "analysis/trial.h"

#include <algorithm>
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
    auto stride = static_cast<uint8_t>(form == Arg::Form::pairs ? 2 : form == Arg::Form::list ? 1 : 0);
    give(static_cast<size_t>(param), {.written = 0, .form = form, .stride = stride}, numbers);
    fill_in_defaults(args.params(), values, pool);
    Inference result;
    Args tried(args.params(), values.data(), pool.data(), args.layout());
    auto fault = infer(*changed.kind, changed.rank_suffix, tried, inputs_of(network, changed), result);
    return fault ? std::nullopt : std::optional(result);
}

bool rest_accepts(const Network& network, uint32_t node, const Shape& output) {
    if (output == network.nodes[node].output) return true;
    std::vector<std::optional<Shape>> changed(network.nodes.size());
    changed[node] = output;
    std::vector<Shape> inputs;
    for (uint32_t index = node + 1; index < network.nodes.size(); ++index) {
        const Node& layer = network.nodes[index];
        auto reads = network.reads_of(layer);
        auto is_changed = [&](uint32_t read) { return changed[read].has_value(); };
        if (layer.state != State::calculated || std::none_of(reads.begin(), reads.end(), is_changed)) continue;
        inputs.clear();
        for (uint32_t read : reads) inputs.push_back(changed[read].value_or(network.nodes[read].output));
        Inference result;
        if (infer(*layer.kind, layer.rank_suffix, network.args_of(layer), inputs, result)) return false;
        if (layer.demanded != 0 && inputs[0].channels != layer.demanded) return false;
        if (result.output != layer.output) changed[index] = result.output;
    }
    return true;
}

}  // namespace nnshape
