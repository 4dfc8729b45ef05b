#include "analysis/analysis.h"

#include "spec/mistake.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

uint32_t node_called(const Studied& studied, std::string_view name) {
    const Network& network = studied.study.network;
    for (uint32_t index = 0; index < network.nodes.size(); ++index) {
        if (network.nodes[index].name == name) return index;
    }
    FAIL("no layer is called " << name);
    return 0;
}

const Figures& figures_of(const Studied& studied, std::string_view name) {
    return studied.study.analysis.figures_of(node_called(studied, name));
}

State state_of(const Studied& studied, std::string_view name) {
    return studied.study.analysis.nodes[node_called(studied, name)].state;
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

// 31 weights, 1 bias and 2 buffers in a layer of its own, and 5 elements. Each is rounded up to whole bytes.
TEST_CASE("types below a byte, and weights of a type of their own") {
    struct Case {
        std::string dtype;
        int64_t param_bytes, activation_bytes;
    };
    const Case cases[] = {
        {"int4", 21, 3},  // ⌈33/2⌉ and a bias of 4
        {"uint4", 21, 3},
        {"int2", 13, 2},  // ⌈33/4⌉ and a bias of 4
        {"nf4", 17, 3},   // ⌈34/2⌉
        {"fp8_e4m3", 34, 5},
        {"fp8_e5m2", 34, 5},
        {"float16 weights=int4", 22, 10},  // ⌈31/2⌉ and 3·2
        {"float16 weights=nf4", 22, 10},
        {"float32 weights=int8", 43, 20},  // 31 and 3·4
        {"int4 weights=int2", 13, 3},      // ⌈(62 + 8)/8⌉ and a bias of 4
        {"int8 weights=float16", 68, 5},   // 62, 2 and a bias of 4
        {"bfloat16 weights=bfloat16", 68, 10},
    };
    for (const Case& wanted : cases) {
        Studied studied;
        study_text(studied, "dtype " + wanted.dtype + "\ninput 3\ncustom 5 weights=31 biases=1 buffers=2\n");
        INFO(wanted.dtype);
        CHECK(studied.study.analysis.totals[Figure::param_bytes] == wanted.param_bytes);
        CHECK(studied.study.analysis.totals[Figure::activation_bytes] == wanted.activation_bytes);
    }
    StudyOptions options;
    options.batch_size = 3;  // 15 elements
    Studied studied;
    study_text(studied, "dtype int2\ninput 3\ncustom 5\n", options);
    CHECK(studied.study.analysis.totals[Figure::activation_bytes] == 4);
    // 2^63 − 1 weights are no more than 2^62 bytes
    study_text(studied, "dtype int4\ninput 1\ncustom 1 weights=9223372036854775807\n");
    CHECK(studied.study.analysis.totals[Figure::param_bytes] == int64_t{1} << 62);
    CHECK(diagnostics_of("dtype int2\ninput 1\ncustom 1 biases=9223372036854775807\n") ==
          "spec:3:1: error: the bytes of parameters and buffers overflow a 64-bit integer [overflow]\n"
          "    custom 1 biases=9223372036854775807\n"
          "    ^~~~~~\n");
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
    CHECK(figures_of(studied, "A")[Figure::buffers] == 8);
    CHECK(figures_of(studied, "B")[Figure::buffers] == 0);
    CHECK(figures_of(studied, "B")[Figure::params] == 0);
}

TEST_CASE("what cannot be shared says which count is unlike") {
    check_marked({
        {"input 4\n"
         "A: dense 5\n"
         "B: dense 5 share=A\n"
         "   ^~~~~ `B` cannot share the parameters of `A`: it has 25 weights, not 20; layers that share have the same "
         "counts [shape-mismatch]"},
        {"input 4\n"
         "A: dense 4\n"
         "B: dense 4 share=A no-bias\n"
         "   ^~~~~ `B` cannot share the parameters of `A`: it has 0 biases, not 4; layers that share have the same "
         "counts [shape-mismatch]"},
        {"input 1000\n"
         "A: batch_norm\n"
         "B: batch_norm share=A no-track_stats\n"
         "   ^~~~~~~~~~ `B` cannot share the parameters of `A`: it has 0 buffers, not 2,000; layers that share have "
         "the same counts [shape-mismatch]"},
        // a count that leaves 64 bits is told as such, never compared
        {"dtype int8\n"
         "input 4294967296\n"
         "A: dense 1\n"
         "flatten from=input\n"
         "B: dense 4294967296 share=A\n"
         "   ^~~~~ the weights overflow a 64-bit integer [overflow]"},
    });
}

TEST_CASE("`in=` is checked, and says where the channels come from") {
    check_marked({
        {"input 28x28x1\nconv 6 5 in=1\nflatten\ndense 10 in=3456"},
        {"input 16x4x4\n"
         "flatten\n"
         "linear 120 in_features=400\n"
         "                       ^~~ the layer receives 256 (flatten of 16x4x4), not 400; use an input of 25x4x4 "
         "[expectation-failed]"},
        {"input 16x4x4\n"
         "conv 6 3 in_channels=3\n"
         "                     ^ the layer receives 4, not 3 [expectation-failed]"},
        {"input 9x9x3\n"
         "C1: conv 6 3 no-bias\n"
         "batch_norm num_features=3\n"
         "                        ^ the layer receives 6 (from `C1`), not 3 [expectation-failed]"},
        {"layout CHW\n"
         "input 3x9x9\n"
         "global_avg_pool\n"
         "dense 5 in=4\n"
         "           ^ the layer receives 3 (global_avg_pool of 3x9x9), not 4 [expectation-failed]"},
    });
}

TEST_CASE("what depends on a layer that fails is left out, and the others are calculated") {
    Studied studied;
    study_text(studied,
               "input 8x8x3\nA: conv 4 9\nB: relu\nC: conv 2 3 from=input\nD: add from=B,C\nE: conv 2 3 from=input "
               "share=A\nF: flatten from=C\n");
    CHECK(state_of(studied, "A") == State::failed);
    CHECK(state_of(studied, "B") == State::unreached);
    CHECK(state_of(studied, "C") == State::calculated);
    CHECK(state_of(studied, "D") == State::unreached);
    CHECK(state_of(studied, "E") == State::unreached);  // its parameters are A's
    CHECK(state_of(studied, "F") == State::calculated);
    CHECK(studied.study.network.nodes.back().output == vector_of(72));
    CHECK(!studied.study.analysis.complete);
    CHECK(studied.study.diagnostics.size() == 1);
}

TEST_CASE("a total that leaves 64 bits is reported at the layer where it does") {
    const std::string half = "custom 1 weights=2305843009213693952";
    CHECK(diagnostics_of("dtype int8\ninput 1\n" + half + "\n" + half + "\n" + half + "\n") == "");
    CHECK(diagnostics_of("dtype int8\ninput 1\n" + half + "\n" + half + "\n" + half + "\n" + half + "\nrelu\n") ==
          "spec:6:1: error: the network's weights overflow a 64-bit integer [overflow]\n"
          "    custom 1 weights=2305843009213693952\n"
          "    ^~~~~~\n");
    // here the layer's own bytes do, before any total
    CHECK(diagnostics_of("input 1\ncustom 1 weights=2305843009213693952\n") ==
          "spec:2:1: error: the bytes of parameters and buffers overflow a 64-bit integer [overflow]\n"
          "    custom 1 weights=2305843009213693952\n"
          "    ^~~~~~\n");
    Studied studied;
    StudyOptions options;
    options.batch_size = INT64_MAX;
    study_text(studied, "dtype int8\ninput 1\nA: relu\nB: relu\n", options);
    CHECK(state_of(studied, "A") == State::calculated);
    CHECK(state_of(studied, "B") == State::failed);
    REQUIRE(studied.study.diagnostics.size() == 1);
    CHECK(studied.study.diagnostics[0].message == "the network's bytes of activations overflow a 64-bit integer");
}
