#include "spec/mistake.h"

using namespace nnshape::test;

namespace {

const Marked cases[] = {
    // Two sizes in front of a window.
    {"input 28x28\n"
     "      ^~~~~ warning: read as 28 steps of 28 channels; for a grey image write `28x28x1`; for a sequence the type "
     "is `conv1d` "
     "[suspect-input]\n"
     "conv 6 5"},
    {"input 28x28\n"
     "      ^~~~~ warning: read as 28 steps of 28 channels; for a grey image write `28x28x1`; for a sequence the type "
     "is `max_pool1d` [suspect-input]\n"
     "relu\n"
     "dropout 0.1\n"
     "max_pool 2"},
    {"input 28x20\n"
     "      ^~~~~ warning: read as 20 steps of 28 channels; for a grey image write `1x28x20`; for a sequence the type "
     "is `conv1d` "
     "[suspect-input]\n"
     "layout CHW\n"
     "conv 6 5"},
    {R"(
{"input": [28, 28], "layers": [{"type": "conv", "filters": 6, "kernel": 5}]}
          ^~~~~~~~ warning: read as 28 steps of 28 channels; for a grey image write `[28, 28, 1]`; for a sequence the type is `conv1d` [suspect-input])"},
    {"input 28x28x1\nconv 6 5"},
    {"input 28x28\nconv1d 6 5"},
    {"input 28x28\nflatten\ndense 10"},
    {"input 28x28\nlstm 64\ndense 10"},
    {"input 28x28\nlstm 64\nconv 6 5"},
    {"input 100\nembedding 1000 64\nconv 32 5"},
    {"input 784\ndense 10"},
    {"input 28x28 allow=suspect-input\nconv 6 5"},
    {"input 28x28\nallow suspect-input\nconv 6 5"},
    {"left: input 28x28\nright: input 28x28x1\na: conv1d 6 5 from=left\nb: conv 6 5 from=right\noutputs a b"},
    {"left: input 28x28\n"
     "right: input 20x20\n"
     "             ^~~~~ warning: read as 20 steps of 20 channels; for a grey image write `20x20x1`; for a sequence "
     "the type is `conv1d` [suspect-input]\n"
     "a: conv1d 6 5 from=left\n"
     "b: conv 6 5 from=right\n"
     "outputs a b"},
    // A batch in front of an image, whose rest is tried in both layouts.
    {"input 1x3x224x224\n"
     "      ^~~~~~~~~~~ warning: read as 1 slice, 3 rows, 224 columns, 224 channels; the batch is not part of a shape; "
     "write `layout CHW` and `input 3x224x224` [suspect-input]\n"
     "conv 6 3 padding=1"},
    {"input 1x28x28x3\n"
     "      ^~~~~~~~~ warning: read as 1 slice, 28 rows, 28 columns, 3 channels; the batch is not part of a shape; "
     "write `input 28x28x3` [suspect-input]\n"
     "conv 6 1"},
    {"layout CHW\n"
     "input 32x3x28x28\n"
     "      ^~~~~~~~~~ warning: read as 3 slices, 28 rows, 28 columns, 32 channels; the batch is not part of a shape; "
     "write `input 3x28x28` [suspect-input]\n"
     "conv 6 3"},
    {R"(
{"input": [1, 3, 28, 28], "layers": [{"type": "conv", "filters": 6, "kernel": 1}]}
          ^~~~~~~~~~~~~~ warning: read as 1 slice, 3 rows, 28 columns, 28 channels; the batch is not part of a shape; write `"layout": "CHW"` and `"input": [3, 28, 28]` [suspect-input])"},
    {"input 32x28x28x3\nconv 6 3"},
    // Layers that need the shape as it is.
    {"input 3x32x32\n"
     "      ^~~~~~~ warning: read as 3 rows, 32 columns, 32 channels; its layers do not accept channels first; silence "
     "this with `allow=suspect-input` [suspect-input]\n"
     "conv 6 3 in=32"},
    {"input 28x20\n"
     "      ^~~~~ warning: read as 28 steps of 20 channels; for a sequence the type is `conv1d` [suspect-input]\n"
     "conv 6 3\n"
     "lstm 4"},
    // Channels first, read as channels last; and the other way round.
    {"input 3x32x32\n"
     "      ^~~~~~~ warning: read as 3 rows, 32 columns, 32 channels; for channels first write `layout CHW`, or "
     "silence this with `allow=suspect-input` [suspect-input]\n"
     "conv 6 3"},
    {"layout CHW\n"
     "input 32x32x3\n"
     "      ^~~~~~~ warning: read as 32 rows, 3 columns, 32 channels; for channels last write `layout HWC`, or silence "
     "this with `allow=suspect-input` [suspect-input]\n"
     "conv 6 3"},
    {"input 1x28x28\n"
     "      ^~~~~~~ warning: read as 1 row, 28 columns, 28 channels; for channels first write `layout CHW`, or silence "
     "this with `allow=suspect-input` [suspect-input]\n"
     "conv 6 1"},
    {"input 3x16x32x32\n"
     "      ^~~~~~~~~~ warning: read as 3 slices, 16 rows, 32 columns, 32 channels; for channels first write `layout "
     "CHW`, or silence this with `allow=suspect-input` [suspect-input]\n"
     "conv 6 3"},
    {"input 32x32x3\nconv 6 3"},
    {"layout CHW\ninput 3x32x32\nconv 6 3"},
    {"input 5x32x32\nconv 6 3"},
    {"input 4x4x4\nconv 6 3"},
    {"input 3x32x32\nallow suspect-input\nconv 6 3"},
    {"input 3x32x32 allow=suspect-input\nconv 6 3"},
    // The shape is blamed, wherever it stands.
    {"input allow=unused-allow 3x32x32\n"
     "                         ^~~~~~~ warning: read as 3 rows, 32 columns, 32 channels; for channels first write "
     "`layout CHW`, or silence this with `allow=suspect-input` [suspect-input]\n"
     "conv 6 3"},
    {R"(
{"input": [3, 32, 32], "layers": [{"type": "conv", "filters": 6, "kernel": 3}]}
          ^~~~~~~~~~~ warning: read as 3 rows, 32 columns, 32 channels; for channels first write `"layout": "CHW"`, or
                      silence this with `"allow": "suspect-input"` [suspect-input])"},
};

}  // namespace

TEST_CASE("an input in the other layout or rank is suspected, and nothing near it") { check_marked(cases); }

TEST_CASE("a small square map and a sequence of sound are not suspect") {
    check_marked({{"input 4x4x512\nconv_transpose 256 4 stride=2 padding=1"},
                  {"input 1x1x100\nconv_transpose 64 4"},
                  {"input 16000x1\nconv 16 80 stride=4"}});
}
