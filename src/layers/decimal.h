#pragma once

#include <string>

#include "layers/args.h"

// Writes a ratio as a decimal.
namespace nnshape {

/// A ratio whose denominator is a power of ten, as a decimal without zeros at its end, such as `1.5`. If the
/// denominator is not 1, there is at least one decimal: 20/10 is `2.0`.
std::string decimal_of(Ratio ratio);

}  // namespace nnshape
