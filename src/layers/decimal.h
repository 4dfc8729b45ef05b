#pragma once

#include <string>

#include "layers/args.h"

// A ratio as people write it.
namespace nnshape {

/// A ratio whose denominator is a power of ten, as a decimal without zeros at its end: `1.5`, `2.0`, `2`.
std::string decimal_of(Ratio ratio);

}  // namespace nnshape
