#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "spec/spec.h"

// Reads and writes counts as people write them in `->`, `expect` and `limit`.
namespace nnshape {

/// 62378344, 62_378_344, 62,378,344, 65M, 1.5k, 256Ki: suffixes k, M, G, T and Ki, Mi, Gi, Ti; a decimal if the result
/// is whole. Returns nothing if the text is not a count, or if the count overflows a 64-bit integer.
std::optional<int64_t> read_amount(std::string_view text);

/// Whether an expectation is `?`, a blank that `annotate` fills and `check` counts as unanswered.
bool is_unanswered(const Spec& spec, const Literal& literal);

/// The number that a suffix means: `k`, `M`, `Ki`, …; 0 if it is not one.
int64_t suffix_factor(std::string_view suffix);

/// Writes a count in the style of another one: the same separator, and the same suffix and number of decimals if that
/// is exact. If `written` is too short to have a separator, for example 62M, the separator is a comma.
std::string amount_like(std::string_view written, int64_t amount);

}  // namespace nnshape
