#include <span>

#include "spec/mistake.h"

using namespace nnshape::test;

namespace {

const Mistake labels[] = {
    {R"(input 28x28x1
C1 = conv 6 5
add from=C1,C1
)",
     R"(spec:2:4: error: `C1 =` begins no statement; a label ends in a colon, as in `C1: conv 6 5`; put a parameter on its layer's line [syntax]
    C1 = conv 6 5
       ^
)"},
    {R"(input 28x28x1
stride = 2
)",
     R"(spec:2:8: error: `stride =` begins no statement; a label ends in a colon, as in `stride: conv 6 5`; put a parameter on its layer's line [syntax]
    stride = 2
           ^
)"},
    {R"(input 28x28x1
C1 : conv 6 5
relu from=C1
)",
     R"(spec:2:4: error: a blank before the label's colon; write `C1:` [syntax]
    C1 : conv 6 5
       ^
)"},
    {R"(input 28x28x1
C2:conv 6 5
relu from=C2
)",
     R"(spec:2:1: error: no blank after the colon of `C2:`; write `C2: conv 6 5` [syntax]
    C2:conv 6 5
    ^~~~~~~
)"},
    {R"(input 28x28x1
"C 3":
)",
     R"(spec:2:2: error: the label `C 3` has no layer; a layer type follows its label [syntax]
    "C 3":
     ^~~
)"},
    {R"(input 28x28x1
"C 4":conv 6 5
)",
     R"(spec:2:2: error: no blank after the colon of `C 4`; write `"C 4": conv 6 5` [syntax]
    "C 4":conv 6 5
     ^~~
)"},
    {R"(input 28x28x1
"C 5" conv 6 5
)",
     R"(spec:2:2: error: `C 5` is not a layer type; a label ends in a colon, as in `"C 5": conv 6 5` [syntax]
    "C 5" conv 6 5
     ^~~
)"},
    {R"(input 28x28x1
C 6: conv 6 5
)",
     R"(spec:2:3: error: `6:` comes after the layer type; a label that holds blanks is quoted, as in `"C 6":` [syntax]
    C 6: conv 6 5
      ^~
)"},
    {"input 28x28x1\nC\x1b 6\x1b: conv 6 5\n",
     R"(spec:2:4: error: `6\u{1b}:` comes after the layer type; a label that holds blanks is quoted, as in `"C\u{1b} 6\u{1b}":` [syntax]
    C\u{1b} 6\u{1b}: conv 6 5
            ^~~~~~~~
)"},
    {R"(input 28x28x1
C!7: conv 6 5
)",
     R"(spec:2:1: error: `C!7` is not a label; a label holds letters, digits, `_`, `-`, `.` and `/`, or is quoted [syntax]
    C!7: conv 6 5
    ^~~
)"},
    {R"(input 28x28x1
C8:
)",
     R"(spec:2:1: error: the label `C8:` has no layer; a layer type follows its label [syntax]
    C8:
    ^~~
)"},
    {R"(input 28x28x1
C9: C10: conv 6 5
)",
     R"(spec:2:5: error: `C10:` is a second label; a layer has one name [syntax]
    C9: C10: conv 6 5
        ^~~~
)"},
    {R"(input 28x28x1
"": conv 6 5
)",
     R"(spec:2:2: error: an empty label; leave it out [syntax]
    "": conv 6 5
     ^
)"},
    {R"(input 28x28x1
"x: conv 6 5
)",
     R"(spec:2:1: error: the quote is not closed; a name ends with `"` on the line where it begins [syntax]
    "x: conv 6 5
    ^~~~~~~~~~~~
)"},
    {R"(input 28x28x1
C1 conv 6 5
relu from=C1
)",
     R"(spec:2:1: error: `C1` is not a layer type; a label ends in a colon, as in `C1: conv` [unknown-layer]
    C1 conv 6 5
    ^~
)"},
    {R"(left input 28x28x1
relu from=left
)",
     R"(spec:1:1: error: `left` is not a layer type; a label ends in a colon, as in `left: input` [unknown-layer]
    left input 28x28x1
    ^~~~
)"},
    {R"(input 28x28x1
conv 6 5 C1:
)",
     R"(spec:2:10: error: `C1:` comes after the layer type; put a label at the start of its statement [syntax]
    conv 6 5 C1:
             ^~~
)"},
    {R"(input 28x28x1
expect: params=3
)",
     R"(spec:2:1: error: `expect` cannot have a colon; write `expect params=3` [syntax]
    expect: params=3
    ^~~~~~~
)"},
    {R"(input 28x28x1
x: layout CHW
)",
     R"(spec:2:1: error: `layout` cannot have a label; only inputs and layers have names [syntax]
    x: layout CHW
    ^
)"},
    {R"(-> 3
)",
     R"(spec:1:1: error: a statement does not begin with `->`; it begins with a label or a layer type, as in `C1: conv 6 5` [syntax]
    -> 3
    ^~
)"},
    {R"(= 3
)",
     R"(spec:1:1: error: a statement does not begin with `=`; it begins with a label or a layer type, as in `C1: conv 6 5` [syntax]
    = 3
    ^
)"},
};

const Mistake directives[] = {
    {R"(input: 28x28x1
conv 6 5
)",
     R"(spec:1:1: error: `input` cannot have a colon; write `input 28x28x1` [syntax]
    input: 28x28x1
    ^~~~~~
)"},
    {R"(input:28x28x1
conv 6 5
)",
     R"(spec:1:1: error: `input` cannot have a colon; write `input 28x28x1` [syntax]
    input:28x28x1
    ^~~~~~
)"},
    {R"(input = 28x28x1
layout=HWC
conv 6 5
)",
     R"(spec:1:7: error: `input` does not accept `=`; write `input 28x28x1` [syntax]
    input = 28x28x1
          ^
spec:2:7: error: `layout` does not accept `=`; write `layout HWC` [syntax]
    layout=HWC
          ^
)"},
    {R"(input 28x28x1
input 28x28x1
relu
)",
     R"(spec:2:1: error: `input` is given twice; several inputs have labels: `left: input 64x64x3` [duplicate-key]
    input 28x28x1
    ^~~~~
)"},
    {R"(input 28x28x1
layout HWC
layout CHW
relu
)",
     R"(spec:3:1: error: `layout` is given twice; it applies to the whole file [duplicate-key]
    layout CHW
    ^~~~~~
)"},
    {R"(input 28x28x1
network a b
relu
)",
     R"(spec:2:11: error: `b` is one too many for `network`; write one statement per line, or separate several with `;` [syntax]
    network a b
              ^
)"},
    {R"(input 28x28x1
dtype float31
relu
)",
     R"(spec:2:7: error: `float31` is not a dtype; did you mean `float32`? [bad-value]
    dtype float31
          ^~~~~~~
)"},
    {R"(input 28x28x1
dtype complex
relu
)",
     R"(spec:2:7: error: `complex` is not a dtype; a dtype is float32, float64, float16, bfloat16, int64, int32, int16, int8 or uint8 [bad-value]
    dtype complex
          ^~~~~~~
)"},
    {R"(input 28x28x1
layout NHWC
relu
)",
     R"(spec:2:8: error: `NHWC` is not a layout; a layout is `HWC` (channels last) or `CHW` (channels first) [bad-value]
    layout NHWC
           ^~~~
)"},
    {R"(input 28x28x1
network
relu
)",
     R"(spec:2:1: error: `network` needs a word after it [syntax]
    network
    ^~~~~~~
)"},
    {R"(input 28x28x1
relu
outputs
)",
     R"(spec:3:1: error: `outputs` names no output [syntax]
    outputs
    ^~~~~~~
)"},
    {R"(input 28x28x1
relu
outputs nobody
)",
     R"(spec:3:9: error: no layer is called `nobody` [unknown-input]
    outputs nobody
            ^~~~~~
)"},
    {R"(input 28x28x1
relu
allow suspct-input
)",
     R"(spec:3:7: error: `suspct-input` is not a code of a diagnostic; did you mean `suspect-input`? [bad-value]
    allow suspct-input
          ^~~~~~~~~~~~
)"},
    {R"(input 28x28x1
relu
allow
)",
     R"(spec:3:1: error: `allow` names no code [syntax]
    allow
    ^~~~~
)"},
    {R"(input 28x28x1
)",
     R"(spec:1:1: error: the spec has no layers; a layer is a line such as `conv 6 5` [syntax]
    input 28x28x1
    ^
)"},
    {R"(relu
)",
     R"(spec:1:1: error: the spec has no input; for example `input 28x28x1` [missing-input]
    relu
    ^
)"},
    {R"(# nothing
)",
     R"(spec:1:1: error: the spec has no input; for example `input 28x28x1` [missing-input]
    # nothing
    ^
)"},
    {R"()",
     R"(spec:1:1: error: the file is empty; for example `input 28x28x1` [syntax]
)"},
    {" \n"
     "\n"
     "\t",
     R"(spec:1:1: error: the file is empty; for example `input 28x28x1` [syntax]
)"},
    {R"(input 0x3
relu
)",
     R"(spec:1:7: error: `shape` must be at least 1, not 0 [bad-value]
    input 0x3
          ^
)"},
    {R"(input 1x2x3x4x5
relu
)",
     R"(spec:1:7: error: a shape of 5 sizes; a shape has one to four: channels and up to three spatial sizes; leave the batch out [bad-value]
    input 1x2x3x4x5
          ^~~~~~~~~
)"},
    {R"(input 28 28 1
relu
)",
     R"(spec:1:10: error: input takes 1 value, shape; its sizes are joined by `x` [bad-value]
    input 28 28 1
             ^~
)"},
    {R"(input
relu
)",
     R"(spec:1:1: error: input needs `shape`; as in `input 227x227x3` [missing-parameter]
    input
    ^~~~~
)"},
    {R"(input 28,28,1
relu
)",
     R"(spec:1:7: error: `28,28,1` has commas between values; sizes are joined by `x`: `28x28x1` [bad-value]
    input 28,28,1
          ^~~~~~~
)"},
    {R"(input 28*28*1
relu
)",
     R"(spec:1:7: error: `28*28*1` is not a size; sizes are joined by `x`: `28x28x1` [bad-value]
    input 28*28*1
          ^~~~~~~
)"},
};

const Mistake values[] = {
    {R"(input 28x28x1
conv 6 5 stride 4
)",
     R"(spec:2:10: error: `stride` has no `=`; write `stride=4` [syntax]
    conv 6 5 stride 4
             ^~~~~~
)"},
    {R"(input 28x28x1
conv 6 5 stride padding
)",
     R"(spec:2:10: error: `stride` has no `=`; write `stride=…` [syntax]
    conv 6 5 stride padding
             ^~~~~~
spec:2:17: error: `padding` has no `=`; write `padding=…` [syntax]
    conv 6 5 stride padding
                    ^~~~~~~
)"},
    {R"(input 28x28x1
conv filters 6 kernel 5
)",
     R"(spec:2:6: error: `filters` has no `=`; write `filters=6` [syntax]
    conv filters 6 kernel 5
         ^~~~~~~
spec:2:16: error: `kernel` has no `=`; write `kernel=5` [syntax]
    conv filters 6 kernel 5
                   ^~~~~~
)"},
    {R"(input 28x28x1
conv 96, 11
)",
     R"(spec:2:8: error: a comma between values; values are separated by blanks; a list of names is written without blanks, as in `from=a,b` [syntax]
    conv 96, 11
           ^
)"},
    {R"(input 28x28x1
conv 96,11
)",
     R"(spec:2:6: error: `96,11` has commas between values; separate values with blanks; a number has no commas [bad-value]
    conv 96,11
         ^~~~~
)"},
    {R"(input 28x28x1
conv 6 kernel=x kernel=3
)",
     R"(spec:2:15: error: `kernel` needs a whole number, or one for each spatial axis, not `x` [bad-value]
    conv 6 kernel=x kernel=3
                  ^
spec:2:17: error: `kernel` is given twice; remove one of the two [duplicate-key]
    conv 6 kernel=x kernel=3
                    ^~~~~~
)"},
    {R"(input 28x28x1
conv 6 11*10
)",
     R"(spec:2:8: error: `11*10` is not a size; sizes are joined by `x`: `11x10` [bad-value]
    conv 6 11*10
           ^~~~~
)"},
    {R"(input 28x28x1
conv 6 3,3
)",
     R"(spec:2:8: error: `3,3` has commas between values; sizes are joined by `x`: `3x3` [bad-value]
    conv 6 3,3
           ^~~
)"},
    {R"(input 28x28x1
conv 6 5x
)",
     R"(spec:2:8: error: `kernel` needs a whole number, or one for each spatial axis, not `5x` [bad-value]
    conv 6 5x
           ^~
)"},
    {R"(input 28x28x1
conv(96, 11)
)",
     R"(spec:2:1: error: a layer is written without parentheses; write `conv 96 11` [syntax]
    conv(96, 11)
    ^~~~~~~~~~~~
)"},
    {R"(input 28x28x1
conv (96, kernel_size=11)
)",
     R"(spec:2:1: error: a layer is written without parentheses; write `conv 96 kernel_size=11` [syntax]
    conv (96, kernel_size=11)
    ^~~~
)"},
    {R"(input 28x28x1
conv 3 64 3
)",
     R"(spec:2:11: error: conv takes 2 values, filters and kernel; input channels are inferred, so leave them out [bad-value]
    conv 3 64 3
              ^
)"},
    {R"(input 28x28x1
conv 6 5 no-bais
)",
     R"(spec:2:10: error: `no-bais` is not a parameter of conv; did you mean `no-bias`? [unknown-parameter]
    conv 6 5 no-bais
             ^~~~~~~
)"},
    {R"(input 28x28x1
prelu freze
)",
     R"(spec:2:7: error: `freze` is not a parameter of prelu; did you mean `freeze`? [unknown-parameter]
    prelu freze
          ^~~~~
)"},
    {R"(input 28x28x1
conv 6 5 relu
)",
     R"(spec:2:10: error: `relu` is not a parameter of conv; write `activation=relu` [unknown-parameter]
    conv 6 5 relu
             ^~~~
)"},
    {R"(input 28x28x1
conv 6 5 same
)",
     R"(spec:2:10: error: conv takes 2 values, filters and kernel; another value needs its name, as in `padding=same` [bad-value]
    conv 6 5 same
             ^~~~
)"},
    {R"(input 28x28x1
max_pool 2 2
)",
     R"(spec:2:12: error: max_pool takes 1 value, kernel; another value needs its name, as in `stride=2` [bad-value]
    max_pool 2 2
               ^
)"},
    {R"(input 28x28x1
flatten 3
)",
     R"(spec:2:9: error: flatten does not accept a value; leave it out [bad-value]
    flatten 3
            ^
)"},
    {R"(input 28x28x1
conv
)",
     R"(spec:2:1: error: conv needs `filters` and `kernel`; as in `conv 64 3 padding=1` [missing-parameter]
    conv
    ^~~~
)"},
    {R"(input 28x28x1
conv 6
)",
     R"(spec:2:1: error: conv needs `kernel`; as in `conv 64 3 padding=1` [missing-parameter]
    conv 6
    ^~~~
)"},
    {R"(input 28x28x1
conv 6 kernel=
)",
     R"(spec:2:14: error: `kernel` has no value; for example `kernel=1` [syntax]
    conv 6 kernel=
                 ^
)"},
    {R"(input 28x28x1
conv 6 =3
)",
     R"(spec:2:6: error: `6` is not a parameter of conv; it takes filters, kernel, stride, padding, dilation, groups and bias [unknown-parameter]
    conv 6 =3
         ^
)"},
    {R"(input 28x28x1
conv 6 kernal=3
)",
     R"(spec:2:8: error: `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]
    conv 6 kernal=3
           ^~~~~~
)"},
    {R"(input 28x28x1
conv 6 5 foo=1
)",
     R"(spec:2:10: error: `foo` is not a parameter of conv; it takes filters, kernel, stride, padding, dilation, groups and bias [unknown-parameter]
    conv 6 5 foo=1
             ^~~
)"},
    {R"(input 28x28x1
conv 6 5 name=x
)",
     R"(spec:2:10: error: `name` is not a parameter in the text form; a layer's name comes before it, as in `C1: conv 6 5` [unknown-parameter]
    conv 6 5 name=x
             ^~~~
)"},
    {R"(input 28x28x1
conv 6 5 activation=conv
)",
     R"(spec:2:21: error: `conv` is not an activation without parameters; write `conv` as a layer of its own [bad-value]
    conv 6 5 activation=conv
                        ^~~~
)"},
    {R"(input 28x28x1
conv 6 5 activation=rleu
)",
     R"(spec:2:21: error: `rleu` is not an activation without parameters; did you mean `relu`? [bad-value]
    conv 6 5 activation=rleu
                        ^~~~
)"},
    {R"(input 28x28x1
conv 6 5 in=x
)",
     R"(spec:2:13: error: `in` needs the number of channels, not `x` [bad-value]
    conv 6 5 in=x
                ^
)"},
    {R"(input 28x28x1
conv 6 5 freeze=maybe
)",
     R"(spec:2:17: error: `freeze` needs true or false, not `maybe` [bad-value]
    conv 6 5 freeze=maybe
                    ^~~~~
)"},
    {R"(input 28x28x1
conv 6 5 allow=foo
)",
     R"(spec:2:16: error: `foo` is not a code of a diagnostic [bad-value]
    conv 6 5 allow=foo
                   ^~~
)"},
    {R"(input 28x28x1
define block { relu allow=foo }
repeat 2 { block }
)",
     R"(spec:2:27: error: `foo` is not a code of a diagnostic [bad-value]
    define block { relu allow=foo }
                              ^~~
    used from spec:3:12
)"},
    {R"(input 28x28x1
conv 6 99999999999999999999
)",
     R"(spec:2:8: error: `99999999999999999999` does not fit into 64 bits; the largest number is 9223372036854775807 [bad-value]
    conv 6 99999999999999999999
           ^~~~~~~~~~~~~~~~~~~~
)"},
    {R"(input 28x28x1
conv 6 5 padding=sme
)",
     R"(spec:2:18: error: `padding` cannot be `sme`; did you mean `same`? [bad-value]
    conv 6 5 padding=sme
                     ^~~
)"},
    {R"(input 28x28x1
conv 6 5 padding=1:2:3
)",
     R"(spec:2:18: error: `padding` needs a whole number, one for each spatial axis, or before:after, not `1:2:3` [bad-value]
    conv 6 5 padding=1:2:3
                     ^~~~~
)"},
    {R"(input 28x28x1
conv 6 5 padding=-1
)",
     R"(spec:2:18: error: `padding` must be at least 0, not -1 [bad-value]
    conv 6 5 padding=-1
                     ^~
)"},
    {R"(input 28x28x1
conv 6 5 bias=3
)",
     R"(spec:2:15: error: `bias` needs true or false, not `3` [bad-value]
    conv 6 5 bias=3
                  ^
)"},
    {R"(input 28x28x1
conv 6 5 stride=0
)",
     R"(spec:2:17: error: `stride` must be at least 1, not 0 [bad-value]
    conv 6 5 stride=0
                    ^
)"},
    {R"(input 28x28x1
dropout 1.5
)",
     R"(spec:2:9: error: `rate` must be from 0 to 1, not `1.5` [bad-value]
    dropout 1.5
            ^~~
)"},
    {R"(input 28x28x1
dropout x
)",
     R"(spec:2:9: error: `rate` needs a number from 0 to 1, not `x` [bad-value]
    dropout x
            ^
)"},
    {R"(input 28x28x1
upsample scale=0
)",
     R"(spec:2:16: error: `scale` must be above 0, not `0` [bad-value]
    upsample scale=0
                   ^
)"},
    {R"(input 28x28x1
upsample scale=1e30
)",
     R"(spec:2:16: error: `1e30` has more digits than can be read exactly [bad-value]
    upsample scale=1e30
                   ^~~~
)"},
    {R"(input 9x4
lstm 3 bias=dubble
)",
     R"(spec:2:13: error: `bias` is double, single or none, not `dubble`; did you mean `double`? [bad-value]
    lstm 3 bias=dubble
                ^~~~~~
)"},
    {R"(input 28x28x1
prelu per=chanel
)",
     R"(spec:2:11: error: `per` is layer, channel or element, not `chanel`; did you mean `channel`? [bad-value]
    prelu per=chanel
              ^~~~~~
)"},
    {R"(input 28x28x1
slice end=1 axis=x
)",
     R"(spec:2:18: error: `axis` needs `channels`, or an axis from 0, not `x` [bad-value]
    slice end=1 axis=x
                     ^
)"},
    {R"(input 28x28x1
conv 6 5 stride=1 stride=2
)",
     R"(spec:2:19: error: `stride` is given twice; remove one of the two [duplicate-key]
    conv 6 5 stride=1 stride=2
                      ^~~~~~
)"},
    {R"(input 28x28x1
conv 6 5 stride=1 strides=2
)",
     R"(spec:2:19: error: `stride` is given twice; remove one of the two [duplicate-key]
    conv 6 5 stride=1 strides=2
                      ^~~~~~~
)"},
    {R"(input 28x28x1
conv 6 2.5
)",
     R"(spec:2:8: error: `kernel` needs a whole number, or one for each spatial axis, not `2.5` [bad-value]
    conv 6 2.5
           ^~~
)"},
};

const Mistake names[] = {
    {R"(input 28x28x1
add from=b,a
a: relu
b: relu
)",
     R"(spec:2:10: error: `b` is defined later, on line 4; a layer reads only earlier ones [unknown-input]
    add from=b,a
             ^
spec:2:12: error: `a` is defined later, on line 3; a layer reads only earlier ones [unknown-input]
    add from=b,a
               ^
)"},
    {R"(input 28x28x1
a: relu
a: relu
)",
     R"(spec:3:1: error: `a` is the name of another layer; the other is on line 2; give one of them another label [duplicate-name]
    a: relu
    ^
)"},
    {R"(input 28x28x1
relu_1: relu
relu
)",
     R"(spec:3:1: error: `relu_1`, its automatic name, is the name of another layer; the other is on line 2; give one of them another label [duplicate-name]
    relu
    ^~~~
)"},
    {R"(input 28x28x1
a: relu from=a
)",
     R"(spec:2:14: error: `a` is this layer itself; a layer reads only earlier ones [unknown-input]
    a: relu from=a
                 ^
)"},
    {R"(input 28x28x1
tower: relu
add from=input,towr
)",
     R"(spec:3:16: error: no layer is called `towr`; did you mean `tower`? [unknown-input]
    add from=input,towr
                   ^~~~
)"},
    {R"(input 28x28x1
a: relu
add from=a, a
)",
     R"(spec:3:11: error: a blank after a comma; a list is written without blanks, as in `from=a,b` [syntax]
    add from=a, a
              ^
)"},
    {"input 28x28x1\n"
     "cafe\u0301: relu\n"
     "add from=input,café\n",
     R"(spec:3:16: error: no layer is called `café`; the layer on line 2 has that name in another Unicode normalisation; copy it from there [unknown-input]
    add from=input,café
                   ^~~~
)"},
    {"input 28x28x1\n"
     "cafe\u0301: relu\n"
     "café: relu\n",
     R"(spec:3:1: error: `café` is the name of another layer in another Unicode normalisation; the other is on line 2; give one of them another label [duplicate-name]
    café: relu
    ^~~~
)"},
    {R"(a: input 3
b: input 4
relu
)",
     R"(spec:3:1: error: the network has several inputs; name the one that this layer reads, as in `from=a` [unknown-input]
    relu
    ^~~~
)"},
    {R"(input 28x28x1
a: conv 6 5
b: dense 3 share=a
)",
     R"(spec:3:18: error: dense cannot share the parameters of `a`, which is conv; layers that share have the same type [shape-mismatch]
    b: dense 3 share=a
                     ^
)"},
    {R"(input 28x28x1
a: relu
b: relu share=c
)",
     R"(spec:3:15: error: no layer is called `c` [unknown-input]
    b: relu share=c
                  ^
)"},
};

const Mistake expectations[] = {
    {R"(input 28x28x1
relu -> 28 28 1
)",
     R"(spec:2:12: error: `28` is not `key=value`; the sizes of a shape are joined by `x` [syntax]
    relu -> 28 28 1
               ^~
)"},
    {R"(input 28x28x1
relu ->
)",
     R"(spec:2:6: error: nothing follows the arrow; write the expected output shape [syntax]
    relu ->
         ^~
)"},
    {R"(input 28x28x1
relu -> foo=1
)",
     R"(spec:2:9: error: `foo` is not a quantity of the report; those are layers, weights, biases, params, trainable, frozen, buffers, macs, flops, param_bytes, activation_bytes and output [unknown-parameter]
    relu -> foo=1
            ^~~
)"},
    {R"(input 28x28x1
relu -> 28,28,1
)",
     R"(spec:2:9: error: `28,28,1` has commas between values; sizes are joined by `x`: `28x28x1` [bad-value]
    relu -> 28,28,1
            ^~~~~~~
)"},
    {R"(input 28x28x1
relu -> 28*28
)",
     R"(spec:2:9: error: `28*28` is not a size; sizes are joined by `x`: `28x28` [bad-value]
    relu -> 28*28
            ^~~~~
)"},
    {R"(input 28x28x1
relu -> params=3x
)",
     R"(spec:2:16: error: `3x` is not a count; a count is written `62378344`, `62,378,344`, `65M`, `1.5k` or `256Ki` [bad-value]
    relu -> params=3x
                   ^~
)"},
    {R"(input 28x28x1
relu -> params=1.0001k
)",
     R"(spec:2:16: error: `1.0001k` is not a count; a count is written `62378344`, `62,378,344`, `65M`, `1.5k` or `256Ki` [bad-value]
    relu -> params=1.0001k
                   ^~~~~~~
)"},
    {R"(input 28x28x1
relu -> params=0 params=0
)",
     R"(spec:2:18: error: `params` is given twice; remove one of the two [duplicate-key]
    relu -> params=0 params=0
                     ^~~~~~
)"},
    {R"(input 28x28x1
relu
expect
)",
     R"(spec:3:1: error: `expect` names no figure; for example `expect params=62,378,344` [syntax]
    expect
    ^~~~~~
)"},
    {R"(input 28x28x1
relu
expect params
)",
     R"(spec:3:8: error: `params` is not `key=value`; for example `params=62,378,344` [syntax]
    expect params
           ^~~~~~
)"},
    {R"(input 28x28x1
relu
expect params=
)",
     R"(spec:3:14: error: `params` has no value; for example `params=62,378,344` [syntax]
    expect params=
                 ^
)"},
    {R"(input 28x28x1
relu
limit foo=3
)",
     R"(spec:3:7: error: `foo` is not a quantity of the report; those are layers, weights, biases, params, trainable, frozen, buffers, macs, flops, param_bytes, activation_bytes and peak_activation_bytes [unknown-parameter]
    limit foo=3
          ^~~
)"},
    {R"(input 28x28x1
relu
expect params=0
expect params=0
)",
     R"(spec:4:8: error: `params` is given twice; remove one of the two [duplicate-key]
    expect params=0
           ^~~~~~
)"},
    {R"(input 28x28x1
relu -> params<3
)",
     R"(spec:2:9: error: `output` needs the sizes of a shape, not `params<3` [bad-value]
    relu -> params<3
            ^~~~~~~~
)"},
};

const Mistake carets[] = {
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
    {R"(input 28x28x1
relu ; conv 6 kernal=5 # why
)",
     R"(spec:2:15: error: `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]
    relu ; conv 6 kernal=5 # why
                  ^~~~~~
)"},
    {"\ufeffinput 28x28x1\n"
     "conv 6 kernal=5\n",
     R"(spec:2:8: error: `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]
    conv 6 kernal=5
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
conv 6 3×3×3
)",
     R"(spec:2:8: error: `kernel` has 3 values, but an image (28x28x1) has 2 spatial axes; give one value for all axes, or exactly one for each [rank-mismatch]
    conv 6 3×3×3
           ^~~~~
)"},
    {R"(input 28x28x1
😀: conv 6 kernal=5
)",
     R"(spec:2:11: error: `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]
    😀: conv 6 kernal=5
               ^~~~~~
)"},
    {R"(input 28x28x1
x: conv 6 5 stride=1 padding=0 dilation=1 groups=1 bias=true activation=relu from=input freeze no-frezee padding_mode=zeros # and so on
)",
     R"(spec:2:96: error: `no-frezee` is not a parameter of conv; did you mean `no-freeze`? [unknown-parameter]
    …ups=1 bias=true activation=relu from=input freeze no-frezee padding_mode=zeros # and so on
                                                       ^~~~~~~~~
)"},
};

const Mistake together[] = {
    {R"(layout XYZ
input 28x28x1
conv 6 5 stride 1
C2 = conv 16 5
C3: conv 3 64 3
max_pool 2*2
cnov 16 3
conv 16 kernal=3
conv(16, 3)
add from=C2, C3
add from=C3,nobody
dense 10 bias=nope
limit foo=1
)",
     R"(spec:1:8: error: `XYZ` is not a layout; a layout is `HWC` (channels last) or `CHW` (channels first) [bad-value]
    layout XYZ
           ^~~
spec:3:10: error: `stride` has no `=`; write `stride=1` [syntax]
    conv 6 5 stride 1
             ^~~~~~
spec:4:4: error: `C2 =` begins no statement; a label ends in a colon, as in `C2: conv 16 5`; put a parameter on its layer's line [syntax]
    C2 = conv 16 5
       ^
spec:5:15: error: conv takes 2 values, filters and kernel; input channels are inferred, so leave them out [bad-value]
    C3: conv 3 64 3
                  ^
spec:6:10: error: `2*2` is not a size; sizes are joined by `x`: `2x2` [bad-value]
    max_pool 2*2
             ^~~
spec:7:1: error: `cnov` is not a layer type; did you mean `conv`? [unknown-layer]
    cnov 16 3
    ^~~~
spec:8:9: error: `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]
    conv 16 kernal=3
            ^~~~~~
spec:9:1: error: a layer is written without parentheses; write `conv 16 3` [syntax]
    conv(16, 3)
    ^~~~~~~~~~~
spec:10:12: error: a blank after a comma; a list is written without blanks, as in `from=a,b` [syntax]
    add from=C2, C3
               ^
spec:11:13: error: no layer is called `nobody` [unknown-input]
    add from=C3,nobody
                ^~~~~~
spec:12:15: error: `bias` needs true or false, not `nope` [bad-value]
    dense 10 bias=nope
                  ^~~~
spec:13:7: error: `foo` is not a quantity of the report; those are layers, weights, biases, params, trainable, frozen, buffers, macs, flops, param_bytes, activation_bytes and peak_activation_bytes [unknown-parameter]
    limit foo=1
          ^~~
)"},
    {R"(input 28x28×
conv 6 5
dense 10
)",
     R"(spec:1:7: error: `shape` needs the sizes of a shape, not `28x28×` [bad-value]
    input 28x28×
          ^~~~~~
)"},
    {R"(left: input 64x
right: input 64x64x3
a: conv 8 3 from=left
b: conv 8 3 from=right
add from=a,b
)",
     R"(spec:1:13: error: `shape` needs the sizes of a shape, not `64x` [bad-value]
    left: input 64x
                ^~~
)"},
    {R"(input 28x28x1
cnov 6 5
conv 6 5
add from=conv_1,conv_2
)",
     R"(spec:2:1: error: `cnov` is not a layer type; did you mean `conv`? [unknown-layer]
    cnov 6 5
    ^~~~
)"},
    {R"(input 28x28x1
a: conv 6 5 {
relu from=a
)",
     R"(spec:2:4: error: conv does not accept braces; merges such as `add` and `concat` do, and `repeat`, `define` and `freeze` [syntax]
    a: conv 6 5 {
       ^~~~
spec:2:13: error: the `{` is not closed; a `}` ends what it begins [syntax]
    a: conv 6 5 {
                ^
)"},
    {R"(input 28x28x1
a: conv 6 99
b: relu
c: conv 6 98 from=input
)",
     R"(spec:2:11: error: a window of 99 does not fit into a height of 28; a kernel of 28 fits, or an input height of 99 [kernel-exceeds-input]
    a: conv 6 99
              ^~
spec:4:11: error: a window of 98 does not fit into a height of 28; a kernel of 28 fits, or an input height of 98 [kernel-exceeds-input]
    c: conv 6 98 from=input
              ^~
)"},
};

}  // namespace

TEST_CASE("a mistake with a label gets a sentence of its own") { check_mistakes(labels); }

TEST_CASE("a mistake in a directive gets a sentence of its own") { check_mistakes(directives); }

TEST_CASE("a mistake with a value gets a sentence of its own") { check_mistakes(values); }

TEST_CASE("a name that cannot be read is told why") { check_mistakes(names); }

TEST_CASE("a mistake in an expectation gets a sentence of its own") { check_mistakes(expectations); }

TEST_CASE("the caret stands under the very token, columns counting code points") { check_mistakes(carets); }

TEST_CASE("independent mistakes are reported together, each once") { check_mistakes(together); }
