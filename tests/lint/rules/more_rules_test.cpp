#include "spec/mistake.h"

// What stands beside the specs of specs/lint: the cases at a rule's edge.
using namespace nnshape::test;

TEST_CASE("a layer that nothing reads is reported, unless something may read it yet") {
    check_marked({
        {"left: input 8x8x1\n"
         "right: input 8x8x1\n"
         "       ^~~~~ warning: no layer uses `right`, and it is not an output; use it in the `from` of a layer, name "
         "it in `outputs`, or remove it [unused-layer]\n"
         "conv 2 3 from=left"},
        // A call is reported once, where it stands, and not the layer inside it.
        {"input 8x8x1\n"
         "define unit(n) { conv $n 3 ; relu }\n"
         "u: unit 2\n"
         "   ^~~~ warning: no layer uses `u`, and it is not an output; use it in the `from` of a layer, name it in "
         "`outputs`, or remove it [unused-layer]\n"
         "relu from=input"},
        // Inside of a definition that is called twice it is one mistake.
        {"input 8x8x1\n"
         "define unit(n) { a: conv $n 1 ; relu from=input }\n"
         "                    ^~~~ warning: no layer uses `unit_1/a`, and it is not an output; use it in the `from` of "
         "a layer, name it in `outputs`, or remove it [unused-layer]\n"
         "used from spec:3:1, spec:4:1\n"
         "unit 2\n"
         "unit 3"},
        {"input 8x8x1\ndefine unit(n) { conv $n 3 ; relu }\nu: unit 2 allow=unused-layer\nrelu from=input"},
        {"input 8x8x1\na: conv 2 3\nb: conv 2 3 from=input share=a"},
        {"input 8x8x1\na: conv 2 3\nb: conv 2 3 from=input\noutputs a b"},
        {"input 8x8x1\ndefine nothing(n) { repeat $n { relu } }\nconv 2 3\nnothing 0\nconv 2 3"},
        // What could not be read may have been the reader.
        {"input 8x8x1\n"
         "a: conv 2 1\n"
         "conv 2 1 from=input\n"
         "addd from=a,conv_1\n"
         "^~~~ `addd` is not a layer type; did you mean `add`? [unknown-layer]"},
        // A segmentation network whose auxiliary head comes last: the head that has more behind it is the output.
        {"input 8x8x1\na: conv 2 1\nb: conv 2 1\nc: conv 4 1\naux: conv 4 1 from=a"},
        {"input 8x8x1\n"
         "a: conv 2 1\n"
         "b: conv 2 1\n"
         "c: conv 4 1\n"
         "   ^~~~ warning: no layer uses `c`, and it is not an output; use it in the `from` of a layer, name it in "
         "`outputs`, or remove it [unused-layer]\n"
         "aux: conv 5 1 from=a"},
    });
}

TEST_CASE("an automatic name is reported wherever a layer is named by it") {
    check_marked({
        {"input 8x8x1\ndefine unit(n) { conv $n 1 }\nunit 2\nunit 2\nadd from=unit_1,unit_2 allow=automatic-name"},
        {"input 8x8x1\ndefine unit(n) { conv $n 1 }\nu: unit 2\nv: unit 2\nadd from=u,v"},
        {"input 8x8x1\n"
         "conv 2 3\n"
         "outputs conv_1\n"
         "        ^~~~~~ warning: `conv_1` is an automatic name, which changes when a layer is inserted; give that "
         "layer a label such as `stem:`, and use it here [automatic-name]"},
        {"input 8x8x1\nconv 2 3 from=input"},
        {"input 8x8x1\n"
         "conv 1 1\n"
         "add { relu } from=conv_1\n"
         "                  ^~~~~~ warning: `conv_1` is an automatic name, which changes when a layer is inserted; "
         "give that layer a label such as `stem:`, and use it here [automatic-name]"},
        {R"(
{"input": [8, 8, 1], "layers": [{"type": "relu"},
{"type": "relu", "inputs": "relu_1"}]}
                            ^~~~~~ warning: `relu_1` is an automatic name, which changes when a layer is inserted; give that layer a `"name"` and write it here [automatic-name])"},
        // In a definition that is called twice it is one mistake.
        {"input 8x8x1\n"
         "define unit(n) { conv $n 1 ; add from=input,conv_1 }\n"
         "                                            ^~~~~~ warning: `conv_1` is an automatic name, which changes "
         "when a layer is inserted; give that layer a label such as `stem:`, and use it here "
         "[automatic-name]\n"
         "used from spec:3:1\n"
         "unit 2\n"
         "unit 2 allow=automatic-name"},
    });
}

TEST_CASE("a dense layer is blamed for a map that it alone makes") {
    check_marked({
        {"input 8x8x4\nadd { dense 4 }"},  // the map is there without it
        {"input 8x8x4\nflatten\ndense 4"},
        {"input 8x4\ndense 4"},  // steps of a sequence
        {"input 8x8x4\nmultiply { global_avg_pool keepdims ; dense 4 activation=sigmoid }"},
        {"input 4x4x4x2\n"
         "linear 4\n"
         "^~~~~~ warning: dense is applied at each position of 4x4x4x2, so the network's output is still 4x4x4x4; put "
         "`flatten` before it [dense-on-image]\n"
         "relu"},
        {R"(
{"input": [8, 8, 4], "layers": [{"type": "dense", "units": 4}]}
                                          ^~~~~ warning: dense is applied at each position of 8x8x4, so the network's output is still 8x8x4; put `flatten` before it
                                                [dense-on-image])"},
        {"input 8x8x4\n"
         "d: dense 4\n"
         "   ^~~~~ warning: dense is applied at each position of 8x8x4, so the network's output is still 6x6x2; put "
         "`flatten` before it [dense-on-image]\n"
         "a: conv 2 3\n"
         "b: conv 2 5 from=d\n"
         "outputs a b"},
        {"input 8x8x4\n"
         "d: dense 4\n"
         "   ^~~~~ warning: dense is applied at each position of 8x8x4, so the network's output is still 6x6x2; put "
         "`flatten` before it [dense-on-image]\n"
         "a: conv 2 3\n"
         "b: conv 2 3 from=d\n"
         "add from=a,b"},
    });
}

TEST_CASE("an allow is unused only where nothing of its kind arises") {
    check_marked({
        {"input 9x9x1\ndefine unit(n) { max_pool 2 allow=stride-remainder ; conv $n 1 }\nunit 2\nunit 2"},
        {"input 9x9x1\ndefine unit(n) { max_pool 2 ; conv $n 1 }\nunit 2 allow=stride-remainder\nunit 2"},
        {"input 9x9x1\n"
         "max_pool 2 allow=stride-remainder,unused-layer\n"
         "                                  ^~~~~~~~~~~~ warning: `unused-layer` silences nothing here; remove it "
         "[unused-allow]"},
        {"input 9x9x1\n"
         "define unit(n) { conv $n 1 }\n"
         "unit 2 allow=stride-remainder\n"
         "             ^~~~~~~~~~~~~~~~ warning: `stride-remainder` silences nothing here; remove it "
         "[unused-allow]\n"
         "unit 2"},
        {"input 8x8x1\nallow stride-remainder unused-allow\nmax_pool 2"},
        {"input 8x8x1\ndefine unit(n) { conv $n 1 allow=stride-remainder }\nrelu"},  // nobody calls it
        {"input 8x8x1\n"
         "conv 2 9 allow=stride-remainder\n"
         "       ^ a window of 9 does not fit into a height of 8; use a kernel of at most 8, or an input height of at "
         "least 9 "
         "[kernel-exceeds-input]"},
    });
}

TEST_CASE("a stride beyond the window is a note only where the kernel is 1") {
    check_marked({
        {"input 9x9x1\n"
         "conv 2 1x2 stride=2x3\n"
         "                  ^~~ warning: a stride of 3 skips pixels between two windows of 2; use a stride of at most "
         "2 [stride-exceeds-kernel]"},
        {"input 9x9x1\nconv_transpose 2 2 stride=4 allow=uneven-upsampling-kernel"},
        {"input 9x9x1\n"
         "max_pool 1 stride=2\n"
         "                  ^ note: a stride of 2 skips pixels between two windows of 1 [stride-exceeds-kernel]"},
    });
}

TEST_CASE("a bias is undone only by what takes each channel's mean away, right after it") {
    check_marked({
        {"input 8x8x4\n"
         "conv 4 3\n"
         "^~~~ note: the batch_norm after it removes the bias; write `no-bias` [bias-before-norm]\n"
         "batch_norm center=false"},
        {R"(
{"input": [8], "layers": [{"type": "dense", "units": 4}, {"type": "batch_norm"}]}
                                    ^~~~~ note: the batch_norm after it removes the bias; write `"bias": false`
                                          [bias-before-norm])"},
        {"input 8x8x4\nconv 4 3\nlayer_norm"},
        {"input 8x8x4\nconv 4 3\nrms_norm"},
        {"input 8x8x4\nc: conv 4 3\nn: batch_norm\noutputs c n"},
        {"input 8x4\nlstm 4\nbatch_norm"},
        // Nothing is said of what cannot be read, or has no one layer in front.
        {"input 8x8x4\n"
         "dens 4\n"
         "^~~~ `dens` is not a layer type; did you mean `dense`? [unknown-layer]\n"
         "batch_norm"},
        {"input 8x8x4\n"
         "conv 4 3\n"
         "batch_norm from=nowhere\n"
         "                ^~~~~~~ no layer is called `nowhere` [unknown-input]"},
        {"input 8x8x4\n"
         "a: conv 4 3\n"
         "b: conv 4 3\n"
         "batch_norm from=a,b\n"
         "^~~~~~~~~~ batch_norm needs 1 input, but has 2; merge them first, for example with `add` [input-count]"},
    });
}
