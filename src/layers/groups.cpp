#include "layers/groups.h"

#include <fmt/format.h>
#include <numeric>

namespace nnshape {

std::optional<Problem> must_divide(int64_t number, std::string_view noun, int64_t divisor, int param,
                                   std::string_view divisor_noun) {
    if (number % divisor == 0) return std::nullopt;
    int64_t below = number / divisor * divisor;
    Checked above = Checked(below) + divisor;
    std::string fit = below > 0 && !above.overflowed() ? fmt::format("{} or {}", below, above.value())
                                                       : fmt::format("{}", below > 0 ? below : divisor);
    return blame(
        code::groups_mismatch, param,
        fmt::format("{} {} {} not divide the {} {}", divisor, divisor_noun, divisor == 1 ? "does" : "do", number, noun),
        fmt::format("{} {} would, or {} {}", fit, noun, std::gcd(number, divisor), divisor_noun));
}

}  // namespace nnshape
