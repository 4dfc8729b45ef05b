#include "analysis/expectations.h"

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

const std::string lenet = "input 28x28x1\nC1: conv 6 5";

struct Case {
    std::string spec;
    std::string diagnostics;
};

void check(const std::vector<Case>& cases) {
    for (const Case& wanted : cases) {
        INFO(wanted.spec);
        CHECK(diagnostics_of(wanted.spec) == wanted.diagnostics);
    }
}

}  // namespace

TEST_CASE("expectations that hold say nothing") {
    check({
        {lenet + " -> 24x24x6\n", ""},
        {lenet + " -> 24x24x6 weights=150 biases=6 params=156 trainable=156 frozen=0 buffers=0 macs=86,400 "
                 "flops=172_800 layers=1 param_bytes=624 activation_bytes=13824\n",
         ""},
        {lenet + " -> macs=86.4k\n", ""},
        {lenet + "\nexpect params=156 output=24x24x6 layers=1\nlimit params=156 macs=1M layers=1\n", ""},
        {lenet + "\nexpect peak_activation_bytes=16960\nlimit peak_activation_bytes=16960\n", ""},
        {"layout CHW\ninput 1x28x28\nC1: conv 6 5 -> 6x24x24\n", ""},
        {"input 4\ndense 10 -> 10\n", ""},
        {"input 4\ndense 10 -> 10x1\n", ""},  // a vector's trailing x1
        {"input 4x1\nrelu -> 4x1\n", ""},
    });
}

TEST_CASE("an expectation that fails says what is, and what was expected") {
    check({
        {lenet + " -> 28x28x6\n",
         "spec:2:17: error: the output is 24x24x6, not 28x28x6 [expectation-failed]\n"
         "    C1: conv 6 5 -> 28x28x6\n"
         "                    ^~~~~~~\n"},
        {lenet + " -> params=1,560\n",
         "spec:2:24: error: `params` is 156, not 1,560 [expectation-failed]\n"
         "    C1: conv 6 5 -> params=1,560\n"
         "                           ^~~~~\n"},
        {lenet + " -> layers=2\n",
         "spec:2:24: error: `layers` is 1, not 2 [expectation-failed]\n"
         "    C1: conv 6 5 -> layers=2\n"
         "                           ^\n"},
        {lenet + "\nexpect macs=1M output=24\n",
         "spec:3:13: error: `macs` is 86,400, not 1,000,000 [expectation-failed]\n"
         "    expect macs=1M output=24\n"
         "                ^~\n"
         "spec:3:23: error: the output is 24x24x6, not 24 [expectation-failed]\n"
         "    expect macs=1M output=24\n"
         "                          ^~\n"},
        {"input 4x1\nrelu -> 4\n",
         "spec:2:9: error: the output is 4x1, not 4 [expectation-failed]\n"
         "    relu -> 4\n"
         "            ^\n"},
        {"layout CHW\ninput 1x28x28\nC1: conv 6 5 -> 24x24x6\n",
         "spec:3:17: error: the output is 6x24x24, not 24x24x6 [expectation-failed]\n"
         "    C1: conv 6 5 -> 24x24x6\n"
         "                    ^~~~~~~\n"},
    });
}

TEST_CASE("a limit is the most that a total may be") {
    check({
        // 28*28*1 values come in and 24*24*6 go out
        {lenet + "\nexpect peak_activation_bytes=16959\nlimit peak_activation_bytes=16Ki\n",
         "spec:3:30: error: `peak_activation_bytes` is 16,960, not 16,959 [expectation-failed]\n"
         "    expect peak_activation_bytes=16959\n"
         "                                 ^~~~~\n"
         "spec:4:29: error: `peak_activation_bytes` is 16,960, above the limit of 16,384 [limit-exceeded]\n"
         "    limit peak_activation_bytes=16Ki\n"
         "                                ^~~~\n"},
        {lenet + "\nlimit params=155\n",
         "spec:3:14: error: `params` is 156, above the limit of 155 [limit-exceeded]\n"
         "    limit params=155\n"
         "                 ^~~\n"},
        {lenet + "\nrelu\nlimit layers=1 macs=80k\n",
         "spec:4:14: error: `layers` is 2, above the limit of 1 [limit-exceeded]\n"
         "    limit layers=1 macs=80k\n"
         "                 ^\n"
         "spec:4:21: error: `macs` is 86,400, above the limit of 80,000 [limit-exceeded]\n"
         "    limit layers=1 macs=80k\n"
         "                        ^~~\n"},
    });
}

TEST_CASE("a key that names no figure is refused") {
    check({
        {lenet + " -> parms=156\n",
         "spec:2:17: error: `parms` is not a quantity of the report; did you mean `params`? [unknown-parameter]\n"
         "    C1: conv 6 5 -> parms=156\n"
         "                    ^~~~~\n"},
        {lenet + "\nlimit output=3\n",
         "spec:3:7: error: `output` is not a quantity of the report; those are layers, weights, biases, params, "
         "trainable, "
         "frozen, buffers, macs, flops, param_bytes, activation_bytes and peak_activation_bytes [unknown-parameter]\n"
         "    limit output=3\n"
         "          ^~~~~~\n"},
        {lenet + " -> peak_activation_bytes=16960\n",
         "spec:2:17: error: `peak_activation_bytes` belongs to the whole network, and a layer has none; write it "
         "after `expect` or `limit` [bad-value]\n"
         "    C1: conv 6 5 -> peak_activation_bytes=16960\n"
         "                    ^~~~~~~~~~~~~~~~~~~~~\n"},
        {"input 4\nA: relu\nB: relu from=A\noutputs A B\nexpect output=4\n",
         "spec:5:15: error: `output` needs a network with one output, and this one has 2; write each expectation at "
         "its layer [bad-value]\n"
         "    expect output=4\n"
         "                  ^\n"},
    });
}

TEST_CASE("expectations of a layer hold where another fails, those of the totals do not") {
    check(
        {{"input 8x8x3\nA: conv 4 9\nB: conv 2 3 from=input -> 6x6x3\nexpect params=1\nlimit params=1\n",
          "spec:2:11: error: a window of 9 does not fit into a height of 8; a kernel of 8 fits, or an input height of "
          "9 [kernel-exceeds-input]\n"
          "    A: conv 4 9\n"
          "              ^\n"
          "spec:3:27: error: the output is 6x6x2, not 6x6x3 [expectation-failed]\n"
          "    B: conv 2 3 from=input -> 6x6x3\n"
          "                              ^~~~~\n"}});
}

TEST_CASE("a call without layers is not blamed for what fails before it") {
    check(
        {{"input 8x8x3\ndefine nothing { }\nA: conv 4 9\nnothing -> 3\n",
          "spec:3:11: error: a window of 9 does not fit into a height of 8; a kernel of 8 fits, or an input height of "
          "9 [kernel-exceeds-input]\n"
          "    A: conv 4 9\n"
          "              ^\n"}});
}

TEST_CASE("a limit of the command stands at the name, else at the first input, else at no place") {
    StudyOptions options;
    options.limits = {{"params", 1}};
    auto place_in = [&](const std::string& spec) {
        Studied studied;
        study_text(studied, spec, options);
        REQUIRE(studied.study.diagnostics.size() == 1);
        CHECK(studied.study.diagnostics[0].message == "`params` is 6, above the `--limit` of 1");
        return std::string(studied.study.spec.source.at(studied.study.diagnostics[0].span));
    };
    CHECK(place_in("network N\ninput 2\ndense 2\n") == "N");
    CHECK(place_in("input 2\ndense 2\n") == "input");
    CHECK(place_in(R"({"layers": [{"type": "input", "shape": 2}, {"type": "dense", "units": 2}]})").empty());
}

TEST_CASE("another input or batch suspends what it may change") {
    const std::string spec = "input 28x28x1\nC1: conv 6 5 -> 24x24x6 macs=86400 activation_bytes=13824\n";
    Studied studied;
    StudyOptions options;
    options.inputs = {{"", {32, 32, 1}}};
    study_text(studied, spec, options);
    CHECK(studied.study.ok());
    CHECK(studied.study.passed_over);

    // counts and limits hold all the same
    study_text(studied, "input 28x28x1\nC1: conv 6 5 -> weights=1\nlimit macs=1\n", options);
    REQUIRE(studied.study.diagnostics.size() == 2);
    CHECK(studied.study.diagnostics[0].code == &code::expectation_failed);
    CHECK(studied.study.diagnostics[1].code == &code::limit_exceeded);
    CHECK(!studied.study.passed_over);

    StudyOptions batch;
    batch.batch_size = 2;
    study_text(studied, spec, batch);
    CHECK(studied.study.ok());
    CHECK(studied.study.passed_over);
    study_text(studied, "input 28x28x1\nC1: conv 6 5\nexpect peak_activation_bytes=16960\n", batch);
    CHECK(studied.study.ok());
    CHECK(studied.study.passed_over);
    study_text(studied, "input 28x28x1\nC1: conv 6 5 -> 24x24x7\n", batch);
    REQUIRE(studied.study.diagnostics.size() == 1);
    CHECK(studied.study.diagnostics[0].message == "the output is 24x24x6, not 24x24x7");
}
