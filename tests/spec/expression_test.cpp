
#include "spec/figures.h"
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
    {3, "$n/2*2", 3},  // exact until the result is used
    {3, "-($n-10)%4", 3},
    {-7, "$n%4", 1},
    {64, "multiple($n*1.4, 8)", 88},
    {3, "max($n,2)**min($n,2)", 9},
    {3, "$($n+1)*$(2)", 8},
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

const Marked values_wrong[] = {
    {"let b=1 d=1.5 h=99999999999999999999 l=a,b n=- s=3x4 c=0,5\n"
     "input 8x8x3\n"
     "conv 3 1 bias=$b\n"
     "              ^~ `bias` needs true or false, not `1` [bad-value]\n"
     "conv $d 1\n"
     "     ^~ `filters` needs a whole number, not `1.5` [bad-value]\n"
     "conv $h 1\n"
     "     ^~ `99999999999999999999` does not fit into a 64-bit integer; the largest number is 9223372036854775807 "
     "[bad-value]\n"
     "conv $l 1\n"
     "     ^~ `a,b` has commas between values; separate values with blanks; a number has no commas [bad-value]\n"
     "conv $n 1\n"
     "     ^~ `filters` needs a whole number, not `-` [bad-value]\n"
     "conv $s 1\n"
     "     ^~ `filters` needs a whole number, not `3x4` [bad-value]\n"
     "dropout $d\n"
     "        ^~ `rate` must be from 0 to 1, not `1.5` [bad-value]\n"
     "dropout $c\n"
     "        ^~ `0,5` has commas between values; a decimal has a point, as in `0.5` [bad-value]\n"
     "dropout 0,5\n"
     "        ^~~ `0,5` has commas between values; a decimal has a point, as in `0.5` [bad-value]\n"
     "upsample $l\n"
     "         ^~ `scale` needs a number, or one for each spatial axis, not `a,b` [bad-value]\n"
     "conv 3 1 stride=a,b\n"
     "                ^~~ `stride` needs a whole number, or one for each spatial axis, not `a,b` [bad-value]\n"
     "conv 3 ,3\n"
     "       ^~ `kernel` needs a whole number, or one for each spatial axis, not `,3` [bad-value]"},
    {"let h=$nope+1\n"
     "      ^~~~~ `$nope` is neither a parameter of a definition here nor a `let`; declare it with a `let` at top "
     "level [bad-value]\n"
     "input ${h}x8x3\n"
     "relu"},
    {"input 8x8x$c\n"
     "          ^~ `shape` must be at least 1, not 0 [bad-value]\n"
     "let c=0\n"
     "relu"},
    {R"(
{"input": "$h", "let": {"h": 1.5, "d": 3}, "layers": [{"type": "relu"}]}
           ^~ `shape` needs the sizes of a shape, not `1.5` [bad-value])"},
    {R"(
{"input": [8, 8, 3], "let": {"b": null, "d": "x", "e": true},
"layers": [{"type": "dense", "units": "$b"},
                                       ^~ `units` needs a whole number, not `null` [bad-value]
{"type": "dense", "units": "$d"},
                            ^~ `units` needs a whole number, not `"x"` [bad-value]
{"type": "dense", "units": "$e"}]}
                            ^~ `units` needs a whole number, not `true` [bad-value])"},
};

const Marked expressions_wrong[] = {
    {"let n=3\n"
     "dense $n)\n"
     "        ^ `)` is not allowed here [bad-value]"},
    {"let n=3\n"
     "dense 3+$\n"
     "        ^ a name is missing after `$`; a name follows it, as in $width [bad-value]"},
    {"let n=3\n"
     "dense 3+${n\n"
     "        ^~~ a name is missing after `$`; a name follows it, as in $width [bad-value]"},
    {"let n=3\n"
     "dense ${n x}\n"
     "      ^~~~ a name is missing after `$`; a name follows it, as in $width [bad-value]"},
    {"dense $3\n"
     "      ^~ a name is missing after `$`; a name follows it, as in $width [bad-value]"},
    {"let width=3\n"
     "dense 2*$widht\n"
     "        ^~~~~~ `$widht` is neither a parameter of a definition here nor a `let`; did you mean `$width`? "
     "[bad-value]"},
    {"let n=3\n"
     "dense $n/$nope/0\n"
     "         ^~~~~ `$nope` is neither a parameter of a definition here nor a `let`; declare it with a `let` at top "
     "level [bad-value]"},
    {"let n=3\n"
     "dense $n/0/0\n"
     "        ^ a division by 0 [bad-value]"},
    {"let n=9223372036854775807\n"
     "dense $n*2/2\n"
     "        ^ the value overflows a 64-bit integer [bad-value]"},
    {"let n=9223372036854775807\n"
     "dense 1/($n+1)\n"
     "           ^ the value overflows a 64-bit integer [bad-value]"},
    {"let n=9223372036854775807\n"
     "dense 1//($n*2)\n"
     "            ^ the value overflows a 64-bit integer [bad-value]"},
    {"let n=-9223372036854775808\n"
     "dense $n/-1\n"
     "        ^ the value overflows a 64-bit integer [bad-value]"},
    {"let n=-7\n"
     "dense $n//2\n"
     "      ^~~~~ `units` must be at least 1, not -4 [bad-value]"},
    {"dense ($nope\n"
     "       ^~~~~ `$nope` is neither a parameter of a definition here nor a `let`; declare it with a `let` at top "
     "level [bad-value]"},
    {"dense ($nope)\n"
     "       ^~~~~ `$nope` is neither a parameter of a definition here nor a `let`; declare it with a `let` at top "
     "level [bad-value]"},
    {"let n=1\n"
     "dense -----------------------------------------------------------------$n\n"
     "                                                                       ^ nested deeper than 64 [bad-value]"},
    {"dense 2**63\n"
     "       ^~ the value overflows a 64-bit integer [bad-value]\n"
     "dense 3**-(2**40)\n"
     "       ^~ the value overflows a 64-bit integer [bad-value]\n"
     "dense 9T*9T\n"
     "        ^ the value overflows a 64-bit integer [bad-value]\n"
     "dense 9_999_999T\n"
     "      ^~~~~~~~~~ the value overflows a 64-bit integer [bad-value]"},
    {"dense 2**0.5\n"
     "       ^~ the power 0.5 is not whole [bad-value]\n"
     "dense 0**-1\n"
     "       ^~ a division by 0 [bad-value]\n"
     "dense 5%(3-3)\n"
     "       ^ a division by 0 [bad-value]"},
    {"let n=3 w=64 d=0.3\n"
     "dense $n/2\n"
     "        ^ `units` needs a whole number, not `1.5`; `//` rounds down [bad-value]\n"
     "dense 1+$n/2*3-1\n"
     "          ^ `units` needs a whole number, not `4.5`; `//` rounds down [bad-value]\n"
     "dense $n/2*2+$n/7\n"
     "               ^ `units` needs a whole number, not `24/7`; `//` rounds down [bad-value]\n"
     "dense $w*0.3\n"
     "        ^ `units` needs a whole number, not `19.2`; round, floor and ceil make a number whole "
     "[bad-value]\n"
     "dense $w*$d\n"
     "        ^ `units` needs a whole number, not `19.2`; round, floor and ceil make a number whole "
     "[bad-value]\n"
     "dense 1.2345k\n"
     "      ^~~~~~~ `units` needs a whole number, not `1234.5`; round, floor and ceil make a number whole [bad-value]"},
    {"let n=3/2\n"
     "dense $n\n"
     "      ^~ `units` needs a whole number, not `1.5` [bad-value]"},
    {"dense -0.5*1\n"
     "      ^ `units` needs a whole number, not `-0.5`; round, floor and ceil make a number whole "
     "[bad-value]\n"
     "dropout 1/3\n"
     "        ^~~ `rate` needs a decimal, and `1/3` is not one [bad-value]\n"
     "dropout 3/2\n"
     "        ^~~ `rate` must be from 0 to 1, not `1.5` [bad-value]\n"
     "dropout 1-3/2\n"
     "        ^~~~~ `rate` needs a number from 0 to 1, not `-0.5` [bad-value]"},
    {"dense 3w*2\n"
     "      ^~~~ `units` needs a whole number, not `3w*2` [bad-value]\n"
     "dense 8*max(3)\n"
     "        ^~~~~~ `max` takes 2 numbers, not 1 [bad-value]\n"
     "dense round(3,2)\n"
     "      ^~~~~~~~~~ `round` takes 1 number, not 2 [bad-value]\n"
     "dense multiple(3,0)\n"
     "      ^~~~~~~~~~~~~ `multiple` needs a unit above 0 [bad-value]\n"
     "dense max(3,4\n"
     "            ^ a closing parenthesis is missing [bad-value]"},
    {"dense 60 * 25\n"
     "         ^ a blank before `*`; an expression has blanks inside parentheses only; write `dense 60*25` [syntax]\n"
     "dense 2 ** 3\n"
     "        ^~ a blank before `**`; an expression has blanks inside parentheses only; write `dense 2**3` [syntax]"},
    {"let n=3\n"
     "dense $n*n\n"
     "         ^ `n` is not a number or a name; write `$n` [bad-value]\n"
     "dense $n*foo\n"
     "         ^~~ `foo` is not a number or a name; an expression is numbers, names, + - * / // % **, parentheses and "
     "functions such as `max` [bad-value]\n"
     "dense $n*2q\n"
     "         ^~ `2q` is not a number; a suffix is k, M, G, T, Ki, Mi, Gi or Ti [bad-value]\n"
     "dense $n*1.2.3\n"
     "            ^ `.3` is not allowed here [bad-value]"},
    {"let n=1\n"
     "dense $n+99999999999999999999\n"
     "         ^~~~~~~~~~~~~~~~~~~~ the number does not fit into a 64-bit integer [bad-value]"},
    {"let n=1\n"
     "dense $n+\n"
     "        ^ a number or a name is missing; an expression is numbers, names, + - * / // % **, parentheses and "
     "functions such as `max` [bad-value]"},
    {"let n=1\n"
     "dense $n*(\n"
     "         ^ a number or a name is missing; an expression is numbers, names, + - * / // % **, parentheses and "
     "functions such as `max` [bad-value]"},
    {"let n=1\n"
     "dense 2*$n+_1\n"
     "           ^~ `_1` is not a number or a name; an expression is numbers, names, + - * / // % **, parentheses and "
     "functions such as `max` [bad-value]"},
    {"let n=1\n"
     "dense $n+é\n"
     "         ^ `é` is not a number or a name; an expression is numbers, names, + - * / // % **, parentheses and "
     "functions such as `max` [bad-value]"},
    {"dense $é+1\n"
     "      ^~ a name is missing after `$`; a name follows it, as in $width [bad-value]"},
};

const Printed too_deep[] = {
    {"input 8\nlet n=1\ndense " + std::string(65, '(') + "$n" + std::string(65, ')') + "\n",
     R"(spec:3:72: error: nested deeper than 64 [bad-value]
    …(((((((((((((((((((((((((((((((((((((((((((((((((($n))))))))))))))))))))))))))))))))))))))))))))))))…
                                                       ^
)"},
};

const Marked expressions_json[] = {
    {R"(
{"type": "dense", "units": "$n 3"}]}
                               ^ `3` is not allowed here [bad-value])"},
    {R"(
{"type": "dense", "units": "$n\u002b"}]}
                            ^~~~~~~~ a number or a name is missing; an expression is numbers, names, + - * / // % **, parentheses and functions such as `max` [bad-value])"},
    {R"(
{"type": "dense", "units": "($n\u002b1"}]}
                            ^~~~~~~~~~ a closing parenthesis is missing [bad-value])"},
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
          "nnshape: `--set` has an empty value; remove the comma\n");
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

TEST_CASE("a value that does not fit is told as what it is, and not by its name") { check_marked(values_wrong); }

TEST_CASE("a mistake in an expression is told at its place") {
    check_marked(expressions_wrong, "input 8\n");
    check_printed(too_deep);
}

TEST_CASE("a mistake in an expression of JSON is told at its place unless it holds escapes") {
    check_marked(expressions_json, "{\"input\": [8, 8, 1], \"let\": {\"n\": 3}, \"layers\": [\n");
}
