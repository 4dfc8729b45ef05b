#include "network/layers_of.h"
#include "spec/mistake.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

struct Expanded {
    std::string spec, layers;
};

const Expanded uses[] = {
    {"input 8\ndefine f { dense $in*2 }\nf\nf", "f_1/dense_1 16, f_2/dense_1 32"},
    {"input 8\ndefine f { relu ; dense $in*2 }\nrepeat 2 { f }",
     "f_1/relu_1 8, f_1/dense_1 16, f_2/relu_1 16, f_2/dense_1 32"},
    {"input 8\ndefine f(n=$in//2) { dense $n ; add { dense $n } }\nf\nf 3",
     "f_1/dense_1 4, f_1/dense_2 4, f_1/add_1 4, f_2/dense_1 3, f_2/dense_2 3, f_2/add_1 3"},
    {"input 4x4x6\ndefine f { concat { path { conv $in 1 } path { } } }\nf\nf",
     "f_1/conv_1 4x4x6, f_1/concat_1 4x4x12, f_2/conv_1 4x4x12, f_2/concat_1 4x4x24"},
    {"layout CHW\ninput 6x4x4\ndefine f { conv $in*2 1 }\nf", "f_1/conv_1 12x4x4"},
    // Of the definition that it is written in, not of one around or inside it.
    {"input 8\ndefine f { dense $in+1 }\ndefine g { dense $in*2 ; f ; dense $in }\ng",
     "g_1/dense_1 16, g_1/f_1/dense_1 17, g_1/dense_2 8"},
    {"input 8\ndefine f(n) { dense $n }\ndefine g { dense 3 ; f $in }\ng", "g_1/dense_1 3, g_1/f_1/dense_1 8"},
    {"input 8\ndefine f { s: repeat 2 { dense $in*$turn } ; repeat $in//8 { relu } }\nf",
     "f_1/s_1/dense_1 8, f_1/s_2/dense_1 16, f_1/relu_1 16"},
    {"input 8\na: dense 3\ndefine f { dense $in }\nf from=input\nf from=a", "a 3, f_1/dense_1 8, f_2/dense_1 3"},
    {"input 8\ndefine f { dense 8 ; dense $in }\na: f\nb: f share=a",
     "a/dense_1 8, a/dense_2 8, b/dense_1 8, b/dense_2 8"},
};

const Marked mistakes[] = {
    {"dense $in\n"
     "      ^~~ `$in` is outside a definition; it is the channels of what the definition is applied to [bad-value]\n"
     "repeat 2 { dense $in }\n"
     "                 ^~~ `$in` is outside a definition; it is the channels of what the definition is applied to "
     "[bad-value]"},
    {"let in=3\n"
     "    ^~ `in` is the channels of a definition's input; choose another name [bad-value]\n"
     "relu"},
    {"define f(in) { relu }\n"
     "         ^~ `in` is a key of every layer; choose another name [bad-value]\n"
     "f 3"},
    {"define f { dense $in-8 }\n"
     "                 ^~~~~ `units` must be at least 1, not 0 [bad-value]\n"
     "used from spec:3:1\n"
     "f"},
    // What it is applied to could not be calculated, which is reported once.
    {"define f { dense $in*2 }\n"
     "conv 3 3\n"
     "^~~~ conv needs a sequence, an image or a volume, but receives a vector (8); put a `reshape` before it that adds "
     "spatial axes [rank-mismatch]\n"
     "f"},
};

}  // namespace

TEST_CASE("`$in` is the channels of what a definition is applied to") {
    for (const auto& [spec, layers] : uses) {
        INFO(spec);
        CHECK(layers_of(spec) == layers);
        const std::string json = run_program({"convert", "-", "--to", "json"}, spec).out;
        CHECK(layers_of(json) == layers);
        const std::string again = run_program({"convert", "-", "--to", "text"}, json).out;
        CHECK(run_program({"convert", "-", "--to", "json"}, again).out == json);
        CHECK(layers_of(run_program({"convert", "-", "--to", "text", "--flat"}, spec).out) == layers);
    }
}

TEST_CASE("a mistake with `$in` is told at its place") { check_marked(mistakes, "input 8\n"); }

TEST_CASE("a size of the input that changes `$in` is not advised") {
    const std::string flat = "input 8x8x1\ndefine f { dense $in//2 }\nflatten\nf\n";
    const std::string plain = "input 8x8x1\nflatten\ndense 32\n";
    CHECK(run_program({"sizes", "-"}, flat).out != run_program({"sizes", "-"}, plain).out);
    const std::string sizes = run_program({"sizes", "-"}, flat).out;
    CHECK(sizes.find("smallest    8\n  period      none: no size from 9 on fits\n  bound by    f_1/dense_1\n") !=
          std::string::npos);
}
