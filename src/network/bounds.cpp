#include "network/bounds.h"

#include <fmt/format.h>

#include "base/limits.h"
#include "base/text.h"

#ifndef NNSHAPE_MOST_LAYERS  // a fuzzer sets fewer
#define NNSHAPE_MOST_LAYERS 10'000'000
#endif
#ifndef NNSHAPE_MOST_BLOCKS  // one that is not slow keeps these
#define NNSHAPE_MOST_BLOCKS (2 * most_layers)
#endif

namespace nnshape {
namespace {

constexpr int64_t most_layers = NNSHAPE_MOST_LAYERS;
constexpr int64_t most_blocks = NNSHAPE_MOST_BLOCKS;
constexpr int64_t most_empty = most_blocks / 2000;

// Further limits: a number, and as much again for each layer.
struct Allowance {
    int64_t base, each;

    int64_t of(int64_t layers) const { return base + each * layers; }
};
constexpr Allowance most_bytes{8'000'000, 300}, most_inputs{100'000, 10}, most_input_bytes{8'000'000, 500};

bool exceeds(Checked number, int64_t limit) { return number.overflowed() || number.value() > limit; }

}  // namespace

void Expansion::add(const Expansion& other) {
    layers += other.layers;
    blocks += other.blocks;
    empty += other.empty;
    bytes += other.bytes;
    inputs += other.inputs;
    input_bytes += other.input_bytes;
}

std::string excess_of(const Expansion& expansion, const SpecSize& written) {
    if (exceeds(expansion.layers, most_layers)) {
        return fmt::format("the spec expands to more than {} layers", with_commas(most_layers));
    }
    if (exceeds(expansion.empty, most_empty)) {
        return fmt::format("the spec expands to more than {} calls and turns without a layer", with_commas(most_empty));
    }
    if (exceeds(expansion.blocks, most_blocks)) {
        return fmt::format("the spec expands to more than {} calls, turns, paths and frozen blocks",
                           with_commas(most_blocks));
    }
    // What the spec writes out itself is never too much.
    int64_t layers = expansion.layers.value();
    auto items = static_cast<int64_t>(written.items), text = static_cast<int64_t>(written.bytes);
    if (int64_t most = most_bytes.of(layers) + text; exceeds(expansion.bytes, most)) {
        return fmt::format("the layers' names, sizes and inputs need more than {} bytes", with_commas(most));
    }
    if (int64_t most = most_inputs.of(layers) + items; exceeds(expansion.inputs, most)) {
        return fmt::format("the layers have more than {} inputs, besides one for each layer", with_commas(most));
    }
    if (int64_t most = most_input_bytes.of(layers + items); exceeds(expansion.input_bytes, most)) {
        return fmt::format("the names of the layers' inputs have more than {} bytes", with_commas(most));
    }
    if (expansion.mistakes < most_mistakes) return {};
    return fmt::format("more than {} mistakes and warnings; the others are not reported", with_commas(most_mistakes));
}

}  // namespace nnshape
