#pragma once

#include <optional>

#include "layers/fault.h"

// Checks that a number can be divided: channels into groups or heads.
namespace nnshape {

/// A `groups-mismatch` unless `divisor` divides `number`. The nouns name the two in the message, in the singular:
/// "filter", "group".
std::optional<LayerFault> must_divide(int64_t number, std::string_view noun, int64_t divisor,
                                      std::string_view divisor_noun, int param);

}  // namespace nnshape
