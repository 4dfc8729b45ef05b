#include "analysis/expectations.h"

#include "spec/mistake.h"

using namespace nnshape;
using namespace nnshape::test;

TEST_CASE("expectations that hold say nothing") {
    check_marked({
        {"input 28x28x1\nC1: conv 6 5 -> 24x24x6"},
        {"input 28x28x1\n"
         "C1: conv 6 5 -> 24x24x6 weights=150 biases=6 params=156 trainable=156 frozen=0 buffers=0 macs=86,400 "
         "flops=172_800 layers=1 param_bytes=624 activation_bytes=13824"},
        {"input 28x28x1\nC1: conv 6 5 -> macs=86.4k"},
        {"input 28x28x1\n"
         "C1: conv 6 5\n"
         "expect params=156 output=24x24x6 layers=1\n"
         "limit params=156 macs=1M layers=1"},
        {"input 28x28x1\nC1: conv 6 5\nexpect peak_activation_bytes=16960\nlimit peak_activation_bytes=16960"},
        {"layout CHW\ninput 1x28x28\nC1: conv 6 5 -> 6x24x24"},
        {"input 4\ndense 10 -> 10"},
        {"input 4\ndense 10 -> 10x1"},  // a vector's trailing x1
        {"input 4x1\nrelu -> 4x1"},
    });
}

TEST_CASE("an expectation that fails says what is, and what was expected") {
    check_marked({
        {"input 28x28x1\n"
         "C1: conv 6 5 -> 28x28x6\n"
         "                ^~~~~~~ the output is 24x24x6, not 28x28x6; use an input of 32x32x1 [expectation-failed]"},
        {"input 28x28x1\n"
         "C1: conv 6 5 -> params=1,560\n"
         "                       ^~~~~ `params` is 156, not 1,560 [expectation-failed]"},
        {"input 28x28x1\n"
         "C1: conv 6 5 -> layers=2\n"
         "                       ^ `layers` is 1, not 2 [expectation-failed]"},
        {"input 28x28x1\n"
         "C1: conv 6 5\n"
         "expect macs=1M output=24\n"
         "            ^~ `macs` is 86,400, not 1,000,000 [expectation-failed]\n"
         "                      ^~ the output is 24x24x6, not 24 [expectation-failed]"},
        {"input 4x1\n"
         "relu -> 4\n"
         "        ^ the output is 4x1, not 4 [expectation-failed]"},
        {"layout CHW\n"
         "input 1x28x28\n"
         "C1: conv 6 5 -> 24x24x6\n"
         "                ^~~~~~~ the output is 6x24x24, not 24x24x6 [expectation-failed]"},
    });
}

TEST_CASE("a limit is the most that a total may be") {
    check_marked({
        // 28*28*1 values come in and 24*24*6 go out
        {"input 28x28x1\n"
         "C1: conv 6 5\n"
         "expect peak_activation_bytes=16959\n"
         "                             ^~~~~ `peak_activation_bytes` is 16,960, not 16,959 [expectation-failed]\n"
         "limit peak_activation_bytes=16Ki\n"
         "                            ^~~~ `peak_activation_bytes` is 16,960, above the limit of 16,384 "
         "[limit-exceeded]"},
        {"input 28x28x1\n"
         "C1: conv 6 5\n"
         "limit params=155\n"
         "             ^~~ `params` is 156, above the limit of 155 [limit-exceeded]"},
        {"input 28x28x1\n"
         "C1: conv 6 5\n"
         "relu\n"
         "limit layers=1 macs=80k\n"
         "             ^ `layers` is 2, above the limit of 1 [limit-exceeded]\n"
         "                    ^~~ `macs` is 86,400, above the limit of 80,000 [limit-exceeded]"},
    });
}

TEST_CASE("a key that names no figure is refused") {
    check_marked({
        {"input 28x28x1\n"
         "C1: conv 6 5 -> parms=156\n"
         "                ^~~~~ `parms` is not a quantity of the report; did you mean `params`? [unknown-parameter]"},
        {"input 28x28x1\n"
         "C1: conv 6 5\n"
         "limit output=3\n"
         "      ^~~~~~ `output` is not a quantity of the report; those are layers, weights, biases, params, "
         "active_params, trainable, "
         "frozen, buffers, macs, flops, param_bytes, activation_bytes and peak_activation_bytes [unknown-parameter]"},
        {"input 28x28x1\n"
         "C1: conv 6 5 -> peak_activation_bytes=16960\n"
         "                ^~~~~~~~~~~~~~~~~~~~~ `peak_activation_bytes` belongs to the whole network, and a layer has "
         "none; it belongs to an `expect` or a `limit` [bad-value]"},
        {"input 4\n"
         "A: relu\n"
         "B: relu from=A\n"
         "outputs A B\n"
         "expect output=4\n"
         "              ^ `output` needs a network with one output, and this one has 2; write each expectation at its "
         "layer [bad-value]"},
    });
}

TEST_CASE("expectations of a layer hold where another fails, those of the totals do not") {
    check_marked({
        {"input 8x8x3\n"
         "A: conv 4 9\n"
         "          ^ a window of 9 does not fit into a height of 8; use a kernel of at most 8, or an input height of "
         "at least 9 "
         "[kernel-exceeds-input]\n"
         "B: conv 2 3 from=input -> 6x6x3\n"
         "                          ^~~~~ the output is 6x6x2, not 6x6x3 [expectation-failed]\n"
         "expect params=1\n"
         "limit params=1"},
    });
}

TEST_CASE("a call without layers is not blamed for what fails before it") {
    check_marked({
        {"input 8x8x3\n"
         "define nothing { }\n"
         "A: conv 4 9\n"
         "          ^ a window of 9 does not fit into a height of 8; use a kernel of at most 8, or an input height of "
         "at least 9 "
         "[kernel-exceeds-input]\n"
         "nothing -> 3"},
    });
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
