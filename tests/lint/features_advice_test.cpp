#include <algorithm>

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

TEST_CASE("a layer that was made for another image size is helped by that size") {
    struct Case {
        const char *spec, *help;
    };
    const Case cases[] = {
        {"input 28x28x1\nconv 6 5\nmax_pool 2\nconv 16 5\nmax_pool 2\nflatten\ndense 120 in=400\n",
         "use an input of 32x32x1"},
        {"layout CHW\ninput 1x28x32\nconv 6 5\nmax_pool 2\nflatten\ndense 9 in=1176\n", "use an input of 1x32x32"},
        {"input 30x2\nmax_pool 3\nflatten\ndense 9 in=40\n", "use an input of 60x2"},
        {"input 9x9x9x1\nmax_pool 2\nflatten\ndense 9 in=27\n", "use an input of 7x7x7x1"},
        {"input 32x32x3\nconv 6 5\nmax_pool 2 -> 13x13x6\n", "use an input of 31x31x3"},
        {"input 224x224x3\nconv 96 11 stride=4 -> 55x55x96\nmax_pool 3 stride=2 -> 27x27x96\n",
         "use an input of 227x227x3"},
        {"input 28x32x1\nconv 6 5 -> 28x28x6\nflatten\ndense 9 in=4704\n", "use an input of 32x32x1"},
        {"input 28x28x1\nconv 6 5 -> 24x24x7\n", ""},  // its channels are wrong, too
        {"input 28x28x1\nmax_pool 2 -> 13x13x6\n", ""},
        // no size gives an odd number, or another number of channels
        {"input 30x2\nmax_pool 3\nflatten\ndense 9 in=41\n", ""},
        {"input 30x2\nconv 4 3 in=3\n", ""},
        {"input 30x2\nglobal_avg_pool\ndense 4 in=3\n", ""},
        // nor does one of six axes, of which few are tried
        {"input 2x2x2x2x2x2x1\nflatten\ndense 4 in=10007\n", ""},
        {"input 2x2x2x2x1\nflatten\ndense 4 in=10007\n", ""},
    };
    for (const Case& one : cases) {
        INFO(one.spec);
        Studied studied;
        study_text(studied, one.spec);
        const Diagnostics& all = studied.study.diagnostics;
        auto found = std::find_if(all.begin(), all.end(), [](const Diagnostic& diagnostic) {
            return diagnostic.code == &code::expectation_failed;
        });
        REQUIRE(found != all.end());
        CHECK(found->help == one.help);
    }
}
