#pragma once

#include <cstddef>

namespace nnshape {

/// So many mistakes of a spec are told; the rest is not looked for.
inline constexpr size_t most_mistakes = 100'000;

}  // namespace nnshape
