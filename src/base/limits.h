#pragma once

#include <cstddef>

// Limits that several stages share.
namespace nnshape {

/// The largest number of mistakes that is reported for a spec; after that, the search for mistakes stops.
inline constexpr size_t most_mistakes = 100'000;

}  // namespace nnshape
