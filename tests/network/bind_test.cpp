#include "network/bind.h"

#include <sstream>

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

struct Case {
    std::string line;
    std::string told;
};

// What is told of a spec, without the lines that are quoted.
std::string told_of(const std::string& spec) {
    std::istringstream lines(diagnostics_of(spec));
    std::string told;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("spec:")) told += line + "\n";
    }
    return told;
}

// Each line stands behind an input and a layer `A`.
void check(const std::vector<Case>& cases) {
    for (const Case& one : cases) {
        INFO(one.line);
        CHECK(told_of("input 9x9x4\nA: conv 4 3\n" + one.line + "\n") == one.told);
    }
}

}  // namespace

TEST_CASE("a value without a key is what its place says, or a slip that is told") {
    check({
        {"conv no-bais 6 5",
         "spec:3:6: error: `no-bais` is not a parameter of conv; did you mean `no-bias`? [unknown-parameter]\n"},
        {"conv 6 5 from A", "spec:3:10: error: `from` has no `=`; write `from=A` [syntax]\n"},
        {"conv 6 5 stride activation relu",
         "spec:3:10: error: `stride` has no `=`; write `stride=…` [syntax]\n"
         "spec:3:17: error: `activation` has no `=`; write `activation=relu` [syntax]\n"},
        {"conv 6 5 stride padding=1", "spec:3:10: error: `stride` has no `=`; write `stride=…` [syntax]\n"},
        {"conv 6 5 no_bias freeze -> params=600", ""},
        {"conv 6 5 freeze no-freeze",
         "spec:3:17: error: `freeze` is given twice; remove one of the two [duplicate-key]\n"},
        {"conv 6 5 max_pool", "spec:3:10: error: `max_pool` is not a parameter of conv [unknown-parameter]\n"},
        {"conv 6 5 relu",
         "spec:3:10: error: `relu` is not a parameter of conv; write `activation=relu` [unknown-parameter]\n"},
        {"conv 6 5 \"relu\"",
         "spec:3:11: error: conv takes 2 values, filters and kernel; another value needs its name, as in "
         "`padding=relu` "
         "[bad-value]\n"},
        {"prelu channel 6", "spec:3:15: error: prelu takes 1 value, per; leave it out [bad-value]\n"},
        {"relu from=A from=A", "spec:3:13: error: `from` is given twice; remove one of the two [duplicate-key]\n"},
        {"relu from=A inputs=A", "spec:3:13: error: `inputs` is given twice; remove one of the two [duplicate-key]\n"},
    });
}

TEST_CASE("a name with an `x` in it is one name, not a list") {
    CHECK(diagnostics_of("input 8\n3x4: relu\nrelu from=3x4\n") == "");
}

TEST_CASE("a value that does not fit its parameter is told at its place") {
    check({
        {"prelu 3", "spec:3:7: error: `per` is layer, channel or element, not `3` [bad-value]\n"},
        {"conv 2 3 bias=1,2",
         "spec:3:15: error: `1,2` has commas between values; separate values with blanks; a number has no commas "
         "[bad-value]\n"},
        {"conv 2 3 padding=0:1,2:3",
         "spec:3:18: error: `0:1,2:3` has commas between values; sizes are joined by `x`: `0:1x2:3` [bad-value]\n"},
        {"upsample 1.5e+0 -> 10x10x4", ""},
        {"dropout 0.00000000000000000001",
         "spec:3:9: error: `0.00000000000000000001` has more digits than can be read exactly [bad-value]\n"},
        {"dropout -1", "spec:3:9: error: `rate` must be from 0 to 1, not `-1` [bad-value]\n"},
        {"dropout -0.5", "spec:3:9: error: `rate` needs a number from 0 to 1, not `-0.5` [bad-value]\n"},
        {"dropout 2", "spec:3:9: error: `rate` must be from 0 to 1, not `2` [bad-value]\n"},
    });
    std::string ones = "1";
    for (int more = 0; more < 64; ++more) ones += "x1";
    check({{"conv 2 " + ones, "spec:3:8: error: 65 values is too long for `kernel` [bad-value]\n"}});
}

TEST_CASE("a string of JSON is a pair where both its sides are numbers") {
    auto padded = [](const std::string& padding) {
        return R"({"input": [8, 8, 3], "layers": [{"type": "pad", "padding": ")" + padding +
               R"(", "expect": {"output": [11, 11, 3]}}]})";
    };
    CHECK(told_of(padded("1:2")) == "");
    for (std::string pair : {"1:x", "x:2", "1:", "1-2"}) {
        INFO(pair);
        CHECK(told_of(padded(pair)) ==
              "spec:1:61: error: `padding` needs a whole number, one for each spatial axis, or before:after, not `\"" +
                  pair + "\"` [bad-value]\n");
    }
}
