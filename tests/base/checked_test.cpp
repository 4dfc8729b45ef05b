#include "base/checked.h"

#include "support/catch.h"

using nnshape::Checked;
using nnshape::divide_up;

namespace {

constexpr int64_t most = INT64_MAX, least = INT64_MIN;

bool is(Checked result, int64_t value) { return !result.overflowed() && result.value() == value; }

}  // namespace

TEST_CASE("checked arithmetic is exact up to the ends of 64 bits") {
    CHECK(is(Checked(2) + 3, 5));
    CHECK(is(Checked(2) - 3, -1));
    CHECK(is(Checked(-2) * 3, -6));
    CHECK(is(Checked(most - 1) + 1, most));
    CHECK(is(Checked(least + 1) - 1, least));
    CHECK(is(Checked(1LL << 31) * (1LL << 31), 1LL << 62));
    CHECK(is(Checked(most) * 1, most));
    CHECK(is(Checked(most) * 0, 0));
}

TEST_CASE("checked arithmetic says when it overflows a 64-bit integer") {
    CHECK((Checked(most) + 1).overflowed());
    CHECK((Checked(least) - 1).overflowed());
    CHECK((Checked(least) * -1).overflowed());
    CHECK((Checked(1LL << 32) * (1LL << 31)).overflowed());
    CHECK((Checked(3'037'000'500) * 3'037'000'500).overflowed());
    CHECK(!(Checked(3'037'000'499) * 3'037'000'499).overflowed());
}

TEST_CASE("an overflow is never undone by a later step") {
    Checked gone = Checked(most) + 1;
    CHECK((gone - 1).overflowed());
    CHECK((gone * 0).overflowed());
    CHECK((Checked(0) * gone).overflowed());
    CHECK((Checked(1) - gone).overflowed());
    Checked sum = 1;
    sum += gone;
    CHECK(sum.overflowed());
    Checked product = 0;
    product *= gone;
    CHECK(product.overflowed());
}

TEST_CASE("a division is rounded up without overflow") {
    CHECK(divide_up(0, 5) == 0);
    CHECK(divide_up(10, 5) == 2);
    CHECK(divide_up(11, 5) == 3);
    CHECK(divide_up(1, most) == 1);
    CHECK(divide_up(most, 1) == most);
    CHECK(divide_up(most, 2) == 1LL << 62);
}
