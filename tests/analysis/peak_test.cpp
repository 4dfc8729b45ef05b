#include "analysis/peak.h"

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

struct PeakCase {
    std::string spec;
    int64_t bytes;
    std::string layer;
};

void check_peaks(const std::vector<PeakCase>& cases, int64_t batch_size = 1) {
    StudyOptions options;
    options.batch_size = batch_size;
    for (const PeakCase& wanted : cases) {
        Studied studied;
        study_text(studied, wanted.spec, options);
        INFO(wanted.spec << diagnostics_of(wanted.spec));
        REQUIRE(studied.study.analysis.complete);
        const Peak& peak = studied.study.analysis.peak;
        CHECK(peak.bytes == wanted.bytes);
        CHECK((peak.node ? studied.study.network.nodes[*peak.node].name : "none") == wanted.layer);
    }
}

const std::string bytes = "dtype int8\n";

}  // namespace

TEST_CASE("a layer's inputs and its output are alive at once, and what is still to be read") {
    check_peaks({
        {bytes + "input 10\nA: dense 4\nB: dense 20\n", 4 + 20, "B"},
        {bytes + "input 10\nA: dense 4\nB: dense 3\n", 10 + 4, "A"},
        // the first of two that are alike
        {bytes + "input 10\nA: dense 10\nB: dense 10\n", 20, "A"},
        // the network's input, read again at the end
        {bytes + "input 10\nA: dense 40\nB: dense 3\nC: concat from=B,input\n", 10 + 40 + 3, "B"},
        {bytes + "input 10\nA: dense 4\nB: dense 3\nC: concat from=B,input\n", 3 + 10 + 13, "C"},
        // two inputs, of which one waits
        {bytes + "a: input 10\nb: input 20\nA: dense 1 from=a\nB: dense 1 from=b\nconcat from=A,B\n", 31, "A"},
        // what nobody reads is alive where it is made, and not behind it
        {bytes + "input 10\nA: dense 50\nB: dense 55 from=input\n", 65, "B"},
        {bytes + "input 10\nA: dense 50\nB: dense 5 from=input\n", 60, "A"},
        {bytes + "a: input 10\nb: input 20\nA: dense 1 from=a\n", 11, "A"},
        // one tensor read twice
        {bytes + "input 10\nA: add from=input,input\nB: dense 100\n", 110, "B"},
        // an activation behind `activation=` makes no tensor
        {bytes + "input 10\nA: dense 4 activation=relu\n", 14, "A"},
        {bytes + "input 10\n", 0, "none"},
    });
}

TEST_CASE("an output of the network stays alive to the end") {
    check_peaks({
        {bytes + "input 2\nA: dense 6\nB: dense 2\nC: dense 20\noutputs A C\n", 6 + 2 + 20, "C"},
        {bytes + "input 2\nA: dense 6\nB: dense 2\nC: dense 20\n", 2 + 20, "C"},
        {bytes + "input 2\nA: dense 6\nB: dense 2\nC: dense 20\noutputs input C\n", 2 + 2 + 20, "C"},
    });
}

TEST_CASE("identity, flatten, reshape, dropout and activations work in place") {
    check_peaks({
        {bytes + "input 10\nA: relu\n", 10, "A"},
        {bytes + "input 4\nA: dense 8\nB: relu\nC: reshape 4x2\nD: flatten\nE: dropout\nF: identity\nG: softmax\n",
         4 + 8, "A"},
        // the input's bytes go with what was written over it
        {bytes + "input 4\nA: dense 8\nB: relu\nC: dense 2\nD: dense 11\n", 2 + 11, "D"},
        {bytes + "input 10\nA: batch_norm\n", 20, "A"},
        {bytes + "input 10\nA: prelu\n", 20, "A"},
        {bytes + "input 10\nA: glu\n", 15, "A"},
    });
}

TEST_CASE("a layer leaves its input alone where something else wants it") {
    check_peaks({
        {bytes + "input 10\nA: dense 10\nB: relu\nC: add from=A,B\n", 30, "C"},
        // read before
        {bytes + "input 10\nA: dense 10\nB: dense 1\nC: relu from=A\nD: dense 1\nconcat from=B,D\n", 21, "C"},
        // an output of the network, and one that was written in place
        {bytes + "input 10\nA: dense 10\nB: relu\nC: dense 1\noutputs A C\n", 21, "C"},
        {bytes + "input 10\nA: dense 10\nB: relu\nC: dense 12\noutputs B C\n", 22, "C"},
    });
}

TEST_CASE("the peak goes by the dtype and the batch") {
    check_peaks({{"input 10\ndense 4\n", 56, "dense_1"}});
    check_peaks({{"dtype float16\ninput 10\ndense 4\n", 14 * 2 * 32, "dense_1"}}, 32);
}

// One head of keys and values; its queries, keys and values, and a score for each pair, of every window.
TEST_CASE("attention holds its queries, keys, values and scores") {
    check_peaks({
        {bytes + "input 5x8\nA: attention 2\n", 40 + 40 + 3 * 40 + 2 * 25, "A"},
        {bytes + "input 5x8\nA: attention 2 kv_heads=1\n", 40 + 40 + 40 + 20 + 20 + 2 * 25, "A"},
        {bytes + "q: input 5x8\nm: input 7x4\nA: attention 2 from=q,m\n", 40 + 28 + 40 + (40 + 56 + 56 + 2 * 35), "A"},
        {bytes + "input 3x5x8\nA: attention 2 over=last\n", 3 * (40 + 40 + 3 * 40 + 2 * 25), "A"},
    });
}

TEST_CASE("a peak that overflows a 64-bit integer is reported at the layer where it does") {
    CHECK(diagnostics_of(bytes + "input 9223372036854775807\nA: slice 1\nB: dense 1\n") ==
          "spec:3:4: error: the bytes of activations alive at once overflow a 64-bit integer [overflow]\n"
          "    A: slice 1\n"
          "       ^~~~~\n");
    CHECK(diagnostics_of("input 9223372036854775807\nA: slice 1\n") ==
          "spec:2:4: error: the bytes of activations alive at once overflow a 64-bit integer [overflow]\n"
          "    A: slice 1\n"
          "       ^~~~~\n");
    CHECK(diagnostics_of(bytes + "input 9223372036854775806\nA: slice 1\n") == "");
}

TEST_CASE("every layer knows the bytes that are alive while it runs") {
    struct Case {
        std::string spec;
        std::vector<int64_t> alive;
    };
    const Case cases[] = {
        {"input 10\nA: dense 4\nB: dense 20\n", {14, 24}},
        {"input 10\nA: dense 40\nB: dense 3\nC: concat from=B,input\n", {50, 53, 26}},
        {"input 10\nA: dense 4\nB: relu\nC: dense 2\n", {14, 4, 6}},        // B works in place
        {"input 10\nA: dense 4\nB: relu\nC: add from=A,B\n", {14, 8, 12}},  // A is used again
        {"input 10\nA: dense 50\nB: dense 5 from=input\n", {60, 15}},
        {"a: input 10\nb: input 20\nA: dense 1 from=a\nB: dense 1 from=b\nconcat from=A,B\n", {31, 22, 4}},
    };
    for (const Case& one : cases) {
        Studied studied;
        study_text(studied, bytes + one.spec, {});
        INFO(one.spec << diagnostics_of(bytes + one.spec));
        std::vector<int64_t> alive;
        const Network& network = studied.study.network;
        for (size_t node = network.input_count; node < network.nodes.size(); ++node) {
            alive.push_back(studied.study.analysis.nodes[node].alive_bytes);
        }
        CHECK(alive == one.alive);
    }
}

TEST_CASE("attention holds its queries, keys, values and scores while it runs") {
    check_peaks({
        // input and output 6x8 each; queries, keys and values 6x8 each; scores of 2 heads 6x6 each
        {bytes + "input 6x8\nA: attention 2\n", 2 * 48 + 3 * 48 + 2 * 36, "A"},
        // 3 channels in the keys of each head: 6 in all; values of 4 channels
        {bytes + "input 6x8\nA: attention 2 key_dim=3 dim=4\n", 2 * 48 + 6 * (6 + 6 + 4) + 2 * 36, "A"},
        // they are gone when the next layer runs
        {bytes + "input 6x8\nA: attention 1\nB: dense 100\n", 48 + 600, "B"},
        // with another tensor alive
        {bytes + "input 6x8\nA: attention 1\nB: add from=A,input\n", 2 * 48 + 3 * 48 + 36, "A"},
    });
    check_peaks({{"dtype float16\ninput 6x8\nA: attention 2\n", 2 * 3 * (2 * 48 + 3 * 48 + 2 * 36), "A"}}, 3);
    check_peaks({{bytes + "input 6x8\nA: attention 2\nB: attention 2 share=A\n", 312, "A"}});
    CHECK(diagnostics_of("input 3000000000x1\nattention 1\n").find("overflow") != std::string::npos);
}
