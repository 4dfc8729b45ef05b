#include "spec/mistake.h"

using namespace nnshape::test;

namespace {

const std::string silent;

const Mistake cases[] = {
    // Two sizes in front of a window.
    {"input 28x28\nconv 6 5\n",
     "spec:1:7: warning: read as 28 steps of 28 channels; a grey image is `28x28x1`; for a sequence write `conv1d` "
     "[suspect-input]\n"
     "    input 28x28\n"
     "          ^~~~~\n"},
    {"input 28x28\nrelu\ndropout 0.1\nmax_pool 2\n",
     "spec:1:7: warning: read as 28 steps of 28 channels; a grey image is `28x28x1`; for a sequence write `max_pool1d` "
     "[suspect-input]\n"
     "    input 28x28\n"
     "          ^~~~~\n"},
    {"input 28x20\nlayout CHW\nconv 6 5\n",
     "spec:1:7: warning: read as 20 steps of 28 channels; a grey image is `1x28x20`; for a sequence write `conv1d` "
     "[suspect-input]\n"
     "    input 28x20\n"
     "          ^~~~~\n"},
    {R"({"input": [28, 28], "layers": [{"type": "conv", "filters": 6, "kernel": 5}]})",
     "spec:1:11: warning: read as 28 steps of 28 channels; a grey image is `[28, 28, 1]`; for a sequence write "
     "`\"type\": \"conv1d\"` [suspect-input]\n"
     "    {\"input\": [28, 28], \"layers\": [{\"type\": \"conv\", \"filters\": 6, \"kernel\": 5}]}\n"
     "              ^~~~~~~~\n"},
    {"input 28x28x1\nconv 6 5\n", silent},
    {"input 28x28\nconv1d 6 5\n", silent},
    {"input 28x28\nflatten\ndense 10\n", silent},
    {"input 28x28\nlstm 64\ndense 10\n", silent},
    {"input 28x28\nlstm 64\nconv 6 5\n", silent},
    {"input 100\nembedding 1000 64\nconv 32 5\n", silent},
    {"input 784\ndense 10\n", silent},
    {"input 28x28 allow=suspect-input\nconv 6 5\n", silent},
    {"input 28x28\nallow suspect-input\nconv 6 5\n", silent},
    {"left: input 28x28\nright: input 28x28x1\na: conv1d 6 5 from=left\nb: conv 6 5 from=right\noutputs a b\n", silent},
    {"left: input 28x28\nright: input 20x20\na: conv1d 6 5 from=left\nb: conv 6 5 from=right\noutputs a b\n",
     "spec:2:14: warning: read as 20 steps of 20 channels; a grey image is `20x20x1`; for a sequence write `conv1d` "
     "[suspect-input]\n"
     "    right: input 20x20\n"
     "                 ^~~~~\n"},
    // Channels first, read as channels last; and the other way round.
    {"input 3x32x32\nconv 6 3\n",
     "spec:1:7: warning: read as 3 rows, 32 columns, 32 channels; for channels first write `layout CHW`, or silence "
     "this with `allow=suspect-input` [suspect-input]\n"
     "    input 3x32x32\n"
     "          ^~~~~~~\n"},
    {"layout CHW\ninput 32x32x3\nconv 6 3\n",
     "spec:2:7: warning: read as 32 rows, 3 columns, 32 channels; for channels last write `layout HWC`, or silence "
     "this with `allow=suspect-input` [suspect-input]\n"
     "    input 32x32x3\n"
     "          ^~~~~~~\n"},
    {"input 1x28x28\nconv 6 1\n",
     "spec:1:7: warning: read as 1 row, 28 columns, 28 channels; for channels first write `layout CHW`, or silence "
     "this with `allow=suspect-input` [suspect-input]\n"
     "    input 1x28x28\n"
     "          ^~~~~~~\n"},
    {"input 3x16x32x32\nconv 6 3\n",
     "spec:1:7: warning: read as 3 slices, 16 rows, 32 columns, 32 channels; for channels first write `layout CHW`, or "
     "silence this with `allow=suspect-input` [suspect-input]\n"
     "    input 3x16x32x32\n"
     "          ^~~~~~~~~~\n"},
    {"input 32x32x3\nconv 6 3\n", silent},
    {"layout CHW\ninput 3x32x32\nconv 6 3\n", silent},
    {"input 5x32x32\nconv 6 3\n", silent},
    {"input 4x4x4\nconv 6 3\n", silent},
    {"input 3x32x32\nallow suspect-input\nconv 6 3\n", silent},
    {"input 3x32x32 allow=suspect-input\nconv 6 3\n", silent},
    // The shape is blamed, wherever it stands.
    {"input allow=unused-allow 3x32x32\nconv 6 3\n",
     "spec:1:26: warning: read as 3 rows, 32 columns, 32 channels; for channels first write `layout CHW`, or silence "
     "this with `allow=suspect-input` [suspect-input]\n"
     "    input allow=unused-allow 3x32x32\n"
     "                             ^~~~~~~\n"},
    {"{\"input\": [3, 32, 32], \"layers\": [{\"type\": \"conv\", \"filters\": 6, \"kernel\": 3}]}",
     "spec:1:11: warning: read as 3 rows, 32 columns, 32 channels; for channels first write `\"layout\": \"CHW\"`, or "
     "silence this with `\"allow\": \"suspect-input\"` [suspect-input]\n"
     "    {\"input\": [3, 32, 32], \"layers\": [{\"type\": \"conv\", \"filters\": 6, \"kernel\": 3}]}\n"
     "              ^~~~~~~~~~~\n"},
};

}  // namespace

TEST_CASE("an input in the other layout or rank is suspected, and nothing near it") { check_mistakes(cases); }
