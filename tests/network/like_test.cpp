#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

struct LikeCase {
    std::string spec;
    std::string output;
};

const std::string u_net =
    "input 35x52x3\n"
    "d: conv 8 3 padding=1\n"
    "max_pool 2\n"
    "conv 16 3 padding=1\n";

}  // namespace

TEST_CASE("a layer gets the size of another one, whatever the input is") {
    const LikeCase cases[] = {
        {u_net + "upsample like=d\nconcat from=upsample_1,d\n", "35x52x24"},
        {u_net + "upsample like=input\n", "35x52x16"},
        {u_net + "pad like=d\n", "35x52x16"},
        {u_net + "u: upsample 3\ncenter_crop like=d\n", "35x52x16"},
        {u_net + "u: upsample 3\npad like=d\n", "35x52x16"},  // removes rows
        // a name inside a call
        {"define up { x: conv 4 1 ; max_pool 2 ; upsample like=x }\ninput 9x9x2\nup\n", "9x9x4"},
        {"input 9x9x2\nrepeat 2 { x: conv 4 1 ; max_pool 2 ; upsample like=x }\n", "9x9x4"},
        {"layout CHW\ninput 2x9x7\nmax_pool 2\nupsample like=input\n", "2x9x7"},
    };
    for (const LikeCase& one : cases) {
        INFO(one.spec);
        Studied studied;
        study_text(studied, one.spec);
        REQUIRE(studied.study.ok());
        const Network& network = studied.study.network;
        CHECK(to_text(network.nodes[network.outputs[0]].output, network.layout) == one.output);
    }
}

TEST_CASE("a layer whose size is used is named in both forms of a spec, and in a flat one") {
    const std::string text = u_net + "upsample like=d\n";
    CHECK(run_shown({"convert", "-", "--to", "text"}, text).all ==
          "input 35x52x3\n\nd: conv 8 3 padding=1\nmax_pool 2\nconv 16 3 padding=1\nupsample like=d\n");
    std::string json = run_shown({"convert", "-", "--to", "json"}, text).all;
    CHECK(json.find(R"({"type": "upsample", "like": "d"})") != std::string::npos);
    CHECK(run_shown({"convert", "-", "--to", "text"}, json).all ==
          run_shown({"convert", "-", "--to", "text"}, text).all);
    const std::string calls = "define up { x: conv 4 1 ; max_pool 2 ; upsample like=x }\ninput 9x9x2\nup\n";
    CHECK(run_shown({"convert", "-", "--to", "text", "--flat"}, calls).all ==
          "input 9x9x2\n\nup_1/x: conv 4 1\nup_1/max_pool_1: max_pool 2\nup_1/upsample_1: upsample like=up_1/x\n");
}

// Only the size of the other layer is used, so its values need not stay.
TEST_CASE("a layer whose size is used is not alive for that") {
    Studied studied;
    study_text(studied, "dtype int8\ninput 10x1\nA: max_pool 5\nB: upsample like=input\n");
    CHECK(studied.study.analysis.peak.bytes == 12);
    study_text(studied, "dtype int8\ninput 10x1\nA: max_pool 5\nB: upsample like=input\nC: add from=B,input\n");
    CHECK(studied.study.analysis.peak.bytes == 30);
}

TEST_CASE("the layer whose size is used must be there, be one, and have the same rank") {
    struct Mistake {
        std::string spec, diagnostics;
    };
    const Mistake mistakes[] = {
        {"input 9x9x2\nupsample like=nowhere\n",
         "spec:2:15: error: no layer is called `nowhere` [unknown-input]\n"
         "    upsample like=nowhere\n"
         "                  ^~~~~~~\n"},
        {"input 9x9x2\na: relu\nupsample like=a,input\n",
         "spec:3:15: error: `like` names one layer [bad-value]\n"
         "    upsample like=a,input\n"
         "                  ^~~~~~~\n"},
        {"input 9x9x2\nv: flatten\nupsample like=v from=input\n",
         "spec:3:1: error: upsample needs a sequence, an image or a volume, but receives a vector (162); put a "
         "`reshape` before it that adds spatial axes [rank-mismatch]\n"
         "    upsample like=v from=input\n"
         "    ^~~~~~~~\n"},
        {"input 9x9x2\ns: tokens\nupsample like=s from=input\n",
         "spec:3:15: error: an image (9x9x2) cannot get the size of a sequence (81x2) [rank-mismatch]\n"
         "    upsample like=s from=input\n"
         "                  ^\n"},
        {"input 9x9x2\nupsample 2 like=input\n",
         "spec:2:17: error: `like` cannot be combined with `scale`; remove one of them [bad-value]\n"
         "    upsample 2 like=input\n"
         "                    ^~~~~\n"},
        {"input 9x9x2\npad 2 like=input\n",
         "spec:2:12: error: `like` cannot be combined with `padding`; remove one of them [bad-value]\n"
         "    pad 2 like=input\n"
         "               ^~~~~\n"},
        {"input 8x8x2\nm: max_pool 2\ncenter_crop like=input\n",
         "spec:3:18: error: a centre of 8 does not fit into a height of 4; use a layer that is not larger "
         "[kernel-exceeds-input]\n"
         "    center_crop like=input\n"
         "                     ^~~~~\n"},
        {"input 9x9x2\ncenter_crop\n",
         "spec:2:1: error: center_crop needs a size, or a layer whose size it gets; write `size=9` "
         "[missing-parameter]\n"
         "    center_crop\n"
         "    ^~~~~~~~~~~\n"},
        {"input 9x9x2\npad\n",
         "spec:2:1: error: pad needs a padding, or a layer whose size it gets; write `padding=1` "
         "[missing-parameter]\n"
         "    pad\n"
         "    ^~~\n"},
    };
    for (const Mistake& one : mistakes) CHECK(diagnostics_of(one.spec) == one.diagnostics);
}

TEST_CASE("a dense layer without a bias shares the table of an embedding, transposed") {
    const std::string tied = "input 10\nwords: embedding 50 8\nhead: dense 50 no-bias share=words\n";
    CHECK(diagnostics_of(tied) == "");
    Studied studied;
    study_text(studied, tied);
    const Analysis& analysis = studied.study.analysis;
    CHECK(analysis.totals[Figure::params] == 400);
    CHECK(analysis.totals[Figure::macs] == 4000);
    CHECK(diagnostics_of("input 10\nwords: embedding 50 8\nhead: dense 50 share=words\n") ==
          "spec:3:7: error: `head` cannot share the parameters of `words`: it has 50 biases, not 0; write `bias=false` "
          "[shape-mismatch]\n"
          "    head: dense 50 share=words\n"
          "          ^~~~~\n");
    CHECK(diagnostics_of("input 10\nwords: embedding 50 8\nhead: dense 49 no-bias share=words\n") ==
          "spec:3:7: error: `head` cannot share the parameters of `words`: it has 392 weights, not 400; layers that "
          "share have the same counts [shape-mismatch]\n"
          "    head: dense 49 no-bias share=words\n"
          "          ^~~~~\n");
    // as many weights, but not of the same table
    CHECK(diagnostics_of("input 10\nwords: embedding 50 8\ndense 4\nhead: dense 100 no-bias share=words\n") ==
          "spec:4:7: error: `head` cannot share the parameters of `words`: it receives 4 channels, and the vectors of "
          "the table have 8; the layer before it must have as many channels as the vectors [shape-mismatch]\n"
          "    head: dense 100 no-bias share=words\n"
          "          ^~~~~\n");
    CHECK(diagnostics_of("input 10x8\na: dense 8 no-bias\nslice 1\nembedding 8 8 share=a\n") ==
          "spec:4:21: error: embedding cannot share the parameters of `a`, which is dense; layers that share have the "
          "same type [shape-mismatch]\n"
          "    embedding 8 8 share=a\n"
          "                        ^\n");
}
