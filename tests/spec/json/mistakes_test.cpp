#include "spec/mistake.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

const Marked syntax[] = {
    {R"(
{"input": [1], "layers": [{"type": "relu"},]}
                                          ^ a comma before `]`; remove the comma [syntax])"},
    {R"(
{"input": [1], "layers": [1,,2]}
                          ^ a layer is an object; for example {"type": "relu"} [bad-value]
                            ^ `,` is not allowed here; a value belongs here [syntax])"},
    {"{'input': [1]}\n"
     " ^ a string in single quotes; JSON's strings are in double quotes [syntax]"},
    {R"(
{"input": [1] "layers": []}
              ^ `"` is not allowed here; a `,` is missing before it [syntax])"},
    {R"(
{"input" [1]}
         ^ `[` is not allowed here; a `:` is missing after the key [syntax])"},
    {"{input: [1]}\n"
     " ^~~~~ `input` is not allowed here; a key in double quotes belongs here [syntax]"},
    {R"(
{"input": [NaN, True, 1]}
           ^~~ NaN is not a JSON number [syntax])"},
    {R"(
{"input": [1], // comment
               ^~ JSON has no comments; remove it, or write the spec in the text form [syntax]
"layers": []})"},
    {R"(
{"input": 1 /* x */}
            ^~ JSON has no comments; remove it, or write the spec in the text form [syntax])"},
    {R"(
{"input": [01, 2]}
           ^~ `01` is not a JSON number; write `1` [syntax])"},
    {R"(
{"input": [1_000]}
           ^~~~~ `1_000` is not a JSON number; write `1000` [syntax])"},
    {R"(
{"input": 28x28x1}
          ^~~~~~~ `28x28x1` is not a JSON number; sizes are an array: `[28, 28, 1]` [syntax])"},
    {R"(
{"input": [1.]}
           ^~ `1.` is not a JSON number; write the digits alone, such as 62378344 [syntax])"},
    {R"(
{"input": [+1]}
           ^ a number with a plus sign; leave the sign out [syntax])"},
    {R"(
{"input": [1e999]}
           ^~~~~ `1e999` is too large a number [syntax])"},
    {R"(
{"input": [nul]}
           ^~~ `nul` is not a JSON value; put a word in double quotes [syntax])"},
    {R"(
{"input": [nullx]}
           ^~~~~ `nullx` is not a JSON value; put a word in double quotes [syntax])"},
    {R"(
{"name": "a\qb"}
           ^~ an escape that JSON does not have; those are \" \\ \/ \b \f \n \r \t and \u with four hexadecimal digits
              [syntax])"},
    {R"(
{"name": "a\u12"}
           ^~ an escape that JSON does not have; those are \" \\ \/ \b \f \n \r \t and \u with four hexadecimal digits
              [syntax])"},
    {R"(
{"name": "\ud800"}
          ^~~~~~ half a surrogate pair in a string; write both halves, or the character itself [syntax])"},
    {R"(
{"name": "abc
         ^~~~ a line ends inside a string; close the quote; a line break in a string is \n [syntax])"},
    {R"(
{"name": "abc
         ^~~~ a line ends inside a string; close the quote; a line break in a string is \n [syntax]
", "input": [1]})"},
    {R"(
{"input": [1}
            ^ `}` does not close the `[` of line 1, column 11; a `]` is missing before it [syntax])"},
    {R"(
{"input": [1], "layers": []} extra
                             ^~~~~ text after the end of the spec; a file holds one object [syntax])"},
    {R"(
[{"type": "relu"}]
^ a spec is a JSON object; for example {"input": [28, 28, 1], "layers": []} [bad-value])"},
    {"{}\n"
     "^ the spec has no input; for example `\"input\": [28, 28, 1]` [missing-input]"},
    {R"(
{"input": [-]}
           ^ `-` is not a JSON number; write the digits alone, such as 62378344 [syntax])"},
    {R"(
{"input": ["\udc00"]}
            ^~~~~~ half a surrogate pair in a string; write both halves, or the character itself [syntax])"},
    {R"(
{"a": "\ud83d\ude00", "b": "\ud83dx"}
  ^ `a` is not a key of a spec [unknown-parameter]
                            ^~~~~~ half a surrogate pair in a string; write both halves, or the character itself
                                   [syntax])"},
    {R"(
{"a" : 1 : 2}
  ^ `a` is not a key of a spec [unknown-parameter]
         ^ `:` is not allowed here; a `,` is missing [syntax])"},
    {R"(
{"input": [_x]}
           ^~ `_x` is not a JSON value; put a word in double quotes [syntax])"},
    {R"(
{"name": "\ud55c\q"}
                ^~ an escape that JSON does not have; those are \" \\ \/ \b \f \n \r \t and \u with four hexadecimal
                   digits [syntax])"},
};

const Printed broken_off[] = {
    {"{\"name\": \"a\tb\"}\n",
     R"(spec:1:12: error: a control character inside a string; write it as `\u0009` [syntax]
    {"name": "a b"}
               ^
)"},
    {R"({"input": [1
)",
     R"(spec:2:1: error: the text ends too early; the `[` of line 1, column 11 is not closed [syntax]
)"},
    {R"({"name": "café 卷", "input": [1})",
     R"(spec:1:31: error: `}` does not close the `[` of line 1, column 29; a `]` is missing before it [syntax]
    {"name": "café 卷", "input": [1}
                                   ^
)"},
    {R"({"input": [4], "layers": [{"type": "relu"}], "name": "卷卷卷卷卷卷卷卷卷卷卷卷卷卷卷卷卷卷卷卷卷卷卷卷卷卷卷卷", nmae: 3})",
     R"(spec:1:86: error: `nmae` is not allowed here; a key in double quotes belongs here [syntax]
    …卷卷卷卷卷卷卷卷卷卷卷卷卷卷卷卷", nmae: 3}
                                        ^~~~
)"},
    {R"({
)",
     R"(spec:2:1: error: the text ends too early; the `{` of line 1, column 1 is not closed [syntax]
)"},
    {R"({"a":
)",
     R"(spec:2:1: error: the text ends too early; the `{` of line 1, column 1 is not closed [syntax]
)"},
};

const Marked kinds[] = {
    {R"(
{"type": "conv", "filters": {}, "kernel": []},
                            ^ `filters` needs a whole number, not an object [bad-value]
                                          ^~ `kernel` needs a whole number, or one for each spatial axis, not `[]`
                                             [bad-value]
{"type": "relu", "inputs": {}}, {"type": "relu", "inputs": 4},
                           ^ a layer is named by a string [bad-value]
                                                           ^ a layer is named by a string [bad-value]
{"type": "relu", "inputs": []}, {"type": "relu", "inputs": [4]},
          ^~~~ relu needs 1 input, but has 0; name one layer with `inputs` [input-count]
                                                            ^ a layer is named by a string [bad-value]
{"type": "relu", "share": []}, {"type": "relu", "activation": 5},
                          ^~ `share` names one layer [bad-value]
                                                              ^ `5` is not an activation without parameters [bad-value]
{"type": "relu", "allow": 5}, {"type": "relu", "allow": ["x"]},
                          ^ `5` is not a code of a diagnostic [bad-value]
                                                          ^ `x` is not a code of a diagnostic [bad-value]
{"type": "relu", "in": "x"}, {"type": "relu", "freeze": 1},
                        ^ `in` needs the number of channels, not `x` [bad-value]
                                                        ^ `freeze` needs true or false, not `1` [bad-value]
{"type": "relu", "expect": 4},
                           ^ `expect` needs an object; for example {"output": [28, 28, 6], "params": 156} [bad-value]
{"type": "relu", "expect": {"params": 1.5, "outptu": 3}},
                                      ^~~ `params` needs a whole number [bad-value]
                                            ^~~~~~ `outptu` is not a quantity of the report; did you mean `output`?
                                                   [unknown-parameter]
{"type": "add", "layers": []}, {"type": "concat", "paths": []},
{"type": "relu", "foo": 1}, {"type": "rleu"}, {"type": "conv"}]}
                  ^~~ `foo` is not a parameter of relu [unknown-parameter]
                                      ^~~~ `rleu` is not a layer type; did you mean `relu`? [unknown-layer]
                                                        ^~~~ conv needs `filters` and `kernel`; as in {"type": "conv", "filters": 64, "kernel": 3, "padding": 1}
                                                             [missing-parameter])"},
    {R"(
{"type": "dense", "units": true}]}
                           ^~~~ `units` needs a whole number, not `true` [bad-value])"},
    {R"(
{"type": "conv", "filters": 6, "kernel": 5, "bias": "true"}]}
                                                     ^~~~ `bias` needs true or false, not `"true"` [bad-value])"},
    {R"(
{"type": "conv", "filters": 6, "kernel": 5, "bias": 1}]}
                                                    ^ `bias` needs true or false, not `1` [bad-value])"},
    {R"(
{"type": "relu", "activation": []}]}
                               ^~ `[]` is not an activation without parameters [bad-value])"},
    {R"(
{"type": "Conv2D", "filters": null, "kernel": 3}]}
                              ^~~~ `filters` needs a whole number, not `null` [bad-value])"},
    {R"(
{"type": "relu", "nmae": "x"}]}
                  ^~~~ `nmae` is not a parameter of relu [unknown-parameter])"},
};

const Marked keys[] = {
    {R"(
{"input": [28, 28, 1],
"layers": [{"type": "conv", "filters": 6.0, "kernel": 3e0, "stride": true,
                                       ^~~ `filters` needs a whole number, not `6.0` [bad-value]
                                                      ^~~ `kernel` needs a whole number, or one for each spatial axis,
                                                          not `3e0` [bad-value]
                                                                     ^~~~ `stride` needs a whole number, or one for
                                                                          each spatial axis, not `true` [bad-value]
"padding": "sme"}, {"type": "conv", "filters": "6", "kernel": "3x3"},
            ^~~ `padding` cannot be `"sme"`; did you mean `same`? [bad-value]
                                                ^ `filters` needs a whole number, not `"6"` [bad-value]
                                                               ^~~ `"3x3"` is not a size; sizes are an array: `[3, 3]`
                                                                   [bad-value]
{"type": "dense", "units": 99999999999999999999}]}
                           ^~~~~~~~~~~~~~~~~~~~ `99999999999999999999` does not fit into a 64-bit integer; the largest number is 9223372036854775807 [bad-value])"},
    {R"(
{"input": [1], "input": [2],
                ^~~~~ `input` is given twice; remove one of the two [duplicate-key]
"layers": [{"type": "dense", "units": 1, "units": 2, "unit\u0073": 3}]}
                                          ^~~~~ `units` is given twice; remove one of the two [duplicate-key]
                                                      ^~~~~~~~~~ `units` is given twice; remove one of the two
                                                                 [duplicate-key])"},
    {R"(
{"input": [1], "layers": {}, "name": 3, "layout": [], "dtype": null,
                         ^ `layers` needs an array of layers [bad-value]
                                     ^ `name` needs a string [bad-value]
                                                  ^ `layout` needs a string [bad-value]
                                                               ^~~~ `dtype` needs a string [bad-value]
"outputs": 3, "allow": {}, "expect": 4, "limit": [], "let": {},
           ^ a name is a string [bad-value]
                       ^ a name is a string [bad-value]
                                     ^ `expect` needs an object; for example {"params": 62378344} [bad-value]
                                                 ^ `limit` needs an object; for example {"params": 62378344}
                                                   [bad-value]
"defin": {}, "$schema": 4, "id": {"a": [1]}}
 ^~~~~ `defin` is not a key of a spec; did you mean `define`? [unknown-parameter])"},
    {R"(
{"input": {}, "layers": [1, "relu", [], null, {}, {"name": "x"},
          ^ `input` cannot hold an object; several inputs are layers {"type": "input", "name": "left", "shape": [8, 8, 3]} [bad-value]
                         ^ a layer is an object; for example {"type": "relu"} [bad-value]
                             ^~~~ a layer is an object; for example {"type": "relu"} [bad-value]
                                    ^ a layer is an object; for example {"type": "relu"} [bad-value]
                                        ^~~~ a layer is an object; for example {"type": "relu"} [bad-value]
                                              ^ a layer without a `type`; for example "type": "conv"
                                                [missing-parameter]
                                                  ^ a layer without a `type`; for example "type": "conv"
                                                    [missing-parameter]
{"type": 3}, {"type": "relu", "name": ""}, {"type": "relu", "name": 4}]}
         ^ `type` needs a string [bad-value]
                                       ^ an empty name [bad-value]
                                                                    ^ `name` needs a string [bad-value])"},
    {R"(
{"input": "28x28x1",
           ^~~~~~~ `"28x28x1"` is not a size; sizes are an array: `[28, 28, 1]` [bad-value]
"layers": [{"type": "conv", "filters": 6, "kernel": [3, "4"],
                                                         ^ `kernel` needs a whole number, or one for each spatial axis,
                                                           not `"4"` [bad-value]
"padding": [[0, 1], [1]]}]}
                    ^~~ `[1]` is not a pair of before and after; if one axis has a pair, each axis needs one
                        [bad-value])"},
    {R"(
{"input": [1], "layers": [{"type": "relu", "name": "café"},
{"type": "relu", "inputs": "cafe\u0301"}]}
                            ^~~~~~~~~~ no layer is called `)"
     "cafe\u0301`; the layer on line 1 has that name in another Unicode normalisation; copy it from there "
     "[unknown-input]"},
};

const Marked nested_inputs[] = {
    {R"(
{"input": 4, "layers": [{"type": "add", "paths": [[{"type": "input", "shape": 4}], []]}]}
                                                             ^~~~~ an input is allowed at top level only; move it
                                                                   before the network's first layer [syntax])"},
    {R"(
{"layers": [{"type": "input", "name": "x", "shape": 4},
{"type": "add", "paths": [[{"type": "input", "name": "x", "shape": 4}], []]}]}
                                     ^~~~~ an input is allowed at top level only; move it before the network's first
                                           layer [syntax])"},
    {R"(
{"define": {"f": {"layers": [{"type": "input", "shape": 4}]}}, "input": 4,
                                       ^~~~~ an input is allowed at top level only; move it before the network's first
                                             layer [syntax]
"layers": [{"type": "f"}, {"type": "f"}]})"},
    {R"(
{"layers": [{"type": "freeze", "layers": [{"type": "input", "shape": 4}]}, {"type": "relu"}]}
                                                    ^~~~~ an input is allowed at top level only; move it before the
                                                          network's first layer [syntax])"},
};

}  // namespace

TEST_CASE("what is no JSON is told from what follows the last token") {
    check_marked(syntax);
    check_printed(broken_off);
}

TEST_CASE("a value of the wrong kind is refused at every key") {
    check_marked(keys);
    check_marked(kinds, "{\"input\": [4, 4, 1], \"layers\": [\n");
}

TEST_CASE("an input inside another layer's brackets is that one mistake") { check_marked(nested_inputs); }

TEST_CASE("each of a great many keys that are none is told of, and only among the first those given twice") {
    std::string spec = R"({"input": 4, "layers": [{"type": "relu"}])";
    for (int key = 0; key < 300; ++key) spec += ", \"k" + std::to_string(key) + "\": 1";
    spec += R"(, "k0": 1, "k299": 1})";
    Studied studied;
    study_text(studied, spec);
    const Diagnostics& told = studied.study.diagnostics;
    REQUIRE(told.size() == 302);
    CHECK(told[299].message == "`k299` is not a key of a spec");
    CHECK(told[300].message == "`k0` is given twice");
    CHECK(told[301].message == "`k299` is not a key of a spec");
}

// A text that breaks off leaves statements open; what is read so far is still a spec.
TEST_CASE("a text that breaks off inside its layers has that one mistake") {
    const std::string whole =
        R"({"input": 4, "define": {"b": {"parameters": {"n": 1}, "layers": [{"type": "dense", "units": "$n"}]}}, )"
        R"("layers": [{"type": "relu"}, {"type": "add", "paths": [[{"type": "b", "n": 4}], []]}, )"
        R"({"type": "freeze", "layers": [{"type": "repeat", "times": 2, "layers": [{"type": "relu"}]}]}]})";
    for (size_t end = 1; end < whole.size(); ++end) {
        Studied studied;
        study_text(studied, whole.substr(0, end));
        INFO(studied.text);
        REQUIRE(studied.study.diagnostics.size() == 1);
        REQUIRE(studied.study.diagnostics[0].code == &code::syntax);
    }
}
