#include <nlohmann/json.hpp>
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

// A layer with a value of each kind, of which `@` holds the place.
struct Named {
    std::string input, layer, value;
};

const Named named[] = {
    {"8x8x3", "conv @ 3", "4"},
    {"8x8x3", "conv 4 @", "3x1"},
    {"8x8x3", "conv 4 3 padding=@", "same"},
    {"8x8x3", "conv 4 3 padding=@", "0:1x2:3"},
    {"8x8x3", "conv 4 3 padding=@", "1:2"},
    {"8x8x3", "conv 4 3 bias=@", "false"},
    {"8x8x3", "dropout @", "0.5"},
    {"8x8x3", "dropout @", "1e-1"},
    {"8x8x3", "upsample @", "1.5"},
    {"8x8x3", "upsample @", "2.5x1.5"},
    {"8x8x3", "adaptive_avg_pool @", "-x2"},
    {"8x8x3", "reshape @", "64x3"},
    {"8x8x3", "permute @", "2x0x1"},
    {"8x8x3", "select 1 axis=@", "1"},
    {"8x8x3", "prelu per=@", "channel"},
};

std::string with(std::string layer, const std::string& value) { return layer.replace(layer.find('@'), 1, value); }

// A network's output and totals.
std::string figures(const std::string& spec, std::vector<std::string> options = {}) {
    std::vector<std::string> arguments{"show", "-", "--json"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    Ran ran = run_program(arguments, spec);
    REQUIRE(ran.err == "");
    REQUIRE(ran.code == 0);
    auto report = nlohmann::json::parse(ran.out);
    report["totals"].erase("peak_layer");
    return report["output"].dump() + report["totals"].dump();
}

const Mistake values_wrong[] = {
    {R"(let b=1 d=1.5 h=99999999999999999999 l=a,b n=- s=3x4 c=0,5
input 8x8x3
conv 3 1 bias=$b
conv $d 1
conv $h 1
conv $l 1
conv $n 1
conv $s 1
dropout $d
dropout $c
dropout 0,5
upsample $l
conv 3 1 stride=a,b
conv 3 ,3
)",
     R"(spec:3:15: error: `bias` needs true or false, not `1` [bad-value]
    conv 3 1 bias=$b
                  ^~
spec:4:6: error: `filters` needs a whole number, not `1.5` [bad-value]
    conv $d 1
         ^~
spec:5:6: error: `99999999999999999999` does not fit into 64 bits; the largest number is 9223372036854775807 [bad-value]
    conv $h 1
         ^~
spec:6:6: error: `a,b` has commas between values; separate values with blanks; a number has no commas [bad-value]
    conv $l 1
         ^~
spec:7:6: error: `filters` needs a whole number, not `-` [bad-value]
    conv $n 1
         ^~
spec:8:6: error: `filters` needs a whole number, not `3x4` [bad-value]
    conv $s 1
         ^~
spec:9:9: error: `rate` must be from 0 to 1, not `1.5` [bad-value]
    dropout $d
            ^~
spec:10:9: error: `0,5` has commas between values; a decimal has a point, as in `0.5` [bad-value]
    dropout $c
            ^~
spec:11:9: error: `0,5` has commas between values; a decimal has a point, as in `0.5` [bad-value]
    dropout 0,5
            ^~~
spec:12:10: error: `scale` needs a number, or one for each spatial axis, not `a,b` [bad-value]
    upsample $l
             ^~
spec:13:17: error: `stride` needs a whole number, or one for each spatial axis, not `a,b` [bad-value]
    conv 3 1 stride=a,b
                    ^~~
spec:14:8: error: `kernel` needs a whole number, or one for each spatial axis, not `,3` [bad-value]
    conv 3 ,3
           ^~
)"},
    {R"(let h=$nope+1
input ${h}x8x3
relu
)",
     R"(spec:1:7: error: `$nope` is neither a parameter of a definition here nor a `let`; for example `let nope=64` at top level [bad-value]
    let h=$nope+1
          ^~~~~
)"},
    {R"(input 8x8x$c
let c=0
relu
)",
     R"(spec:1:11: error: `shape` must be at least 1, not 0 [bad-value]
    input 8x8x$c
              ^~
)"},
    {R"({"input": "$h", "let": {"h": 1.5, "d": 3}, "layers": [{"type": "relu"}]}
)",
     R"(spec:1:12: error: `shape` needs the sizes of a shape, not `1.5` [bad-value]
    {"input": "$h", "let": {"h": 1.5, "d": 3}, "layers": [{"type": "relu"}]}
               ^~
)"},
    {R"({"input": [8, 8, 3], "let": {"b": null, "d": "x", "e": true}, "layers": [{"type": "dense", "units": "$b"}, {"type": "dense", "units": "$d"}, {"type": "dense", "units": "$e"}]}
)",
     R"(spec:1:102: error: `units` needs a whole number, not `null` [bad-value]
    …e": true}, "layers": [{"type": "dense", "units": "$b"}, {"type": "dense", "units": "$d"}, {"type": "…
                                                       ^~
spec:1:136: error: `units` needs a whole number, not `"x"` [bad-value]
    …nse", "units": "$b"}, {"type": "dense", "units": "$d"}, {"type": "dense", "units": "$e"}]}
                                                       ^~
spec:1:170: error: `units` needs a whole number, not `true` [bad-value]
    …nse", "units": "$d"}, {"type": "dense", "units": "$e"}]}
                                                       ^~
)"},
};

const Mistake expressions_wrong[] = {
    {R"(input 8
let n=3
dense $n)
)",
     R"(spec:3:9: error: `)` is not allowed here [bad-value]
    dense $n)
            ^
)"},
    {R"(input 8
let n=3
dense 3+$
)",
     R"(spec:3:9: error: a name is missing after `$`; write `$width` or `${width}` [bad-value]
    dense 3+$
            ^
)"},
    {R"(input 8
let n=3
dense 3+${n
)",
     R"(spec:3:9: error: a name is missing after `$`; write `$width` or `${width}` [bad-value]
    dense 3+${n
            ^~~
)"},
    {R"(input 8
let n=3
dense ${n x}
)",
     R"(spec:3:7: error: a name is missing after `$`; write `$width` or `${width}` [bad-value]
    dense ${n x}
          ^~~~
)"},
    {R"(input 8
dense $3
)",
     R"(spec:2:7: error: a name is missing after `$`; write `$width` or `${width}` [bad-value]
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
     R"(spec:3:10: error: `$nope` is neither a parameter of a definition here nor a `let`; for example `let nope=64` at top level [bad-value]
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
     R"(spec:3:7: error: the value overflows a 64-bit integer [bad-value]
    dense $n*2/2
          ^~~~~~
)"},
    {R"(input 8
let n=9223372036854775807
dense 1/($n+1)
)",
     R"(spec:3:7: error: the value overflows a 64-bit integer [bad-value]
    dense 1/($n+1)
          ^~~~~~~~
)"},
    {R"(input 8
let n=9223372036854775807
dense 1//($n*2)
)",
     R"(spec:3:7: error: the value overflows a 64-bit integer [bad-value]
    dense 1//($n*2)
          ^~~~~~~~~
)"},
    {R"(input 8
let n=-9223372036854775808
dense $n/-1
)",
     R"(spec:3:7: error: the value overflows a 64-bit integer [bad-value]
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
     R"(spec:2:8: error: `$nope` is neither a parameter of a definition here nor a `let`; for example `let nope=64` at top level [bad-value]
    dense ($nope
           ^~~~~
)"},
    {R"(input 8
dense ($nope)
)",
     R"(spec:2:8: error: `$nope` is neither a parameter of a definition here nor a `let`; for example `let nope=64` at top level [bad-value]
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
     R"(spec:3:12: error: `_1` is not a number or a name; an expression is whole numbers, names, `+ - * / //` and parentheses [bad-value]
    dense 2*$n+_1
               ^~
)"},
    {R"(input 8
let n=1
dense $n+é
)",
     R"(spec:3:10: error: `é` is not a number or a name; an expression is whole numbers, names, `+ - * / //` and parentheses [bad-value]
    dense $n+é
             ^
)"},
    {R"(input 8
dense $é+1
)",
     R"(spec:2:7: error: a name is missing after `$`; write `$width` or `${width}` [bad-value]
    dense $é+1
          ^~
)"},
};

const Mistake expressions_json[] = {
    {R"({"input": [8, 8, 1], "let": {"n": 3}, "layers": [{"type": "dense", "units": "$n 3"}]}
)",
     R"(spec:1:81: error: `3` is not allowed here [bad-value]
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
        REQUIRE(studied.study.network.nodes[1].output.channels == one.value);
    }
}

TEST_CASE("an expression of JSON may hold escapes") {
    REQUIRE(diagnostics_of(R"({"input": [8], "let": {"n": 3}, "layers": [
{"type": "dense", "units": "$n\u002b1", "expect": {"output": [4]}}]})") == "");
}

TEST_CASE("a name stands for any value, wherever it is given one") {
    for (const auto& [input, layer, value] : named) {
        INFO(layer << " of " << value);
        const std::string head = "input " + input + "\n";
        const std::string expected = figures(head + with(layer, value));
        const std::string used = head + with(layer, "$v");
        CHECK(figures("let v=" + value + "\n" + used) == expected);
        CHECK(figures("let w=" + value + " v=$w\n" + used) == expected);
        CHECK(figures("let v=nothing\n" + used, {"--set", "v=" + value}) == expected);
        const std::string inside = "{\n" + with(layer, "$v") + "\n}\n";
        CHECK(figures("define f(v=" + value + ") " + inside + head + "f") == expected);
        CHECK(figures("define f(v) " + inside + head + "f " + value) == expected);
    }
}

TEST_CASE("a word for a name may stand in quotes") {
    const std::string spec = "let v=valid\ninput 8x8x3\nconv 4 3 padding=$v";
    CHECK(figures(spec, {"--set", "v=\"same\""}) == figures(spec, {"--set", "v=same"}));
    CHECK(run_program({"show", "-", "--set", "v=3,"}, spec).err ==
          "<stdin>:3:18: error: `padding` needs a whole number, one for each spatial axis, or before:after, not `3,` "
          "[bad-value]\n    conv 4 3 padding=$v\n                     ^~\n");
}

TEST_CASE("an input may be calculated, in either form") {
    const std::string expected = figures("input 16x8x3\nconv 4 3");
    CHECK(figures("input ${s}x${h}x3\nlet h=8\nlet s=$h*2\nconv 4 3") == expected);
    CHECK(figures("let shape=16x8x3\ninput $shape\nconv 4 3") == expected);
    CHECK(figures("let h=4\ninput 16x${h}x3\nconv 4 3", {"--set", "h=8"}) == expected);
    CHECK(figures("let h=4\ninput 16x${h}x3\nconv 4 3", {"--input", "16x8x3"}) == expected);
    const std::string conv = R"("layers": [{"type": "conv", "filters": 4, "kernel": 3}]})";
    CHECK(figures(R"({"let": {"h": 8}, "input": ["$h*2", "$h", 3], )" + conv) == expected);
    CHECK(figures(R"({"let": {"h": [16, 8, 3]}, "input": "$h", )" + conv) == expected);
    CHECK(figures(R"({"let": {"h": 8}, "layers": [{"type": "input", "shape": [16, "$h", 3]}, )"
                  R"({"type": "conv", "filters": 4, "kernel": 3}]})") == expected);
    for (const char* form : {"text", "json"}) {
        Ran ran = run_program({"convert", "-", "--to", form}, "input ${s}x${h}x3\nlet h=8\nlet s=$h*2\nconv 4 3");
        CHECK(figures(ran.out) == expected);
        CHECK(ran.out.find('$') != std::string::npos);
    }
}

TEST_CASE("a value that does not fit is told as what it is, and not by its name") { check_mistakes(values_wrong); }

TEST_CASE("a mistake in an expression is told at its place") { check_mistakes(expressions_wrong); }

TEST_CASE("a mistake in an expression of JSON is told at its place unless it holds escapes") {
    check_mistakes(expressions_json);
}
