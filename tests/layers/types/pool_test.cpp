#include "layers/layer_case.h"
#include "support/catch.h"

using namespace nnshape::test;

TEST_CASE("a pool's size") {
    const std::vector<LayerCase> channels_last = {
        {"max_pool 2", "28x28x6", "14x14x6"},
        // AlexNet, ResNet
        {"max_pool 3 stride=2", "55x55x96", "27x27x96"},
        {"max_pool 3 stride=2 padding=1", "112x112x64", "56x56x64"},
        {"max_pool 2", "9x3", "4x3"},
        {"max_pool 2", "4x4x4x2", "2x2x2x2"},

        // the stride is the kernel's size, axis by axis, unless given; dilation does not change it
        {"max_pool 2x1", "6x6x1", "3x6x1"},
        {"max_pool 3x2 stride=1x2", "6x6x1", "4x3x1"},
        {"max_pool 2 dilation=3", "8x8x1", "3x3x1"},
        {"max_pool 2 stride=1 dilation=3", "6x6x1", "3x3x1"},
        {"max_pool 1 stride=5", "7x7x1", "2x2x1"},
        {"max_pool 7", "7x7x1", "1x1x1"},
        {"max_pool 1", "1x1x1", "1x1x1"},

        // ceil: GoogLeNet's first pool; a last window that would start in the padding is dropped;
        // one that is larger than its input by less than the stride still has a place
        {"max_pool 3 stride=2 ceil", "112x112x64", "56x56x64"},
        {"max_pool 2 ceil", "7x7x1", "4x4x1"},
        {"max_pool 2 ceil", "8x8x1", "4x4x1"},
        {"max_pool 2 padding=1 ceil", "5x5x1", "3x3x1"},
        {"max_pool 1 stride=3 ceil", "5x5x1", "2x2x1"},
        {"max_pool 1 stride=5 ceil", "5x5x1", "1x1x1"},
        {"max_pool 3 ceil", "1x1x1", "1x1x1"},
        {"max_pool 2 no-ceil", "7x7x1", "3x3x1"},

        // padding
        {"max_pool 2 padding=same", "7x7x1", "4x4x1"},
        {"max_pool 3 stride=2 padding=same_lower", "7x8x1", "4x4x1"},
        {"max_pool 5 stride=1 padding=same", "3x3x1", "3x3x1"},
        {"max_pool 2 padding=valid", "7x7x1", "3x3x1"},
        {"max_pool 2 padding=1", "7x7x1", "4x4x1"},
        {"max_pool 2 padding=0:1", "7x7x1", "4x4x1"},
        {"max_pool 2 padding=1x0", "7x7x1", "4x3x1"},
        {"max_pool 2 padding=1:1x0:1", "6x7x1", "4x4x1"},

        {"max_pool 1", "9223372036854775807x1", "9223372036854775807x1"},
        {"max_pool 3 stride=1 padding=same", "9223372036854775807x1", "9223372036854775807x1"},
        {"max_pool 9223372036854775807", "9223372036854775807x1", "1x1"},

        {"MaxPool2d kernel_size=3 stride=2 ceil_mode=true", "112x112x64", "56x56x64"},
        {"MaxPooling2D pool_size=2 strides=2 padding=valid", "7x7x1", "3x3x1"},
        {"max_pool kernel_shape=2 pad=0", "7x7x1", "3x3x1"},
        {"max_pooling window=2", "7x7x1", "3x3x1"},

        {"avg_pool 2", "28x28x6", "14x14x6"},
        {"avg_pool 7 stride=1", "7x7x1024", "1x1x1024"},
        {"avg_pool 3 stride=2 padding=1 ceil", "8x8x1", "5x5x1"},
        {"average_pool 2x3 padding=same", "7x7x1", "4x3x1"},
        {"average_pooling 2", "9x3", "4x3"},
        {"avg_pooling size=2", "9x3", "4x3"},
        {"AveragePooling3D 2", "4x4x4x2", "2x2x2x2"},
        {"AvgPool1d 2 stride=1", "9x3", "8x3"},
    };
    check_layers("HWC", channels_last);
    const std::vector<LayerCase> channels_first = {
        {"max_pool 2", "6x28x28", "6x14x14"},
        {"max_pool 2x1", "3x6x6", "3x3x6"},
        {"avg_pool 2", "3x9", "3x4"},
    };
    check_layers("CHW", channels_first);
}

TEST_CASE("what a pool refuses") {
    const std::vector<RefusalCase> refused = {
        {"max_pool 3", "2x2x1",
         "`3`: a window of 3 does not fit into a height of 2; use a kernel of at most 2, or an input height of at "
         "least 3 [kernel-exceeds-input]"},
        {"avg_pool 3x4", "3x3x1",
         "`3x4`: a window of 4 does not fit into a width of 3; use a kernel of at most 3, or an input width of at "
         "least 4 [kernel-exceeds-input]"},
        {"max_pool 3 stride=1 ceil", "2x2x1",
         "`3`: a window of 3 does not fit into a height of 2; use a kernel of at most 2, or an input height of at "
         "least 3 [kernel-exceeds-input]"},
        {"max_pool 2 padding=2", "9x9x1",
         "`2`: with padding 2 along the height, a window of 2 can contain only padding; use at most 1 (PyTorch accepts "
         "at most 1) [padding-exceeds-kernel]"},
        {"avg_pool 3 padding=0:3", "9x9x1",
         "`0:3`: with padding 3 along the height, a window of 3 can contain only padding; use at most 2 (PyTorch "
         "accepts at most 1) [padding-exceeds-kernel]"},
        {"max_pool 2 dilation=3 padding=0x4", "9x9x1",
         "`0x4`: with padding 4 along the width, a window of 4 (2 with dilation 3) can contain only padding; use at "
         "most 3 (PyTorch accepts at most 1) [padding-exceeds-kernel]"},
        // padding comes before fit, also where the fit of an earlier axis fails
        {"max_pool 4x2 padding=0x2", "1x9x1",
         "`0x2`: with padding 2 along the width, a window of 2 can contain only padding; use at most 1 (PyTorch "
         "accepts at most 1) [padding-exceeds-kernel]"},
        {"max_pool 2", "10",
         "`max_pool`: max_pool needs a sequence, an image or a volume, but receives a vector (10); put a `reshape` "
         "before it that adds spatial axes [rank-mismatch]"},
        {"MaxPooling3D 2", "10x10x1",
         "`MaxPooling3D`: a 3d layer needs a volume, but receives an image (10x10x1); write `max_pool`, which adapts "
         "to the rank of its input [rank-mismatch]"},
        {"max_pool 2 dilation=9223372036854775807", "5x5x1",
         "`2`: a size along the height overflows a 64-bit integer [overflow]"},
    };
    check_refusals("HWC", refused);
}

TEST_CASE("pools over all positions, and to a size") {
    const std::vector<LayerCase> channels_last = {
        {"global_avg_pool", "7x7x512", "512"},
        {"global_avg_pool keepdims", "7x7x512", "1x1x512"},
        {"global_average_pool keepdims=no", "1x1x3", "3"},
        {"global_average_pooling", "5x3", "3"},
        {"GlobalAveragePooling2D keep_dims=true", "7x7x512", "1x1x512"},
        {"global_max_pool", "2x3x4x5", "5"},
        {"global_max_pool keepdims", "2x3x4x5", "1x1x1x5"},
        {"GlobalMaxPooling1D keepdims", "10x4", "1x4"},

        {"adaptive_avg_pool 7", "13x13x256", "7x7x256"},
        {"adaptive_avg_pool 7", "1x1x512", "7x7x512"},
        {"adaptive_avg_pool -x5", "9x8x2", "9x5x2"},
        {"adaptive_avg_pool -", "9x8x2", "9x8x2"},
        {"AdaptiveAvgPool2d output_size=3x5", "9x8x2", "3x5x2"},
        {"adaptive_average_pool 1", "9x2", "1x2"},
        {"adaptive_average_pooling 1", "9x2", "1x2"},
        {"adaptive_max_pooling 1", "9x2", "1x2"},
        {"adaptive_max_pool 1", "9x8x7x2", "1x1x1x2"},
        {"AdaptiveMaxPool1d 9223372036854775807", "4x1", "9223372036854775807x1"},
    };
    check_layers("HWC", channels_last);
    const std::vector<LayerCase> channels_first = {
        {"global_avg_pool", "512x7x7", "512"},
        {"global_max_pool keepdims", "512x7x7", "512x1x1"},
        {"adaptive_avg_pool 3x5", "2x9x8", "2x3x5"},
        {"adaptive_max_pool 4x-", "2x9x8", "2x4x8"},
    };
    check_layers("CHW", channels_first);
    const std::vector<RefusalCase> refused = {
        {"global_avg_pool", "10",
         "`global_avg_pool`: global_avg_pool needs spatial axes, but receives a vector (10); put a "
         "`reshape` before it that adds spatial axes [rank-mismatch]"},
        {"global_max_pool", "10",
         "`global_max_pool`: global_max_pool needs spatial axes, but receives a vector (10); put a "
         "`reshape` before it that adds spatial axes [rank-mismatch]"},
        {"adaptive_avg_pool 7x7", "10x3",
         "`7x7`: `size` has 2 values, but a sequence (10x3) has 1 spatial axis; give one value for all axes, or "
         "exactly one for each [rank-mismatch]"},
        {"adaptive_max_pool 7", "10",
         "`adaptive_max_pool`: adaptive_max_pool needs a sequence, an image or a volume, but receives a vector (10); "
         "put a `reshape` before it that adds spatial axes [rank-mismatch]"},
        {"adaptive_avg_pool 0", "9x9x1", "`0`: `size` must be at least 1, not 0 [bad-value]"},
        {"adaptive_avg_pool 9223372036854775807", "9x9x3",
         "`adaptive_avg_pool`: the bytes of activations overflow a 64-bit integer [overflow]"},
        {"adaptive_avg_pool", "9x9x3",
         "`adaptive_avg_pool`: adaptive_avg_pool needs `size`; as in adaptive_avg_pool 7 [missing-parameter]"},
    };
    check_refusals("HWC", refused);
}
