#include "spec/mistake.h"

using namespace nnshape::test;

namespace {

const Marked labels[] = {
    {"C1 = conv 6 5\n"
     "   ^ a statement cannot begin with `C1 =`; a label ends in a colon: write `C1: conv 6 5` [syntax]\n"
     "add from=C1,C1"},
    {"stride = 2\n"
     "       ^ a statement cannot begin with `stride =`; put a parameter on its layer's line [syntax]"},
    {"C1 : conv 6 5\n"
     "   ^ a blank before the label's colon; write `C1: conv 6 5` [syntax]\n"
     "relu from=C1"},
    {"C2:conv 6 5\n"
     "^~~~~~~ no blank after the colon of `C2:`; write `C2: conv 6 5` [syntax]\n"
     "relu from=C2"},
    {R"(
"C 3":
 ^~~ the label `C 3` has no layer; a layer type follows its label [syntax])"},
    {R"(
"C 4":conv 6 5
 ^~~ no blank after the colon of `C 4`; write `"C 4": conv 6 5` [syntax])"},
    {R"(
"C 5" conv 6 5
 ^~~ `C 5` is not a layer type; a label ends in a colon: write `"C 5": conv 6 5` [syntax])"},
    {"C 6: conv 6 5\n"
     "  ^~ `6:` comes after the layer type; a label that holds blanks is quoted: `\"C 6\": conv 6 5` [syntax]"},
    {"C!7: conv 6 5\n"
     "^~~ `C!7` is not a label; a label holds letters, digits, `_`, `-`, `.` and `/`, or is quoted [syntax]"},
    {"C8:\n"
     "^~~ the label `C8:` has no layer; a layer type follows its label [syntax]"},
    {"C9: C10: conv 6 5\n"
     "    ^~~~ `C10:` is a second label; a layer has one name [syntax]"},
    {R"(
"": conv 6 5
 ^ an empty label; remove it [syntax])"},
    {R"(
"x: conv 6 5
^~~~~~~~~~~~ the quote is not closed; a name ends with `"` on the line where it begins [syntax])"},
    {"C1 conv 6 5\n"
     "^~ `C1` is not a layer type; a label ends in a colon: `C1:` [unknown-layer]\n"
     "relu from=C1"},
    {"conv 6 5 C1:\n"
     "         ^~~ `C1:` comes after the layer type; put a label at the start of its statement [syntax]"},
    {"expect: params=3\n"
     "^~~~~~~ `expect` cannot have a colon; write `expect params=3` [syntax]"},
    {"x: layout CHW\n"
     "^ `layout` cannot have a label; only inputs and layers have names [syntax]"},
};

const Marked beginnings[] = {
    {"left input 28x28x1\n"
     "^~~~ `left` is not a layer type; a label ends in a colon: `left:` [unknown-layer]\n"
     "relu from=left"},
    {"-> 3\n"
     "^~ a statement does not begin with `->`; it begins with a label or a layer type [syntax]"},
    {"= 3\n"
     "^ a statement does not begin with `=`; it begins with a label or a layer type [syntax]"},
    {"input: 28x28x1\n"
     "^~~~~~ `input` cannot have a colon; write `input 28x28x1` [syntax]\n"
     "conv 6 5"},
    {"input:28x28x1\n"
     "^~~~~~ `input` cannot have a colon; write `input 28x28x1` [syntax]\n"
     "conv 6 5"},
    {"input = 28x28x1\n"
     "      ^ `input` does not accept `=`; write `input 28x28x1` [syntax]\n"
     "layout=HWC\n"
     "      ^ `layout` does not accept `=`; write `layout HWC` [syntax]\n"
     "conv 6 5"},
    {"input 28x28x1\n"
     "^ the spec has no layers; a layer is a line that begins with a type such as `conv` [syntax]"},
    {"relu\n"
     "^ the spec has no input; for example `input 28x28x1` [missing-input]"},
    {"# nothing\n"
     "^ the spec has no input; for example `input 28x28x1` [missing-input]"},
    {"input 0x3\n"
     "      ^ `shape` must be at least 1, not 0 [bad-value]\n"
     "relu"},
    {"input 1x2x3x4x5x6x7x8\n"
     "      ^~~~~~~~~~~~~~~ a shape of 8 sizes; a shape has one to seven: channels and up to six spatial sizes; leave "
     "the "
     "batch out [bad-value]\n"
     "relu"},
    {"input 28 28 1\n"
     "         ^~ input takes 1 value, shape; its sizes are joined by `x` [bad-value]\n"
     "relu"},
    {"input\n"
     "^~~~~ input needs `shape`; as in input 227x227x3 [missing-parameter]\n"
     "relu"},
    {"input 28,28,1\n"
     "      ^~~~~~~ `28,28,1` has commas between values; sizes are joined by `x`: `28x28x1` [bad-value]\n"
     "relu"},
    {"input 28*28*1\n"
     "      ^~~~~~~ `28*28*1` is not a size; sizes are joined by `x`: `28x28x1` [bad-value]\n"
     "relu"},
    {"a: input 3\n"
     "b: input 4\n"
     "relu\n"
     "^~~~ the network has several inputs; name the input of this layer in its `from` [unknown-input]"},
};

const Marked directives[] = {
    {"input 28x28x1\n"
     "^~~~~ `input` is given twice; several inputs have labels, such as `left:` [duplicate-key]\n"
     "relu"},
    {"layout HWC\n"
     "layout CHW\n"
     "^~~~~~ `layout` is given twice; it applies to the whole file [duplicate-key]\n"
     "relu"},
    {"network a b\n"
     "          ^ `b` is one too many for `network`; write one statement per line, or separate several with a "
     "semicolon "
     "[syntax]\n"
     "relu"},
    {"dtype float31\n"
     "      ^~~~~~~ `float31` is not a dtype; did you mean `float32`? [bad-value]\n"
     "relu"},
    {"dtype complex\n"
     "      ^~~~~~~ `complex` is not a dtype; a dtype is float32, float64, float16, bfloat16, int64, int32, int16, "
     "int8, uint8, int4, uint4, int2, nf4, fp8_e4m3 or fp8_e5m2 [bad-value]\n"
     "relu"},
    {"dtype float16 weights=in4\n"
     "                      ^~~ `in4` is not a dtype; did you mean `int4`? [bad-value]\n"
     "relu"},
    {"dtype float16 weights=\n"
     "              ^~~~~~~ `weights` needs a dtype; for example int4 [syntax]\n"
     "relu"},
    {"dtype float16 biases=int4\n"
     "              ^~~~~~ `biases` is one too many for `dtype`; write one statement per line, or separate several "
     "with a semicolon [syntax]\n"
     "relu"},
    {"layout NHWC\n"
     "       ^~~~ `NHWC` is not a layout; a layout is HWC (channels last) or CHW (channels first) [bad-value]\n"
     "relu"},
    {"network\n"
     "^~~~~~~ `network` needs a word after it [syntax]\n"
     "relu"},
    {"relu\n"
     "outputs\n"
     "^~~~~~~ `outputs` names no output [syntax]"},
    {"relu\n"
     "outputs nobody\n"
     "        ^~~~~~ no layer is called `nobody` [unknown-input]"},
    {"relu\n"
     "allow suspct-input\n"
     "      ^~~~~~~~~~~~ `suspct-input` is not a code of a diagnostic; did you mean `suspect-input`? [bad-value]"},
    {"relu\n"
     "allow\n"
     "^~~~~ `allow` names no code [syntax]"},
};

const Marked values[] = {
    {"conv 6 5 stride 4\n"
     "         ^~~~~~ `stride` has no `=`; write `conv 6 5 stride=4` [syntax]"},
    {"conv 6 5 stride padding\n"
     "         ^~~~~~ `stride` has no `=`; its value follows an equals sign [syntax]\n"
     "                ^~~~~~~ `padding` has no `=`; its value follows an equals sign [syntax]"},
    {"conv filters 6 kernel 5\n"
     "     ^~~~~~~ `filters` has no `=`; write `conv filters=6 kernel 5` [syntax]\n"
     "               ^~~~~~ `kernel` has no `=`; write `conv filters 6 kernel=5` [syntax]"},
    {"conv 96, 11\n"
     "       ^ a comma between values; values are separated by blanks; write `conv 96 11` [syntax]"},
    {"conv 96,11\n"
     "     ^~~~~ `96,11` has commas between values; separate values with blanks; a number has no commas [bad-value]"},
    {"conv 6 kernel=x kernel=3\n"
     "              ^ `kernel` needs a whole number, or one for each spatial axis, not `x` [bad-value]\n"
     "                ^~~~~~ `kernel` is given twice; remove one of the two [duplicate-key]"},
    {"conv 6 11*10\n"
     "       ^~~~~ `11*10` is not a size; sizes are joined by `x`: `11x10` [bad-value]"},
    {"conv 6 3,3\n"
     "       ^~~ `3,3` has commas between values; sizes are joined by `x`: `3x3` [bad-value]"},
    {"conv 6 5x\n"
     "       ^~ `kernel` needs a whole number, or one for each spatial axis, not `5x` [bad-value]"},
    {"conv(96, 11)\n"
     "^~~~~~~~~~~~ a layer is written without parentheses; write `conv 96 11` [syntax]"},
    {"conv (96, kernel_size=11)\n"
     "^~~~ a layer is written without parentheses; write `conv 96 kernel_size=11` [syntax]"},
    {"conv 3 64 3\n"
     "          ^ conv takes 2 values, filters and kernel; input channels are inferred, so leave them out "
     "[bad-value]"},
    {"conv 6 5 no-bais\n"
     "         ^~~~~~~ `no-bais` is not a parameter of conv; write `conv 6 5 no-bias` [unknown-parameter]"},
    {"prelu freze\n"
     "      ^~~~~ `freze` is not a parameter of prelu; did you mean `freeze`? [unknown-parameter]"},
    {"conv 6 5 relu\n"
     "         ^~~~ `relu` is not a parameter of conv; write `conv 6 5 activation=relu` [unknown-parameter]"},
    {"conv 6 5 same\n"
     "         ^~~~ conv takes 2 values, filters and kernel; write `conv 6 5 padding=same` "
     "[bad-value]"},
    {"max_pool 2 2\n"
     "           ^ max_pool takes 1 value, kernel; write `max_pool 2 stride=2` [bad-value]"},
    {"flatten 3\n"
     "        ^ flatten does not accept a value; remove it [bad-value]"},
    {"conv\n"
     "^~~~ conv needs `filters` and `kernel`; as in conv 64 3 padding=1 [missing-parameter]"},
    {"conv 6\n"
     "^~~~ conv needs `kernel`; as in conv 64 3 padding=1 [missing-parameter]"},
    {"conv 6 kernel=\n"
     "             ^ `kernel` has no value; its value follows it [syntax]"},
    {"conv 6 =3\n"
     "     ^ `6` is not a parameter of conv; its parameters are filters, kernel, stride, padding, dilation, groups and "
     "bias "
     "[unknown-parameter]"},
    {"conv 6 kernal=3\n"
     "       ^~~~~~ `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]"},
    {"conv 6 5 foo=1\n"
     "         ^~~ `foo` is not a parameter of conv; its parameters are filters, kernel, stride, padding, dilation, "
     "groups and bias [unknown-parameter]"},
    {"conv 6 5 name=x\n"
     "         ^~~~ `name` is not a parameter in the text form; write `x: conv 6 5` "
     "[unknown-parameter]"},
    {"conv 6 5 activation=conv\n"
     "                    ^~~~ `conv` is not an activation without parameters; put a `conv` layer after it "
     "[bad-value]"},
    {"conv 6 5 activation=rleu\n"
     "                    ^~~~ `rleu` is not an activation without parameters; did you mean `relu`? [bad-value]"},
    {"conv 6 5 in=x\n"
     "            ^ `in` needs the number of channels, not `x` [bad-value]"},
    {"conv 6 5 freeze=maybe\n"
     "                ^~~~~ `freeze` needs true or false, not `maybe` [bad-value]"},
    {"conv 6 5 allow=foo\n"
     "               ^~~ `foo` is not a code of a diagnostic [bad-value]"},
    {"define block { relu allow=foo }\n"
     "                          ^~~ `foo` is not a code of a diagnostic [bad-value]\n"
     "used from spec:3:12\n"
     "repeat 2 { block }"},
    {"conv 6 99999999999999999999\n"
     "       ^~~~~~~~~~~~~~~~~~~~ `99999999999999999999` does not fit into a 64-bit integer; the largest number is "
     "9223372036854775807 [bad-value]"},
    {"conv 6 5 padding=sme\n"
     "                 ^~~ `padding` cannot be `sme`; did you mean `same`? [bad-value]"},
    {"conv 6 5 padding=1:2:3\n"
     "                 ^~~~~ `padding` needs a whole number, one for each spatial axis, or before:after, not `1:2:3` "
     "[bad-value]"},
    {"conv 6 5 padding=-1\n"
     "                 ^~ `padding` must be at least 0, not -1 [bad-value]"},
    {"conv 6 5 bias=3\n"
     "              ^ `bias` needs true or false, not `3` [bad-value]"},
    {"conv 6 5 stride=0\n"
     "                ^ `stride` must be at least 1, not 0 [bad-value]"},
    {"dropout 1.5\n"
     "        ^~~ `rate` must be from 0 to 1, not `1.5` [bad-value]"},
    {"dropout x\n"
     "        ^ `rate` needs a number from 0 to 1, not `x` [bad-value]"},
    {"upsample scale=0\n"
     "               ^ `scale` must be above 0, not `0` [bad-value]"},
    {"upsample scale=1e30\n"
     "               ^~~~ `1e30` has more digits than can be read exactly [bad-value]"},
    {"prelu per=chanel\n"
     "          ^~~~~~ `per` is layer, channel or element, not `chanel`; did you mean `channel`? [bad-value]"},
    {"slice end=1 axis=x\n"
     "                 ^ `axis` needs `channels`, or an axis from 0, not `x` [bad-value]"},
    {"conv 6 5 stride=1 stride=2\n"
     "                  ^~~~~~ `stride` is given twice; remove one of the two [duplicate-key]"},
    {"conv 6 5 stride=1 strides=2\n"
     "                  ^~~~~~~ `stride` is given twice; remove one of the two [duplicate-key]"},
    {"conv 6 2.5\n"
     "       ^~~ `kernel` needs a whole number, or one for each spatial axis, not `2.5` [bad-value]"},
    {"layer_norm over=chanels\n"
     "                ^~~~~~~ `over` is channels or all, not `chanels`; did you mean `channels`? [bad-value]"},
};

const Marked names[] = {
    {"add from=b,a\n"
     "         ^ `b` is defined later, on line 4; a layer can only use earlier layers [unknown-input]\n"
     "           ^ `a` is defined later, on line 3; a layer can only use earlier layers [unknown-input]\n"
     "a: relu\n"
     "b: relu"},
    {"a: relu\n"
     "a: relu\n"
     "^ `a` is the name of another layer; the other is on line 2; give one of them another label [duplicate-name]"},
    {"relu_1: relu\n"
     "relu\n"
     "^~~~ `relu_1`, the automatic name of this layer, is the name of another layer; the other is on line 2; give one "
     "of them another label [duplicate-name]"},
    {"a: relu from=a\n"
     "             ^ `a` is this layer itself; a layer can only use earlier layers [unknown-input]"},
    {"tower: relu\n"
     "add from=input,towr\n"
     "               ^~~~ no layer is called `towr`; did you mean `tower`? [unknown-input]"},
    {"a: relu\n"
     "add from=a, a\n"
     "          ^ a blank after a comma; a list is written without blanks; write `add from=a,a` [syntax]"},
    {"cafe\u0301: relu\n"
     "add from=input,café\n"
     "               ^~~~ no layer is called `café`; the layer on line 2 has that name in another Unicode "
     "normalisation; copy it from there [unknown-input]"},
    {"cafe\u0301: relu\n"
     "café: relu\n"
     "^~~~ `café` is the name of another layer in another Unicode normalisation; the other is on line 2; give one of "
     "them another label [duplicate-name]"},
    {"a: conv 6 5\n"
     "b: dense 3 share=a\n"
     "                 ^ dense cannot share the parameters of `a`, which is conv; layers that share have the same type "
     "[shape-mismatch]"},
    {"a: relu\n"
     "b: relu share=c\n"
     "              ^ no layer is called `c` [unknown-input]"},
};

const Marked expectations[] = {
    {"relu -> 28 28 1\n"
     "           ^~ `28` is not `key=value`; the sizes of a shape are joined by `x` [syntax]"},
    {"relu ->\n"
     "     ^~ nothing follows the arrow; write the expected output shape [syntax]"},
    {"relu -> foo=1\n"
     "        ^~~ `foo` is not a quantity of the report; those are layers, weights, biases, params, active_params, "
     "trainable, frozen, "
     "buffers, macs, flops, param_bytes, activation_bytes and output [unknown-parameter]"},
    {"relu -> 28,28,1\n"
     "        ^~~~~~~ `28,28,1` has commas between values; sizes are joined by `x`: `28x28x1` [bad-value]"},
    {"relu -> 28*28*1\n"
     "        ^~~~~~~ `28*28*1` is not a size; sizes are joined by `x`: `28x28x1` [bad-value]"},
    {"relu -> params=3x\n"
     "               ^~ `3x` is not a count; a count is written as digits, or as 62,378,344, 65M, 1.5k or 256Ki "
     "[bad-value]"},
    {"relu -> params=1.0001k\n"
     "               ^~~~~~~ `1.0001k` is not a count; a count is written as digits, or as 62,378,344, 65M, 1.5k or "
     "256Ki [bad-value]"},
    {"relu -> params=0 params=0\n"
     "                 ^~~~~~ `params` is given twice; remove one of the two [duplicate-key]"},
    {"relu\n"
     "expect\n"
     "^~~~~~ `expect` names no figure; for example expect params=62,378,344 [syntax]"},
    {"relu\n"
     "expect params\n"
     "       ^~~~~~ `params` is not `key=value`; for example params=62,378,344 [syntax]"},
    {"relu\n"
     "expect params=\n"
     "             ^ `params` has no value; for example params=62,378,344 [syntax]"},
    {"relu\n"
     "limit foo=3\n"
     "      ^~~ `foo` is not a quantity of the report; those are layers, weights, biases, params, active_params, "
     "trainable, frozen, "
     "buffers, macs, flops, param_bytes, activation_bytes and peak_activation_bytes [unknown-parameter]"},
    {"relu\n"
     "expect params=0\n"
     "expect params=0\n"
     "       ^~~~~~ `params` is given twice; remove one of the two [duplicate-key]"},
    {"relu -> params<3\n"
     "        ^~~~~~~~ `output` needs the sizes of a shape, not `params<3` [bad-value]"},
};

const Marked carets[] = {
    {"input 28x28x1\n"
     "relu ; conv 6 kernal=5 # why\n"
     "              ^~~~~~ `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]"},
    {"input 28x28x1\n"
     "conv 6 3×3×3\n"
     "       ^~~~~ `kernel` has 3 values, but an image (28x28x1) has 2 spatial axes; give one value for all axes, or "
     "exactly one for each [rank-mismatch]"},
    {"\ufeffinput 28x28x1\n"
     "conv 6 kernal=5\n"
     "       ^~~~~~ `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]"},
};

const Printed empty[] = {
    {"", "spec:1:1: error: the file is empty; a spec has an `input`, and a layer on each line [syntax]\n"},
    {" \n\n\t", "spec:1:1: error: the file is empty; a spec has an `input`, and a layer on each line [syntax]\n"},
};

const Printed shown_otherwise[] = {
    {"input 28x28x1\nC\x1b 6\x1b: conv 6 5\n",
     "spec:2:4: error: `6\\u{1b}:` comes after the layer type; a label that holds blanks is quoted [syntax]\n"
     "    C\\u{1b} 6\\u{1b}: conv 6 5\n"
     "            ^~~~~~~~\n"},
    {R"(input 28x28x1
卷積: conv 6 kernal=5
)",
     R"(spec:2:12: error: `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]
    卷積: conv 6 kernal=5
                 ^~~~~~
)"},
    {"input 28x28x1\n"
     "\"éé\":\tconv\t6\tkernal=5\n",
     R"(spec:2:14: error: `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]
    "éé": conv 6 kernal=5
                 ^~~~~~
)"},
    {R"(input 28x28x1
conv 6 \
  kernal=5
)",
     R"(spec:3:3: error: `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]
    kernal=5
    ^~~~~~
)"},
    {"input 28x28x1\r\n"
     "conv 6 kernal=5\r\n",
     R"(spec:2:8: error: `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]
    conv 6 kernal=5
           ^~~~~~
)"},
    {"input 28x28x1\n"
     "conv\u00a06\u3000kernal=5\n",
     "spec:2:8: error: `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]\n"
     "    conv\u00a06\u3000kernal=5\n"
     "            ^~~~~~\n"},
    {R"(input 28x28x1
😀: conv 6 kernal=5
)",
     R"(spec:2:11: error: `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]
    😀: conv 6 kernal=5
               ^~~~~~
)"},
    {"input 28x28x1\n"
     "x: conv 6 5 stride=1 padding=0 dilation=1 groups=1 bias=true activation=relu from=input no-frezee "
     "padding_mode=zeros # and so on\n",
     R"(spec:2:89: error: `no-frezee` is not a parameter of conv; write `conv 6 5 stride=1 padding=0 dilation=1 groups=1 bias=true activation=relu from=input no-freeze padding_mode=zeros` [unknown-parameter]
    …n=1 groups=1 bias=true activation=relu from=input no-frezee padding_mode=zeros # and so on
                                                       ^~~~~~~~~
)"},
};

const Marked together[] = {
    {"layout XYZ\n"
     "       ^~~ `XYZ` is not a layout; a layout is HWC (channels last) or CHW (channels first) [bad-value]\n"
     "input 28x28x1\n"
     "conv 6 5 stride 1\n"
     "         ^~~~~~ `stride` has no `=`; write `conv 6 5 stride=1` [syntax]\n"
     "C2 = conv 16 5\n"
     "   ^ a statement cannot begin with `C2 =`; a label ends in a colon: write `C2: conv 16 5` [syntax]\n"
     "C3: conv 3 64 3\n"
     "              ^ conv takes 2 values, filters and kernel; input channels are inferred, so leave them out "
     "[bad-value]\n"
     "max_pool 2*2\n"
     "         ^~~ `2*2` is not a size; sizes are joined by `x`: `2x2` [bad-value]\n"
     "cnov 16 3\n"
     "^~~~ `cnov` is not a layer type; did you mean `conv`? [unknown-layer]\n"
     "conv 16 kernal=3\n"
     "        ^~~~~~ `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]\n"
     "conv(16, 3)\n"
     "^~~~~~~~~~~ a layer is written without parentheses; write `conv 16 3` [syntax]\n"
     "add from=C2, C3\n"
     "           ^ a blank after a comma; a list is written without blanks; write `add from=C2,C3` [syntax]\n"
     "add from=C3,nobody\n"
     "            ^~~~~~ no layer is called `nobody` [unknown-input]\n"
     "dense 10 bias=nope\n"
     "              ^~~~ `bias` needs true or false, not `nope` [bad-value]\n"
     "limit foo=1\n"
     "      ^~~ `foo` is not a quantity of the report; those are layers, weights, biases, params, active_params, "
     "trainable, frozen, "
     "buffers, macs, flops, param_bytes, activation_bytes and peak_activation_bytes [unknown-parameter]"},
    {"input 28x28×\n"
     "      ^~~~~~ `shape` needs the sizes of a shape, not `28x28×` [bad-value]\n"
     "conv 6 5\n"
     "dense 10"},
    {"left: input 64x\n"
     "            ^~~ `shape` needs the sizes of a shape, not `64x` [bad-value]\n"
     "right: input 64x64x3\n"
     "a: conv 8 3 from=left\n"
     "b: conv 8 3 from=right\n"
     "add from=a,b"},
    {"input 28x28x1\n"
     "cnov 6 5\n"
     "^~~~ `cnov` is not a layer type; did you mean `conv`? [unknown-layer]\n"
     "conv 6 1\n"
     "add from=conv_1,conv_2"},
    {"input 28x28x1\n"
     "a: conv 6 5 {\n"
     "   ^~~~ conv does not accept braces; merges such as `add` and `concat` do, and `repeat`, `define` and `freeze` "
     "[syntax]\n"
     "            ^ the `{` is not closed; a `}` ends what it begins [syntax]\n"
     "relu from=a"},
    {"input 28x28x1\n"
     "a: conv 6 99\n"
     "          ^~ a window of 99 does not fit into a height of 28; use a kernel of at most 28, or an input height of "
     "at least 99 "
     "[kernel-exceeds-input]\n"
     "b: relu\n"
     "c: conv 6 98 from=input\n"
     "          ^~ a window of 98 does not fit into a height of 28; use a kernel of at most 28, or an input of "
     "99x99x1 "
     "[kernel-exceeds-input]"},
};

}  // namespace

TEST_CASE("a mistake with a label gets a sentence of its own") { check_marked(labels, "input 28x28x1\n"); }

TEST_CASE("a mistake at the beginning of a spec gets a sentence of its own") { check_marked(beginnings); }

TEST_CASE("a mistake in a directive gets a sentence of its own") { check_marked(directives, "input 28x28x1\n"); }

TEST_CASE("a mistake with a value gets a sentence of its own") { check_marked(values, "input 28x28x1\n"); }

TEST_CASE("a name that cannot be read is told why") { check_marked(names, "input 28x28x1\n"); }

TEST_CASE("a mistake in an expectation gets a sentence of its own") { check_marked(expectations, "input 28x28x1\n"); }

TEST_CASE("the caret stands under the very token, columns counting code points") {
    check_marked(carets);
    check_printed(shown_otherwise);
}

TEST_CASE("an empty file has no line to show") { check_printed(empty); }

TEST_CASE("independent mistakes are reported together, each once") { check_marked(together); }
