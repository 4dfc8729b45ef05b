#include "network/bounds.h"

#include <fmt/format.h>

#include "base/limits.h"
#include "base/text.h"
#include "network/network.h"

namespace nnshape {
namespace {

constexpr size_t most_layers = 10'000'000;
constexpr size_t most_bytes = size_t{2} << 30;

}  // namespace

std::string excess_of(const Network& network, const Expanded& expanded) {
    if (expanded.steps > most_layers) {
        return fmt::format("the spec comes to more than {} layers", with_commas(most_layers));
    }
    size_t sizes = network.numbers.size() * sizeof(network.numbers[0]);
    size_t inputs = network.wires.size() * sizeof(network.wires[0]);
    if (expanded.name_bytes + sizes + inputs > most_bytes)
        return "the layers' names, sizes and inputs come to more than 2 GiB";
    if (expanded.mistakes < most_mistakes) return {};
    return fmt::format("more than {} mistakes and warnings; the rest is not looked for", with_commas(most_mistakes));
}

}  // namespace nnshape
