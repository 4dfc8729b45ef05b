#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/fraction.h"
#include "layers/args.h"

// Decimals as exact numbers.
namespace nnshape {

/// A decimal without a sign as digits over a power of ten. Nothing if the text is not one, or if either number
/// overflows a 64-bit integer.
std::optional<Ratio> exact_decimal(std::string_view text);

/// The text of a fraction that is not whole: a decimal if one is exact and short enough, else as `1/3`.
std::string fraction_text(Fraction fraction);

/// The number that a decimal is, with or without a sign, or a text of `fraction_text`. Nothing if it overflows.
std::optional<Fraction> read_fraction(std::string_view text);

}  // namespace nnshape
