#include <fmt/format.h>

#include "report/report.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

// Every layer with its shape, "conv_1 24x24x6, relu_1 24x24x6".
std::string layers_of(const std::string& text) {
    Studied studied;
    study_text(studied, text);
    const Network& network = studied.study.network;
    std::string out;
    for (uint32_t node = network.input_count; node < network.nodes.size(); ++node) {
        out += fmt::format("{}{} {}", out.empty() ? "" : ", ", network.nodes[node].name,
                           to_text(studied.study.network.nodes[node].output, network.layout));
    }
    return studied.study.ok() ? out : diagnostics_of(text);
}

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

TEST_CASE("a `let` of JSON that is given twice is told once") {
    CHECK(layers_of(R"({"input": 8, "let": {"n": 1, "n": 2}, "layers": [{"type": "relu"}]})") ==
          "spec:1:31: error: `n` is given twice; remove one of the two [duplicate-key]\n"
          "    {\"input\": 8, \"let\": {\"n\": 1, \"n\": 2}, \"layers\": [{\"type\": \"relu\"}]}\n"
          "                                  ^\n");
}

TEST_CASE("what stands behind a layer that is not there is not blamed for it") {
    CHECK(diagnostics_of("input 8\nadd from=nope { relu }\n") ==
          "spec:2:10: error: no layer is called `nope` [unknown-input]\n"
          "    add from=nope { relu }\n"
          "             ^~~~\n");
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

TEST_CASE("the first layer says which of several inputs it reads, a merge or a call too") {
    const std::string several =
        ": error: the network has several inputs; name the one that this layer reads, as in `from=a` [unknown-input]\n";
    const std::string inputs = "a: input 8\nb: input 8\n";
    CHECK(diagnostics_of(inputs + "relu\nrelu\n") == "spec:3:1" + several + "    relu\n    ^~~~\n");
    CHECK(diagnostics_of(inputs + "add { relu }\n") == "spec:3:1" + several + "    add { relu }\n    ^~~\n");
    CHECK(diagnostics_of(inputs + "f\ndefine f { relu }\n") == "spec:3:1" + several + "    f\n    ^\n");
    CHECK(diagnostics_of(inputs + "add from=nope { relu }\n") ==
          "spec:3:10: error: no layer is called `nope` [unknown-input]\n"
          "    add from=nope { relu }\n"
          "             ^~~~\n");
    CHECK(diagnostics_of(inputs + "add from=nope { add { relu } ; f }\ndefine f { relu }\n") ==
          "spec:3:10: error: no layer is called `nope` [unknown-input]\n"
          "    add from=nope { add { relu } ; f }\n"
          "             ^~~~\n");
    // behind the merge the next layer has one before it
    CHECK(diagnostics_of(inputs + "add from=b { relu }\nr: relu\nadd from=a,r\n") == "");
}

TEST_CASE("a mistake in a definition is shown once, with the places it is used from") {
    CHECK(diagnostics_of("input 8x8x1\n"
                         "define f(k) { conv 2 $k ; relu }\n"
                         "define g { f 9 }\n"
                         "a: f 10 from=input\n"
                         "b: g from=input\n") ==
          "spec:2:22: error: a window of 10 does not fit into a height of 8; a kernel of 8 fits, or an input height of "
          "10 [kernel-exceeds-input]\n"
          "    define f(k) { conv 2 $k ; relu }\n"
          "                         ^~\n"
          "    used from spec:4:4, spec:3:12, spec:5:4\n");
    CHECK(diagnostics_of("input 8x8x1\n"
                         "define f(a, n=8/($a-4)) { conv $n 1 }\n"
                         "define g(a) { f $a; f 8 }\n"
                         "f 8\n"
                         "f 4\n"
                         "g 4\n") ==
          "spec:2:16: error: a division by 0 [bad-value]\n"
          "    define f(a, n=8/($a-4)) { conv $n 1 }\n"
          "                   ^~~~~~~\n"
          "    used from spec:5:1, spec:3:15, spec:6:1\n");
}

TEST_CASE("what is wrong with blocks, definitions and expressions gets a sentence of its own") {
    struct Mistake {
        std::string line;
        std::string error;
    };
    const Mistake cases[] = {
        {"}", "`}` closes nothing; is a `{` missing before it? [syntax]"},
        {"add {\nrelu", "the `{` is not closed; a `}` ends what it begins [syntax]"},
        {"path { relu }",
         "`path` is outside a merge; write it inside the braces of `add`, `concat` or another merge "
         "[syntax]"},
        {"add { path { relu } ; relu }",
         "paths and bare statements in one merge; put each branch into a `path { … }`, or leave `path` out [syntax]"},
        {"repeat { relu }", "`repeat` takes one number; for example `repeat 3 { … }` [syntax]"},
        {"repeat 2", "`repeat` has no braces; write `{` on its line, and `}` after its last statement [syntax]"},
        {"repeat x { relu }", "`x` is not a number of turns; for example `repeat 3 { … }` [bad-value]"},
        {"add { input 8 }", "`input` is inside braces; move it to top level [syntax]"},
        {"add { define f { } }", "`define` is inside braces; move it to top level [syntax]"},
        {"define f { f }\nf", "f uses itself; use `repeat` to do something several times [recursive-definition]"},
        {"define f { g }\ndefine g { f }\nf",
         "g is defined below the definition that uses it; move it up: a definition uses those above it "
         "[recursive-definition]"},
        {"define f { f }\nrelu", "f uses itself; use `repeat` to do something several times [recursive-definition]"},
        {"define f { rleu }\nrelu", "`rleu` is not a layer type; did you mean `relu`? [unknown-layer]"},
        {"define f { relu }\ndefine f { relu }\nf",
         "`f` is the name of another definition; choose another name [duplicate-name]"},
        {"define relu6 { relu }\nrelu6",
         "`relu6` is a layer type and names no definition; choose another name [bad-value]"},
        {"define path { relu }\nrelu",
         "`path` is a word of the language and names no definition; choose another name [bad-value]"},
        {"let n=1 n=2\ndense $n", "`n` is the name of another `let`; choose another name [duplicate-name]"},
        {"define f(n) { dense $n }\nf", "f needs `n`; its parameters are n [missing-parameter]"},
        {"define f(n) { dense $n }\nf 1 2", "f takes 1 value without a name; its parameters are n [bad-value]"},
        {"define f(n) { dense $n }\nf m=2", "`m` is not a parameter of f; its parameters are n [unknown-parameter]"},
        {"define f(n) { dense $n }\nf 1 n=2", "`n` is given twice; remove one of the two [duplicate-key]"},
        {"define f { relu }\nf 1", "f takes no value without a name; it has no parameters [bad-value]"},
        {"define f { relu }\nf n=1", "`n` is not a parameter of f; it has no parameters [unknown-parameter]"},
        {"define f { relu }\nf share=x",
         "a call does not accept `share`; write it on a layer inside the definition [unknown-parameter]"},
        {"define f(n) { dense $n }\nf $m",
         "`$m` is neither a parameter of a definition here nor a `let`; for example `let m=64` at top level "
         "[bad-value]"},
        {"define f(n=$m) { dense $n }\nf\nf",
         "`$m` is neither a parameter of a definition here nor a `let`; for example `let m=64` at top level "
         "[bad-value]"},
        {"let n=$m k=$n+1\ndefine f(a, b=$k) { dense $a }\ndense $n\nrepeat $n { relu }\nf 3\nf $k\ndense 1",
         "`$m` is neither a parameter of a definition here nor a `let`; for example `let m=64` at top level "
         "[bad-value]"},
        {"define f(n, m) { dense $n ; dense $m }\nf n=1 2 m=3",
         "`n` is given twice; remove one of the two [duplicate-key]"},
        {"a: relu\nb: relu\ndefine f { relu }\nf from=a from=b",
         "`from` is given twice; remove one of the two [duplicate-key]"},
        {"a: relu\nb: relu\ndefine f { relu }\nf from=a inputs=b",
         "`inputs` is given twice; remove one of the two [duplicate-key]"},
        {"define f { relu }\nf allow=unused-layre",
         "`unused-layre` is not a code of a diagnostic; did you mean `unused-layer`? [bad-value]"},
        {"define f { relu }\nf allow=unused-layer allow=unused-layer",
         "`allow` is given twice; remove one of the two [duplicate-key]"},
        {"define f { dense 2 }\nf freeze no-freeze", "`freeze` is given twice; remove one of the two [duplicate-key]"},
        {"define f { dense 2 }\nf \"freeze\"", "f takes no value without a name; it has no parameters [bad-value]"},
        {"define f { dense 2 }\nf freeze=true freeze",
         "`freeze` is given twice; remove one of the two [duplicate-key]"},
        {"define f(n n) { dense $n }\nf 3",
         "`n n` is not a valid name for a parameter; use letters, digits and `_`, and do not begin with a digit "
         "[syntax]"},
        {"let n=$m\nrelu",
         "`$m` is neither a parameter of a definition here nor a `let`; for example `let m=64` at top level "
         "[bad-value]"},
        {"repeat 0 { relu }", "the spec has no layers; a layer is a line such as `conv 6 5` [syntax]"},
        {"repeat -1 { relu }", "`-1` is not a number of turns; for example `repeat 3 { … }` [bad-value]"},
        {"x: cnov 3\ndense 3 share=x", "`cnov` is not a layer type; did you mean `conv`? [unknown-layer]"},
        {"x: conv(3)\nx: relu", "a layer is written without parentheses; write `conv 3` [syntax]"},
        {"relu\nrelu_1: relu",
         "`relu_1` is the name of another layer; the other is on line 2; give one of them another label "
         "[duplicate-name]"},
        // `conv_1` may be the layer that could not be read, but `foo_1` is no layer's name of its own
        {"cnov 3\nrelu from=conv_1\nrelu from=foo_1",
         "`cnov` is not a layer type; did you mean `conv`? [unknown-layer] / no layer is called `foo_1` "
         "[unknown-input]"},
        {"define f { relu }\nf freeze=maybe", "`freeze` needs true or false, not `maybe` [bad-value]"},
        {"a: relu\nb: relu\ndefine f { relu }\nf from=a,b",
         "`from` names one layer here; name one, or merge without braces: `add from=a,b` [input-count]"},
        {"a: relu\nb: relu\ndefine f { relu }\nf inputs=a,b",
         "`inputs` names one layer here; name one, or merge without braces: `add from=a,b` [input-count]"},
        {"a: input 3x3x1 from=x\nconv 2 9 from=a", "an input of the network cannot read a layer [input-count]"},
        {"define f(from) { dense $n }", "`from` is a key of every layer; choose another name [bad-value]"},
        {"define f(2n) { relu }",
         "`2n` is not a valid name for a parameter; use letters, digits and `_`, and do not begin with a digit "
         "[syntax]"},
        {"dense $n",
         "`$n` is neither a parameter of a definition here nor a `let`; for example `let n=64` at top level "
         "[bad-value]"},
        {"let n=7\ndense $n/2", "7 / 2 leaves a remainder of 1; `//` rounds down [bad-value]"},
        {"let n=0\ndense 4/$n", "a division by 0 [bad-value]"},
        {"let n=same\ndense $n+1",
         "`$n` is not a whole number here; only a name alone can have another kind of value "
         "[bad-value]"},
        {"let n=9223372036854775807\ndense $n+1", "the value overflows a 64-bit integer [bad-value]"},
        {"let n=1\ndense ($n", "a closing parenthesis is missing [bad-value]"},
    };
    for (const Mistake& one : cases) {
        INFO(one.line);
        Studied studied;
        study_text(studied, "input 8\n" + one.line + "\n");
        std::string found;
        for (const Diagnostic& diagnostic : studied.study.diagnostics) {
            if (!found.empty()) found += " / ";
            found += diagnostic.message + (diagnostic.help.empty() ? "" : "; " + diagnostic.help) + " [" +
                     std::string(diagnostic.code->name) + "]";
        }
        CHECK(found == one.error);
    }
}

TEST_CASE("a name is looked for among those alike for the first 50 that nobody has") {
    std::string spec = "input 8\nskip: relu\n";
    for (int line = 0; line < 51; ++line) spec += "relu from=skop\n";
    Studied studied;
    study_text(studied, spec);
    REQUIRE(studied.study.diagnostics.size() == 51);
    for (size_t index = 0; index < 51; ++index) {
        CHECK(studied.study.diagnostics[index].message == "no layer is called `skop`");
        CHECK(studied.study.diagnostics[index].help == (index < 50 ? "did you mean `skip`?" : ""));
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
    CHECK(diagnostics_of("input 8\nrepeat 20_000_000 { }\nrelu\n").find("comes to more than 10,000,000 layers") !=
          std::string::npos);
    std::string mistakes = diagnostics_of("input 8\nrepeat 200_000 { add { path { dense } path { } } }\n");
    CHECK(mistakes.find("dense needs `units`") != std::string::npos);
    CHECK(mistakes.find("spec:2:39: error: more than 100,000 mistakes and warnings; the rest is not looked for "
                        "[too-large]\n") != std::string::npos);
    std::string tower = "input 8\ndefine d0 { relu }\n";
    for (int level = 1; level < 65; ++level) tower += fmt::format("define d{} {{ d{} }}\n", level, level - 1);
    CHECK(diagnostics_of(tower + "d63\n").empty());
    CHECK(diagnostics_of(tower + "d64\n").find("nested deeper than 64") != std::string::npos);
}
