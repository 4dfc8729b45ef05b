#include "layers/groups.h"

#include <fmt/format.h>
#include <numeric>

namespace nnshape {
namespace {

std::string many(int64_t number, std::string_view noun) {
    return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

// The nearest multiples of `divisor` below and above `number`, if they are above 0 and do not overflow.
std::string multiples_near(int64_t number, int64_t divisor, std::string_view noun) {
    int64_t below = number / divisor * divisor;
    Checked above = Checked(below) + divisor;
    if (below == 0) return many(divisor, noun);
    if (above.overflowed()) return many(below, noun);
    return fmt::format("{} or {}", below, many(above.value(), noun));
}

Words does_not_divide(const LayerFault& fault, const Attempt&) {
    auto [number, divisor] = fault.numbers;
    auto [noun, divisor_noun] = fault.literals;
    return {fmt::format("{} cannot be divided into {}", many(number, noun), many(divisor, divisor_noun)),
            fmt::format("use {}, or {}", multiples_near(number, divisor, noun),
                        many(std::gcd(number, divisor), divisor_noun))};
}

}  // namespace

std::optional<LayerFault> must_divide(int64_t number, std::string_view noun, int64_t divisor,
                                      std::string_view divisor_noun, int param) {
    if (divisor == 1 || number % divisor == 0) return std::nullopt;
    return LayerFault{&code::groups_mismatch, param, does_not_divide, {number, divisor}, {noun, divisor_noun}};
}

}  // namespace nnshape
