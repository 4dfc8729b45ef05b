#include "study/study.h"

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

TEST_CASE("networks are the same where layers, wiring and figures are") {
    struct Case {
        std::string one, other;
        bool same;
    };
    const Case cases[] = {
        {"input 8x8x3\na: conv 4 3\n", "input 8x8x3 # rows\na: conv 4 3x3 stride=1 -> 6x6x4\n", true},
        {"input 8x8x3\na: conv 4 3\n",
         R"({"input": [8, 8, 3], "layers": [{"type": "conv", "name": "a", "filters": 4, "kernel": 3}]})", true},
        {"input 8x8x3\na: relu\n", "input 8x8x3\na: relu\nb: relu\n", false},
        {"input 8x8x3\na: relu\n", "input 8x8x3\na: elu\n", false},
        {"input 8x8x3\na: relu\n", "input 8x8x3\nb: relu\n", false},
        {"input 8x8x3\na: relu\n", "input 8x9x3\na: relu\n", false},
        {"input 8x8x3\na: conv 4 3\n", "input 8x8x3\na: conv 4 3 no-bias\n", false},
        {"input 8\na: relu\nb: relu\nadd from=a,b\n", "input 8\na: relu\nb: relu\nadd from=b,a\n", false},
        {"input 8\na: relu\nb: relu\noutputs a b\n", "input 8\na: relu\nb: relu\noutputs b a\n", false},
    };
    for (const Case& wanted : cases) {
        INFO(wanted.one << wanted.other);
        Studied one, other;
        study_text(one, wanted.one);
        study_text(other, wanted.other);
        REQUIRE((one.study.calculated() && other.study.calculated()));
        CHECK(is_same_network(one.study, other.study) == wanted.same);
        CHECK(is_same_network(other.study, one.study) == wanted.same);
    }
}
