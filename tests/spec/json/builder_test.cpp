#include "spec/mistake.h"

using namespace nnshape::test;

namespace {

const Marked layers[] = {
    {R"(
{"type": ""}]}
          ^ an empty type [bad-value])"},
    {R"(
{"type": "", "name": "x"}, {"type": "relu", "inputs": "x"}]}
          ^ an empty type [bad-value])"},
    {R"(
{"type": "relu\u0000"}]}
          ^~~~~~~~~~ `relu\u{0}` is not a layer type; did you mean `relu`? [unknown-layer])"},
    {R"(
{"type": [], "name": []}]}
         ^ `type` needs a string [bad-value]
                     ^ `name` needs a string [bad-value])"},
    {R"(
{"type": {}, "name": {}}]}
         ^ `type` needs a string [bad-value]
                     ^ `name` needs a string [bad-value])"},
    {R"(
{"type": "add", "paths": 3}]}
                         ^ `paths` needs an array of paths, each an array of layers [bad-value])"},
    {R"(
{"type": "add", "paths": {}}]}
                         ^ `paths` needs an array of paths, each an array of layers [bad-value])"},
    {R"(
{"paths": 3, "type": "add"}]}
          ^ `paths` needs an array of paths, each an array of layers [bad-value])"},
    {R"(
{"type": "add", "paths": [3, {}]}]}
                          ^ a path is an array of layers [bad-value]
                             ^ a path is an array of layers [bad-value])"},
    {R"(
{"type": "repeat", "times": 2, "layers": {}}]}
          ^~~~~~ `repeat` takes `layers`, and `times` or one of `values`; for example "times": 3 [unknown-parameter])"},
    {R"(
{"type": "repeat"}]}
          ^~~~~~ `repeat` takes `layers`, and `times` or one of `values`; for example "times": 3 [missing-parameter])"},
    {R"(
{"type": "repeat", "times": 2, "paths": 3}]}
                                        ^ `paths` needs an array of paths, each an array of layers [bad-value])"},
    {R"(
{"type": "freeze", "layers": null}]}
          ^~~~~~ `freeze` takes `layers` alone [bad-value])"},
    {R"(
{"type": "freeze", "paths": 3, "foo": 1}]}
          ^~~~~~ `freeze` takes `layers` alone [bad-value]
                            ^ `paths` needs an array of paths, each an array of layers [bad-value])"},
    {R"(
{"type": "add", "layers": [], "paths": []}]}
                               ^~~~~ `layers` and `paths` in one layer; give one of them [bad-value])"},
    {R"(
{"type": "add", "paths": [[{"type": "x"}], []], "layers": [{"type": "y"}]}]}
                                     ^ `x` is not a layer type [unknown-layer]
                                                 ^~~~~~ `layers` and `paths` in one layer; give one of them
                                                        [bad-value])"},
    {R"(
{"type": "add", "layers": [{"type": "relu"}], "paths": 3}]}
                                               ^~~~~ `layers` and `paths` in one layer; give one of them [bad-value])"},
    {R"(
{"type": "dense", "units": "$m"}]}
                            ^~ `$m` is neither a parameter of a definition here nor a `let`; declare it with a `let` at top level [bad-value])"},
    {R"(
{"type": "concat"}]}
          ^~~~~~ concat needs 2 inputs or more, but has 1; name the layers with `inputs` [input-count])"},
    {R"(
{"type": "relu", "name": "a"}, {"type": "relu", "inputs": "a"}, {"type": "relu", "inputs": "a"}]}
                                         ^~~~ warning: no layer uses `relu_1`, and it is not an output; use it in the `inputs` of a layer, name it in `outputs`, or remove it
                                              [unused-layer])"},
    {R"(
{"type": "repeat", "times": "x", "layers": []}]}
                             ^ `x` is not a number of turns; for example `"times": 3` [bad-value])"},
    {R"(
{"type": "relu", "expect": {"params": -1}}]}
                                      ^~ `params` needs a whole number [bad-value])"},
    {R"(
{"type": "freeze", "foo": 1, "layers": []}]}
          ^~~~~~ `freeze` takes `layers` alone [bad-value])"},
    {R"(
{"type": "freeze\u0000", "layers": [{"type": "relu"}]}]}
          ^~~~~~~~~~~~ `freeze\u{0}` is not a layer type [unknown-layer])"},
    {R"(
{"type": "freeze"}]}
          ^~~~~~ `freeze` without `layers` [missing-parameter])"},
    {R"(
{"type": "freeze", "name": "r", "layers": []}]}
                            ^ `freeze` cannot have a name; layers, calls and repeats have names [bad-value])"},
    {R"(
{"type": "repeat", "times": 2, "expect": {"params": 0}, "layers": [{"type": "relu"}]}]}
          ^~~~~~ `repeat` is not a layer; put `expect` on the last layer inside it [bad-value])"},
    {R"(
{"type": "repeat", "times": 2}]}
          ^~~~~~ `repeat` without `layers` [missing-parameter])"},
    {R"(
{"type": "repeat", "layers": []}]}
          ^~~~~~ `repeat` takes `layers`, and `times` or one of `values`; for example "times": 3 [missing-parameter])"},
    {R"(
{"type": "repeat", "times": 2, "foo": 1, "layers": []}]}
          ^~~~~~ `repeat` takes `layers`, and `times` or one of `values`; for example "times": 3 [unknown-parameter])"},
};

const Marked blocks[] = {
    {R"(
"define": {"f": 3}, "layers": [{"type": "relu"}]}
                ^ a definition is an object; for example {"parameters": {}, "layers": []} [bad-value])"},
    {R"(
"define": 3, "let": 3, "layers": [{"type": "relu"}]}
          ^ `define` needs an object [bad-value]
                    ^ `let` needs an object [bad-value])"},
    {R"(
"define": {"f": []}, "layers": [{"type": "relu"}]}
                ^ a definition is an object; for example {"parameters": {}, "layers": []} [bad-value])"},
    {R"(
"define": {"f": {"layers": 3}}, "layers": [{"type": "relu"}]}
                           ^ `layers` needs an array of layers [bad-value])"},
    {R"(
"define": {"f": {"layers": {}}}, "layers": [{"type": "relu"}]}
                           ^ `layers` needs an array of layers [bad-value])"},
    {R"(
"define": {"f": {"parameters": {}}}, "layers": [{"type": "relu"}]}
            ^ a definition without `layers` [missing-parameter])"},
    {R"(
"define": {"f": {"parameters": 3, "layers": []}}, "layers": [{"type": "relu"}]}
                               ^ `parameters` needs an object [bad-value])"},
    {R"(
"define": {"f": {"parameters": {"from": 1, "3x": 2},
                                 ^~~~ `from` is a key of every layer; choose another name [bad-value]
                                            ^~ `3x` is not a valid name for a parameter; use letters, digits and `_`,
                                               and do not begin with a digit [bad-value]
"layers": []}}, "layers": [{"type": "relu"}]})"},
    {R"(
"define": {"a.b": {"layers": []},
            ^~~ `a.b` is not a valid name for a definition; use letters, digits, `_` and `-` [bad-value]
"a b": {"layers": []}, "": {"layers": []}}, "layers": [{"type": "relu"}]}
 ^~~ `a b` is not a valid name for a definition; use letters, digits, `_` and `-` [bad-value]
                        ^ `` is not a valid name for a definition; use letters, digits, `_` and `-` [bad-value])"},
    {R"(
"let": {"a": {}}, "layers": [{"type": "relu"}]}
             ^ `a` cannot hold an object; write a number, a string or a list of them [bad-value])"},
    {R"(
"let": {"a.b": 3, "": {}}, "layers": [{"type": "relu"}]}
         ^~~ `a.b` is not a valid name for a `let`; use letters, digits and `_`, and do not begin with a digit
             [bad-value]
                   ^ `` is not a valid name for a `let`; use letters, digits and `_`, and do not begin with a digit
                     [bad-value])"},
    {R"(
"layout": "", "dtype": "", "weights_dtype": "", "layers": [{"type": "relu"}]}
           ^ an empty layout [bad-value]
                        ^ an empty dtype [bad-value]
                                             ^ an empty weights_dtype [bad-value])"},
    {R"(
"expect": {"output": [{}]},
                     ^~~~ `output` cannot hold an object; for example [28, 28, 6] [bad-value]
"layers": [{"type": "relu", "expect": {"output": {}}}]}
                                                 ^ `output` cannot hold an object; for example [28, 28, 6]
                                                   [bad-value])"},
    {R"(
"let": {"a": [1, [2, {}]]}, "layers": [{"type": "dense", "units": "$a"}]}
             ^~~~~~~~~~~~ `a` cannot hold an object; write a number, a string or a list of them [bad-value])"},
    {R"(
"define": {"f": {"parameters": {"n": [{}]},
                                     ^~~~ `n` cannot hold an object; write a number, a string or a list of them
                                          [bad-value]
"layers": [{"type": "relu"}]}}, "layers": [{"type": "f"}]})"},
    {R"(
"define": {"f": {"parameters": {"n": null, "m": 1},
"layers": [{"type": "relu"}]}},
"layers": [{"type": "f", "n": {"x": 1}, "m": [{}]}]}
                              ^ `n` cannot hold an object; write a number, a string or a list of them [bad-value]
                                             ^~~~ `m` cannot hold an object; write a number, a string or a list of them
                                                  [bad-value])"},
};

const Marked inputs[] = {
    {R"(
{"layers": [{"type": "input", "name": "a", "shape": 4},
{"type": "input", "name": "b", "shape": 4}, {"type": "relu"}]}
                                                      ^~~~ the network has several inputs; name the input of this layer, as in `"inputs": "a"` [unknown-input])"},
    {R"(
{"layers": [{"type": "input", "name": "a", "shape": 4},
{"type": "input", "name": "b", "shape": 4},
{"type": "add", "inputs": ["a", "b"], "paths": [[], []]}]}
                          ^~~~~~~~~~ `inputs` names one layer here; name one, or merge the layers without braces
                                     [input-count])"},
};

}  // namespace

TEST_CASE("what JSON says of layers, definitions and lets is refused where it is none of these") {
    check_marked(blocks, "{\"input\": [8, 8, 1],\n");
    check_marked(layers, "{\"input\": [8, 8, 1], \"layers\": [\n");
    check_marked(inputs);
}
