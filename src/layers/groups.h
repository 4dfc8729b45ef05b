#pragma once

#include <optional>

#include "layers/layer_kind.h"

// The checks of what must divide: channels into groups, sizes by a factor.
namespace nnshape {

/// A `groups-mismatch` unless `divisor` divides `number`, which is named by `noun` ("the 10 filters").
std::optional<Problem> must_divide(int64_t number, std::string_view noun, int64_t divisor, int param,
                                   std::string_view divisor_noun);

}  // namespace nnshape
