#include "analysis/analysis.h"

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

const NodeResult& result_of(const Studied& studied, std::string_view name) {
    const Network& network = studied.study.network;
    for (size_t index = 0; index < network.nodes.size(); ++index) {
        if (network.nodes[index].name == name) return studied.study.analysis.nodes[index];
    }
    FAIL("no layer is called " << name);
    return studied.study.analysis.nodes[0];
}

struct FigureCase {
    std::string spec;
    int64_t weights, biases, trainable, frozen, buffers, macs, param_bytes, activation_bytes;
};

void check_totals(const FigureCase& wanted, const StudyOptions& options = {}) {
    Studied studied;
    study_text(studied, wanted.spec, options);
    INFO(wanted.spec << diagnostics_of(wanted.spec));
    REQUIRE(studied.study.analysis.complete);
    const Figures& totals = studied.study.analysis.totals;
    CHECK(totals[Figure::weights] == wanted.weights);
    CHECK(totals[Figure::biases] == wanted.biases);
    CHECK(totals[Figure::params] == wanted.weights + wanted.biases);
    CHECK(totals[Figure::trainable] == wanted.trainable);
    CHECK(totals[Figure::frozen] == wanted.frozen);
    CHECK(totals[Figure::buffers] == wanted.buffers);
    CHECK(totals[Figure::macs] == wanted.macs);
    CHECK(totals[Figure::flops] == 2 * wanted.macs);
    CHECK(totals[Figure::param_bytes] == wanted.param_bytes);
    CHECK(totals[Figure::activation_bytes] == wanted.activation_bytes);
}

}  // namespace

TEST_CASE("totals are the sums of the layers") {
    // conv: 6*25 + 6, 24*24*6 values; pool: 12*12*6; dense: 864*10 + 10, applied to 10
    check_totals({"input 28x28x1\nconv 6 5\nmax_pool 2\nflatten\ndense 10\n", 8'790, 16, 8'806, 0, 0, 86'400 + 8'640,
                  4 * 8'806, 4 * (3'456 + 864 + 864 + 10)});
    // a normalisation's buffers take bytes and are no parameters
    check_totals({"input 4x4x3\nbatch_norm\n", 3, 3, 6, 0, 6, 0, 48, 192});
    // an activation behind `activation=` counts nothing of its own
    check_totals({"input 4\ndense 3 activation=relu\n", 12, 3, 15, 0, 0, 12, 60, 12});
    // inputs count nothing
    check_totals({"a: input 4\nb: input 4\nadd from=a,b\n", 0, 0, 0, 0, 0, 0, 0, 16});
}

TEST_CASE("a dtype gives every number its bytes, and biases 4 under an integer one") {
    auto spec = [](const std::string& dtype) { return "dtype " + dtype + "\ninput 4x4x3\nconv 2 1\nbatch_norm\n"; };
    // 6 + 2 weights, 2 + 2 biases, 4 buffers; 32 values out of each layer
    struct Case {
        std::string dtype;
        int64_t bytes, bias_bytes;
    };
    const Case cases[] = {{"float64", 8, 8}, {"float32", 4, 4}, {"float16", 2, 2}, {"bfloat16", 2, 2}, {"int64", 8, 4},
                          {"int32", 4, 4},   {"int16", 2, 4},   {"int8", 1, 4},    {"uint8", 1, 4}};
    for (const Case& wanted : cases) {
        check_totals(
            {spec(wanted.dtype), 8, 4, 12, 0, 4, 96, 12 * wanted.bytes + 4 * wanted.bias_bytes, 64 * wanted.bytes});
    }
}

TEST_CASE("a batch multiplies the bytes of activations and nothing else") {
    StudyOptions options;
    options.batch_size = 32;
    check_totals({"input 4\ndense 3\n", 12, 3, 15, 0, 0, 12, 60, 32 * 12}, options);
}

TEST_CASE("a frozen layer's parameters are counted apart") {
    check_totals({"input 4\ndense 3 freeze\ndense 2\n", 18, 5, 8, 15, 0, 18, 92, 20});
    check_totals({"input 4\ndense 3 freeze=true\ndense 2 no-freeze\n", 18, 5, 8, 15, 0, 18, 92, 20});
    check_totals({"input 4\nbatch_norm freeze\n", 4, 4, 0, 8, 8, 0, 64, 16});
}

TEST_CASE("a layer that shares counts its work anew and no parameters") {
    check_totals({"input 4\nA: dense 4\nB: dense 4 share=A\n", 16, 4, 20, 0, 0, 32, 80, 32});
    // the parameters are A's, through B
    check_totals({"input 4\nA: dense 4\nB: dense 4 share=A\nC: dense 4 share=B\n", 16, 4, 20, 0, 0, 48, 80, 48});
    // on another size a shared convolution works otherwise: 36 positions, then 16
    check_totals(
        {"input 8x8x2\nA: conv 2 3\nB: conv 2 3 share=A\n", 36, 2, 38, 0, 0, 36 * 36 + 16 * 36, 152, 4 * (72 + 32)});
    // what is frozen is so once
    check_totals({"input 4\nA: dense 4 freeze\nB: dense 4 share=A\n", 16, 4, 0, 20, 0, 32, 80, 32});
    // a layer without parameters may share too
    check_totals({"input 4\nA: relu\nB: relu share=A\n", 0, 0, 0, 0, 0, 0, 0, 32});
    Studied studied;
    study_text(studied, "input 4\nA: batch_norm\nB: batch_norm share=A\n");
    CHECK(result_of(studied, "A").figures[Figure::buffers] == 8);
    CHECK(result_of(studied, "B").figures[Figure::buffers] == 0);
    CHECK(result_of(studied, "B").figures[Figure::params] == 0);
}

TEST_CASE("what cannot be shared says which count is unlike") {
    CHECK(diagnostics_of("input 4\nA: dense 5\nB: dense 5 share=A\n") ==
          "spec:3:4: error: `B` cannot share the parameters of `A`: it has 25 weights, not 20; layers that share have "
          "the same counts [shape-mismatch]\n"
          "    B: dense 5 share=A\n"
          "       ^~~~~\n");
    CHECK(diagnostics_of("input 4\nA: dense 4\nB: dense 4 share=A no-bias\n") ==
          "spec:3:4: error: `B` cannot share the parameters of `A`: it has 0 biases, not 4; layers that share have the "
          "same counts [shape-mismatch]\n"
          "    B: dense 4 share=A no-bias\n"
          "       ^~~~~\n");
    CHECK(diagnostics_of("input 1000\nA: batch_norm\nB: batch_norm share=A no-track_stats\n") ==
          "spec:3:4: error: `B` cannot share the parameters of `A`: it has 0 buffers, not 2,000; layers that share "
          "have the same counts [shape-mismatch]\n"
          "    B: batch_norm share=A no-track_stats\n"
          "       ^~~~~~~~~~\n");
    // a count that leaves 64 bits is told as such, never compared
    CHECK(diagnostics_of("dtype int8\ninput 4294967296\nA: dense 1\nflatten from=input\n"
                         "B: dense 4294967296 share=A\n") ==
          "spec:5:4: error: the weights leave 64 bits [overflow]\n"
          "    B: dense 4294967296 share=A\n"
          "       ^~~~~\n");
}

TEST_CASE("`in=` is checked, and says where the channels come from") {
    CHECK(diagnostics_of("input 28x28x1\nconv 6 5 in=1\nflatten\ndense 10 in=3456\n") == "");
    CHECK(diagnostics_of("input 16x4x4\nflatten\nlinear 120 in_features=400\n") ==
          "spec:3:24: error: the layer receives 256 (flatten of 16x4x4), not 400 [expectation-failed]\n"
          "    linear 120 in_features=400\n"
          "                           ^~~\n");
    CHECK(diagnostics_of("input 16x4x4\nconv 6 3 in_channels=3\n") ==
          "spec:2:22: error: the layer receives 4, not 3 [expectation-failed]\n"
          "    conv 6 3 in_channels=3\n"
          "                         ^\n");
    CHECK(diagnostics_of("input 9x9x3\nC1: conv 6 3 no-bias\nbatch_norm num_features=3\n") ==
          "spec:3:25: error: the layer receives 6 (from `C1`), not 3 [expectation-failed]\n"
          "    batch_norm num_features=3\n"
          "                            ^\n");
    CHECK(diagnostics_of("layout CHW\ninput 3x9x9\nglobal_avg_pool\ndense 5 in=4\n") ==
          "spec:4:12: error: the layer receives 3 (global_avg_pool of 3x9x9), not 4 [expectation-failed]\n"
          "    dense 5 in=4\n"
          "               ^\n");
}

TEST_CASE("what depends on a layer that fails is left out, and the others are calculated") {
    Studied studied;
    study_text(studied,
               "input 8x8x3\nA: conv 4 9\nB: relu\nC: conv 2 3 from=input\nD: add from=B,C\nE: conv 2 3 from=input "
               "share=A\nF: flatten from=C\n");
    CHECK(result_of(studied, "A").state == State::failed);
    CHECK(result_of(studied, "B").state == State::unreached);
    CHECK(result_of(studied, "C").state == State::calculated);
    CHECK(result_of(studied, "D").state == State::unreached);
    CHECK(result_of(studied, "E").state == State::unreached);  // its parameters are A's
    CHECK(result_of(studied, "F").state == State::calculated);
    CHECK(studied.study.network.nodes.back().output == vector_of(72));
    CHECK(!studied.study.analysis.complete);
    CHECK(studied.study.diagnostics.size() == 1);
}

TEST_CASE("a total that leaves 64 bits is reported at the layer where it does") {
    const std::string half = "custom 1 weights=2305843009213693952";
    CHECK(diagnostics_of("dtype int8\ninput 1\n" + half + "\n" + half + "\n" + half + "\n") == "");
    CHECK(diagnostics_of("dtype int8\ninput 1\n" + half + "\n" + half + "\n" + half + "\n" + half + "\nrelu\n") ==
          "spec:6:1: error: the network's weights leave 64 bits [overflow]\n"
          "    custom 1 weights=2305843009213693952\n"
          "    ^~~~~~\n");
    // here the layer's own bytes do, before any total
    CHECK(diagnostics_of("input 1\ncustom 1 weights=2305843009213693952\n") ==
          "spec:2:1: error: the bytes of parameters and buffers leave 64 bits [overflow]\n"
          "    custom 1 weights=2305843009213693952\n"
          "    ^~~~~~\n");
    Studied studied;
    StudyOptions options;
    options.batch_size = INT64_MAX;
    study_text(studied, "dtype int8\ninput 1\nA: relu\nB: relu\n", options);
    CHECK(result_of(studied, "A").state == State::calculated);
    CHECK(result_of(studied, "B").state == State::failed);
    REQUIRE(studied.study.diagnostics.size() == 1);
    CHECK(studied.study.diagnostics[0].message == "the network's bytes of activations leave 64 bits");
}
