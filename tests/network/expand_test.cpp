#include <fmt/format.h>

#include "network/layers_of.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

struct Expanded {
    std::string spec;
    std::string layers;
};

}  // namespace

TEST_CASE("branches, definitions and repetition come to these layers") {
    const Expanded cases[] = {
        // A residual block: the input itself and one path.
        {"input 8x8x4\nadd { conv 4 3 padding=1 ; relu }", "conv_1 8x8x4, relu_1 8x8x4, add_1 8x8x4"},
        // Paths side by side; an empty one is the input.
        {"input 8x8x4\nconcat { path { conv 2 1 } path { conv 3 1 ; relu } path { } }",
         "conv_1 8x8x2, conv_2 8x8x3, relu_1 8x8x3, concat_1 8x8x9"},
        {"input 8x8x4\na: conv 2 1\nadd from=a { conv 2 1 }\nm: add from=input { identity } -> 8x8x4",
         "a 8x8x2, conv_1 8x8x2, add_1 8x8x2, identity_1 8x8x4, m 8x8x4"},
        // Names inside a path belong to the scope around it.
        {"input 8x8x4\nadd { x: conv 4 1 }\nrelu from=x", "x 8x8x4, add_1 8x8x4, relu_1 8x8x4"},
        {"input 8\nadd { add { dense 8 } }", "dense_1 8, add_1 8, add_2 8"},
        // A repeat's labels get the turn, and a name means this turn's layer first, then one before.
        {"input 8\nrepeat 2 { a: dense 4 ; b: relu from=a }\nadd from=a_1,b_2", "a_1 4, b_1 4, a_2 4, b_2 4, add_1 4"},
        {"input 8\na: dense 2\nrepeat 2 { b: relu from=a }", "a 2, b_1 2, b_2 2"},
        {"input 8\nrepeat 2 { repeat 2 { c: relu } }", "c_1_1 8, c_1_2 8, c_2_1 8, c_2_2 8"},
        {"input 8\nrepeat 2 { relu }\nrepeat 0 { dense 3 }\nrelu", "relu_1 8, relu_2 8, relu_3 8"},
        // A definition: parameters, defaults that use those before them, names by path.
        {"input 8\ndefine f(n, m=$n*2) { dense $n ; dense $m }\nf 3\nx: f m=1 n=5",
         "f_1/dense_1 3, f_1/dense_2 6, x/dense_1 5, x/dense_2 1"},
        {"input 8\ndefine f(n) { dense $n }\ndefine g(n) { f $n ; a: f $n+1 }\ng 2 -> 3 params=27 layers=2",
         "g_1/f_1/dense_1 2, g_1/a/dense_1 3"},
        {"input 8\ndefine f(n=2, m=3) { dense $n ; dense $m }\nf 5\nf",
         "f_1/dense_1 5, f_1/dense_2 3, f_2/dense_1 2, f_2/dense_2 3"},
        {"input 8\ndefine nothing { }\nnothing\nrelu", "relu_1 8"},
        {"input 8\ndefine f { add { relu ; relu from=input } }\ndense 4\nf",
         "dense_1 4, f_1/relu_1 4, f_1/relu_2 4, f_1/add_1 4"},
        // Directives, definitions among them, stand in any order.
        {"f $n\ndefine f(k) { dense $k }\nlet n=3 m=$n\ninput 8\ndense $m", "f_1/dense_1 3, dense_1 3"},
        // Any value may be a name alone.
        {"input 8x8x1\nlet k=3x5 p=same b=false\nconv 2 $k padding=$p bias=$b -> 8x8x2 params=30", "conv_1 8x8x2"},
        {"input 8x8x1\nlet k=3\nconv 2 ${k}x${k}\nconv 2 ($k - 1)x$k", "conv_1 6x6x2, conv_2 5x4x2"},
        {"input 8\nlet a=7 b=2\ndense $a//$b\ndense ($a+1)/$b*3-1\ndense -(-$a)", "dense_1 3, dense_2 11, dense_3 7"},
        // Quoted names stand in a list too.
        {"input 8\n\"FC 1\": dense 3\nb: dense 3\nadd from=\"FC 1\",b,\"FC 1\"\nadd from=b,\"FC 1\"",
         "FC 1 3, b 3, add_1 3, add_2 3"},
        {"input 8\nadd {\n path { dense 3 } ; path { dense 3 }\n}", "dense_1 3, dense_2 3, add_1 3"},
    };
    for (const Expanded& one : cases) {
        INFO(one.spec);
        CHECK(layers_of(one.spec) == one.layers);
    }
}

TEST_CASE("JSON says the same with layers, paths, times, define and let") {
    const Expanded cases[] = {
        {R"({"input":[8,8,4],"layers":[{"type":"add","layers":[{"type":"conv","filters":4,"kernel":3,"padding":1}]}]})",
         "conv_1 8x8x4, add_1 8x8x4"},
        {R"({"input":[8,8,4],"layers":[{"paths":[[{"type":"conv","filters":2,"kernel":1}],[]],"type":"concat"}]})",
         "conv_1 8x8x2, concat_1 8x8x6"},
        {R"({"input":[8],"layers":[{"type":"repeat","times":2,"layers":[{"type":"relu","name":"r"}]},
            {"type":"add","inputs":["r_1","r_2"]}]})",
         "r_1 8, r_2 8, add_1 8"},
        {R"({"input":[8],"let":{"n":2},"define":{"f":{"parameters":{"k":null,"m":"$k"},"layers":[
            {"type":"dense","units":"$k*$n"},{"type":"dense","units":"$m"}]}},"layers":[{"type":"f","name":"x","k":3}]})",
         "x/dense_1 6, x/dense_2 3"},
        {R"({"input":[8,8,1],"let":{"k":[3,5]},"layers":[{"type":"conv","filters":1,"kernel":"$k"}]})", "conv_1 6x4x1"},
    };
    for (const Expanded& one : cases) {
        INFO(one.spec);
        CHECK(layers_of(one.spec) == one.layers);
    }
}

TEST_CASE("a layout goes by the place of its channels too") {
    CHECK(layers_of("layout channels_last\ninput 8x9x4\nconv 2 1") == "conv_1 8x9x2");
    CHECK(layers_of("layout Channels-First\ninput 4x8x9\nconv 2 1") == "conv_1 2x8x9");
}

TEST_CASE("freeze freezes all inside, in braces and on a call") {
    for (const char* spec :
         {"input 8\nfreeze { dense 3 ; dense 2 }\ndense 1\nexpect frozen=35 trainable=3",
          "input 8\ndefine f { dense 3 ; dense 2 }\nf freeze\ndense 1\nexpect frozen=35 trainable=3",
          "input 8\ndefine f { dense 3 ; dense 2 }\nf freeze=true\ndense 1\nexpect frozen=35 trainable=3",
          "input 8\ndefine f { dense 3 ; dense 2 }\nf no-freeze\ndense 1 freeze\nexpect frozen=3 trainable=35",
          "input 8\ndefine f { dense 3 ; dense 2 }\nf no_freeze\ndense 1 freeze\nexpect frozen=3 trainable=35"}) {
        INFO(spec);
        CHECK(diagnostics_of(spec).empty());
    }
}

TEST_CASE("what expands without end is stopped") {
    auto nested = [](int levels) {
        std::string spec = "input 8\n";
        for (int level = 0; level < levels; ++level) spec += "add { ";
        spec += "relu";
        for (int level = 0; level < levels; ++level) spec += " }";
        return spec;
    };
    CHECK(diagnostics_of(nested(64)).empty());
    CHECK(diagnostics_of(nested(65)).find("nested deeper than 64") != std::string::npos);
    std::string turns;
    for (int level = 0; level < 64; ++level) turns += "repeat 1 { ";
    std::string told = diagnostics_of("input 8\n" + turns + "repeat 0 { relu }" + std::string(64, '}'));
    CHECK(told.starts_with("spec:2:714: error: nested deeper than 64 [too-large]\n"));
    CHECK(told.find("error:") == told.rfind("error:"));
    std::string mistakes = diagnostics_of("input 8\nrepeat 200_000 { add { path { dense } path { } } }\n");
    CHECK(mistakes.find("dense needs `units`") != std::string::npos);
    CHECK(mistakes.find("spec:2:39: error: more than 100,000 mistakes and warnings; the others are not reported "
                        "[too-large]\n") != std::string::npos);
    std::string tower = "input 8\ndefine d0 { relu }\n";
    for (int level = 1; level < 65; ++level) tower += fmt::format("define d{} {{ d{} }}\n", level, level - 1);
    CHECK(diagnostics_of(tower + "d63\n").empty());
    CHECK(diagnostics_of(tower + "d64\n").find("nested deeper than 64") != std::string::npos);
}
