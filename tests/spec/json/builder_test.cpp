#include <span>

#include "spec/mistake.h"

using namespace nnshape::test;

namespace {

const Mistake blocks[] = {
    {R"({"input": [8, 8, 1], "define": {"f": 3}, "layers": [{"type": "relu"}]}
)",
     R"(spec:1:38: error: a definition is an object; for example `{"parameters": {}, "layers": []}` [bad-value]
    {"input": [8, 8, 1], "define": {"f": 3}, "layers": [{"type": "relu"}]}
                                         ^
)"},
    {R"({"input": [8, 8, 1], "define": 3, "let": 3, "layers": [{"type": "relu"}]}
)",
     R"(spec:1:32: error: `define` needs an object [bad-value]
    {"input": [8, 8, 1], "define": 3, "let": 3, "layers": [{"type": "relu"}]}
                                   ^
spec:1:42: error: `let` needs an object [bad-value]
    {"input": [8, 8, 1], "define": 3, "let": 3, "layers": [{"type": "relu"}]}
                                             ^
)"},
    {R"({"input": [8, 8, 1], "define": {"f": []}, "layers": [{"type": "relu"}]}
)",
     R"(spec:1:38: error: a definition is an object; for example `{"parameters": {}, "layers": []}` [bad-value]
    {"input": [8, 8, 1], "define": {"f": []}, "layers": [{"type": "relu"}]}
                                         ^
)"},
    {R"({"input": [8, 8, 1], "define": {"f": {"layers": 3}}, "layers": [{"type": "relu"}]}
)",
     R"(spec:1:49: error: `layers` needs an array of layers [bad-value]
    {"input": [8, 8, 1], "define": {"f": {"layers": 3}}, "layers": [{"type": "relu"}]}
                                                    ^
)"},
    {R"({"input": [8, 8, 1], "define": {"f": {"layers": {}}}, "layers": [{"type": "relu"}]}
)",
     R"(spec:1:49: error: `layers` needs an array of layers [bad-value]
    {"input": [8, 8, 1], "define": {"f": {"layers": {}}}, "layers": [{"type": "relu"}]}
                                                    ^
)"},
    {R"({"input": [8, 8, 1], "define": {"f": {"parameters": {}}}, "layers": [{"type": "relu"}]}
)",
     R"(spec:1:34: error: a definition without `layers` [missing-parameter]
    {"input": [8, 8, 1], "define": {"f": {"parameters": {}}}, "layers": [{"type": "relu"}]}
                                     ^
)"},
    {R"({"input": [8, 8, 1], "define": {"f": {"parameters": 3, "layers": []}}, "layers": [{"type": "relu"}]}
)",
     R"(spec:1:53: error: `parameters` needs an object [bad-value]
    {"input": [8, 8, 1], "define": {"f": {"parameters": 3, "layers": []}}, "layers": [{"type": "relu"}]}
                                                        ^
)"},
    {R"({"input": [8, 8, 1], "define": {"f": {"parameters": {"from": 1, "3x": 2}, "layers": []}}, "layers": [{"type": "relu"}]}
)",
     R"(spec:1:55: error: `from` is a key of every layer; choose another name [bad-value]
    …put": [8, 8, 1], "define": {"f": {"parameters": {"from": 1, "3x": 2}, "layers": []}}, "layers": [{"t…
                                                       ^~~~
spec:1:66: error: `3x` is not a valid name for a parameter; use letters, digits and `_`, and do not begin with a digit [bad-value]
    …, 1], "define": {"f": {"parameters": {"from": 1, "3x": 2}, "layers": []}}, "layers": [{"type": "relu…
                                                       ^~
)"},
    {R"({"input": [8, 8, 1], "define": {"a.b": {"layers": []}, "a b": {"layers": []}, "": {"layers": []}}, "layers": [{"type": "relu"}]}
)",
     R"(spec:1:34: error: `a.b` is not a valid name for a definition; use letters, digits, `_` and `-` [bad-value]
    {"input": [8, 8, 1], "define": {"a.b": {"layers": []}, "a b": {"layers": []}, "": {"layers": []}}, "…
                                     ^~~
spec:1:57: error: `a b` is not a valid name for a definition; use letters, digits, `_` and `-` [bad-value]
    …t": [8, 8, 1], "define": {"a.b": {"layers": []}, "a b": {"layers": []}, "": {"layers": []}}, "layers…
                                                       ^~~
spec:1:80: error: `` is not a valid name for a definition; use letters, digits, `_` and `-` [bad-value]
    …: {"a.b": {"layers": []}, "a b": {"layers": []}, "": {"layers": []}}, "layers": [{"type": "relu"}]}
                                                       ^
)"},
    {R"({"input": [8, 8, 1], "let": {"a": {}}, "layers": [{"type": "relu"}]}
)",
     R"(spec:1:35: error: `a` cannot hold an object; write a number, a string or a list of them [bad-value]
    {"input": [8, 8, 1], "let": {"a": {}}, "layers": [{"type": "relu"}]}
                                      ^
)"},
    {R"({"input": [8, 8, 1], "let": {"a.b": 3, "": {}}, "layers": [{"type": "relu"}]}
)",
     R"(spec:1:31: error: `a.b` is not a valid name for a `let`; use letters, digits and `_`, and do not begin with a digit [bad-value]
    {"input": [8, 8, 1], "let": {"a.b": 3, "": {}}, "layers": [{"type": "relu"}]}
                                  ^~~
spec:1:41: error: `` is not a valid name for a `let`; use letters, digits and `_`, and do not begin with a digit [bad-value]
    {"input": [8, 8, 1], "let": {"a.b": 3, "": {}}, "layers": [{"type": "relu"}]}
                                            ^
)"},
    {R"({"input": [8, 8, 1], "layout": "", "dtype": "", "layers": [{"type": "relu"}]}
)",
     R"(spec:1:33: error: an empty layout [bad-value]
    {"input": [8, 8, 1], "layout": "", "dtype": "", "layers": [{"type": "relu"}]}
                                    ^
spec:1:46: error: an empty dtype [bad-value]
    {"input": [8, 8, 1], "layout": "", "dtype": "", "layers": [{"type": "relu"}]}
                                                 ^
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": ""}]}
)",
     R"(spec:1:43: error: an empty type [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": ""}]}
                                              ^
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "", "name": "x"}, {"type": "relu", "inputs": "x"}]}
)",
     R"(spec:1:43: error: an empty type [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": "", "name": "x"}, {"type": "relu", "inputs": "x"}]}
                                              ^
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "relu\u0000"}]}
)",
     R"(spec:1:43: error: `relu\u{0}` is not a layer type; did you mean `relu`? [unknown-layer]
    {"input": [8, 8, 1], "layers": [{"type": "relu\u0000"}]}
                                              ^~~~~~~~~~
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": [], "name": []}]}
)",
     R"(spec:1:42: error: `type` needs a string [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": [], "name": []}]}
                                             ^
spec:1:54: error: `name` needs a string [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": [], "name": []}]}
                                                         ^
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": {}, "name": {}}]}
)",
     R"(spec:1:42: error: `type` needs a string [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": {}, "name": {}}]}
                                             ^
spec:1:54: error: `name` needs a string [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": {}, "name": {}}]}
                                                         ^
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "add", "paths": 3}]}
)",
     R"(spec:1:58: error: `paths` needs an array of paths, each an array of layers [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": "add", "paths": 3}]}
                                                             ^
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "add", "paths": {}}]}
)",
     R"(spec:1:58: error: `paths` needs an array of paths, each an array of layers [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": "add", "paths": {}}]}
                                                             ^
)"},
    {R"({"input": [8, 8, 1], "layers": [{"paths": 3, "type": "add"}]}
)",
     R"(spec:1:43: error: `paths` needs an array of paths, each an array of layers [bad-value]
    {"input": [8, 8, 1], "layers": [{"paths": 3, "type": "add"}]}
                                              ^
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "add", "paths": [3, {}]}]}
)",
     R"(spec:1:59: error: a path is an array of layers [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": "add", "paths": [3, {}]}]}
                                                              ^
spec:1:62: error: a path is an array of layers [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": "add", "paths": [3, {}]}]}
                                                                 ^
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "repeat", "times": 2, "layers": {}}]}
)",
     R"(spec:1:43: error: `repeat` takes `times` and `layers`; for example `"times": 3` [unknown-parameter]
    {"input": [8, 8, 1], "layers": [{"type": "repeat", "times": 2, "layers": {}}]}
                                              ^~~~~~
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "repeat"}]}
)",
     R"(spec:1:43: error: `repeat` takes `times` and `layers`; for example `"times": 3` [missing-parameter]
    {"input": [8, 8, 1], "layers": [{"type": "repeat"}]}
                                              ^~~~~~
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "repeat", "times": 2, "paths": 3}]}
)",
     R"(spec:1:73: error: `paths` needs an array of paths, each an array of layers [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": "repeat", "times": 2, "paths": 3}]}
                                                                            ^
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "freeze", "layers": null}]}
)",
     R"(spec:1:43: error: `freeze` takes `layers` alone [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": "freeze", "layers": null}]}
                                              ^~~~~~
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "freeze", "paths": 3, "foo": 1}]}
)",
     R"(spec:1:43: error: `freeze` takes `layers` alone [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": "freeze", "paths": 3, "foo": 1}]}
                                              ^~~~~~
spec:1:61: error: `paths` needs an array of paths, each an array of layers [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": "freeze", "paths": 3, "foo": 1}]}
                                                                ^
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "add", "layers": [], "paths": []}]}
)",
     R"(spec:1:64: error: `layers` and `paths` in one layer; give one of them [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": "add", "layers": [], "paths": []}]}
                                                                   ^~~~~
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "add", "paths": [[{"type": "x"}], []], "layers": [{"type": "y"}]}]}
)",
     R"(spec:1:70: error: `x` is not a layer type [unknown-layer]
    …, "layers": [{"type": "add", "paths": [[{"type": "x"}], []], "layers": [{"type": "y"}]}]}
                                                       ^
spec:1:82: error: `layers` and `paths` in one layer; give one of them [bad-value]
    …[{"type": "add", "paths": [[{"type": "x"}], []], "layers": [{"type": "y"}]}]}
                                                       ^~~~~~
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "add", "layers": [{"type": "relu"}], "paths": 3}]}
)",
     R"(spec:1:80: error: `layers` and `paths` in one layer; give one of them [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": "add", "layers": [{"type": "relu"}], "paths": 3}]}
                                                                                   ^~~~~
)"},
    {R"({"input": [8, 8, 1], "expect": {"output": [{}]}, "layers": [{"type": "relu", "expect": {"output": {}}}]}
)",
     R"(spec:1:43: error: `output` cannot hold an object; for example `[28, 28, 6]` [bad-value]
    {"input": [8, 8, 1], "expect": {"output": [{}]}, "layers": [{"type": "relu", "expect": {"output": {}…
                                              ^~~~
spec:1:99: error: `output` cannot hold an object; for example `[28, 28, 6]` [bad-value]
    …"layers": [{"type": "relu", "expect": {"output": {}}}]}
                                                      ^
)"},
    {R"({"input": [8, 8, 1], "let": {"a": [1, [2, {}]]}, "layers": [{"type": "dense", "units": "$a"}]}
)",
     R"(spec:1:35: error: `a` cannot hold an object; write a number, a string or a list of them [bad-value]
    {"input": [8, 8, 1], "let": {"a": [1, [2, {}]]}, "layers": [{"type": "dense", "units": "$a"}]}
                                      ^~~~~~~~~~~~
)"},
    {R"({"input": [8, 8, 1], "define": {"f": {"parameters": {"n": [{}]}, "layers": [{"type": "relu"}]}}, "layers": [{"type": "f"}]}
)",
     R"(spec:1:59: error: `n` cannot hold an object; write a number, a string or a list of them [bad-value]
    …: [8, 8, 1], "define": {"f": {"parameters": {"n": [{}]}, "layers": [{"type": "relu"}]}}, "layers": […
                                                       ^~~~
)"},
    {R"({"input": [8, 8, 1], "define": {"f": {"parameters": {"n": null, "m": 1}, "layers": [{"type": "relu"}]}}, "layers": [{"type": "f", "n": {"x": 1}, "m": [{}]}]}
)",
     R"(spec:1:136: error: `n` cannot hold an object; write a number, a string or a list of them [bad-value]
    …"type": "relu"}]}}, "layers": [{"type": "f", "n": {"x": 1}, "m": [{}]}]}
                                                       ^
spec:1:151: error: `m` cannot hold an object; write a number, a string or a list of them [bad-value]
    …]}}, "layers": [{"type": "f", "n": {"x": 1}, "m": [{}]}]}
                                                       ^~~~
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "dense", "units": "$m"}]}
)",
     R"(spec:1:61: error: `$m` is neither a parameter of a definition here nor a `let`; for example `"let": {"m": 64}` at top level [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": "dense", "units": "$m"}]}
                                                                ^~
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "concat"}]}
)",
     R"(spec:1:43: error: concat takes 2 inputs or more, not 1; name them, as in `"inputs": ["left", "right"]` [input-count]
    {"input": [8, 8, 1], "layers": [{"type": "concat"}]}
                                              ^~~~~~
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "relu", "name": "a"}, {"type": "relu", "inputs": "a"}, {"type": "relu", "inputs": "a"}]}
)",
     R"(spec:1:74: warning: nothing reads `relu_1`, and it is not an output; read it with `"inputs": "relu_1"`, name it in `outputs`, or leave it out [unused-layer]
    …ayers": [{"type": "relu", "name": "a"}, {"type": "relu", "inputs": "a"}, {"type": "relu", "inputs": …
                                                       ^~~~
)"},
    {R"({"layers": [{"type": "input", "name": "a", "shape": 4}, {"type": "input", "name": "b", "shape": 4}, {"type": "relu"}]}
)",
     R"(spec:1:111: error: the network has several inputs; name the one that this layer reads, as in `"inputs": "a"` [unknown-input]
    …pe": "input", "name": "b", "shape": 4}, {"type": "relu"}]}
                                                       ^~~~
)"},
    {R"({"layers": [{"type": "input", "name": "a", "shape": 4}, {"type": "input", "name": "b", "shape": 4}, {"type": "add", "inputs": ["a", "b"], "paths": [[], []]}]}
)",
     R"(spec:1:127: error: `inputs` names one layer here; name one, or merge without `layers` and `paths` [input-count]
    …ame": "b", "shape": 4}, {"type": "add", "inputs": ["a", "b"], "paths": [[], []]}]}
                                                       ^~~~~~~~~~
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "repeat", "times": "x", "layers": []}]}
)",
     R"(spec:1:62: error: `x` is not a number of turns; for example `"times": 3` [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": "repeat", "times": "x", "layers": []}]}
                                                                 ^
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "relu", "expect": {"params": -1}}]}
)",
     R"(spec:1:71: error: `params` needs a whole number [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": "relu", "expect": {"params": -1}}]}
                                                                          ^~
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "freeze", "foo": 1, "layers": []}]}
)",
     R"(spec:1:43: error: `freeze` takes `layers` alone [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": "freeze", "foo": 1, "layers": []}]}
                                              ^~~~~~
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "freeze\u0000", "layers": [{"type": "relu"}]}]}
)",
     R"(spec:1:43: error: `freeze\u{0}` is not a layer type [unknown-layer]
    {"input": [8, 8, 1], "layers": [{"type": "freeze\u0000", "layers": [{"type": "relu"}]}]}
                                              ^~~~~~~~~~~~
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "freeze"}]}
)",
     R"(spec:1:43: error: `freeze` without `layers` [missing-parameter]
    {"input": [8, 8, 1], "layers": [{"type": "freeze"}]}
                                              ^~~~~~
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "repeat", "times": 2, "name": "r", "layers": []}]}
)",
     R"(spec:1:73: error: `repeat` cannot have a name; layers and calls have names [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": "repeat", "times": 2, "name": "r", "layers": []}]}
                                                                            ^
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "repeat", "times": 2, "expect": {"params": 0}, "layers": [{"type": "relu"}]}]}
)",
     R"(spec:1:43: error: `repeat` is not a layer; write `expect` on the last layer inside it [bad-value]
    {"input": [8, 8, 1], "layers": [{"type": "repeat", "times": 2, "expect": {"params": 0}, "layers": [{…
                                              ^~~~~~
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "repeat", "times": 2}]}
)",
     R"(spec:1:43: error: `repeat` without `layers` [missing-parameter]
    {"input": [8, 8, 1], "layers": [{"type": "repeat", "times": 2}]}
                                              ^~~~~~
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "repeat", "layers": []}]}
)",
     R"(spec:1:43: error: `repeat` takes `times` and `layers`; for example `"times": 3` [missing-parameter]
    {"input": [8, 8, 1], "layers": [{"type": "repeat", "layers": []}]}
                                              ^~~~~~
)"},
    {R"({"input": [8, 8, 1], "layers": [{"type": "repeat", "times": 2, "foo": 1, "layers": []}]}
)",
     R"(spec:1:43: error: `repeat` takes `times` and `layers`; for example `"times": 3` [unknown-parameter]
    {"input": [8, 8, 1], "layers": [{"type": "repeat", "times": 2, "foo": 1, "layers": []}]}
                                              ^~~~~~
)"},
};

}  // namespace

TEST_CASE("what JSON says of layers, definitions and lets is refused where it is none of these") {
    check_mistakes(blocks);
}
