#include "network/bind.h"

#include <sstream>

#include "spec/mistake.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

const std::string head = "input 9x9x4\nA: conv 4 3\n";

// What is told of a spec, without the lines that are quoted.
std::string told_of(const std::string& spec) {
    std::istringstream lines(diagnostics_of(spec));
    std::string told;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("spec:")) told += line + "\n";
    }
    return told;
}

}  // namespace

TEST_CASE("a value without a key is what its place says, or a slip that is told") {
    const Marked cases[] = {
        {"conv no-bais 6 5\n"
         "     ^~~~~~~ `no-bais` is not a parameter of conv; write `conv no-bias 6 5` [unknown-parameter]"},
        {"conv 6 5 stride 2 stride=2\n"
         "         ^~~~~~ `stride` has no `=`; its `stride` is given already [syntax]"},
        {"conv 6 5 padding=\"1\"\n"
         "                  ^ `padding` needs a whole number, one for each spatial axis, or before:after, not a text "
         "in "
         "quotes; leave the quotes out [bad-value]"},
        {"max_pool 2 3x3x3\n"
         "           ^~~~~ max_pool takes 1 value, kernel; another value needs its name, such as `stride` [bad-value]"},
        {"max_pool 2 2 stride=2\n"
         "           ^ max_pool takes 1 value, kernel; remove it [bad-value]"},
        {"conv 6 5 from A\n"
         "         ^~~~ `from` has no `=`; write `conv 6 5 from=A` [syntax]"},
        {"conv 6 5 stride activation relu\n"
         "         ^~~~~~ `stride` has no `=`; its value follows an equals sign [syntax]\n"
         "                ^~~~~~~~~~ `activation` has no `=`; write `conv 6 5 stride activation=relu` [syntax]"},
        {"conv 6 5 stride padding=1\n"
         "         ^~~~~~ `stride` has no `=`; its value follows an equals sign [syntax]"},
        {"conv 6 5 no_bias freeze -> params=600"},
        {"conv 6 5 freeze no-freeze\n"
         "                ^~~~~~~~~ `freeze` is given twice; remove one of the two [duplicate-key]"},
        {"conv 6 5 max_pool\n"
         "         ^~~~~~~~ `max_pool` is not a parameter of conv [unknown-parameter]"},
        {"conv 6 5 relu\n"
         "         ^~~~ `relu` is not a parameter of conv; write `conv 6 5 activation=relu` [unknown-parameter]"},
        {R"(
conv 6 5 "relu"
          ^~~~ conv takes 2 values, filters and kernel; another value needs its name, such as `padding`
               [bad-value])"},
        {"prelu channel 6\n"
         "              ^ prelu takes 1 value, per; remove it [bad-value]"},
        {"relu from=A from=A\n"
         "            ^~~~ `from` is given twice; remove one of the two [duplicate-key]"},
        {"relu from=A inputs=A\n"
         "            ^~~~~~ `inputs` is given twice; remove one of the two [duplicate-key]"},
    };
    check_marked(cases, head);
}

TEST_CASE("a name with an `x` in it is one name, not a list") {
    CHECK(diagnostics_of("input 8\n3x4: relu\nrelu from=3x4\n") == "");
}

TEST_CASE("a value that does not fit its parameter is told at its place") {
    const Marked cases[] = {
        {"prelu 3\n"
         "      ^ `per` is layer, channel or element, not `3` [bad-value]"},
        {"conv 2 3 bias=1,2\n"
         "              ^~~ `1,2` has commas between values; separate values with blanks; a number has no commas "
         "[bad-value]"},
        {"conv 2 3 padding=0:1,2:3\n"
         "                 ^~~~~~~ `0:1,2:3` has commas between values; sizes are joined by `x`: `0:1x2:3` "
         "[bad-value]"},
        {"upsample 1.5e+0 -> 10x10x4"},
        {"dropout 0.00000000000000000001\n"
         "        ^~~~~~~~~~~~~~~~~~~~~~ `0.00000000000000000001` has more digits than can be read exactly "
         "[bad-value]"},
        {"dropout -1\n"
         "        ^~ `rate` must be from 0 to 1, not `-1` [bad-value]"},
        {"dropout -0.5\n"
         "        ^~~~ `rate` needs a number from 0 to 1, not `-0.5` [bad-value]"},
        {"dropout 2\n"
         "        ^ `rate` must be from 0 to 1, not `2` [bad-value]"},
    };
    check_marked(cases, head);
    std::string ones = "1";
    for (int more = 0; more < 64; ++more) ones += "x1";
    CHECK(told_of(head + "conv 2 " + ones + "\n") ==
          "spec:3:8: error: 65 values is too long for `kernel` [bad-value]\n");
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
