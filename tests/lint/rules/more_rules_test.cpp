#include "spec/mistake.h"

// What stands beside the specs of specs/lint: the cases at a rule's edge.
using namespace nnshape::test;

namespace {

const std::string silent;

void check(const std::vector<Mistake>& cases) { check_mistakes(cases); }

}  // namespace

TEST_CASE("a layer that nothing reads is reported, unless something may read it yet") {
    check({
        {"left: input 8x8x1\nright: input 8x8x1\nconv 2 3 from=left\n",
         "spec:2:8: warning: nothing reads `right`, and it is not an output; read it with `from=right`, name it in "
         "`outputs`, or leave it out [unused-layer]\n"
         "    right: input 8x8x1\n"
         "           ^~~~~\n"},
        // A call is reported once, where it stands, and not the layer inside it.
        {"input 8x8x1\ndefine unit(n) { conv $n 3 ; relu }\nu: unit 2\nrelu from=input\n",
         "spec:3:4: warning: nothing reads `u`, and it is not an output; read it with `from=u`, name it in `outputs`, "
         "or "
         "leave it out [unused-layer]\n"
         "    u: unit 2\n"
         "       ^~~~\n"},
        // Inside of a definition that is called twice it is one mistake.
        {"input 8x8x1\ndefine unit(n) { a: conv $n 1 ; relu from=input }\nunit 2\nunit 3\n",
         "spec:2:21: warning: nothing reads `unit_1/a`, and it is not an output; read it with `from=unit_1/a`, name it "
         "in "
         "`outputs`, or leave it out [unused-layer]\n"
         "    define unit(n) { a: conv $n 1 ; relu from=input }\n"
         "                        ^~~~\n"
         "    used from spec:3:1, spec:4:1\n"},
        {"input 8x8x1\ndefine unit(n) { conv $n 3 ; relu }\nu: unit 2 allow=unused-layer\nrelu from=input\n", silent},
        {"input 8x8x1\na: conv 2 3\nb: conv 2 3 from=input share=a\n", silent},
        {"input 8x8x1\na: conv 2 3\nb: conv 2 3 from=input\noutputs a b\n", silent},
        {"input 8x8x1\ndefine nothing(n) { repeat $n { relu } }\nconv 2 3\nnothing 0\nconv 2 3\n", silent},
        // What could not be read may have been the reader.
        {"input 8x8x1\na: conv 2 1\nconv 2 1 from=input\naddd from=a,conv_1\n",
         "spec:4:1: error: `addd` is not a layer type; did you mean `add`? [unknown-layer]\n"
         "    addd from=a,conv_1\n"
         "    ^~~~\n"},
        // A segmentation network whose auxiliary head comes last: the head that has more behind it is the output.
        {"input 8x8x1\na: conv 2 1\nb: conv 2 1\nc: conv 4 1\naux: conv 4 1 from=a\n", silent},
        {"input 8x8x1\na: conv 2 1\nb: conv 2 1\nc: conv 4 1\naux: conv 5 1 from=a\n",
         "spec:4:4: warning: nothing reads `c`, and it is not an output; read it with `from=c`, name it in `outputs`, "
         "or "
         "leave it out [unused-layer]\n"
         "    c: conv 4 1\n"
         "       ^~~~\n"},
    });
}

TEST_CASE("an automatic name is reported wherever a layer is named by it") {
    check({
        {"input 8x8x1\ndefine unit(n) { conv $n 1 }\nunit 2\nunit 2\nadd from=unit_1,unit_2 allow=automatic-name\n",
         silent},
        {"input 8x8x1\ndefine unit(n) { conv $n 1 }\nu: unit 2\nv: unit 2\nadd from=u,v\n", silent},
        {"input 8x8x1\nconv 2 3\noutputs conv_1\n",
         "spec:3:9: warning: `conv_1` is an automatic name, which moves when a layer is inserted; label that layer, as "
         "in `stem: conv 64 3`, and name it so [automatic-name]\n"
         "    outputs conv_1\n"
         "            ^~~~~~\n"},
        {"input 8x8x1\nconv 2 3 from=input\n", silent},
        {"input 8x8x1\nconv 1 1\nadd { relu } from=conv_1\n",
         "spec:3:19: warning: `conv_1` is an automatic name, which moves when a layer is inserted; label that layer, "
         "as "
         "in `stem: conv 64 3`, and name it so [automatic-name]\n"
         "    add { relu } from=conv_1\n"
         "                      ^~~~~~\n"},
        {R"({"input": [8, 8, 1], "layers": [{"type": "relu"}, {"type": "relu", "inputs": "relu_1"}]})",
         "spec:1:79: warning: `relu_1` is an automatic name, which moves when a layer is inserted; give that layer a "
         "`\"name\"` and write it here [automatic-name]\n"
         "    {\"input\": [8, 8, 1], \"layers\": [{\"type\": \"relu\"}, {\"type\": \"relu\", \"inputs\": "
         "\"relu_1\"}]}\n"
         "                                                                                  ^~~~~~\n"},
        // In a definition that is called twice it is one mistake.
        {"input 8x8x1\ndefine unit(n) { conv $n 1 ; add from=input,conv_1 }\nunit 2\nunit 2 allow=automatic-name\n",
         "spec:2:45: warning: `conv_1` is an automatic name, which moves when a layer is inserted; label that layer, "
         "as "
         "in `stem: conv 64 3`, and name it so [automatic-name]\n"
         "    define unit(n) { conv $n 1 ; add from=input,conv_1 }\n"
         "                                                ^~~~~~\n"
         "    used from spec:3:1\n"},
    });
}

TEST_CASE("a dense layer is blamed for a map that it alone makes") {
    check({
        {"input 8x8x4\nadd { dense 4 }\n", silent},  // the map is there without it
        {"input 8x8x4\nflatten\ndense 4\n", silent},
        {"input 8x4\ndense 4\n", silent},  // steps of a sequence
        {"input 8x8x4\nmultiply { global_avg_pool keepdims ; dense 4 activation=sigmoid }\n", silent},
        {"input 4x4x4x2\nlinear 4\nrelu\n",
         "spec:2:1: warning: dense works at each position of 4x4x4x2, and the network's output is still 4x4x4x4; put "
         "`flatten` before it [dense-on-image]\n"
         "    linear 4\n"
         "    ^~~~~~\n"},
        {R"({"input": [8, 8, 4], "layers": [{"type": "dense", "units": 4}]})",
         "spec:1:43: warning: dense works at each position of 8x8x4, and the network's output is still 8x8x4; put "
         "`{\"type\": \"flatten\"}` before it [dense-on-image]\n"
         "    {\"input\": [8, 8, 4], \"layers\": [{\"type\": \"dense\", \"units\": 4}]}\n"
         "                                              ^~~~~\n"},
        {"input 8x8x4\nd: dense 4\na: conv 2 3\nb: conv 2 5 from=d\noutputs a b\n",
         "spec:2:4: warning: dense works at each position of 8x8x4, and the network's output is still 6x6x2; put "
         "`flatten` before it [dense-on-image]\n"
         "    d: dense 4\n"
         "       ^~~~~\n"},
        {"input 8x8x4\nd: dense 4\na: conv 2 3\nb: conv 2 3 from=d\nadd from=a,b\n",
         "spec:2:4: warning: dense works at each position of 8x8x4, and the network's output is still 6x6x2; put "
         "`flatten` before it [dense-on-image]\n"
         "    d: dense 4\n"
         "       ^~~~~\n"},
    });
}

TEST_CASE("an allow is unused only where nothing of its kind arises") {
    check({
        {"input 9x9x1\ndefine unit(n) { max_pool 2 allow=stride-remainder ; conv $n 1 }\nunit 2\nunit 2\n", silent},
        {"input 9x9x1\ndefine unit(n) { max_pool 2 ; conv $n 1 }\nunit 2 allow=stride-remainder\nunit 2\n", silent},
        {"input 9x9x1\nmax_pool 2 allow=stride-remainder,unused-layer\n",
         "spec:2:35: warning: `unused-layer` silences nothing here; leave it out [unused-allow]\n"
         "    max_pool 2 allow=stride-remainder,unused-layer\n"
         "                                      ^~~~~~~~~~~~\n"},
        {"input 9x9x1\ndefine unit(n) { conv $n 1 }\nunit 2 allow=stride-remainder\nunit 2\n",
         "spec:3:14: warning: `stride-remainder` silences nothing here; leave it out [unused-allow]\n"
         "    unit 2 allow=stride-remainder\n"
         "                 ^~~~~~~~~~~~~~~~\n"},
        {"input 8x8x1\nallow stride-remainder unused-allow\nmax_pool 2\n", silent},
        {"input 8x8x1\ndefine unit(n) { conv $n 1 allow=stride-remainder }\nrelu\n", silent},  // nobody calls it
        {"input 8x8x1\nconv 2 9 allow=stride-remainder\n",
         "spec:2:8: error: a window of 9 does not fit into a height of 8; a kernel of 8 fits, or an input height of 9 "
         "[kernel-exceeds-input]\n"
         "    conv 2 9 allow=stride-remainder\n"
         "           ^\n"},
    });
}

TEST_CASE("a stride beyond the window is a note only where the kernel is 1") {
    check({
        {"input 9x9x1\nconv 2 1x2 stride=2x3\n",
         "spec:2:19: warning: a stride of 3 skips pixels between two windows of 2; a stride of at most 2 reads all "
         "[stride-exceeds-kernel]\n"
         "    conv 2 1x2 stride=2x3\n"
         "                      ^~~\n"},
        {"input 9x9x1\nconv_transpose 2 2 stride=4 allow=uneven-upsampling-kernel\n", silent},
        {"input 9x9x1\nmax_pool 1 stride=2\n",
         "spec:2:19: note: a stride of 2 skips pixels between two windows of 1 [stride-exceeds-kernel]\n"
         "    max_pool 1 stride=2\n"
         "                      ^\n"},
    });
}

TEST_CASE("a bias is undone only by what takes each channel's mean away, right after it") {
    check({
        {"input 8x8x4\nconv 4 3\nbatch_norm center=false\n",
         "spec:2:1: note: batch_norm right after it removes the bias; write `no-bias` [bias-before-norm]\n"
         "    conv 4 3\n"
         "    ^~~~\n"},
        {R"({"input": [8], "layers": [{"type": "dense", "units": 4}, {"type": "batch_norm"}]})",
         "spec:1:37: note: batch_norm right after it removes the bias; write `\"bias\": false` "
         "[bias-before-norm]\n"
         "    {\"input\": [8], \"layers\": [{\"type\": \"dense\", \"units\": 4}, {\"type\": \"batch_norm\"}]}\n"
         "                                        ^~~~~\n"},
        {"input 8x8x4\nconv 4 3\nlayer_norm\n", silent},
        {"input 8x8x4\nconv 4 3\nrms_norm\n", silent},
        {"input 8x8x4\nc: conv 4 3\nn: batch_norm\noutputs c n\n", silent},
        {"input 8x4\nlstm 4\nbatch_norm\n", silent},
        // Nothing is said of what cannot be read, or has no one layer in front.
        {"input 8x8x4\ndens 4\nbatch_norm\n",
         "spec:2:1: error: `dens` is not a layer type; did you mean `dense`? [unknown-layer]\n"
         "    dens 4\n"
         "    ^~~~\n"},
        {"input 8x8x4\nconv 4 3\nbatch_norm from=nowhere\n",
         "spec:3:17: error: no layer is called `nowhere` [unknown-input]\n"
         "    batch_norm from=nowhere\n"
         "                    ^~~~~~~\n"},
        {"input 8x8x4\na: conv 4 3\nb: conv 4 3\nbatch_norm from=a,b\n",
         "spec:4:1: error: batch_norm takes 1 input, not 2; merge them first, as `add` or `concat` do [input-count]\n"
         "    batch_norm from=a,b\n"
         "    ^~~~~~~~~~\n"},
    });
}
