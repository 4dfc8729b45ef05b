#include "analysis/axis_trial.h"

#include <algorithm>

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

const char* const specs[] = {
    "input 30x30x1\nconcat { max_pool 2 ; max_pool 2 ; conv_transpose 1 4 stride=4 }\n",
    "input 31x31x1\nadd { conv 1 3 padding=same stride=2 ; upsample 2 }\nadd { max_pool 3 ; upsample 3 }\n",
    "input 30x30x1\nadd { max_pool 3 stride=2 padding=1 ceil ; conv_transpose 1 2 stride=2 }\n",
    "input 16x16x4\nadd { pixel_unshuffle 2 ; conv 1 1 ; pixel_unshuffle 2 ; conv 16 1 ; pixel_shuffle 4 }\n",
    // The sizes of the paths grow by different numbers, and are the same at a few sizes only.
    "input 20x20x1\nadd { path { conv 1 3 stride=2 } path { crop 6 } }\n",
    "input 20x20x1\nadd { path { adaptive_avg_pool 7 } path { max_pool 3 } }\n",
    // A size of 1 is stretched.
    "input 20x20x1\nadd { path { max_pool 4 } path { conv 1 3 stride=2 padding=1 } }\n",
    "input 7x7x1\nconv 1 4\nadd { max_pool 4 padding=2 ; conv_transpose 1 1 stride=4 }\n",
    "input 9x9x1\nadd { global_avg_pool keepdims }\nadd { conv 1 3 }\n",
    // No size is accepted, or no other one.
    "input 30x30x1\nconcat { conv 1 3 }\n",
    "input 30x30x1\nadd { conv 2 3 padding=1 }\nrelu\n",
    "input 30x30x1\nreshape 450x2x1\n",
};

}  // namespace

// A trial passes over sizes by the period of a node's inputs. That must find what trying every size finds.
TEST_CASE("the nearest accepted sizes are those that trying every size gives") {
    constexpr int64_t most = 130;
    size_t accepted = 0, refused = 0;
    for (const std::string text : specs) {
        Studied studied;
        study_text(studied, text);
        INFO(text);
        REQUIRE(studied.study.understood);
        for (AxisSet axes : {AxisSet(1), AxisSet(2), AxisSet(3)}) {
            auto holds = [&](int64_t size) {
                return AxisTrial(studied.study.network, axes).holds(size, Demand::accepted);
            };
            std::vector<int64_t> expected, upwards, downwards;
            for (int64_t size = 1; size <= most; ++size) {
                if (holds(size)) expected.push_back(size);
            }
            (expected.empty() ? refused : accepted) += 1;
            AxisTrial up(studied.study.network, axes), down(studied.study.network, axes);
            for (auto at = up.nearest(1, 1, Demand::accepted, most); at;) {
                upwards.push_back(*at);
                at = *at < most ? up.nearest(*at + 1, 1, Demand::accepted, most - *at) : std::nullopt;
            }
            for (auto at = down.nearest(most, -1, Demand::accepted, most); at;) {
                downwards.insert(downwards.begin(), *at);
                at = down.nearest(*at - 1, -1, Demand::accepted, most);
            }
            CHECK(upwards == expected);
            CHECK(downwards == expected);
            // From the middle, where a refusing node is looked at first.
            AxisTrial middle(studied.study.network, axes);
            auto below = middle.nearest(most / 2, -1, Demand::accepted, most);
            auto above = middle.nearest(most / 2, 1, Demand::accepted, most / 2);
            auto after = std::lower_bound(expected.begin(), expected.end(), most / 2);
            CHECK(above.value_or(0) == (after == expected.end() ? 0 : *after));
            if (after != expected.end() && *after == most / 2) ++after;
            CHECK(below.value_or(0) == (after == expected.begin() ? 0 : *(after - 1)));
        }
    }
    CHECK(accepted > 12);
    CHECK(refused > 4);
}
