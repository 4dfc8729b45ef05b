#include "layers/groups.h"

#include <fmt/format.h>
#include <numeric>

namespace nnshape {
namespace {

std::string many(int64_t number, std::string_view noun) {
    return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

// The multiples of `divisor` next to `number`, as far as they are above 0 and within 64 bits.
std::string multiples_near(int64_t number, int64_t divisor, std::string_view noun) {
    int64_t below = number / divisor * divisor;
    Checked above = Checked(below) + divisor;
    if (below == 0) return many(divisor, noun);
    if (above.overflowed()) return many(below, noun);
    return fmt::format("{} or {}", below, many(above.value(), noun));
}

Words does_not_divide(const Fault& fault, const Attempt&) {
    auto [number, divisor] = fault.numbers;
    auto [noun, divisor_noun] = fault.literals;
    return {fmt::format("{} do not divide the {}", many(divisor, divisor_noun), many(number, noun)),
            fmt::format("{} would fit, or {}", multiples_near(number, divisor, noun),
                        many(std::gcd(number, divisor), divisor_noun))};
}

}  // namespace

std::optional<Fault> must_divide(int64_t number, std::string_view noun, int64_t divisor, std::string_view divisor_noun,
                                 int param) {
    if (divisor == 1 || number % divisor == 0) return std::nullopt;
    return Fault{&code::groups_mismatch, param, does_not_divide, {number, divisor}, {noun, divisor_noun}};
}

}  // namespace nnshape
