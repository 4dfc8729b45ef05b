#include "network/bounds.h"

#include <fmt/format.h>

#include "base/limits.h"
#include "base/text.h"

#ifndef NNSHAPE_MOST_LAYERS  // fewer where each one is studied at length: by a fuzzer
#define NNSHAPE_MOST_LAYERS 10'000'000
#endif

namespace nnshape {
namespace {

constexpr size_t most_layers = NNSHAPE_MOST_LAYERS;
constexpr size_t most_bytes = size_t{2} << 30;

}  // namespace

std::string excess_of(const Expansion& expansion) {
    if (expansion.steps > most_layers) {
        return fmt::format("the spec comes to more than {} layers", with_commas(most_layers));
    }
    if (expansion.bytes > most_bytes) return "the layers' names, sizes and inputs come to more than 2 GiB";
    if (expansion.mistakes < most_mistakes) return {};
    return fmt::format("more than {} mistakes and warnings; the rest is not looked for", with_commas(most_mistakes));
}

}  // namespace nnshape
