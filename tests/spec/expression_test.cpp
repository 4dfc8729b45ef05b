#include <span>

#include "spec/mistake.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

// What `$n`, which is the first number, comes to in this expression.
struct Value {
    int64_t n;
    std::string expression;
    int64_t value;
};

const Value values[] = {
    {-7, "-($n//2)", 4},  // rounds down, and not to 0
    {7, "-($n//-2)", 4},
    {-7, "$n//-2", 3},
    {-8, "-($n//2)", 4},
    {-7, "$n/-1", 7},
    {-6, "$n/-2", 3},
    {1, "$n+1_000", 1'001},
    {1, "($n\t+ 1)", 2},
    {3, "${n}*2-$n", 3},
    {2, std::string(64, '-') + "$n", 2},
    {2, std::string(64, '(') + "$n" + std::string(64, ')'), 2},
    {-1, "$n-9223372036854775807+9223372036854775807+2", 1},
};

const Mistake expressions_wrong[] = {
    {R"(input 8
let n=3
dense $n)
)",
     R"(spec:3:9: error: `)` cannot stand here [bad-value]
    dense $n)
            ^
)"},
    {R"(input 8
let n=3
dense 3+$
)",
     R"(spec:3:9: error: a name is missing behind `$`; write `$width` or `${width}` [bad-value]
    dense 3+$
            ^
)"},
    {R"(input 8
let n=3
dense 3+${n
)",
     R"(spec:3:9: error: a name is missing behind `$`; write `$width` or `${width}` [bad-value]
    dense 3+${n
            ^~~
)"},
    {R"(input 8
let n=3
dense ${n x}
)",
     R"(spec:3:7: error: a name is missing behind `$`; write `$width` or `${width}` [bad-value]
    dense ${n x}
          ^~~~
)"},
    {R"(input 8
dense $3
)",
     R"(spec:2:7: error: a name is missing behind `$`; write `$width` or `${width}` [bad-value]
    dense $3
          ^~
)"},
    {R"(input 8
let width=3
dense 2*$widht
)",
     R"(spec:3:9: error: `$widht` is neither a parameter of a definition here nor a `let`; did you mean `width`? [bad-value]
    dense 2*$widht
            ^~~~~~
)"},
    {R"(input 8
let n=3
dense $n/$nope/0
)",
     R"(spec:3:10: error: `$nope` is neither a parameter of a definition here nor a `let`; write `let nope=64` at top level, say [bad-value]
    dense $n/$nope/0
             ^~~~~
)"},
    {R"(input 8
let n=3
dense $n/0/0
)",
     R"(spec:3:9: error: a division by 0 [bad-value]
    dense $n/0/0
            ^~
)"},
    {R"(input 8
let n=9223372036854775807
dense $n*2/2
)",
     R"(spec:3:7: error: the value leaves 64 bits [bad-value]
    dense $n*2/2
          ^~~~~~
)"},
    {R"(input 8
let n=9223372036854775807
dense 1/($n+1)
)",
     R"(spec:3:7: error: the value leaves 64 bits [bad-value]
    dense 1/($n+1)
          ^~~~~~~~
)"},
    {R"(input 8
let n=9223372036854775807
dense 1//($n*2)
)",
     R"(spec:3:7: error: the value leaves 64 bits [bad-value]
    dense 1//($n*2)
          ^~~~~~~~~
)"},
    {R"(input 8
let n=-9223372036854775808
dense $n/-1
)",
     R"(spec:3:7: error: the value leaves 64 bits [bad-value]
    dense $n/-1
          ^~~~~
)"},
    {R"(input 8
let n=-7
dense $n//2
)",
     R"(spec:3:7: error: `units` must be at least 1, not -4 [bad-value]
    dense $n//2
          ^~~~~
)"},
    {R"(input 8
dense ($nope
)",
     R"(spec:2:8: error: `$nope` is neither a parameter of a definition here nor a `let`; write `let nope=64` at top level, say [bad-value]
    dense ($nope
           ^~~~~
)"},
    {R"(input 8
dense ($nope)
)",
     R"(spec:2:8: error: `$nope` is neither a parameter of a definition here nor a `let`; write `let nope=64` at top level, say [bad-value]
    dense ($nope)
           ^~~~~
)"},
    {R"(input 8
let n=1
dense ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((($n)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))
)",
     R"(spec:3:72: error: nested deeper than 64 [bad-value]
    …(((((((((((((((((((((((((((((((((((((((((((((((((($n))))))))))))))))))))))))))))))))))))))))))))))))…
                                                       ^
)"},
    {R"(input 8
let n=1
dense -----------------------------------------------------------------$n
)",
     R"(spec:3:72: error: nested deeper than 64 [bad-value]
    dense -----------------------------------------------------------------$n
                                                                           ^
)"},
    {R"(input 8
let n=1
dense $n+99999999999999999999
)",
     R"(spec:3:10: error: the number does not fit into 64 bits [bad-value]
    dense $n+99999999999999999999
             ^~~~~~~~~~~~~~~~~~~~
)"},
    {R"(input 8
let n=1
dense $n+
)",
     R"(spec:3:9: error: a number or a name is missing; an expression is whole numbers, names, `+ - * / //` and parentheses [bad-value]
    dense $n+
            ^
)"},
    {R"(input 8
let n=1
dense $n*(
)",
     R"(spec:3:10: error: a number or a name is missing; an expression is whole numbers, names, `+ - * / //` and parentheses [bad-value]
    dense $n*(
             ^
)"},
    {R"(input 8
let n=1
dense 2*$n+_1
)",
     R"(spec:3:12: error: `_1` is no number or name; an expression is whole numbers, names, `+ - * / //` and parentheses [bad-value]
    dense 2*$n+_1
               ^~
)"},
    {R"(input 8
let n=1
dense $n+é
)",
     R"(spec:3:10: error: `é` is no number or name; an expression is whole numbers, names, `+ - * / //` and parentheses [bad-value]
    dense $n+é
             ^
)"},
    {R"(input 8
dense $é+1
)",
     R"(spec:2:7: error: a name is missing behind `$`; write `$width` or `${width}` [bad-value]
    dense $é+1
          ^~
)"},
};

const Mistake expressions_json[] = {
    {R"({"input": [8, 8, 1], "let": {"n": 3}, "layers": [{"type": "dense", "units": "$n 3"}]}
)",
     R"(spec:1:81: error: `3` cannot stand here [bad-value]
    {"input": [8, 8, 1], "let": {"n": 3}, "layers": [{"type": "dense", "units": "$n 3"}]}
                                                                                    ^
)"},
    {R"({"input": [8, 8, 1], "let": {"n": 3}, "layers": [{"type": "dense", "units": "$n\u002b"}]}
)",
     R"(spec:1:78: error: a number or a name is missing; an expression is whole numbers, names, `+ - * / //` and parentheses [bad-value]
    {"input": [8, 8, 1], "let": {"n": 3}, "layers": [{"type": "dense", "units": "$n\u002b"}]}
                                                                                 ^~~~~~~~
)"},
    {R"({"input": [8, 8, 1], "let": {"n": 3}, "layers": [{"type": "dense", "units": "($n\u002b1"}]}
)",
     R"(spec:1:78: error: a closing parenthesis is missing [bad-value]
    {"input": [8, 8, 1], "let": {"n": 3}, "layers": [{"type": "dense", "units": "($n\u002b1"}]}
                                                                                 ^~~~~~~~~~
)"},
};

}  // namespace

TEST_CASE("an expression comes to this number") {
    for (const Value& one : values) {
        INFO(one.expression);
        Studied studied;
        study_text(studied, "input 8\nlet n=" + std::to_string(one.n) + "\ndense " + one.expression);
        REQUIRE(diagnostics_of(studied.text) == "");
        REQUIRE(studied.study.analysis.nodes[1].output.channels == one.value);
    }
}

TEST_CASE("an expression of JSON may hold escapes") {
    REQUIRE(diagnostics_of(R"({"input": [8], "let": {"n": 3}, "layers": [
{"type": "dense", "units": "$n\u002b1", "expect": {"output": [4]}}]})") == "");
}

TEST_CASE("a mistake in an expression is told at its place") { check_mistakes(expressions_wrong); }

TEST_CASE("a mistake in an expression of JSON is told at its place unless it holds escapes") {
    check_mistakes(expressions_json);
}
