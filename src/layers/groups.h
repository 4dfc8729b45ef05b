#pragma once

#include <optional>

#include "layers/fault.h"

// The checks of what must divide: channels into groups, sizes by a factor.
namespace nnshape {

/// A `groups-mismatch` unless `divisor` divides `number`; each is named by its noun in the singular: 10 of "filter",
/// 4 of "group".
std::optional<Fault> must_divide(int64_t number, std::string_view noun, int64_t divisor, std::string_view divisor_noun,
                                 int param);

}  // namespace nnshape
