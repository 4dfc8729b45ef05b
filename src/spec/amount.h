#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Counts as people write them in `->`, expect and limit.
namespace nnshape {

/// 62378344, 62_378_344, 62,378,344, 65M, 1.5k, 256Ki: suffixes k, M, G, T and Ki, Mi, Gi, Ti; a decimal where the
/// result is whole. None where the text is no such count, or the count leaves 64 bits.
std::optional<int64_t> read_amount(std::string_view text);

/// A count as another one is written: with its commas, underscores or plain digits, and with its suffix and as many
/// decimals where that is exact. What is too short to show how it would be parted, 62M say, gets commas.
std::string amount_like(std::string_view written, int64_t amount);

}  // namespace nnshape
