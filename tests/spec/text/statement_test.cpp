#include <span>

#include "spec/mistake.h"

using namespace nnshape::test;

namespace {

const Mistake statements[] = {
    {R"(input 8x8x1
C1 =
)",
     R"(spec:2:4: error: `C1 =` begins no statement; a label ends in a colon, as in `C1: conv 6 5`; put a parameter on its layer's line [syntax]
    C1 =
       ^
)"},
    {R"(input 8x8x1
C1 = -> 3
)",
     R"(spec:2:4: error: `C1 =` begins no statement; a label ends in a colon, as in `C1: conv 6 5`; put a parameter on its layer's line [syntax]
    C1 = -> 3
       ^
)"},
    {R"(input 8x8x1
C~7: conv 6 5
)",
     R"(spec:2:1: error: `C~7` is not a label; a label holds letters, digits, `_`, `-`, `.` and `/`, or is quoted [syntax]
    C~7: conv 6 5
    ^~~
)"},
    {R"(input 8x8x1
C!7:conv 6 5
relu from=C!7
)",
     R"(spec:2:1: error: `C!7` is not a label; a label holds letters, digits, `_`, `-`, `.` and `/`, or is quoted [syntax]
    C!7:conv 6 5
    ^~~
)"},
    {"input 8x8x1\nC\u202e7: conv 6 5\n",
     R"(spec:2:1: error: `C\u{202e}7` is not a label; a label holds letters, digits, `_`, `-`, `.` and `/`, or is quoted [syntax]
    C\u{202e}7: conv 6 5
    ^~~~~~~~~~
)"},
    {R"(input 8x8x1
C1: conv =3 5
)",
     R"(spec:2:10: error: a parameter's name is missing before `=`; for example `stride=2` [syntax]
    C1: conv =3 5
             ^
)"},
    {R"(input 8x8x1
conv 6 = = 3
)",
     R"(spec:2:8: error: `6` has no value; for example `6=1` [syntax]
    conv 6 = = 3
           ^
)"},
    {R"(input 8x8x1
relu "a b"
)",
     R"(spec:2:7: error: relu does not accept a value; leave it out [bad-value]
    relu "a b"
          ^~~
)"},
    {R"(input 8x8x1
relu "a b":
)",
     R"(spec:2:7: error: `a b` comes after the layer type; a label that holds blanks is quoted, as in `"relu a b":` [syntax]
    relu "a b":
          ^~~
)"},
    {R"(input 8x8x1
conv 6 "5"
)",
     R"(spec:2:9: error: `kernel` needs a whole number, or one for each spatial axis, not `5` [bad-value]
    conv 6 "5"
            ^
)"},
    {R"(input 8x8x1
a: relu
add from=input,"a
relu
)",
     R"(spec:3:16: error: the quote is not closed; a name ends with `"` on the line where it begins [syntax]
    add from=input,"a
                   ^~
)"},
    {R"(input 8x8x1
a: relu
add from=input,a"
)",
     R"(spec:3:16: error: no layer is called `a"`; did you mean `a`? [unknown-input]
    add from=input,a"
                   ^~
)"},
    {R"(input 8x8x1
add { relu } -> "8
relu
)",
     R"(spec:2:17: error: the quote is not closed; a name ends with `"` on the line where it begins [syntax]
    add { relu } -> "8
                    ^~
)"},
    {R"(input 8x8x1
add { relu } from="a b
relu
)",
     R"(spec:2:19: error: the quote is not closed; a name ends with `"` on the line where it begins [syntax]
    add { relu } from="a b
                      ^~~~
)"},
    {R"(input 8x8x1
relu -> = 3
)",
     R"(spec:2:9: error: `=` is not `key=value`; for example `params=62,378,344` [syntax]
    relu -> = 3
            ^
)"},
    {R"(input 8x8x1
relu -> -> 3
)",
     R"(spec:2:9: error: `->` is not `key=value`; for example `params=62,378,344` [syntax]
    relu -> -> 3
            ^~
)"},
    {R"(input 8x8x1
relu -> "a b"
)",
     R"(spec:2:10: error: `output` needs the sizes of a shape, not `a b` [bad-value]
    relu -> "a b"
             ^~~
)"},
    {R"(input 8x8x1
relu -> 8x8x1 params
)",
     R"(spec:2:15: error: `params` is not `key=value`; for example `params=62,378,344` [syntax]
    relu -> 8x8x1 params
                  ^~~~~~
)"},
    {R"(input 8x8x1
relu -> 8x8x1 "params"=0
)",
     R"(spec:2:16: error: `params` is not `key=value`; for example `params=62,378,344` [syntax]
    relu -> 8x8x1 "params"=0
                   ^~~~~~
)"},
    {R"(input 8x8x1
x: repeat 2 { relu }
)",
     R"(spec:2:1: error: `repeat` cannot have a label; layers and calls have names [syntax]
    x: repeat 2 { relu }
    ^
)"},
    {R"(input 8x8x1
x: repeat 2
relu
)",
     R"(spec:2:1: error: `repeat` cannot have a label; layers and calls have names [syntax]
    x: repeat 2
    ^
)"},
    {R"(input 8x8x1
freeze 3 { relu }
)",
     R"(spec:2:8: error: `3` is not allowed after `freeze` [syntax]
    freeze 3 { relu }
           ^
)"},
    {R"(input 8x8x1
freeze relu
)",
     R"(spec:2:8: error: `relu` is not allowed after `freeze` [syntax]
    freeze relu
           ^~~~
)"},
    {R"(input 8x8x1
freeze
)",
     R"(spec:2:1: error: `freeze` has no braces; write `{` on its line, and `}` after its last statement [syntax]
    freeze
    ^~~~~~
)"},
    {R"(input 8x8x1
repeat 2 -> 3 { relu }
)",
     R"(spec:2:10: error: `->` is not allowed after `repeat` [syntax]
    repeat 2 -> 3 { relu }
             ^~
)"},
    {R"(input 8x8x1
path "a" { relu }
)",
     R"(spec:2:1: error: `path` is outside a merge; write it inside the braces of `add`, `concat` or another merge [syntax]
    path "a" { relu }
    ^~~~
spec:2:7: error: `a` is not allowed after `path` [syntax]
    path "a" { relu }
          ^
)"},
    {R"(input 8x8x1
add { relu } -> 8x8x1 { relu }
relu
)",
     R"(spec:2:23: error: a second block of one statement; begin a new line, or write `;` [syntax]
    add { relu } -> 8x8x1 { relu }
                          ^
)"},
    {R"(input 8x8x1
repeat 2 { relu } -> 8x8x1
)",
     R"(spec:2:19: error: `repeat` is not a layer; write this on the last layer inside it [syntax]
    repeat 2 { relu } -> 8x8x1
                      ^~
)"},
    {R"(input 8x8x1
repeat 2 -> 8 { relu } -> 8x8x1
)",
     R"(spec:2:10: error: `->` is not allowed after `repeat` [syntax]
    repeat 2 -> 8 { relu } -> 8x8x1
             ^~
spec:2:24: error: `repeat` is not a layer; write this on the last layer inside it [syntax]
    repeat 2 -> 8 { relu } -> 8x8x1
                           ^~
)"},
    {R"(input 8x8x1
add { relu } -> 8x8x1 3
)",
     R"(spec:2:23: error: `3` is not `key=value`; the sizes of a shape are joined by `x` [syntax]
    add { relu } -> 8x8x1 3
                          ^
)"},
    {R"(input 8x8x1
network -> x
relu
)",
     R"(spec:2:1: error: `network` needs a word after it [syntax]
    network -> x
    ^~~~~~~
)"},
    {R"(input 8x8x1
network { }
relu
)",
     R"(spec:2:1: error: `network` needs a word after it [syntax]
    network { }
    ^~~~~~~
)"},
    {R"(input 8x8x1
a: relu
outputs a -> b
)",
     R"(spec:3:11: error: `->` is one too many for `outputs`; write one statement per line, or separate several with `;` [syntax]
    outputs a -> b
              ^~
)"},
    {R"(input 8x8x1
a: relu
outputs a = b
)",
     R"(spec:3:11: error: `=` is one too many for `outputs`; write one statement per line, or separate several with `;` [syntax]
    outputs a = b
              ^
)"},
    {R"(input 8x8x1
let
relu
)",
     R"(spec:2:1: error: `let` names nothing; for example `let width=64` [syntax]
    let
    ^~~
)"},
    {R"(input 8x8x1
let 5
relu
)",
     R"(spec:2:5: error: a `let` without a name; for example `let width=64` [syntax]
    let 5
        ^
)"},
    {R"(input 8x8x1
let a.b=3
relu
)",
     R"(spec:2:5: error: `a.b` is not a valid name for a `let`; use letters, digits and `_`, and do not begin with a digit [syntax]
    let a.b=3
        ^~~
)"},
    {R"(input 8x8x1
let 3x=3
relu
)",
     R"(spec:2:5: error: `3x` is not a valid name for a `let`; use letters, digits and `_`, and do not begin with a digit [syntax]
    let 3x=3
        ^~
)"},
    {R"(input 8x8x1
let "a b"=3
relu
)",
     R"(spec:2:6: error: `a b` is not a valid name for a `let`; use letters, digits and `_`, and do not begin with a digit [syntax]
    let "a b"=3
         ^~~
)"},
    {R"(input 8x8x1
let n=3 -> 5
relu
)",
     R"(spec:2:9: error: `->` is one too many for `let`; write one statement per line, or separate several with `;` [syntax]
    let n=3 -> 5
            ^~
)"},
    {R"(input 8x8x1
expect -> 3
relu
)",
     R"(spec:2:8: error: `->` is not `key=value`; for example `params=62,378,344` [syntax]
    expect -> 3
           ^~
)"},
    {"input 8x8x1\nconv 6 \\\r\n  kernal=5\r\n",
     R"(spec:3:3: error: `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]
    kernal=5
    ^~~~~~
)"},
    {R"(input 8x8x1
conv ${k
5
)",
     R"(spec:2:6: error: a name is missing after `$`; write `$width` or `${width}` [bad-value]
    conv ${k
         ^~~
spec:3:1: error: `5` is not a layer type [unknown-layer]
    5
    ^
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

TEST_CASE("a statement that breaks off or goes on too long is told where") { check_mistakes(statements); }
