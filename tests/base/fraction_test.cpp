#include "base/fraction.h"

#include "support/catch.h"

using namespace nnshape;

namespace {

std::string text_of(Fraction fraction) {
    if (fraction.overflowed()) return "overflow";
    return std::to_string(fraction.numerator()) + "/" + std::to_string(fraction.denominator());
}

}  // namespace

TEST_CASE("a fraction is exact, in lowest terms, and notices overflow") {
    const int64_t most = INT64_MAX, least = INT64_MIN;
    const struct {
        Fraction result;
        std::string text;
    } cases[] = {
        {Fraction(6, -4), "-3/2"},
        {Fraction(0, -4), "0/1"},
        {Fraction(1, 3) + Fraction(1, 6), "1/2"},
        {Fraction(1, 3) - Fraction(1, 3), "0/1"},
        {Fraction(2, 3) * Fraction(-3, 2), "-1/1"},
        {Fraction(2, 3) / Fraction(-4, 3), "-1/2"},
        {Fraction(most) * 2 / 2, "overflow"},
        {Fraction(most, 2) * 2, std::to_string(most) + "/1"},
        {Fraction(1, most) + Fraction(1, most - 1), "overflow"},
        {Fraction(1, most) / Fraction(1, most), "1/1"},
        {Fraction(most) + 1, "overflow"},
        {Fraction(0) - Fraction(least), "overflow"},
        {Fraction(least, least), "1/1"},
        {Fraction(least, -1), "overflow"},
        {Fraction(1, least), "overflow"},
        {(Fraction(most) + 1) * 0, "overflow"},
        {Fraction(1) / (Fraction(most) + 1), "overflow"},
        {Fraction(-7, 2).floor(), "-4/1"},
        {Fraction(7, 2).floor(), "3/1"},
        {Fraction(-6, 2).floor(), "-3/1"},
        {Fraction(-2, 3).power(3), "-8/27"},
        {Fraction(-2, 3).power(-2), "9/4"},
        {Fraction(2).power(62), "4611686018427387904/1"},
        {Fraction(2).power(63), "overflow"},
        {Fraction(-2).power(63), std::to_string(least) + "/1"},
        {Fraction(-1).power(most), "-1/1"},
        {Fraction(-1).power(least), "1/1"},
        {Fraction(0).power(most), "0/1"},
        {Fraction(5).power(0), "1/1"},
        {Fraction(3).power(most), "overflow"},
    };
    for (const auto& one : cases) CHECK(text_of(one.result) == one.text);
    CHECK(Fraction(1, 3) < Fraction(1, 2));
    CHECK(!(Fraction(most, 2) < Fraction(most, 3)));
    CHECK(Fraction(least) < Fraction(most));
}
