#include "analysis/axis_trial.h"

#include <optional>

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

constexpr AxisSet first_axis = 1, both_axes = 3;

AxisTrial trial_of(const Studied& studied, AxisSet axes) {
    INFO(diagnostics_of(studied.text));
    REQUIRE(studied.study.calculated());
    return AxisTrial(studied.study.network, axes);
}

}  // namespace

TEST_CASE("the smallest size is the first at which nothing comes out empty and every window fits") {
    const std::pair<const char*, int64_t> cases[] = {
        {"input 8x1\nconv 1 5\n", 5},
        {"input 8x1\ncrop 2\n", 5},                                 // 2 rows go on either side, and one is left
        {"input 8x1\nconv_transpose 1 2 stride=2 padding=3\n", 4},  // 2·n − 6 places
        {"input 8x1\nconv 1 3\ncrop 1:2\nmax_pool 2\n", 7},
    };
    for (auto [spec, smallest] : cases) {
        INFO(spec);
        Studied studied;
        study_text(studied, spec);
        CHECK(trial_of(studied, first_axis).smallest() == smallest);
    }
}

TEST_CASE("the nearest size that loses nothing is found, or none where none is in reach") {
    struct Case {
        std::string spec;
        int64_t from;
        int direction;
        std::optional<int64_t> nearest;
    };
    const Case cases[] = {
        {"input 8x1\nmax_pool 3\n", 8, 1, 9},
        {"input 8x1\nmax_pool 3\n", 8, -1, 6},
        {"input 8x1\nmax_pool 3\n", 2, -1, std::nullopt},
        // further in front of the window than is looked at once
        {"input 6000x1\nmax_pool 4000\n", 6000, 1, 8000},
        // one row more, and padding and input overflow a 64-bit integer
        {"input 8x1\nmax_pool 4611686018427387904 stride=1000 padding=4611686018427387903:4611686018427387896\n", 8, 1,
         std::nullopt},
    };
    for (const Case& one : cases) {
        INFO(one.spec);
        Studied studied;
        study_text(studied, one.spec);
        CHECK(trial_of(studied, first_axis).nearest(one.from, one.direction, Demand::exact) == one.nearest);
    }
}

TEST_CASE("sizes repeat after the strides' common multiple, or not at all") {
    struct Case {
        std::string spec;
        AxisSet axes;
        std::optional<int64_t> period;
    };
    const Case cases[] = {
        {"input 64x64x1\nmax_pool 2\nmax_pool 3\n", first_axis, 6},
        {"input 8192x1\nrepeat 12 { max_pool 2 }\n", first_axis, 4096},
        {"input 8192x1\nrepeat 13 { max_pool 2 }\n", first_axis, std::nullopt},  // it is longer than is counted out
        // strides and what they have in common overflow a 64-bit integer, or the sizes that are tried
        {"input 8x8x1\nmax_pool 1 stride=1099511627776x1099511627775\n", first_axis, std::nullopt},
        {"input 8x1\nmax_pool 1 stride=9223372036854775807\n", first_axis, std::nullopt},
        {"input 8x1\nrepeat 2 { max_pool 1 stride=1099511627776 }\n", first_axis, std::nullopt},
        {"input 8x8x1\nadd { path { max_pool 1 stride=1099511627776 } path { max_pool 1 stride=1099511627775 } }\n",
         first_axis, std::nullopt},
        // one row more from 54,945,055 rows on, or from 69,930,070: it repeats only after 10^10
        {"input 8x1\nupsample 1.0000000182\nmax_pool 2\n", first_axis, std::nullopt},
        {"input 8x1\nupsample 1.0000000143\nmax_pool 2\n", first_axis, std::nullopt},
        // positions grow with the square of the size
        {"input 8x8x4\ntokens\nmax_pool 2\n", both_axes, std::nullopt},
        {"input 8x8x4\ntokens\nmax_pool 2\n", first_axis, 1},
    };
    for (const Case& one : cases) {
        INFO(one.spec);
        Studied studied;
        study_text(studied, one.spec);
        auto cycle = trial_of(studied, one.axes).cycle(Demand::lossless);
        CHECK((cycle ? std::optional(cycle->period) : std::nullopt) == one.period);
    }
}
