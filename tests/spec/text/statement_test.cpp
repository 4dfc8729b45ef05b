#include "spec/mistake.h"

using namespace nnshape::test;

namespace {

const Marked statements[] = {
    {"C1 =\n"
     "   ^ a statement cannot begin with `C1 =`; put a parameter on its layer's line [syntax]"},
    {"C1 = -> 3\n"
     "   ^ a statement cannot begin with `C1 =`; put a parameter on its layer's line [syntax]"},
    {"C~7: conv 6 5\n"
     "^~~ `C~7` is not a label; a label holds letters, digits, `_`, `-`, `.` and `/`, or is quoted [syntax]"},
    {"C!7:conv 6 5\n"
     "^~~ `C!7` is not a label; a label holds letters, digits, `_`, `-`, `.` and `/`, or is quoted [syntax]\n"
     "relu from=C!7"},
    {"C1: conv =3 5\n"
     "         ^ a parameter's name is missing before `=`; for example stride=2 [syntax]"},
    {"conv 6 = = 3\n"
     "       ^ `6` has no value; its value follows it [syntax]"},
    {R"(
relu "a b"
      ^~~ relu does not accept a value; remove it [bad-value])"},
    {R"(
relu "a b":
      ^~~ `a b` comes after the layer type; put a label at the start of its statement [syntax])"},
    {R"(
conv 6 "5"
        ^ `kernel` needs a whole number, or one for each spatial axis, not a text in quotes; leave the quotes out [bad-value])"},
    {R"(
a: relu
add from=input,"a
               ^~ the quote is not closed; a name ends with `"` on the line where it begins [syntax]
relu)"},
    {R"(
a: relu
add from=input,a"
               ^~ no layer is called `a"`; did you mean `a`? [unknown-input])"},
    {R"(
add { relu } -> "8
                ^~ the quote is not closed; a name ends with `"` on the line where it begins [syntax]
relu)"},
    {R"(
add { relu } from="a b
                  ^~~~ the quote is not closed; a name ends with `"` on the line where it begins [syntax]
relu)"},
    {"relu -> = 3\n"
     "        ^ `=` is not `key=value`; for example params=62,378,344 [syntax]"},
    {"relu -> -> 3\n"
     "        ^~ `->` is not `key=value`; for example params=62,378,344 [syntax]"},
    {R"(
relu -> "a b"
         ^~~ `output` needs the sizes of a shape, not a text in quotes; leave the quotes out [bad-value])"},
    {"relu -> 8x8x1 params\n"
     "              ^~~~~~ `params` is not `key=value`; for example params=62,378,344 [syntax]"},
    {R"(
relu -> 8x8x1 "params"=0
               ^~~~~~ `params` is not `key=value`; for example params=62,378,344 [syntax])"},
    {"x: freeze { relu }\n"
     "^ `freeze` cannot have a label; layers, calls and repeats have names [syntax]"},
    {"x: freeze\n"
     "^ `freeze` cannot have a label; layers, calls and repeats have names [syntax]\n"
     "relu"},
    {"freeze 3 { relu }\n"
     "       ^ `3` is not allowed after `freeze` [syntax]"},
    {"freeze relu\n"
     "       ^~~~ `relu` is not allowed after `freeze` [syntax]"},
    {"freeze\n"
     "^~~~~~ `freeze` has no braces; its statements are in braces, which begin on its line [syntax]"},
    {"repeat 2 -> 3 { relu }\n"
     "         ^~ `->` is not allowed after `repeat` [syntax]"},
    {R"(
path "a" { relu }
^~~~ `path` is outside a merge; write it inside the braces of `add`, `concat` or another merge [syntax]
      ^ `a` is not allowed after `path` [syntax])"},
    {"add { relu } -> 8x8x1 { relu }\n"
     "                      ^ a second block of one statement; begin a new line, or write a semicolon [syntax]\n"
     "relu"},
    {"repeat 2 { relu } -> 8x8x1\n"
     "                  ^~ `repeat` is not a layer; write this on the last layer inside it [syntax]"},
    {"repeat 2 -> 8 { relu } -> 8x8x1\n"
     "         ^~ `->` is not allowed after `repeat` [syntax]\n"
     "                       ^~ `repeat` is not a layer; write this on the last layer inside it [syntax]"},
    {"add { relu } -> 8x8x1 3\n"
     "                      ^ `3` is not `key=value`; the sizes of a shape are joined by `x` [syntax]"},
    {"network -> x\n"
     "^~~~~~~ `network` needs a word after it [syntax]\n"
     "relu"},
    {"network { }\n"
     "^~~~~~~ `network` needs a word after it [syntax]\n"
     "relu"},
    {"a: relu\n"
     "outputs a -> b\n"
     "          ^~ `->` is one too many for `outputs`; write one statement per line, or separate several with a "
     "semicolon "
     "[syntax]"},
    {"a: relu\n"
     "outputs a = b\n"
     "          ^ `=` is one too many for `outputs`; write one statement per line, or separate several with a "
     "semicolon "
     "[syntax]"},
    {"let\n"
     "^~~ `let` names nothing; for example width=64 [syntax]\n"
     "relu"},
    {"let 5\n"
     "    ^ a `let` without a name; for example width=64 [syntax]\n"
     "relu"},
    {"let a.b=3\n"
     "    ^~~ `a.b` is not a valid name for a `let`; use letters, digits and `_`, and do not begin with a digit "
     "[syntax]\n"
     "relu"},
    {"let 3x=3\n"
     "    ^~ `3x` is not a valid name for a `let`; use letters, digits and `_`, and do not begin with a digit "
     "[syntax]\n"
     "relu"},
    {R"(
let "a b"=3
     ^~~ `a b` is not a valid name for a `let`; use letters, digits and `_`, and do not begin with a digit [syntax]
relu)"},
    {"let n=3 -> 5\n"
     "        ^~ `->` is one too many for `let`; write one statement per line, or separate several with a semicolon "
     "[syntax]\n"
     "relu"},
    {"expect -> 3\n"
     "       ^~ `->` is not `key=value`; for example params=62,378,344 [syntax]\n"
     "relu"},
    {"conv ${k\n"
     "     ^~~ a name is missing after `$`; a name follows it, as in $width [bad-value]\n"
     "5\n"
     "^ `5` is not a layer type [unknown-layer]"},
};

const Printed shown_otherwise[] = {
    {"input 8x8x1\nC\u202e7: conv 6 5\n",
     "spec:2:1: error: `C\\u{202e}7` is not a label; a label holds letters, digits, `_`, `-`, `.` and `/`, or is "
     "quoted "
     "[syntax]\n"
     "    C\\u{202e}7: conv 6 5\n"
     "    ^~~~~~~~~~\n"},
    {"input 8x8x1\nconv 6 \\\r\n  kernal=5\r\n",
     R"(spec:3:3: error: `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]
    kernal=5
    ^~~~~~
)"},
    {R"(input 8x8x1
conv 6 kernal=5\

)",
     R"(spec:2:8: error: `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]
    conv 6 kernal=5\
           ^~~~~~
)"},
    {"input 8x8x1\nconv 6 kernal=5\\\r\n\r\n",
     R"(spec:2:8: error: `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]
    conv 6 kernal=5\
           ^~~~~~
)"},
};

}  // namespace

TEST_CASE("a statement that breaks off or goes on too long is told where") {
    check_marked(statements, "input 8x8x1\n");
    check_printed(shown_otherwise);
}
