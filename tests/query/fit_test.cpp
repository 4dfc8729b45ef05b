#include "support/catch.h"
#include "support/program.h"

using namespace nnshape::test;

namespace {

// Two dense layers, of w units and of 10: 11w + 10(w + 1) parameters for an input of 10.
const std::string spec =
    "input 10\n"
    "let w=1 heads=3\n"
    "dense $w\n"
    "dense 10\n"
    "limit params=1,000\n";

struct Case {
    std::vector<std::string> options;
    std::string report;
    int code;
};

const Case cases[] = {
    {{"--vary", "w=1..100"},
     "w=47 is the largest of 100 values that keeps the limits\n"
     "  params  997 of 1,000\n"
     "w=48 does not: `params` is 1,018, above the limit of 1,000\n",
     0},
    {{"--vary", "w=8..512:8", "--limit", "params=400,macs=1M"},
     "w=16 is the largest of 64 values that keeps the limits\n"
     "  params  346 of 400\n"
     "  macs    320 of 1,000,000\n"
     "w=24 does not: `params` is 514, above the `--limit` of 400\n",
     0},
    {{"--vary", "w=3,1,2,2"},
     "w=3 is the largest of 3 values that keeps the limits\n"
     "  params  73 of 1,000\n"
     "no larger value is given\n",
     0},
    {{"--vary", "w=4..9", "--smallest"},
     "w=4 is the smallest of 6 values that keeps the limits\n"
     "  params  94 of 1,000\n"
     "no smaller value is given\n",
     0},
    // A value with which the network cannot be calculated does not fit.
    {{"--vary", "w=-1..3", "--smallest"},
     "w=1 is the smallest of 5 values that keeps the limits\n"
     "  params  31 of 1,000\n"
     "w=0 does not: `units` must be at least 1, not 0\n",
     0},
    {{"--vary", "w=50..60"},
     "none of 11 values of `w` keeps the limits\n"
     "w=50 does not: `params` is 1,060, above the limit of 1,000\n",
     1},
    {{"--vary", "w=1..100", "--input", "20"},
     "w=31 is the largest of 100 values that keeps the limits\n"
     "  params  971 of 1,000\n"
     "w=32 does not: `params` is 1,002, above the limit of 1,000\n",
     0},
};

struct Refusal {
    std::vector<std::string> options;
    std::string message;
};

const Refusal refusals[] = {
    {{}, "nnshape: no `let` is given; for example `--vary width=8..512:8`\n"},
    {{"--vary", "w"}, "nnshape: `w` is not NAME=VALUES; for example `--vary width=8..512:8`\n"},
    {{"--vary", "w=same"}, "nnshape: `same` is not a whole number; for example `--vary w=8..512:8`\n"},
    {{"--vary", "w=9..1"},
     "nnshape: `9..1` is not a range; write the smaller number first, for example `16..128:16`\n"},
    {{"--vary", "w=1..1000000"}, "nnshape: the values make more than 10,000 combinations; give fewer values\n"},
};

}  // namespace

TEST_CASE("fit finds the outermost value that keeps the limits") {
    for (const Case& one : cases) {
        std::vector<std::string> arguments{"fit", "-"};
        arguments.insert(arguments.end(), one.options.begin(), one.options.end());
        INFO(one.report);
        const auto found = run_program(arguments, spec);
        CHECK(found.out == one.report);
        CHECK(found.code == one.code);
    }
}

TEST_CASE("fit says what it needs") {
    for (const Refusal& one : refusals) {
        std::vector<std::string> arguments{"fit", "-"};
        arguments.insert(arguments.end(), one.options.begin(), one.options.end());
        INFO(one.message);
        const auto found = run_program(arguments, spec);
        CHECK(found.err == one.message);
        CHECK(found.code == 2);
    }
    CHECK(run_program({"fit", "-", "--vary", "w=1..9"}, "input 4\nlet w=1\ndense $w\n").err ==
          "nnshape: no limit is given; for example `--limit params=1M`\n");
    const auto unknown = run_program({"fit", "-", "--vary", "v=1..9", "--limit", "params=1"}, spec);
    CHECK(unknown.code == 2);
    CHECK(unknown.err.find("the spec has no `let v`") != std::string::npos);
}
