#include "layers/layer_case.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

TEST_CASE("a function keeps the shape and counts nothing") {
    for (const char* name :
         {"exp",       "log",   "sqrt",        "square", "abs",   "negate", "reciprocal", "sin",
          "cos",       "erf",   "clip",        "sign",   "round", "floor",  "ceiling",    "cumulative_sum",
          "normalize", "power", "exponential", "neg",    "clamp", "ceil",   "cumsum"}) {
        check_layers("HWC", {{name, "7", "7"}, {name, "4x5x6", "4x5x6"}, {name, "2x3x4x5", "2x3x4x5"}});
        check_layers("CHW", {{name, "4x5x6", "4x5x6"}});
    }
    check_layers("HWC", {{"clip min=0 max=6", "4x5", "4x5"},
                         {"power exponent=2", "4x5", "4x5"},
                         {"dense 3 activation=exponential", "4x5", "4x3", 15, 3, 0, 60}});
    check_refusals("HWC", {{"exp", "4 4",
                            "`exp`: exp needs 1 input, but has 2; merge them first, for example with `add` "
                            "[input-count]"},
                           {"power", "4 4 4",
                            "`power`: power needs 1 to 2 inputs, but has 3; merge them first, for example with "
                            "`add` [input-count]"}});
}

TEST_CASE("divide and power take two inputs, where takes three") {
    const std::vector<LayerCase> cases = {
        {"divide", "4x4x3 4x4x3", "4x4x3"},
        {"div", "4x4x3 1x1x1", "4x4x3"},
        {"power", "4x4x3 1x4x3", "4x4x3"},
        {"pow", "1x4x3 4x1x3", "4x4x3"},
        {"where", "4x4x3 4x4x3 4x4x3", "4x4x3"},
        // torch.where broadcasts all three
        {"where", "4x1x1 1x5x1 1x1x6", "4x5x6"},
    };
    check_layers("HWC", cases);
    check_layers("CHW", cases);
    const std::vector<RefusalCase> refused = {
        {"divide", "4 4 4",
         "`divide`: divide needs 2 inputs, but has 3; merge them first, for example with `add` [input-count]"},
        {"power", "4x5 4x6",
         "`power`: 4x5 and 4x6 cannot be merged; along each axis the sizes must be the same, or 1 "
         "[shape-mismatch]"},
        {"where", "4 4", "`where`: where needs 3 inputs, but has 2; name the layers with `from` [input-count]"},
        {"where", "4x5 4x1 1x6",
         "`where`: 4x5 and 1x6 cannot be merged; along each axis the sizes must be the same, "
         "or 1 [shape-mismatch]"},
        {"where", "4x5 4x1 5",
         "`where`: a sequence and a vector (4x5 and 5) cannot be merged; all inputs must have the "
         "same rank; a global pool with `keepdims` keeps the rank [shape-mismatch]"},
    };
    check_refusals("HWC", refused);
}

TEST_CASE("a tensor without an input is a parameter or a constant") {
    const std::string spec =
        "input 100x256\n"
        "queries: parameter 100x256\n"
        "dense 256 no-bias\n"
        "mask: constant 100x256\n"
        "add from=input,dense_1,mask\n";
    Studied studied;
    study_text(studied, spec);
    INFO(diagnostics_of(spec));
    REQUIRE(studied.study.ok());
    const Figures& totals = studied.study.analysis.totals;
    CHECK(totals[Figure::params] == 25'600 + 65'536);
    CHECK(totals[Figure::macs] == 6'553'600);
    // The layer after it reads it, as it would read any layer.
    CHECK(studied.study.network.reads_of(studied.study.network.nodes[1]).empty());
    CHECK(studied.study.network.reads_of(studied.study.network.nodes[2])[0] == 1);
}

TEST_CASE("what a tensor without an input refuses") {
    struct Case {
        std::string spec, error;
    };
    const Case cases[] = {
        {"input 4\nparameter 4 from=input\n",
         "parameter has no input, but one is named; leave the input out; the layer after it can have several inputs"},
        {"input 4\nparameter 4 in=4\n", "`in` checks an input, and parameter has none; leave it out"},
        {"input 4\nconstant 0\n", "`shape` must be at least 1, not 0"},
        {"input 4\nparameter 4294967296x4294967296\n", "the weights overflow a 64-bit integer"},
        {"input 4\nconstant 4294967296x4294967296\n", "the bytes of activations overflow a 64-bit integer"},
        {"input 4\na: parameter 4\nb: parameter 5 share=a\n",
         "`b` cannot share the parameters of `a`: it has 5 weights, not 4"},
    };
    for (const Case& wanted : cases) {
        INFO(wanted.spec);
        CHECK(diagnostics_of(wanted.spec).find(wanted.error) != std::string::npos);
    }
}
