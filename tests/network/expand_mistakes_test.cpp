#include "spec/mistake.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

const Marked blocks[] = {
    {"}\n"
     "^ `}` closes nothing; is a `{` missing before it? [syntax]"},
    {"add {\n"
     "    ^ the `{` is not closed; a `}` ends what it begins [syntax]\n"
     "relu"},
    {"path { relu }\n"
     "^~~~ `path` is outside a merge; write it inside the braces of `add`, `concat` or another merge [syntax]"},
    {"add { path { relu } ; relu }\n"
     "                      ^~~~ paths and bare statements in one merge; put each branch into a `path`, or leave out "
     "every `path` [syntax]"},
    {"repeat { relu }\n"
     "^~~~~~ `repeat` takes one number, or one name with its values; for example `repeat 3` or `repeat width=64,128` "
     "[syntax]"},
    {"repeat 2\n"
     "^~~~~~ `repeat` has no braces; its statements are in braces, which begin on its line [syntax]"},
    {"repeat x { relu }\n"
     "       ^ `x` is not a number of turns; for example `repeat 3` [bad-value]"},
    {"add { input 8 }\n"
     "      ^~~~~ `input` is inside braces; move it to top level [syntax]"},
    {"add { define f { } }\n"
     "      ^~~~~~ `define` is inside braces; move it to top level [syntax]"},
    {"define f { f }\n"
     "           ^ f uses itself; a `repeat` does something several times [recursive-definition]\n"
     "used from spec:3:1\n"
     "f"},
    {"define f { g }\n"
     "           ^ g is defined below the definition that uses it; move it up: a definition uses those above it "
     "[recursive-definition]\n"
     "used from spec:4:1\n"
     "define g { f }\n"
     "f"},
    {"define f { f }\n"
     "           ^ f uses itself; a `repeat` does something several times [recursive-definition]\n"
     "relu"},
    {"define f { rleu }\n"
     "           ^~~~ `rleu` is not a layer type; did you mean `relu`? [unknown-layer]\n"
     "relu"},
    {"define f { relu }\n"
     "define f { relu }\n"
     "       ^ `f` is the name of another definition; choose another name [duplicate-name]\n"
     "f"},
    {"define relu6 { relu }\n"
     "       ^~~~~ `relu6` is a layer type and cannot name a definition; choose another name [bad-value]\n"
     "relu6"},
    {"define path { relu }\n"
     "       ^~~~ `path` is a word of the language and cannot name a definition; choose another name [bad-value]\n"
     "relu"},
    {"let n=1 n=2\n"
     "        ^ `n` is the name of another `let`; choose another name [duplicate-name]\n"
     "dense $n"},
    {"define f(n) { dense $n }\n"
     "f\n"
     "^ f needs `n`; its parameters are n [missing-parameter]"},
    {"define f(n) { dense $n }\n"
     "f 1 2\n"
     "    ^ f takes 1 value without a name; its parameters are n [bad-value]"},
    {"define f(n) { dense $n }\n"
     "f m=2\n"
     "  ^ `m` is not a parameter of f; its parameters are n [unknown-parameter]"},
    {"define f(n) { dense $n }\n"
     "f 1 n=2\n"
     "    ^ `n` is given twice; remove one of the two [duplicate-key]"},
    {"define f { relu }\n"
     "f 1\n"
     "  ^ f takes no value without a name; it has no parameters [bad-value]"},
    {"define f { relu }\n"
     "f n=1\n"
     "  ^ `n` is not a parameter of f; it has no parameters [unknown-parameter]"},
    {"define f { relu }\n"
     "f activation=relu\n"
     "  ^~~~~~~~~~ a call does not accept `activation`; write it on a layer inside the definition "
     "[unknown-parameter]"},
    {"define f(n) { dense $n }\n"
     "f $m\n"
     "  ^~ `$m` is neither a parameter of a definition here nor a `let`; declare it with a `let` at top level "
     "[bad-value]"},
    {"define f(n=$m) { dense $n }\n"
     "           ^~ `$m` is neither a parameter of a definition here nor a `let`; declare it with a `let` at top level "
     "[bad-value]\n"
     "used from spec:3:1, spec:4:1\n"
     "f\n"
     "f"},
    {"let n=$m k=$n+1\n"
     "      ^~ `$m` is neither a parameter of a definition here nor a `let`; declare it with a `let` at top level "
     "[bad-value]\n"
     "define f(a, b=$k) { dense $a }\n"
     "dense $n\n"
     "repeat $n { relu }\n"
     "f 3\n"
     "f $k\n"
     "dense 1"},
    {"define f(n, m) { dense $n ; dense $m }\n"
     "f n=1 2 m=3\n"
     "      ^ `n` is given twice; remove one of the two [duplicate-key]"},
    {"a: relu\n"
     "b: relu\n"
     "define f { relu }\n"
     "f from=a from=b\n"
     "         ^~~~ `from` is given twice; remove one of the two [duplicate-key]"},
    {"a: relu\n"
     "b: relu\n"
     "define f { relu }\n"
     "f from=a inputs=b\n"
     "         ^~~~~~ `inputs` is given twice; remove one of the two [duplicate-key]"},
    {"define f { relu }\n"
     "f allow=unused-layre\n"
     "        ^~~~~~~~~~~~ `unused-layre` is not a code of a diagnostic; did you mean `unused-layer`? "
     "[bad-value]"},
    {"define f { relu }\n"
     "f allow=unused-layer allow=unused-layer\n"
     "                     ^~~~~ `allow` is given twice; remove one of the two [duplicate-key]"},
    {"define f { dense 2 }\n"
     "f freeze no-freeze\n"
     "         ^~~~~~~~~ `freeze` is given twice; remove one of the two [duplicate-key]"},
    {R"(
define f { dense 2 }
f "freeze"
   ^~~~~~ f takes no value without a name; it has no parameters [bad-value])"},
    {"define f { dense 2 }\n"
     "f freeze=true freeze\n"
     "              ^~~~~~ `freeze` is given twice; remove one of the two [duplicate-key]"},
    {"define f(n n) { dense $n }\n"
     "         ^~~ `n n` is not a valid name for a parameter; use letters, digits and `_`, and do not begin with a "
     "digit [syntax]\n"
     "f 3"},
    {"let n=$m\n"
     "      ^~ `$m` is neither a parameter of a definition here nor a `let`; declare it with a `let` at top level "
     "[bad-value]\n"
     "relu"},
    {"repeat -1 { relu }\n"
     "       ^~ `-1` is not a number of turns; for example `repeat 3` [bad-value]"},
    {"x: dnese 3\n"
     "   ^~~~~ `dnese` is not a layer type; did you mean `dense`? [unknown-layer]\n"
     "dense 3 share=x"},
    {"x: dense(3)\n"
     "   ^~~~~~~~ a layer is written without parentheses; write `dense 3` [syntax]\n"
     "x: relu"},
    {"relu\n"
     "relu_1: relu\n"
     "^~~~~~ `relu_1` is the name of another layer; the other is on line 2; give one of them another label "
     "[duplicate-name]"},
    // a name with more to it is not a slip of the pen
    {"mbconv 8\n"
     "^~~~~~ `mbconv` is not a layer type [unknown-layer]"},
    // `dense_1` may be the layer that could not be read, but `foo_1` is no layer's name of its own
    {"dnese 3\n"
     "^~~~~ `dnese` is not a layer type; did you mean `dense`? [unknown-layer]\n"
     "relu from=dense_1\n"
     "relu from=foo_1\n"
     "          ^~~~~ no layer is called `foo_1` [unknown-input]"},
    {"define f { relu }\n"
     "f freeze=maybe\n"
     "         ^~~~~ `freeze` needs true or false, not `maybe` [bad-value]"},
    {"a: relu\n"
     "b: relu\n"
     "define f { relu }\n"
     "f from=a,b\n"
     "       ^~~ `from` names one layer here; name one, or merge the layers without braces [input-count]"},
    {"a: relu\n"
     "b: relu\n"
     "define f { relu }\n"
     "f inputs=a,b\n"
     "         ^~~ `inputs` names one layer here; name one, or merge the layers without braces "
     "[input-count]"},
    {"a: input 3x3x1 from=x\n"
     "                    ^ an input of the network cannot have an input [input-count]\n"
     "conv 2 9 from=a"},
    {"define f(from) { dense $n }\n"
     "         ^~~~ `from` is a key of every layer; choose another name [bad-value]"},
    {"define f(2n) { relu }\n"
     "         ^~ `2n` is not a valid name for a parameter; use letters, digits and `_`, and do not begin with a "
     "digit [syntax]"},
    {"dense $n\n"
     "      ^~ `$n` is neither a parameter of a definition here nor a `let`; declare it with a `let` at top level "
     "[bad-value]"},
    {"let n=7\n"
     "dense $n/2\n"
     "        ^ `units` needs a whole number, not `3.5`; `//` rounds down [bad-value]"},
    {"let n=0\n"
     "dense 4/$n\n"
     "       ^ a division by 0 [bad-value]"},
    {"let n=same\n"
     "dense $n+1\n"
     "      ^~ `$n` is not a number here; only a name alone can have another kind of value [bad-value]"},
    {"let n=9223372036854775807\n"
     "dense $n+1\n"
     "        ^ the value overflows a 64-bit integer [bad-value]"},
    {"let n=1\n"
     "dense ($n\n"
     "        ^ a closing parenthesis is missing [bad-value]"},
};

}  // namespace

TEST_CASE("what is wrong with blocks, definitions and expressions gets a sentence of its own") {
    check_marked(blocks, "input 8\n");
    check_marked({
        {"input 8\n"
         "^ the spec has no layers; a layer is a line that begins with a type such as `conv` [syntax]\n"
         "repeat 0 { relu }"},
    });
}

TEST_CASE("a mistake in a definition is shown once, with the places it is used from") {
    check_marked({
        {"input 8x8x1\n"
         "define f(k) { conv 2 $k ; relu }\n"
         "                     ^~ a window of 10 does not fit into a height of 8; use a kernel of at most 8, or an "
         "input height of at least 10 [kernel-exceeds-input]\n"
         "used from spec:4:4, spec:3:12, spec:5:4\n"
         "define g { f 9 }\n"
         "a: f 10 from=input\n"
         "b: g from=input"},
        {"input 8x8x1\n"
         "define f(a, n=8/($a-4)) { conv $n 1 }\n"
         "               ^ a division by 0 [bad-value]\n"
         "used from spec:5:1, spec:3:15, spec:6:1\n"
         "define g(a) { f $a; f 8 }\n"
         "f 8\n"
         "f 4\n"
         "g 4"},
    });
}

TEST_CASE("the first layer says which of several inputs it reads, a merge or a call too") {
    const Marked cases[] = {
        {"relu\n"
         "^~~~ the network has several inputs; name the input of this layer, as in `from=a` [unknown-input]\n"
         "relu"},
        {"add { relu }\n"
         "^~~ the network has several inputs; name the input of this layer, as in `from=a` [unknown-input]"},
        {"f\n"
         "^ the network has several inputs; name the input of this layer, as in `from=a` [unknown-input]\n"
         "define f { relu }"},
        {"add from=nope { relu }\n"
         "         ^~~~ no layer is called `nope` [unknown-input]"},
        {"add from=nope { add { relu } ; f }\n"
         "         ^~~~ no layer is called `nope` [unknown-input]\n"
         "define f { relu }"},
        // behind the merge the next layer has one before it
        {"add from=b { relu }\nr: relu\nadd from=a,r"},
    };
    check_marked(cases, "a: input 8\nb: input 8\n");
}

TEST_CASE("what stands behind a layer that is not there is not blamed for it") {
    check_marked({
        {"input 8\n"
         "add from=nope { relu }\n"
         "         ^~~~ no layer is called `nope` [unknown-input]"},
    });
}

TEST_CASE("a `let` of JSON that is given twice is told once") {
    check_marked({
        {R"(
{"input": 8, "let": {"n": 1, "n": 2}, "layers": [{"type": "relu"}]}
                              ^ `n` is given twice; remove one of the two [duplicate-key])"},
    });
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
