#include "spec/mistake.h"

using namespace nnshape::test;

namespace {

const Marked definitions[] = {
    {"define f(n=) { dense 3 }\n"
     "         ^ `n` has no default after its `=` [syntax]\n"
     "f"},
    {"define { relu }\n"
     "^~~~~~ `define` has no name; for example `define block` [syntax]"},
    {"define a.b { relu }\n"
     "       ^~~ `a.b` is not a valid name for a definition; use letters, digits, `_` and `-` [syntax]\n"
     "a.b"},
    {R"(
define "a b" { relu }
        ^~~ `a b` is not a valid name for a definition; use letters, digits, `_` and `-` [syntax])"},
    {R"(
define "" { relu }
        ^ `` is not a valid name for a definition; use letters, digits, `_` and `-` [syntax])"},
    {"define f(n { relu }\n"
     "       ^~~~ the parentheses are not closed [syntax]\n"
     "f"},
    {"define f(n) 3 { relu }\n"
     "       ^~~~~~ the parentheses are not closed [syntax]\n"
     "f 1"},
    {"define f(n,) { relu }\n"
     "           ^ `` is not a valid name for a parameter; use letters, digits and `_`, and do not begin with a digit "
     "[syntax]\n"
     "f"},
    {"define f(n m) { relu }\n"
     "         ^~~ `n m` is not a valid name for a parameter; use letters, digits and `_`, and do not begin with a "
     "digit [syntax]\n"
     "f"},
    {"define f(n, k=2, n) { relu }\n"
     "                 ^ a parameter of that name exists already [duplicate-name]\n"
     "f 1"},
    {"define input { relu }\n"
     "       ^~~~~ `input` is a word of the language and cannot name a definition; choose another name [bad-value]"},
    {R"(
define f(s="a, b", 2n) { relu }
                   ^~ `2n` is not a valid name for a parameter; use letters, digits and `_`, and do not begin with a
                      digit [syntax]
f)"},
    {"define f(n=3 m=4) { dense $n }\n"
     "             ^~~ a default is one value; separate parameters with commas [syntax]\n"
     "relu"},
    {R"(
define f(n=3, s="a b" t=4) { dense $n }
                      ^~~ a default is one value; separate parameters with commas [syntax]
f)"},
    {R"(
define f(s="a b") { dense 3 in=$s }
                               ^~ `in` needs the number of channels, not `a b` [bad-value]
used from spec:3:1
f)"},
    {"define f { relu\n"
     "         ^ the `{` is not closed; a `}` ends what it begins [syntax]\n"
     "f"},
    {"x: define f { relu }\n"
     "^ `define` cannot have a label; layers, calls and repeats have names [syntax]\n"
     "relu"},
    {"define f(n=(1,2)) { dense $n }\n"
     "                          ^~ `(1,2)` has commas between values; separate values with blanks; a number has no "
     "commas [bad-value]\n"
     "used from spec:3:1\n"
     "f"},
};

const Printed shown_otherwise[] = {
    {"input 8\ndefine a\u200bb { relu }\n",
     R"(spec:2:8: error: `a\u{200b}b` is not a valid name for a definition; use letters, digits, `_` and `-` [syntax]
    define a\u{200b}b { relu }
           ^~~~~~~~~~
)"},
    {"input 8\ndefine dou\rle { relu }\ndouble\n",
     R"(spec:2:8: error: `dou\u{d}le` is not a valid name for a definition; use letters, digits, `_` and `-` [syntax]
    define dou\u{d}le { relu }
           ^~~~~~~~~~
spec:3:1: error: `double` is not a layer type [unknown-layer]
    double
    ^~~~~~
)"},
};

}  // namespace

TEST_CASE("a mistake in the head of a definition gets a sentence of its own") {
    check_marked(definitions, "input 8\n");
    check_printed(shown_otherwise);
}
