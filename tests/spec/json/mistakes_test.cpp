#include <span>

#include "spec/mistake.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

const Mistake syntax[] = {
    {R"({"input": [1], "layers": [{"type": "relu"},]}
)",
     R"(spec:1:43: error: a comma before `]`; remove the comma [syntax]
    {"input": [1], "layers": [{"type": "relu"},]}
                                              ^
)"},
    {R"({"input": [1], "layers": [1,,2]}
)",
     R"(spec:1:27: error: a layer is an object; for example `{"type": "relu"}` [bad-value]
    {"input": [1], "layers": [1,,2]}
                              ^
spec:1:29: error: `,` is not allowed here; a value belongs here [syntax]
    {"input": [1], "layers": [1,,2]}
                                ^
)"},
    {R"({'input': [1]}
)",
     R"(spec:1:2: error: a string in single quotes; JSON's strings are in double quotes [syntax]
    {'input': [1]}
     ^
)"},
    {R"({"input": [1] "layers": []}
)",
     R"(spec:1:15: error: `"` is not allowed here; a `,` is missing before it [syntax]
    {"input": [1] "layers": []}
                  ^
)"},
    {R"({"input" [1]}
)",
     R"(spec:1:10: error: `[` is not allowed here; a `:` is missing after the key [syntax]
    {"input" [1]}
             ^
)"},
    {R"({input: [1]}
)",
     R"(spec:1:2: error: `input` is not allowed here; a key in double quotes belongs here [syntax]
    {input: [1]}
     ^~~~~
)"},
    {R"({"input": [NaN, True, 1]}
)",
     R"(spec:1:12: error: NaN is not a JSON number [syntax]
    {"input": [NaN, True, 1]}
               ^~~
)"},
    {R"({"input": [1], // comment
"layers": []}
)",
     R"(spec:1:16: error: JSON has no comments; remove it, or write the spec in the text form [syntax]
    {"input": [1], // comment
                   ^~
)"},
    {R"({"input": 1 /* x */}
)",
     R"(spec:1:13: error: JSON has no comments; remove it, or write the spec in the text form [syntax]
    {"input": 1 /* x */}
                ^~
)"},
    {R"({"input": [01, 2]}
)",
     R"(spec:1:12: error: `01` is not a JSON number; leave the zeros before it out [syntax]
    {"input": [01, 2]}
               ^~
)"},
    {R"({"input": [1_000]}
)",
     R"(spec:1:12: error: `1_000` is not a JSON number; write the digits alone, as in `62378344` [syntax]
    {"input": [1_000]}
               ^~~~~
)"},
    {R"({"input": 28x28x1}
)",
     R"(spec:1:11: error: `28x28x1` is not a JSON number; sizes are an array: `[28, 28, 1]` [syntax]
    {"input": 28x28x1}
              ^~~~~~~
)"},
    {R"({"input": [1.]}
)",
     R"(spec:1:12: error: `1.` is not a JSON number; write the digits alone, as in `62378344` [syntax]
    {"input": [1.]}
               ^~
)"},
    {R"({"input": [+1]}
)",
     R"(spec:1:12: error: a number with a plus sign; leave the sign out [syntax]
    {"input": [+1]}
               ^
)"},
    {R"({"input": [1e999]}
)",
     R"(spec:1:12: error: `1e999` is too large a number [syntax]
    {"input": [1e999]}
               ^~~~~
)"},
    {R"({"input": [nul]}
)",
     R"(spec:1:12: error: `nul` is not a JSON value; put a word in double quotes [syntax]
    {"input": [nul]}
               ^~~
)"},
    {R"({"input": [nullx]}
)",
     R"(spec:1:12: error: `nullx` is not a JSON value; put a word in double quotes [syntax]
    {"input": [nullx]}
               ^~~~~
)"},
    {R"({"name": "a\qb"}
)",
     R"(spec:1:12: error: an escape that JSON does not have; those are \" \\ \/ \b \f \n \r \t and \u with four hexadecimal digits [syntax]
    {"name": "a\qb"}
               ^~
)"},
    {R"({"name": "a\u12"}
)",
     R"(spec:1:12: error: an escape that JSON does not have; those are \" \\ \/ \b \f \n \r \t and \u with four hexadecimal digits [syntax]
    {"name": "a\u12"}
               ^~
)"},
    {R"({"name": "\ud800"}
)",
     R"(spec:1:11: error: half a surrogate pair in a string; write both halves, or the character itself [syntax]
    {"name": "\ud800"}
              ^~~~~~
)"},
    {R"({"name": "abc
)",
     R"(spec:1:10: error: a line ends inside a string; close the quote, or write `\n` [syntax]
    {"name": "abc
             ^~~~
)"},
    {R"({"name": "abc
", "input": [1]}
)",
     R"(spec:1:10: error: a line ends inside a string; close the quote, or write `\n` [syntax]
    {"name": "abc
             ^~~~
)"},
    {"{\"name\": \"a\tb\"}\n",
     R"(spec:1:12: error: a control character inside a string; write it as `\u0009` [syntax]
    {"name": "a b"}
               ^
)"},
    {R"({"input": [1
)",
     R"(spec:2:1: error: the text ends too early; the `[` of line 1, column 11 is not closed [syntax]
)"},
    {R"({"input": [1}
)",
     R"(spec:1:13: error: `}` does not close the `[` of line 1, column 11; a `]` is missing before it [syntax]
    {"input": [1}
                ^
)"},
    {R"({"input": [1], "layers": []} extra
)",
     R"(spec:1:30: error: text after the end of the spec; a file holds one object [syntax]
    {"input": [1], "layers": []} extra
                                 ^~~~~
)"},
    {R"([{"type": "relu"}]
)",
     R"(spec:1:1: error: a spec is a JSON object; for example `{"input": [28, 28, 1], "layers": []}` [syntax]
    [{"type": "relu"}]
    ^
)"},
    {R"({}
)",
     R"(spec:1:1: error: the spec has no input; for example `"input": [28, 28, 1]` [missing-input]
    {}
    ^
)"},
    {R"({"input": [-]})",
     R"(spec:1:12: error: `-` is not a JSON number; write the digits alone, as in `62378344` [syntax]
    {"input": [-]}
               ^
)"},
    {R"({"input": ["\udc00"]})",
     R"(spec:1:13: error: half a surrogate pair in a string; write both halves, or the character itself [syntax]
    {"input": ["\udc00"]}
                ^~~~~~
)"},
    {R"({"a": "\ud83d\ude00", "b": "\ud83dx"})",
     R"(spec:1:3: error: `a` is not a key of a spec [unknown-parameter]
    {"a": "\ud83d\ude00", "b": "\ud83dx"}
      ^
spec:1:29: error: half a surrogate pair in a string; write both halves, or the character itself [syntax]
    {"a": "\ud83d\ude00", "b": "\ud83dx"}
                                ^~~~~~
)"},
    {R"({"a" : 1 : 2})",
     R"(spec:1:3: error: `a` is not a key of a spec [unknown-parameter]
    {"a" : 1 : 2}
      ^
spec:1:10: error: `:` is not allowed here; a `,` is missing [syntax]
    {"a" : 1 : 2}
             ^
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
    {R"({"input": [_x]}
)",
     R"(spec:1:12: error: `_x` is not a JSON value; put a word in double quotes [syntax]
    {"input": [_x]}
               ^~
)"},
    {R"({"name": "\ud55c\q"}
)",
     R"(spec:1:17: error: an escape that JSON does not have; those are \" \\ \/ \b \f \n \r \t and \u with four hexadecimal digits [syntax]
    {"name": "\ud55c\q"}
                    ^~
)"},
};

const Mistake kinds[] = {
    {R"({"input": [28, 28, 1], "layers": [{"type": "conv", "filters": 6.0, "kernel": 3e0, "stride": true, "padding": "sme"}, {"type": "conv", "filters": "6", "kernel": "3x3"}, {"type": "dense", "units": 99999999999999999999}]}
)",
     R"(spec:1:63: error: `filters` needs a whole number, not `6.0` [bad-value]
    …8, 28, 1], "layers": [{"type": "conv", "filters": 6.0, "kernel": 3e0, "stride": true, "padding": "sm…
                                                       ^~~
spec:1:78: error: `kernel` needs a whole number, or one for each spatial axis, not `3e0` [bad-value]
    …ers": [{"type": "conv", "filters": 6.0, "kernel": 3e0, "stride": true, "padding": "sme"}, {"type": "…
                                                       ^~~
spec:1:93: error: `stride` needs a whole number, or one for each spatial axis, not `true` [bad-value]
    …"conv", "filters": 6.0, "kernel": 3e0, "stride": true, "padding": "sme"}, {"type": "conv", "filters…
                                                      ^~~~
spec:1:111: error: `padding` cannot be `"sme"`; did you mean `same`? [bad-value]
    …: 6.0, "kernel": 3e0, "stride": true, "padding": "sme"}, {"type": "conv", "filters": "6", "kernel": …
                                                       ^~~
spec:1:147: error: `filters` needs a whole number, not `"6"` [bad-value]
    …, "padding": "sme"}, {"type": "conv", "filters": "6", "kernel": "3x3"}, {"type": "dense", "units": 9…
                                                       ^
spec:1:162: error: `"3x3"` is not a size; sizes are an array: `[3, 3]` [bad-value]
    …me"}, {"type": "conv", "filters": "6", "kernel": "3x3"}, {"type": "dense", "units": 9999999999999999…
                                                       ^~~
spec:1:196: error: `99999999999999999999` does not fit into 64 bits; the largest number is 9223372036854775807 [bad-value]
    …"6", "kernel": "3x3"}, {"type": "dense", "units": 99999999999999999999}]}
                                                       ^~~~~~~~~~~~~~~~~~~~
)"},
    {R"({"input": [1], "input": [2], "layers": [{"type": "dense", "units": 1, "units": 2, "unit\u0073": 3}]}
)",
     R"(spec:1:17: error: `input` is given twice; remove one of the two [duplicate-key]
    {"input": [1], "input": [2], "layers": [{"type": "dense", "units": 1, "units": 2, "unit\u0073": 3}]}
                    ^~~~~
spec:1:72: error: `units` is given twice; remove one of the two [duplicate-key]
    {"input": [1], "input": [2], "layers": [{"type": "dense", "units": 1, "units": 2, "unit\u0073": 3}]}
                                                                           ^~~~~
spec:1:84: error: `units` is given twice; remove one of the two [duplicate-key]
    {"input": [1], "input": [2], "layers": [{"type": "dense", "units": 1, "units": 2, "unit\u0073": 3}]}
                                                                                       ^~~~~~~~~~
)"},
    {R"({"input": [1], "layers": {}, "name": 3, "layout": [], "dtype": null, "outputs": 3, "allow": {}, "expect": 4, "limit": [], "let": {}, "lyaers": 3, "$schema": 4, "id": {"a": [1]}}
)",
     R"(spec:1:26: error: `layers` needs an array of layers [bad-value]
    {"input": [1], "layers": {}, "name": 3, "layout": [], "dtype": null, "outputs": 3, "allow": {}, "exp…
                             ^
spec:1:38: error: `name` needs a string [bad-value]
    {"input": [1], "layers": {}, "name": 3, "layout": [], "dtype": null, "outputs": 3, "allow": {}, "exp…
                                         ^
spec:1:51: error: `layout` needs a string [bad-value]
    {"input": [1], "layers": {}, "name": 3, "layout": [], "dtype": null, "outputs": 3, "allow": {}, "exp…
                                                      ^
spec:1:64: error: `dtype` needs a string [bad-value]
    …, "layers": {}, "name": 3, "layout": [], "dtype": null, "outputs": 3, "allow": {}, "expect": 4, "lim…
                                                       ^~~~
spec:1:81: error: a name is a string [bad-value]
    …name": 3, "layout": [], "dtype": null, "outputs": 3, "allow": {}, "expect": 4, "limit": [], "let": {…
                                                       ^
spec:1:93: error: a name is a string [bad-value]
    …ayout": [], "dtype": null, "outputs": 3, "allow": {}, "expect": 4, "limit": [], "let": {}, "lyaers":…
                                                       ^
spec:1:107: error: `expect` needs an object; for example `{"params": 62378344}` [bad-value]
    …type": null, "outputs": 3, "allow": {}, "expect": 4, "limit": [], "let": {}, "lyaers": 3, "$schema":…
                                                       ^
spec:1:119: error: `limit` needs an object; for example `{"params": 62378344}` [bad-value]
    …"outputs": 3, "allow": {}, "expect": 4, "limit": [], "let": {}, "lyaers": 3, "$schema": 4, "id": {"…
                                                      ^
spec:1:135: error: `lyaers` is not a key of a spec; did you mean `layers`? [unknown-parameter]
    …allow": {}, "expect": 4, "limit": [], "let": {}, "lyaers": 3, "$schema": 4, "id": {"a": [1]}}
                                                       ^~~~~~
)"},
    {R"({"input": {}, "layers": [1, "relu", [], null, {}, {"name": "x"}, {"type": 3}, {"type": "relu", "name": ""}, {"type": "relu", "name": 4}]}
)",
     R"(spec:1:11: error: `input` cannot hold an object; several inputs are layers `{"type": "input", "name": "left", "shape": [8, 8, 3]}` [bad-value]
    {"input": {}, "layers": [1, "relu", [], null, {}, {"name": "x"}, {"type": 3}, {"type": "relu", "name…
              ^
spec:1:26: error: a layer is an object; for example `{"type": "relu"}` [bad-value]
    {"input": {}, "layers": [1, "relu", [], null, {}, {"name": "x"}, {"type": 3}, {"type": "relu", "name…
                             ^
spec:1:30: error: a layer is an object; for example `{"type": "relu"}` [bad-value]
    {"input": {}, "layers": [1, "relu", [], null, {}, {"name": "x"}, {"type": 3}, {"type": "relu", "name…
                                 ^~~~
spec:1:37: error: a layer is an object; for example `{"type": "relu"}` [bad-value]
    {"input": {}, "layers": [1, "relu", [], null, {}, {"name": "x"}, {"type": 3}, {"type": "relu", "name…
                                        ^
spec:1:41: error: a layer is an object; for example `{"type": "relu"}` [bad-value]
    {"input": {}, "layers": [1, "relu", [], null, {}, {"name": "x"}, {"type": 3}, {"type": "relu", "name…
                                            ^~~~
spec:1:47: error: a layer without a `type`; for example `"type": "conv"` [missing-parameter]
    {"input": {}, "layers": [1, "relu", [], null, {}, {"name": "x"}, {"type": 3}, {"type": "relu", "name…
                                                  ^
spec:1:51: error: a layer without a `type`; for example `"type": "conv"` [missing-parameter]
    {"input": {}, "layers": [1, "relu", [], null, {}, {"name": "x"}, {"type": 3}, {"type": "relu", "name…
                                                      ^
spec:1:75: error: `type` needs a string [bad-value]
    …[1, "relu", [], null, {}, {"name": "x"}, {"type": 3}, {"type": "relu", "name": ""}, {"type": "relu",…
                                                       ^
spec:1:105: error: an empty name [bad-value]
    …me": "x"}, {"type": 3}, {"type": "relu", "name": ""}, {"type": "relu", "name": 4}]}
                                                       ^
spec:1:134: error: `name` needs a string [bad-value]
    …e": "relu", "name": ""}, {"type": "relu", "name": 4}]}
                                                       ^
)"},
    {R"({"input": [4, 4, 1], "layers": [{"type": "conv", "filters": {}, "kernel": []}, {"type": "relu", "inputs": {}}, {"type": "relu", "inputs": 4}, {"type": "relu", "inputs": []}, {"type": "relu", "inputs": [4]}, {"type": "relu", "share": []}, {"type": "relu", "activation": 5}, {"type": "relu", "allow": 5}, {"type": "relu", "allow": ["x"]}, {"type": "relu", "in": "x"}, {"type": "relu", "freeze": 1}, {"type": "relu", "expect": 4}, {"type": "relu", "expect": {"params": 1.5, "outptu": 3}}, {"type": "add", "layers": []}, {"type": "concat", "paths": []}, {"type": "relu", "foo": 1}, {"type": "rleu"}, {"type": "conv"}]}
)",
     R"(spec:1:61: error: `filters` needs a whole number, not an object [bad-value]
    …[4, 4, 1], "layers": [{"type": "conv", "filters": {}, "kernel": []}, {"type": "relu", "inputs": {}},…
                                                       ^
spec:1:75: error: `kernel` needs a whole number, or one for each spatial axis, not `[]` [bad-value]
    …yers": [{"type": "conv", "filters": {}, "kernel": []}, {"type": "relu", "inputs": {}}, {"type": "rel…
                                                       ^~
spec:1:107: error: a layer is named by a string [bad-value]
    …s": {}, "kernel": []}, {"type": "relu", "inputs": {}}, {"type": "relu", "inputs": 4}, {"type": "relu…
                                                       ^
spec:1:139: error: a layer is named by a string [bad-value]
    …"relu", "inputs": {}}, {"type": "relu", "inputs": 4}, {"type": "relu", "inputs": []}, {"type": "relu…
                                                       ^
spec:1:153: error: relu takes 1 input, not 0; name it, as in `"inputs": "left"` [input-count]
    …s": {}}, {"type": "relu", "inputs": 4}, {"type": "relu", "inputs": []}, {"type": "relu", "inputs": […
                                                       ^~~~
spec:1:203: error: a layer is named by a string [bad-value]
    …relu", "inputs": []}, {"type": "relu", "inputs": [4]}, {"type": "relu", "share": []}, {"type": "relu…
                                                       ^
spec:1:234: error: `share` names one layer [bad-value]
    …"relu", "inputs": [4]}, {"type": "relu", "share": []}, {"type": "relu", "activation": 5}, {"type": "…
                                                       ^~
spec:1:270: error: `5` is not an activation without parameters [bad-value]
    …lu", "share": []}, {"type": "relu", "activation": 5}, {"type": "relu", "allow": 5}, {"type": "relu",…
                                                       ^
spec:1:300: error: `5` is not a code of a diagnostic [bad-value]
    …elu", "activation": 5}, {"type": "relu", "allow": 5}, {"type": "relu", "allow": ["x"]}, {"type": "re…
                                                       ^
spec:1:332: error: `x` is not a code of a diagnostic [bad-value]
    …"relu", "allow": 5}, {"type": "relu", "allow": ["x"]}, {"type": "relu", "in": "x"}, {"type": "relu"…
                                                      ^
spec:1:362: error: `in` needs the number of channels, not `x` [bad-value]
    …"relu", "allow": ["x"]}, {"type": "relu", "in": "x"}, {"type": "relu", "freeze": 1}, {"type": "relu…
                                                      ^
spec:1:394: error: `freeze` needs true or false, not `1` [bad-value]
    …": "relu", "in": "x"}, {"type": "relu", "freeze": 1}, {"type": "relu", "expect": 4}, {"type": "relu"…
                                                       ^
spec:1:425: error: `expect` needs an object; for example `{"output": [28, 28, 6], "params": 156}` [bad-value]
    …"relu", "freeze": 1}, {"type": "relu", "expect": 4}, {"type": "relu", "expect": {"params": 1.5, "ou…
                                                      ^
spec:1:467: error: `params` needs a whole number [bad-value]
    …xpect": 4}, {"type": "relu", "expect": {"params": 1.5, "outptu": 3}}, {"type": "add", "layers": []},…
                                                       ^~~
spec:1:473: error: `outptu` is not a quantity of the report; did you mean `output`? [unknown-parameter]
    …: 4}, {"type": "relu", "expect": {"params": 1.5, "outptu": 3}}, {"type": "add", "layers": []}, {"typ…
                                                       ^~~~~~
spec:1:569: error: `foo` is not a parameter of relu [unknown-parameter]
    …"type": "concat", "paths": []}, {"type": "relu", "foo": 1}, {"type": "rleu"}, {"type": "conv"}]}
                                                       ^~~
spec:1:589: error: `rleu` is not a layer type; did you mean `relu`? [unknown-layer]
    …aths": []}, {"type": "relu", "foo": 1}, {"type": "rleu"}, {"type": "conv"}]}
                                                       ^~~~
spec:1:607: error: conv needs `filters` and `kernel`; as in `{"type": "conv", "filters": 64, "kernel": 3, "padding": 1}` [missing-parameter]
    …": "relu", "foo": 1}, {"type": "rleu"}, {"type": "conv"}]}
                                                       ^~~~
)"},
    {R"({"input": "28x28x1", "layers": [{"type": "conv", "filters": 6, "kernel": [3, "4"], "padding": [[0, 1], [1]]}]}
)",
     R"(spec:1:12: error: `"28x28x1"` is not a size; sizes are an array: `[28, 28, 1]` [bad-value]
    {"input": "28x28x1", "layers": [{"type": "conv", "filters": 6, "kernel": [3, "4"], "padding": [[0, 1…
               ^~~~~~~
spec:1:79: error: `kernel` needs a whole number, or one for each spatial axis, not `"4"` [bad-value]
    …": [{"type": "conv", "filters": 6, "kernel": [3, "4"], "padding": [[0, 1], [1]]}]}
                                                       ^
spec:1:104: error: `[1]` is not a pair of before and after; if one axis has a pair, each axis needs one [bad-value]
    …ters": 6, "kernel": [3, "4"], "padding": [[0, 1], [1]]}]}
                                                       ^~~
)"},
    {R"({"input": [1], "layers": [{"type": "relu", "name": "café"}, {"type": "relu", "inputs": "cafe\u0301"}]}
)",
     "spec:1:89: error: no layer is called `cafe\u0301`; the layer on line 1 has that name in another Unicode "
     "normalisation; copy it from there [unknown-input]\n"
     "    …u\", \"name\": \"café\"}, {\"type\": \"relu\", \"inputs\": \"cafe\\u0301\"}]}\n"
     "                                                      ^~~~~~~~~~\n"},
    {R"({"input": [4, 4, 1], "layers": [{"type": "dense", "units": true}]})",
     R"(spec:1:60: error: `units` needs a whole number, not `true` [bad-value]
    {"input": [4, 4, 1], "layers": [{"type": "dense", "units": true}]}
                                                               ^~~~
)"},
    {R"({"input": [4, 4, 1], "layers": [{"type": "conv", "filters": 6, "kernel": 5, "bias": "true"}]})",
     R"(spec:1:86: error: `bias` needs true or false, not `"true"` [bad-value]
    {"input": [4, 4, 1], "layers": [{"type": "conv", "filters": 6, "kernel": 5, "bias": "true"}]}
                                                                                         ^~~~
)"},
    {R"({"input": [4, 4, 1], "layers": [{"type": "conv", "filters": 6, "kernel": 5, "bias": 1}]})",
     R"(spec:1:85: error: `bias` needs true or false, not `1` [bad-value]
    {"input": [4, 4, 1], "layers": [{"type": "conv", "filters": 6, "kernel": 5, "bias": 1}]}
                                                                                        ^
)"},
    {R"({"input": [4, 4, 1], "layers": [{"type": "relu", "activation": []}]})",
     R"(spec:1:64: error: `[]` is not an activation without parameters [bad-value]
    {"input": [4, 4, 1], "layers": [{"type": "relu", "activation": []}]}
                                                                   ^~
)"},
    {R"({"input": [4, 4, 1], "layers": [{"type": "Conv2D", "filters": null, "kernel": 3}]})",
     R"(spec:1:63: error: `filters` needs a whole number, not `null` [bad-value]
    {"input": [4, 4, 1], "layers": [{"type": "Conv2D", "filters": null, "kernel": 3}]}
                                                                  ^~~~
)"},
    {R"({"input": [4, 4, 1], "layers": [{"type": "relu", "nmae": "x"}]})",
     R"(spec:1:51: error: `nmae` is not a parameter of relu [unknown-parameter]
    {"input": [4, 4, 1], "layers": [{"type": "relu", "nmae": "x"}]}
                                                      ^~~~
)"},
};

const std::vector<Mistake> nested_inputs = {
    {R"({"input": 4, "layers": [{"type": "add", "paths": [[{"type": "input", "shape": 4}], []]}]})",
     R"(spec:1:62: error: an input is allowed at top level only; move it before the network's first layer [syntax]
    {"input": 4, "layers": [{"type": "add", "paths": [[{"type": "input", "shape": 4}], []]}]}
                                                                 ^~~~~
)"},
    {R"({"layers": [{"type": "input", "name": "x", "shape": 4},
{"type": "add", "paths": [[{"type": "input", "name": "x", "shape": 4}], []]}]})",
     R"(spec:2:38: error: an input is allowed at top level only; move it before the network's first layer [syntax]
    {"type": "add", "paths": [[{"type": "input", "name": "x", "shape": 4}], []]}]}
                                         ^~~~~
)"},
    {R"({"define": {"f": {"layers": [{"type": "input", "shape": 4}]}}, "input": 4,
"layers": [{"type": "f"}, {"type": "f"}]})",
     R"(spec:1:40: error: an input is allowed at top level only; move it before the network's first layer [syntax]
    {"define": {"f": {"layers": [{"type": "input", "shape": 4}]}}, "input": 4,
                                           ^~~~~
)"},
    {R"({"layers": [{"type": "freeze", "layers": [{"type": "input", "shape": 4}]}, {"type": "relu"}]})",
     R"(spec:1:53: error: an input is allowed at top level only; move it before the network's first layer [syntax]
    {"layers": [{"type": "freeze", "layers": [{"type": "input", "shape": 4}]}, {"type": "relu"}]}
                                                        ^~~~~
)"},
};

}  // namespace

TEST_CASE("what is no JSON is told from what follows the last token") { check_mistakes(syntax); }

TEST_CASE("a value of the wrong kind is refused at every key") { check_mistakes(kinds); }

TEST_CASE("an input inside another layer's brackets is that one mistake") { check_mistakes(nested_inputs); }

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
