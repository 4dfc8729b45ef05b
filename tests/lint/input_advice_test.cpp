#include "spec/mistake.h"
#include "support/catch.h"

using namespace nnshape::test;

TEST_CASE("a window that does not fit gets an input in which the whole network does") {
    check_marked(
        {{"input 32x32x3\n"
          "allow padding-remainder stride-remainder\n"
          "conv 64 11 stride=4 padding=2 ; max_pool 3 stride=2\n"
          "conv 192 5 padding=2 ; max_pool 3 stride=2\n"
          "conv 256 3 padding=1 ; max_pool 3 stride=2\n"
          "                                ^ a window of 3 does not fit into a height of 1; use a kernel of at "
          "most 1, or an input of 63x63x3 [kernel-exceeds-input]"},
         {"input 3x40x1\n"
          "conv 4 5\n"
          "       ^ a window of 5 does not fit into a height of 3; use a kernel of at most 3, or an input "
          "height of at least 5 [kernel-exceeds-input]"},
         // no input helps
         {"input 8x8x1\n"
          "center_crop 4\n"
          "conv 4 5\n"
          "       ^ a window of 5 does not fit into a height of 4; use a kernel of at most 4, or an input "
          "height of at least 5 [kernel-exceeds-input]"}});
}

TEST_CASE("a shape with the batch in front is recognised") {
    check_marked({{"layout CHW\n"
                   "input 32x3x224x224\n"
                   "conv2d 64 7 stride=2 padding=3\n"
                   "^~~~~~ a 2d layer needs an image, but receives a volume (32x3x224x224); the batch is not part of a "
                   "shape; write `input 3x224x224` [rank-mismatch]"},
                  {"input Nx28x28x1\n"
                   "      ^~~~~~~~~ `Nx28x28x1` is not a size; sizes are joined by `x`: `28x28x1` [bad-value]\n"
                   "relu"},
                  {"input (3, 224, 224)\n"
                   "      ^~~~~~~~~~~~~ `(3, 224, 224)` is not a size; write `input 224x224x3`, or `layout CHW ; input "
                   "3x224x224` [bad-value]\n"
                   "conv 64 (3, 3)\n"
                   "        ^~~~~~ `(3, 3)` is not a size; sizes are joined by `x`: `3x3` [bad-value]"}});
}
