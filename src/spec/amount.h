#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

// Counts as people write them in `->`, expect and limit.
namespace nnshape {

/// 62378344, 62_378_344, 62,378,344, 65M, 1.5k, 256Ki: suffixes k, M, G, T and Ki, Mi, Gi, Ti; a decimal where the
/// result is whole. None where the text is no such count, or the count leaves 64 bits.
std::optional<int64_t> read_amount(std::string_view text);

}  // namespace nnshape
