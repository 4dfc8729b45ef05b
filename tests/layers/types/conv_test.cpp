#include "layers/layer_case.h"
#include "support/catch.h"

using namespace nnshape::test;

TEST_CASE("a convolution's size and counts, channels last") {
    const std::vector<LayerCase> channels_last = {
        {"conv 6 5", "28x28x1", "24x24x6", 150, 6, 0, 86'400},
        // the published AlexNet, VGG-16's first, ResNet's stem, GoogLeNet's 1x1
        {"conv 96 11x11 stride=4", "227x227x3", "55x55x96", 34'848, 96, 0, 105'415'200},
        {"conv 64 3 padding=1", "224x224x3", "224x224x64", 1'728, 64, 0, 86'704'128},
        {"conv 64 7 stride=2 padding=3 no-bias", "224x224x3", "112x112x64", 9'408, 0, 0, 118'013'952},
        {"conv 192 1", "28x28x64", "28x28x192", 12'288, 192, 0, 9'633'792},

        // rank 1 and 3
        {"conv 8 3", "10x4", "8x8", 96, 8, 0, 768},
        {"conv 2 3", "5x6x7x1", "3x4x5x2", 54, 2, 0, 3'240},
        {"conv 2 1x2x3", "5x6x7x3", "5x5x5x2", 36, 2, 0, 4'500},

        // a value for each axis
        {"conv 4 3x1", "5x7x2", "3x7x4", 24, 4, 0, 504},
        {"conv 1 3 stride=2x1", "7x7x1", "3x5x1", 9, 1, 0, 135},
        {"conv 1 3 dilation=1x2", "7x7x1", "5x3x1", 9, 1, 0, 135},

        // stride: exact, with a remainder, beyond the kernel
        {"conv 1 3 stride=2", "7x7x1", "3x3x1", 9, 1, 0, 81},
        {"conv 1 3 stride=2", "8x8x1", "3x3x1", 9, 1, 0, 81},
        {"conv 1 1 stride=3", "7x7x1", "3x3x1", 1, 1, 0, 9},
        {"conv 1 2 stride=100", "7x7x1", "1x1x1", 4, 1, 0, 4},

        // every form of padding
        {"conv 1 3 padding=0", "5x5x1", "3x3x1", 9, 1, 0, 81},
        {"conv 1 3 padding=valid", "5x5x1", "3x3x1", 9, 1, 0, 81},
        {"conv 1 3 padding=1", "5x5x1", "5x5x1", 9, 1, 0, 225},
        {"conv 1 3 padding=1x0", "5x5x1", "5x3x1", 9, 1, 0, 135},
        {"conv 1 3 padding=0:1", "5x5x1", "4x4x1", 9, 1, 0, 144},
        {"conv 1 3 padding=0:1x2:0", "5x5x1", "4x5x1", 9, 1, 0, 180},
        {"conv 1 3 padding=7", "1x1x1", "13x13x1", 9, 1, 0, 1'521},
        {"conv 1 3 padding=same", "5x5x1", "5x5x1", 9, 1, 0, 225},
        {"conv 1 2 padding=same", "5x5x1", "5x5x1", 4, 1, 0, 100},
        {"conv 1 3 stride=2 padding=same", "5x6x1", "3x3x1", 9, 1, 0, 81},
        {"conv 1 2 stride=2 padding=same_lower", "5x6x1", "3x3x1", 4, 1, 0, 36},
        {"conv 1 9 padding=SAME", "2x2x1", "2x2x1", 81, 1, 0, 324},
        {"conv 1 3 dilation=2 padding=same", "5x5x1", "5x5x1", 9, 1, 0, 225},

        // dilation: a kernel of 3 reaches over 5
        {"conv 1 3 dilation=2", "7x7x1", "3x3x1", 9, 1, 0, 81},
        {"conv 1 1 dilation=50", "7x7x1", "7x7x1", 1, 1, 0, 49},

        // groups
        {"conv 8 3 groups=4", "5x5x4", "3x3x8", 72, 8, 0, 648},
        {"conv 4 3 groups=4 no-bias", "5x5x4", "3x3x4", 36, 0, 0, 324},
        {"conv 6 1 groups=3", "2x2x9", "2x2x6", 18, 6, 0, 72},

        // the smallest, a kernel as large as its input, the largest whose FLOPs fit
        {"conv 1 1", "1x1x1", "1x1x1", 1, 1, 0, 1},
        {"conv 3 5", "5x5x2", "1x1x3", 150, 3, 0, 150},
        {"conv 1 1", "4611686018427387903x1", "4611686018427387903x1", 1, 1, 0, 4'611'686'018'427'387'903},

        // other names
        // Keras: Conv1D(32, 2, dilation_rate=4, padding="causal") of 100 steps keeps their number.
        {"conv 32 2 dilation=4 padding=causal", "100x8", "100x32", 512, 32, 0, 51'200},
        {"depthwise_conv 3 stride=2 padding=causal", "9x2", "5x2", 6, 2, 0, 30},
        {"Conv_2d 6 5", "28x28x1", "24x24x6", 150, 6, 0, 86'400},
        {"convolution 6 5", "28x28x1", "24x24x6", 150, 6, 0, 86'400},
        {"convolutional 6 5", "28x28x1", "24x24x6", 150, 6, 0, 86'400},
        {"conv_1d 8 3", "10x4", "8x8", 96, 8, 0, 768},
        {"Conv3D 2 3", "5x6x7x1", "3x4x5x2", 54, 2, 0, 3'240},
        {"conv out_channels=1 kernel_size=3 strides=2 pad=1 dilation_rate=1 group=1 use_bias=false", "5x5x1", "3x3x1",
         9, 0, 0, 81},
        {"conv filters=1 kernel_shape=3 dilations=2", "5x5x1", "1x1x1", 9, 1, 0, 9},
    };
    check_layers("HWC", channels_last);
}

TEST_CASE("a convolution's size and counts, channels first") {
    const std::vector<LayerCase> channels_first = {
        {"conv 6 5", "1x28x28", "6x24x24", 150, 6, 0, 86'400},
        {"conv 1 3x1", "2x5x7", "1x3x7", 6, 1, 0, 126},
        {"conv 8 3", "4x12", "8x10", 96, 8, 0, 960},
        {"conv 2 3", "1x5x6x7", "2x3x4x5", 54, 2, 0, 3'240},
        {"conv 1 3 padding=0:1x2:0", "1x5x5", "1x4x5", 9, 1, 0, 180},
    };
    check_layers("CHW", channels_first);
}

TEST_CASE("what a convolution refuses") {
    const std::vector<RefusalCase> refused = {
        {"conv 6 5", "4x4x1",
         "`5`: a window of 5 does not fit into a height of 4; use a kernel of at most 4, or an input height of at "
         "least 5 [kernel-exceeds-input]"},
        {"conv 6 7 padding=1", "4x4x1",
         "`7`: a window of 7 does not fit into a height of 6 (4 + 1 + 1 of padding); use a kernel of at most 6, or an "
         "input height of at least 5 [kernel-exceeds-input]"},
        {"conv 6 3 dilation=4", "8x8x1",
         "`3`: a window of 9 (3 with dilation 4) does not fit into a height of 8; use a kernel of at most 2, or an "
         "input height of at least 9 [kernel-exceeds-input]"},
        {"conv 1 1x6", "5x5x1",
         "`1x6`: a window of 6 does not fit into a width of 5; use a kernel of at most 5, or an input width of at "
         "least 6 [kernel-exceeds-input]"},
        {"conv 1 2", "1x1",
         "`2`: a window of 2 does not fit into a length of 1; use a kernel of at most 1, or an input length of at "
         "least 2 [kernel-exceeds-input]"},
        {"conv 1 3x1x1", "2x3x3x1",
         "`3x1x1`: a window of 3 does not fit into a depth of 2; use a kernel of at most 2, or an input depth of at "
         "least 3 [kernel-exceeds-input]"},

        {"conv 6 5", "100",
         "`conv`: conv needs a sequence, an image or a volume, but receives a vector (100); put a `reshape` before it "
         "that adds spatial axes [rank-mismatch]"},
        {"conv 6 3x3", "10x3",
         "`3x3`: `kernel` has 2 values, but a sequence (10x3) has 1 spatial axis; give one value for all axes, or "
         "exactly one for each [rank-mismatch]"},
        {"conv 6 3 stride=2x2x2", "10x10x3",
         "`2x2x2`: `stride` has 3 values, but an image (10x10x3) has 2 spatial axes; give one value for all axes, or "
         "exactly one for each [rank-mismatch]"},
        {"conv 6 3 padding=0:1x0:1", "9x9x9x3",
         "`0:1x0:1`: `padding` has 2 values, but a volume (9x9x9x3) has 3 spatial axes; give one value for all axes, "
         "or exactly one for each [rank-mismatch]"},
        {"conv2d 6 3", "10x3",
         "`conv2d`: a 2d layer needs an image, but receives a sequence (10x3); write `conv`, which adapts to the rank "
         "of its input [rank-mismatch]"},

        {"conv 6 3 groups=4", "9x9x6",
         "`4`: 6 input channels cannot be divided into 4 groups; use 4 or 8 input channels, or 2 groups "
         "[groups-mismatch]"},
        {"conv 6 3 groups=4", "9x9x8",
         "`4`: 6 filters cannot be divided into 4 groups; use 4 or 8 filters, or 2 groups [groups-mismatch]"},
        {"conv 2 3 groups=2", "9x9x1",
         "`2`: 1 input channel cannot be divided into 2 groups; use 2 input channels, or 1 group [groups-mismatch]"},
        {"conv 2 1 groups=2", "9x9223372036854775807",
         "`2`: 9223372036854775807 input channels cannot be divided into 2 groups; use 9223372036854775806 input "
         "channels, or 1 group [groups-mismatch]"},

        // the first check that fails: rank, groups, fit
        {"conv 6 3x3 groups=4", "2x6",
         "`3x3`: `kernel` has 2 values, but a sequence (2x6) has 1 spatial axis; give one value for all axes, or "
         "exactly one for each [rank-mismatch]"},
        {"conv 6 50 groups=4", "9x9x8",
         "`4`: 6 filters cannot be divided into 4 groups; use 4 or 8 filters, or 2 groups [groups-mismatch]"},

        {"conv 1 4611686018427387904 dilation=3", "9x9x1",
         "`4611686018427387904`: a size along the height overflows a 64-bit integer [overflow]"},
        {"conv 1 3 padding=9223372036854775807", "9x9x1",
         "`3`: a size along the height overflows a 64-bit integer [overflow]"},
        {"conv 1 9223372036854775807 dilation=2 padding=same", "9x1",
         "`9223372036854775807`: a size along the length overflows a 64-bit integer [overflow]"},
        {"conv 9223372036854775807 3", "5x5x1", "`conv`: the weights overflow a 64-bit integer [overflow]"},
        {"conv 1 4294967296", "4294967296x4294967296x1", "`conv`: the weights overflow a 64-bit integer [overflow]"},
        {"conv 1 1", "9223372036854775807x1",
         "`conv`: the floating-point operations overflow a 64-bit integer [overflow]"},

        {"conv 0 5", "9x9x1", "`0`: `filters` must be at least 1, not 0 [bad-value]"},
        {"conv 1 0", "9x9x1", "`0`: `kernel` must be at least 1, not 0 [bad-value]"},
        {"conv 1 1 stride=0", "9x9x1", "`0`: `stride` must be at least 1, not 0 [bad-value]"},
        {"conv 1 1 padding=-1", "9x9x1", "`-1`: `padding` must be at least 0, not -1 [bad-value]"},
        {"conv 1 1 dilation=0", "9x9x1", "`0`: `dilation` must be at least 1, not 0 [bad-value]"},
        {"conv 1 1 groups=0", "9x9x1", "`0`: `groups` must be at least 1, not 0 [bad-value]"},
        {"conv 1", "9x9x1", "`conv`: conv needs `kernel`; as in conv 64 3 padding=1 [missing-parameter]"},
        {"conv 1 1", "9x9x1 9x9x1",
         "`conv`: conv needs 1 input, but has 2; merge them first, for example with `add` [input-count]"},
    };
    check_refusals("HWC", refused);
}

TEST_CASE("depthwise and separable convolutions") {
    const std::vector<LayerCase> channels_last = {
        {"depthwise_conv 3", "5x5x4", "3x3x4", 36, 4, 0, 324},
        {"depthwise 3 multiplier=2 stride=2 padding=1 no-bias", "5x5x4", "3x3x8", 72, 0, 0, 648},
        {"dwconv 3 depth_multiplier=3 dilation=2", "5x5x1", "1x1x3", 27, 3, 0, 27},
        {"DepthwiseConv2D 3 padding=same", "5x5x4", "5x5x4", 36, 4, 0, 900},
        {"depthwise_conv 3", "10x4", "8x4", 12, 4, 0, 96},
        {"depthwise_conv 3x1x1", "3x3x3x2", "1x3x3x2", 6, 2, 0, 54},
        {"depthwise_conv 1", "1x1x1", "1x1x1", 1, 1, 0, 1},

        {"separable_conv 8 3", "5x5x4", "3x3x8", 68, 8, 0, 612},
        {"separable 8 3 multiplier=2 padding=same no-bias", "5x5x4", "5x5x8", 136, 0, 0, 3'400},
        {"separable_conv 8 3 stride=2 padding=1 dilation=1", "5x5x4", "3x3x8", 68, 8, 0, 612},
        // 2,400 parameters: Chollet, Deep Learning with Python, section 7.3.1
        {"SeparableConv2D 64 3", "62x62x32", "60x60x64", 2'336, 64, 0, 8'409'600},
        {"separable_conv 8 3", "10x4", "8x8", 44, 8, 0, 352},
        {"separable_conv 2 3", "3x3x3x2", "1x1x1x2", 58, 2, 0, 58},
    };
    check_layers("HWC", channels_last);
    const std::vector<LayerCase> channels_first = {
        {"depthwise_conv 3", "4x5x6", "4x3x4", 36, 4, 0, 432},
        {"separable_conv 8 3", "4x5x6", "8x3x4", 68, 8, 0, 816},
    };
    check_layers("CHW", channels_first);
    const std::vector<RefusalCase> refused = {
        {"depthwise_conv 6", "5x5x4",
         "`6`: a window of 6 does not fit into a height of 5; use a kernel of at most 5, or an input height of at "
         "least 6 [kernel-exceeds-input]"},
        {"separable_conv 8 6", "5x5x4",
         "`6`: a window of 6 does not fit into a height of 5; use a kernel of at most 5, or an input height of at "
         "least 6 [kernel-exceeds-input]"},
        {"depthwise_conv 3", "10",
         "`depthwise_conv`: depthwise_conv needs a sequence, an image or a volume, but receives a vector (10); put a "
         "`reshape` before it that adds spatial axes [rank-mismatch]"},
        {"separable_conv 8 3", "10",
         "`separable_conv`: separable_conv needs a sequence, an image or a volume, but receives a vector (10); put a "
         "`reshape` before it that adds spatial axes [rank-mismatch]"},
        {"depthwise_conv 1 multiplier=9223372036854775807", "1x1x2",
         "`9223372036854775807`: the channels times the multiplier overflow a 64-bit integer [overflow]"},
        {"separable_conv 1 1 multiplier=4611686018427387904", "1x1x2",
         "`4611686018427387904`: the channels times the multiplier overflow a 64-bit integer [overflow]"},
        {"depthwise_conv 3 padding=4611686018427387904", "5x5x1",
         "`3`: a size along the height overflows a 64-bit integer [overflow]"},
        {"depthwise_conv 3037000500 padding=same", "5x5x1",
         "`depthwise_conv`: the weights overflow a 64-bit integer [overflow]"},
        {"separable_conv 3037000500 1 multiplier=3037000500", "1x1x1",
         "`separable_conv`: the weights overflow a 64-bit integer [overflow]"},
    };
    check_refusals("HWC", refused);
}

TEST_CASE("a transposed convolution's size and counts") {
    const std::vector<LayerCase> channels_last = {
        {"conv_transpose 1 3", "5x5x1", "7x7x1", 9, 1, 0, 225},
        // a U-Net's up-convolution, and the last of DCGAN's generator
        {"conv_transpose 64 2 stride=2", "14x14x128", "28x28x64", 32'768, 64, 0, 6'422'528},
        {"deconv 3 4 stride=2 padding=1 no-bias", "32x32x64", "64x64x3", 3'072, 0, 0, 3'145'728},

        {"conv_transpose 2 4 stride=2 padding=1", "8x3", "16x2", 24, 2, 0, 192},
        {"conv_transpose 1 2 stride=2", "2x2x2x1", "4x4x4x1", 8, 1, 0, 64},
        {"conv_transpose 1 3 stride=2 padding=1 output_padding=1", "5x5x1", "10x10x1", 9, 1, 0, 225},
        {"conv_transpose 1 3 stride=2 output_padding=1x0", "3x3x1", "8x7x1", 9, 1, 0, 81},
        {"conv_transpose 1 3 dilation=2", "5x5x1", "9x9x1", 9, 1, 0, 225},
        {"conv_transpose 1 3 dilation=2 output_padding=1", "5x5x1", "10x10x1", 9, 1, 0, 225},
        {"conv_transpose 4 3 groups=2 no-bias", "5x5x6", "7x7x4", 108, 0, 0, 2'700},
        {"conv_transpose 1 3 padding=0:1", "5x5x1", "6x6x1", 9, 1, 0, 225},
        {"conv_transpose 1 3 padding=0:1x2:2", "5x5x1", "6x3x1", 9, 1, 0, 225},
        {"conv_transpose 1 3 padding=valid", "5x5x1", "7x7x1", 9, 1, 0, 225},
        {"conv_transpose 1 1 stride=3", "5x5x1", "13x13x1", 1, 1, 0, 25},
        {"conv_transpose 1 1", "1x1x1", "1x1x1", 1, 1, 0, 1},

        // same: the input times the stride, whatever the kernel and its dilation
        {"conv_transpose 2 3 stride=2 padding=same", "5x5x1", "10x10x2", 18, 2, 0, 450},
        {"conv_transpose 2 3 stride=2 padding=same_lower", "5x5x1", "10x10x2", 18, 2, 0, 450},
        {"conv_transpose 1 7 dilation=3 padding=same", "5x5x1", "5x5x1", 49, 1, 0, 1'225},
        {"conv_transpose 1 1 stride=2x3 padding=same", "5x5x1", "10x15x1", 1, 1, 0, 25},
        {"conv_transpose 1 3 stride=2 padding=same", "5x5x1", "10x10x1", 9, 1, 0, 225},

        {"Conv2DTranspose filters=2 kernel_size=3 strides=2 padding=same", "5x5x1", "10x10x2", 18, 2, 0, 450},
        {"deconvolution 1 3", "5x5x1", "7x7x1", 9, 1, 0, 225},
        {"deconvolutional 1 3 pad=1 group=1", "5x5x1", "5x5x1", 9, 1, 0, 225},
        {"transposed_conv 1 3 dilation_rate=2", "5x5x1", "9x9x1", 9, 1, 0, 225},
        {"Conv_Transpose_1d 2 4 stride=2 padding=1", "8x3", "16x2", 24, 2, 0, 192},
        {"conv_transpose 1 1 stride=2", "2305843009213693952x1", "4611686018427387903x1", 1, 1, 0,
         2'305'843'009'213'693'952},
    };
    check_layers("HWC", channels_last);
    const std::vector<LayerCase> channels_first = {
        {"conv_transpose 64 2 stride=2", "128x14x14", "64x28x28", 32'768, 64, 0, 6'422'528},
        {"conv_transpose 1 3 stride=2 output_padding=1x0", "1x3x3", "1x8x7", 9, 1, 0, 81},
    };
    check_layers("CHW", channels_first);
}

TEST_CASE("what a transposed convolution refuses") {
    const std::vector<RefusalCase> refused = {
        {"conv_transpose 1 3 stride=2 output_padding=2", "5x5x1",
         "`2`: output padding 2 along the height must be smaller than the stride 2 or the dilation 1; use at most 1 "
         "[output-padding-too-large]"},
        {"conv_transpose 1 3 output_padding=0x1", "5x5x1",
         "`0x1`: output padding 1 along the width must be smaller than the stride 1 or the dilation 1; use at most 0 "
         "[output-padding-too-large]"},
        {"conv_transpose 1 3 stride=2 padding=same output_padding=1", "5x5x1",
         "`1`: `output_padding` cannot be combined with `same` padding; remove `output_padding`, as `same` already "
         "makes the output size the input size times the stride [bad-value]"},
        {"conv_transpose 1 3 stride=2 padding=same output_padding=0", "5x5x1",
         "`0`: `output_padding` cannot be combined with `same` padding; remove `output_padding`, as `same` already "
         "makes the output size the input size times the stride [bad-value]"},
        {"conv_transpose 1 3 padding=causal", "5x1",
         "`causal`: `causal` padding is only for a convolution of a sequence; write the zeros before and after each "
         "axis [bad-value]"},
        {"conv_transpose 1 3 padding=2", "1x1x1",
         "`2`: the height would be (1 - 1)*1 - 2 - 2 + 3 + 0 = -1; use less padding, or an input of 3x3x1 "
         "[empty-output]"},
        {"conv_transpose 1 4 padding=2", "1x1x1",
         "`2`: the height would be (1 - 1)*1 - 2 - 2 + 4 + 0 = 0; use less padding, or an input of 2x2x1 "
         "[empty-output]"},
        {"conv_transpose 1 3 padding=2 output_padding=5", "1x1x1",
         "`5`: output padding 5 along the height must be smaller than the stride 1 or the dilation 1; use at most 0 "
         "[output-padding-too-large]"},
        {"conv_transpose 3 3 groups=2 output_padding=5", "5x5x4",
         "`2`: 3 filters cannot be divided into 2 groups; use 2 or 4 filters, or 1 group [groups-mismatch]"},
        {"conv_transpose 4 3 groups=2", "5x5x3",
         "`2`: 3 input channels cannot be divided into 2 groups; use 2 or 4 input channels, or 1 group "
         "[groups-mismatch]"},
        {"conv_transpose 4 3", "10",
         "`conv_transpose`: conv_transpose needs a sequence, an image or a volume, but receives a vector (10); put a "
         "`reshape` before it that adds spatial axes [rank-mismatch]"},
        {"conv_transpose 1 1 stride=4611686018427387904", "3x1",
         "`1`: a size along the length overflows a 64-bit integer [overflow]"},
        {"conv_transpose 1 1 stride=4611686018427387904 padding=same", "3x1",
         "`1`: a size along the length overflows a 64-bit integer [overflow]"},
        {"conv_transpose 1 3 output_padding=-1", "5x5x1",
         "`-1`: `output_padding` must be at least 0, not -1 [bad-value]"},
    };
    check_refusals("HWC", refused);
}
