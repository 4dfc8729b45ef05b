#include <span>

#include "spec/mistake.h"

using namespace nnshape::test;

namespace {

const Mistake definitions[] = {
    {R"(input 8
define f(n=) { dense 3 }
f
)",
     R"(spec:2:10: error: `n` has no default after its `=` [syntax]
    define f(n=) { dense 3 }
             ^
)"},
    {R"(input 8
define { relu }
)",
     R"(spec:2:1: error: `define` has no name; for example `define block(filters) { … }` [syntax]
    define { relu }
    ^~~~~~
)"},
    {R"(input 8
define a.b { relu }
a.b
)",
     R"(spec:2:8: error: `a.b` is not a valid name for a definition; use letters, digits, `_` and `-` [syntax]
    define a.b { relu }
           ^~~
)"},
    {"input 8\ndefine a\u200bb { relu }\n",
     R"(spec:2:8: error: `a\u{200b}b` is not a valid name for a definition; use letters, digits, `_` and `-` [syntax]
    define a\u{200b}b { relu }
           ^~~~~~~~~~
)"},
    {R"(input 8
define "a b" { relu }
)",
     R"(spec:2:9: error: `a b` is not a valid name for a definition; use letters, digits, `_` and `-` [syntax]
    define "a b" { relu }
            ^~~
)"},
    {R"(input 8
define "" { relu }
)",
     R"(spec:2:9: error: `` is not a valid name for a definition; use letters, digits, `_` and `-` [syntax]
    define "" { relu }
            ^
)"},
    {R"(input 8
define f(n { relu }
f
)",
     R"(spec:2:8: error: the parentheses are not closed [syntax]
    define f(n { relu }
           ^~~~
)"},
    {R"(input 8
define f(n) 3 { relu }
f 1
)",
     R"(spec:2:8: error: the parentheses are not closed [syntax]
    define f(n) 3 { relu }
           ^~~~~~
)"},
    {R"(input 8
define f(n,) { relu }
f
)",
     R"(spec:2:12: error: `` is not a valid name for a parameter; use letters, digits and `_`, and do not begin with a digit [syntax]
    define f(n,) { relu }
               ^
)"},
    {R"(input 8
define f(n m) { relu }
f
)",
     R"(spec:2:10: error: `n m` is not a valid name for a parameter; use letters, digits and `_`, and do not begin with a digit [syntax]
    define f(n m) { relu }
             ^~~
)"},
    {R"(input 8
define f(n, k=2, n) { relu }
f 1
)",
     R"(spec:2:18: error: a parameter of that name exists already [duplicate-name]
    define f(n, k=2, n) { relu }
                     ^
)"},
    {R"(input 8
define input { relu }
)",
     R"(spec:2:8: error: `input` is a word of the language and names no definition; choose another name [bad-value]
    define input { relu }
           ^~~~~
)"},
    {R"(input 8
define f(s="a, b", 2n) { relu }
f
)",
     R"(spec:2:20: error: `2n` is not a valid name for a parameter; use letters, digits and `_`, and do not begin with a digit [syntax]
    define f(s="a, b", 2n) { relu }
                       ^~
)"},
    {"input 8\ndefine dou\rle { relu }\ndouble\n",
     R"(spec:2:8: error: `dou\u{d}le` is not a valid name for a definition; use letters, digits, `_` and `-` [syntax]
    define dou\u{d}le { relu }
           ^~~~~~~~~~
spec:3:1: error: `double` is not a layer type [unknown-layer]
    double
    ^~~~~~
)"},
    {R"(input 8
define f(n=3 m=4) { dense $n }
relu
)",
     R"(spec:2:14: error: a default is one value; separate parameters with commas [syntax]
    define f(n=3 m=4) { dense $n }
                 ^~~
)"},
    {R"(input 8
define f(n=3, s="a b" t=4) { dense $n }
f
)",
     R"(spec:2:23: error: a default is one value; separate parameters with commas [syntax]
    define f(n=3, s="a b" t=4) { dense $n }
                          ^~~
)"},
    {R"(input 8
define f(s="a b") { dense 3 in=$s }
f
)",
     R"(spec:2:32: error: `in` needs the number of channels, not `a b` [bad-value]
    define f(s="a b") { dense 3 in=$s }
                                   ^~
    used from spec:3:1
)"},
    {R"(input 8
define f { relu
f
)",
     R"(spec:2:10: error: the `{` is not closed; a `}` ends what it begins [syntax]
    define f { relu
             ^
)"},
    {R"(input 8
x: define f { relu }
relu
)",
     R"(spec:2:1: error: `define` cannot have a label; layers and calls have names [syntax]
    x: define f { relu }
    ^
)"},
    {R"(input 8
define f(n=(1,2)) { dense $n }
f
)",
     R"(spec:2:27: error: `(1,2)` has commas between values; separate values with blanks; a number has no commas [bad-value]
    define f(n=(1,2)) { dense $n }
                              ^~
    used from spec:3:1
)"},
};

}  // namespace

TEST_CASE("a mistake in the head of a definition gets a sentence of its own") { check_mistakes(definitions); }
