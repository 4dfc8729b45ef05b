#include "layers/layer_case.h"
#include "support/catch.h"

using namespace nnshape::test;

TEST_CASE("pad, crop and center_crop") {
    const std::vector<LayerCase> channels_last = {
        {"pad 1", "5x5x2", "7x7x2"},
        {"pad 0", "5x5x2", "5x5x2"},
        {"pad 1x2", "5x5x2", "7x9x2"},
        {"pad 0:1", "5x5x2", "6x6x2"},
        {"pad 1:2x0:3", "5x5x2", "8x8x2"},
        {"pad 3", "1x2", "7x2"},
        {"ZeroPadding2D padding=1", "5x5x2", "7x7x2"},
        {"zero_pad pad=1:0", "2x2x2x1", "3x3x3x1"},
        {"pad 4611686018427387903", "1x1", "9223372036854775807x1"},
        // a negative number removes rows
        {"pad -1", "5x5x2", "3x3x2"},
        {"pad -1:2x0:-3", "5x5x2", "6x2x2"},
        // ResNet-20's shortcuts for CIFAR-10: the new channels are zeros
        {"pad 0 channels=8", "16x16x16", "16x16x32"},
        {"pad 1 channels=0:3", "5x5x2", "7x7x5"},
        {"pad channels=-1:0", "5x2", "5x1"},

        {"crop 2", "5x5x1", "1x1x1"},
        {"crop 0", "5x5x1", "5x5x1"},
        {"crop 1x0", "5x5x1", "3x5x1"},
        {"crop 1:2x0:3", "5x5x1", "2x2x1"},
        {"Cropping1D cropping=1:0", "5x3", "4x3"},
        {"crop crop=1", "3x3x3x1", "1x1x1x1"},

        {"center_crop 3", "5x6x1", "3x3x1"},
        {"center_crop 5x2", "5x6x1", "5x2x1"},
        {"center_crop size=1", "5x3", "1x3"},
    };
    check_layers("HWC", channels_last);
    const std::vector<LayerCase> channels_first = {
        {"pad 1:2x0:3", "2x5x6", "2x8x9"},
        {"pad 1 channels=0:3", "2x5x6", "5x7x8"},
        {"crop 1x2", "2x5x6", "2x3x2"},
        {"center_crop 5x2", "1x5x6", "1x5x2"},
    };
    check_layers("CHW", channels_first);
    const std::vector<RefusalCase> refused = {
        {"pad same", "5x5x2",
         "`same`: `padding` needs a whole number, one for each spatial axis, or before:after, not `same` [bad-value]"},
        {"pad 1", "10",
         "`pad`: pad needs a sequence, an image or a volume, but receives a vector (10); put a `reshape` before it "
         "that adds spatial axes [rank-mismatch]"},
        {"pad 9223372036854775807", "5x1",
         "`9223372036854775807`: the padded length overflows a 64-bit integer [overflow]"},
        {"pad -3:3", "3x1",
         "`-3:3`: a padding of -3 before and 3 after leaves nothing of length 3; remove at most 2 in total, "
         "or an input of 4x1 [empty-output]"},
        {"pad 0 channels=-2:9", "5x5x2",
         "`-2:9`: a padding of -2 before and 9 after leaves nothing of channels 2; remove at most 1 in total "
         "[empty-output]"},
        {"pad -9223372036854775808", "3x1",
         "`-9223372036854775808`: a padding of -9223372036854775808 before and -9223372036854775808 after leaves "
         "nothing of length 3; remove at most 2 in total [empty-output]"},
        {"pad 1 channels=1x2", "5x3", "`1x2`: `channels` needs a whole number, or before:after, not `1x2` [bad-value]"},
        {"pad 1 channels=some", "5x3",
         "`some`: `channels` needs a whole number, or before:after, not `some` [bad-value]"},
        {"pad 1x1", "5x3",
         "`1x1`: `padding` has 2 values, but a sequence (5x3) has 1 spatial axis; give one value for all axes, or "
         "exactly one for each [rank-mismatch]"},
        {"crop 2", "4x4x1",
         "`2`: cropping 2 before and 2 after leaves nothing of a height of 4; crop at most 3 in total, or an input of "
         "5x5x1 [empty-output]"},
        {"crop 0x0:7", "4x7x1",
         "`0`: `0` is not a pair of before and after; if one axis has a pair, each axis needs one [bad-value]"},
        {"crop 0:0x0:7", "4x7x1",
         "`0:0x0:7`: cropping 0 before and 7 after leaves nothing of a width of 7; crop at most 6 in total, or an "
         "input of 4x8x1 "
         "[empty-output]"},
        {"crop 9223372036854775807", "4x1",
         "`9223372036854775807`: cropping 9223372036854775807 before and 9223372036854775807 after leaves nothing of a "
         "length of 4; crop at most 3 in total [empty-output]"},
        {"crop -1", "4x4x1", "`-1`: `cropping` must be at least 0, not -1 [bad-value]"},
        {"crop 1", "4",
         "`crop`: crop needs a sequence, an image or a volume, but receives a vector (4); put a `reshape` before it "
         "that adds spatial axes [rank-mismatch]"},
        {"center_crop 7", "5x6x1",
         "`7`: a centre of 7 does not fit into a height of 5; use a size of at most 5, or an input of 7x7x1 "
         "[kernel-exceeds-input]"},
        {"center_crop 5x7", "5x6x1",
         "`5x7`: a centre of 7 does not fit into a width of 6; use a size of at most 6, or an input of 5x7x1 "
         "[kernel-exceeds-input]"},
        {"center_crop 1", "4",
         "`center_crop`: center_crop needs a sequence, an image or a volume, but receives a vector (4); put a "
         "`reshape` before it that adds spatial axes [rank-mismatch]"},
    };
    check_refusals("HWC", refused);
}

TEST_CASE("an upsampling's scale is read exactly") {
    const std::vector<LayerCase> channels_last = {
        {"upsample 2", "4x5x3", "8x10x3"},
        {"upsample 1.5", "5x5x1", "7x7x1"},
        {"upsample 0.5", "5x5x1", "2x2x1"},
        {"upsample 2x1.5", "4x5x3", "8x7x3"},
        {"upsample 1e1", "4x3", "40x3"},
        {"upsample 25e-1", "4x3", "10x3"},
        // in binary 0.29 * 100 is below 29, and 1.1 * 10 above 11
        {"upsample 0.29", "100x1", "29x1"},
        {"upsample 1.1", "10x1", "11x1"},
        {"upsample 0.1", "10x1", "1x1"},
        {"upsample size=7", "5x5x1", "7x7x1"},
        {"upsample size=2x9", "5x5x1", "2x9x1"},
        {"UpSampling2D scale=2", "5x5x1", "10x10x1"},
        {"interpolate scale_factor=3", "2x2x2x1", "6x6x6x1"},
        {"upsample 1", "9223372036854775807x1", "9223372036854775807x1"},
        {"upsample 0.5", "9223372036854775807x1", "4611686018427387903x1"},
    };
    check_layers("HWC", channels_last);
    check_layers("CHW", {{"upsample 2x1.5", "3x4x5", "3x8x7"}});
    const std::vector<RefusalCase> refused = {
        {"upsample 2 size=7", "5x5x1", "`7`: `size` cannot be combined with `scale`; remove one of them [bad-value]"},
        {"upsample", "5x5x1",
         "`upsample`: upsample needs a scale or a size; write `scale=2` or `size=56` [missing-parameter]"},
        {"upsample 0.1", "5x20x1",
         "`0.1`: a height of 5 is scaled to 0; use a larger scale, or an input of 10x20x1 [empty-output]"},
        {"upsample 2", "4611686018427387904x1", "`2`: the scaled length overflows a 64-bit integer [overflow]"},
        {"upsample 9223372036854775807", "9223372036854775807x1",
         "`9223372036854775807`: the scaled length overflows a 64-bit integer [overflow]"},
        {"upsample 0", "5x5x1", "`0`: `scale` must be above 0, not `0` [bad-value]"},
        {"upsample 2x2", "5x1",
         "`2x2`: `scale` has 2 values, but a sequence (5x1) has 1 spatial axis; give one value for all axes, or "
         "exactly one for each [rank-mismatch]"},
        {"upsample 2", "5",
         "`upsample`: upsample needs a sequence, an image or a volume, but receives a vector (5); put a `reshape` "
         "before it that adds spatial axes [rank-mismatch]"},
        {"upsample 0.00000000000000000001", "5x5x1",
         "`0.00000000000000000001`: `0.00000000000000000001` has more digits than can be read exactly [bad-value]"},
    };
    check_refusals("HWC", refused);
}

TEST_CASE("channels are traded for positions and back") {
    const std::vector<LayerCase> channels_last = {
        {"pixel_shuffle 2", "4x4x8", "8x8x2"},
        {"pixel_shuffle 2", "4x8", "8x4"},
        {"pixel_shuffle 2", "2x3x4x8", "4x6x8x1"},
        {"pixel_shuffle 1", "1x1x1", "1x1x1"},
        {"PixelShuffle upscale_factor=3", "2x2x9", "6x6x1"},
        {"depth_to_space blocksize=2", "4x4x8", "8x8x2"},
        {"pixel_unshuffle 2", "8x8x2", "4x4x8"},
        {"pixel_unshuffle 2", "8x4", "4x8"},
        {"space_to_depth block_size=2", "4x6x8x1", "2x3x4x8"},
        {"PixelUnshuffle downscale_factor=3", "6x6x1", "2x2x9"},
        {"channel_shuffle 2", "4x4x6", "4x4x6"},
        {"ChannelShuffle groups=6", "4x6", "4x6"},
    };
    check_layers("HWC", channels_last);
    const std::vector<LayerCase> channels_first = {
        {"pixel_shuffle 2", "8x4x5", "2x8x10"},
        {"pixel_unshuffle 2", "2x8x10", "8x4x5"},
        {"channel_shuffle 3", "6x4x4", "6x4x4"},
    };
    check_layers("CHW", channels_first);
    const std::vector<RefusalCase> refused = {
        {"pixel_shuffle 3", "4x4x8",
         "`3`: 8 channels cannot be divided into cells of 3x3 positions; the number of channels must be a multiple of "
         "the number of positions in a cell [groups-mismatch]"},
        {"pixel_shuffle 2", "4x1",
         "`2`: 1 channel cannot be divided into cells of 2 positions; the number of channels must be a multiple of the "
         "number of positions in a cell [groups-mismatch]"},
        {"pixel_shuffle 4294967296", "4x4x8",
         "`4294967296`: 8 channels cannot be divided into cells of 4294967296x4294967296 positions; the number of "
         "channels must be a multiple of the number of positions in a cell [groups-mismatch]"},
        {"pixel_shuffle 2", "4611686018427387904x2",
         "`2`: the size of the output overflows a 64-bit integer [overflow]"},
        {"pixel_shuffle 2", "8",
         "`pixel_shuffle`: pixel_shuffle needs a sequence, an image or a volume, but receives a vector (8); put a "
         "`reshape` before it that adds spatial axes [rank-mismatch]"},
        {"pixel_unshuffle 2", "5x4x2",
         "`2`: the height of 5 is not a multiple of the factor 2; every spatial size must be a multiple of the factor "
         "[groups-mismatch]"},
        {"pixel_unshuffle 2", "4x5x2",
         "`2`: the width of 5 is not a multiple of the factor 2; every spatial size must be a multiple of the factor "
         "[groups-mismatch]"},
        {"pixel_unshuffle 4", "4x4x4611686018427387904",
         "`4`: the size of the output overflows a 64-bit integer [overflow]"},
        {"pixel_unshuffle 2", "8",
         "`pixel_unshuffle`: pixel_unshuffle needs a sequence, an image or a volume, but receives a vector (8); put a "
         "`reshape` before it that adds spatial axes [rank-mismatch]"},
        {"channel_shuffle 4", "4x4x6",
         "`4`: 6 channels cannot be divided into 4 groups; use 4 or 8 channels, or 2 groups [groups-mismatch]"},
        {"channel_shuffle 2", "6",
         "`channel_shuffle`: channel_shuffle needs spatial axes, but receives a vector (6); put a "
         "`reshape` before it that adds spatial axes [rank-mismatch]"},
        {"pixel_shuffle 0", "4x4x8", "`0`: `factor` must be at least 1, not 0 [bad-value]"},
    };
    check_refusals("HWC", refused);
}

TEST_CASE("glu halves the channels") {
    const std::vector<LayerCase> channels_last = {
        {"glu", "8", "4"},
        {"glu", "4x4x6", "4x4x3"},
        {"glu", "5x2", "5x1"},
        {"glu", "9223372036854775806", "4611686018427387903"},
    };
    check_layers("HWC", channels_last);
    check_layers("CHW", {{"glu", "6x4x4", "3x4x4"}});
    const std::vector<RefusalCase> refused = {
        {"glu", "5",
         "`glu`: glu halves the channels, but 5 is an odd number; use an even number of channels in the layer before "
         "[groups-mismatch]"},
        {"glu", "4x4x1",
         "`glu`: glu halves the channels, but 1 is an odd number; use an even number of channels in the layer before "
         "[groups-mismatch]"},
    };
    check_refusals("HWC", refused);
}

TEST_CASE("flatten, tokens, reshape and permute keep the number of values") {
    const std::vector<LayerCase> channels_last = {
        {"flatten", "6x6x256", "9216"},
        {"flatten", "5x3", "15"},
        {"flatten", "2x3x4x5", "120"},
        {"flatten", "7", "7"},
        {"Flatten", "1x1x1", "1"},

        {"tokens", "7x7x512", "49x512"},
        {"tokens", "5x3", "5x3"},
        {"tokens", "2x3x4x5", "24x5"},

        {"reshape 7x7x64", "3136", "7x7x64"},
        {"reshape 3136", "7x7x64", "3136"},
        {"reshape -1", "7x7x64", "3136"},
        {"reshape -1x64", "7x7x64", "49x64"},
        {"reshape 7x-1x32", "7x7x64", "7x14x32"},
        {"reshape 2x3x4x-1", "120", "2x3x4x5"},
        {"reshape target_shape=1x1x5", "5", "1x1x5"},
        {"reshape new_shape=5x-1", "5", "5x1"},

        {"permute 1x0x2", "4x5x6", "5x4x6"},
        {"permute 2x0x1", "4x5x6", "6x4x5"},
        {"permute 0", "7", "7"},
        {"transpose perm=1x0", "4x5", "5x4"},
        {"permute dims=3x2x1x0", "2x3x4x5", "5x4x3x2"},
        {"permute 1,0", "4x5", "5x4"},
    };
    check_layers("HWC", channels_last);
    const std::vector<LayerCase> channels_first = {
        {"flatten", "256x6x6", "9216"},
        {"tokens", "512x7x7", "512x49"},
        {"reshape 64x-1", "64x7x7", "64x49"},
        // an axis is the one that the layout writes: 2x0x1 puts the width in front, as the channels
        {"permute 2x0x1", "4x5x6", "6x4x5"},
        {"permute 1x0", "4x5", "5x4"},
    };
    check_layers("CHW", channels_first);
}

TEST_CASE("what flatten, tokens, reshape and permute refuse") {
    const std::vector<RefusalCase> refused = {
        {"flatten", "4294967296x4294967296x1",
         "`flatten`: the size of the vector overflows a 64-bit integer [overflow]"},
        {"tokens", "4294967296x4294967296x1",
         "`tokens`: the length of the sequence overflows a 64-bit integer [overflow]"},
        {"tokens", "10",
         "`tokens`: tokens needs spatial axes, but receives a vector (10); put a `reshape` before "
         "it that adds spatial axes [rank-mismatch]"},
        {"reshape 10x10", "99",
         "`10x10`: 99 values cannot be reshaped to 10x10; the new shape must have the same number of values "
         "[shape-mismatch]"},
        {"reshape -1x7", "10",
         "`-1x7`: 10 values cannot be reshaped to -1x7; the new shape must have the same number of values "
         "[shape-mismatch]"},
        {"reshape -1x20", "10",
         "`-1x20`: 10 values cannot be reshaped to -1x20; the new shape must have the same number of values "
         "[shape-mismatch]"},
        {"reshape -1x-1", "10", "`-1x-1`: -1x-1 has more than one -1; use -1 for at most one size [shape-mismatch]"},
        {"reshape 4294967296x4294967296x-1", "10",
         "`4294967296x4294967296x-1`: 10 values cannot be reshaped to 4294967296x4294967296x-1; the new shape must "
         "have the same number of values [shape-mismatch]"},
        {"reshape -1", "4294967296x4294967296",
         "`reshape`: the number of values overflows a 64-bit integer [overflow]"},
        {"reshape 0x5", "10", "`0x5`: `0x5` has a size of 0; every size is at least 1 [bad-value]"},
        {"reshape -2x5", "10", "`-2`: `shape` must be at least -1, not -2 [bad-value]"},
        {"reshape 1x1x1x1x1x1x1x10", "10",
         "`1x1x1x1x1x1x1x10`: a shape of 8 sizes; a shape has one to seven: channels and up to six spatial sizes; "
         "leave the batch out [bad-value]"},
        {"permute 0x0x1", "4x5x6",
         "`0x0x1`: 0x0x1 is not a permutation of the 3 axes of 4x5x6; give each number from 0 to 2 exactly once "
         "[index-out-of-range]"},
        {"permute 1x0", "4x5x6",
         "`1x0`: 1x0 is not a permutation of the 3 axes of 4x5x6; give each number from 0 to 2 exactly once "
         "[index-out-of-range]"},
        {"permute 1x2x3", "4x5x6",
         "`1x2x3`: 1x2x3 is not a permutation of the 3 axes of 4x5x6; give each number from 0 to 2 exactly once "
         "[index-out-of-range]"},
        {"permute 0x1x2x9223372036854775807", "4x5x6",
         "`0x1x2x9223372036854775807`: 0x1x2x9223372036854775807 is not a permutation of the 3 axes of 4x5x6; give "
         "each number from 0 to 2 exactly once [index-out-of-range]"},
        {"permute 1x0", "4", "`1x0`: 1x0 is not a permutation of the only axis of 4; use 0 [index-out-of-range]"},
        {"permute -1x0", "4x5", "`-1`: `order` must be at least 0, not -1 [bad-value]"},
    };
    check_refusals("HWC", refused);
}

TEST_CASE("select drops an axis, slice takes a part of one") {
    const std::vector<LayerCase> channels_last = {
        {"select 0", "197x768", "768"},
        {"select -1", "5x6x7", "6x7"},
        {"select -5", "5x6x7", "6x7"},
        {"select 5 axis=1", "5x6x7", "5x7"},
        {"select index=0 axis=2", "2x3x4x5", "2x3x5"},
        {"select 0 dim=0", "1x1", "1"},

        {"slice 32", "8x8x64", "8x8x32"},
        {"slice 64", "8x8x64", "8x8x64"},
        {"slice 32 start=16", "8x8x64", "8x8x16"},
        {"slice 3 axis=channels", "4", "3"},
        {"slice 4 axis=0", "8x8x3", "4x8x3"},
        {"slice 8 start=7 axis=1", "8x8x3", "8x1x3"},
        {"narrow start=1 end=2 dim=2", "8x8x3", "8x8x1"},
        // as Python's x[start:end:step]: range(10)[1:-1], [-3:10], [-3:-1], [::3], [1:9:4], [-10:10:9]
        {"slice -1 start=1", "10", "8"},
        {"slice 10 start=-3", "10", "3"},
        {"slice -1 start=-3", "10", "2"},
        {"slice 10 step=3", "10", "4"},
        {"slice 9 start=1 step=4", "10", "2"},
        {"slice 10 start=-10 step=9", "10", "2"},
        {"slice 1 step=9223372036854775807", "10", "1"},
        {"slice 9223372036854775807 step=2", "9223372036854775807", "4611686018427387904"},
        {"slice -1 axis=0 step=2", "9x8x3", "4x8x3"},
    };
    check_layers("HWC", channels_last);
    const std::vector<LayerCase> channels_first = {
        // the first spatial axis is the height in either layout
        {"select 0", "7x5x6", "7x6"},         {"select 4", "7x5x6", "7x6"},
        {"select 5 axis=2", "7x5x6", "7x5"},  {"slice 3", "7x5x6", "3x5x6"},
        {"slice 3 axis=0", "7x5x6", "3x5x6"}, {"slice 3 axis=1", "7x5x6", "7x3x6"},
        {"slice 3 axis=2", "7x5x6", "7x5x3"},
    };
    check_layers("CHW", channels_first);
    const std::string bounds = "; use a start and an end from ";
    const std::string out = " [index-out-of-range]";
    const std::string empty = "; the end is the index after the last, and must be larger than the start [empty-output]";
    const std::string spatial =
        ": select needs a spatial axis, not the channels; a part of the channels is a `slice` [index-out-of-range]";
    const std::vector<RefusalCase> refused = {
        {"select 5", "5x6x7",
         "`5`: there is no index 5 in a height of 5; use an index from -5 to 4 [index-out-of-range]"},
        {"select -6", "5x6x7",
         "`-6`: there is no index -6 in a height of 5; use an index from -5 to 4 [index-out-of-range]"},
        {"select 0 axis=2", "5x6x7", "`2`" + spatial},
        {"select 0 axis=channels", "5x6x7", "`channels`" + spatial},
        {"select 0 axis=3", "5x6x7", "`3`: there is no axis 3 in 5x6x7; use an axis from 0 to 2 [index-out-of-range]"},
        {"select 0", "7",
         "`select`: select needs a spatial axis, but a vector (7) has none; a part of the channels is a `slice` "
         "[index-out-of-range]"},
        {"select 0 axis=1", "7", "`1`: there is no axis 1 in 7; use axis 0 [index-out-of-range]"},
        {"select 0 axis=-1", "5x6x7", "`-1`: `axis` must be at least 0, not -1 [bad-value]"},

        {"slice 65", "8x8x64",
         "`65`: a slice from 0 to 65 is outside the channels, 0 to 64" + bounds + "-64 to 64" + out},
        {"slice 9 axis=0", "8x8x64",
         "`9`: a slice from 0 to 9 is outside the height, 0 to 8" + bounds + "-8 to 8" + out},
        // never clamped, as Python does
        {"slice 3 start=-5", "4",
         "`-5`: a slice from -5 to 3 is outside the channels, 0 to 4" + bounds + "-4 to 4" + out},
        {"slice -5", "4", "`-5`: a slice from 0 to -5 is outside the channels, 0 to 4" + bounds + "-4 to 4" + out},
        {"slice 3 start=5", "4", "`5`: a slice from 5 to 3 is outside the channels, 0 to 4" + bounds + "-4 to 4" + out},
        {"slice -9223372036854775808", "4",
         "`-9223372036854775808`: a slice from 0 to -9223372036854775808 is outside the channels, 0 to 4" + bounds +
             "-4 to 4" + out},
        {"slice 3 start=-1", "4", "`3`: a slice from -1 to 3 of 4 (3 to 3) is empty" + empty},
        {"slice -4", "4", "`-4`: a slice from 0 to -4 of 4 (0 to 0) is empty" + empty},
        {"slice 4 start=4", "4", "`4`: a slice from 4 to 4 is empty" + empty},
        {"slice 4 step=0", "4", "`0`: `step` must be at least 1, not 0 [bad-value]"},
        {"slice 3 start=3", "4", "`3`: a slice from 3 to 3 is empty" + empty},
        {"slice 2 start=3", "4", "`2`: a slice from 3 to 2 is empty" + empty},
        {"slice 0", "4", "`0`: a slice from 0 to 0 is empty" + empty},
        {"slice 1 axis=3", "5x6x7", "`3`: there is no axis 3 in 5x6x7; use an axis from 0 to 2 [index-out-of-range]"},
    };
    check_refusals("HWC", refused);
    const std::vector<RefusalCase> refused_first = {
        {"select 0 axis=0", "7x5x6", "`0`" + spatial},
        {"select 5", "7x5x6",
         "`5`: there is no index 5 in a height of 5; use an index from -5 to 4 [index-out-of-range]"},
        {"slice 7 axis=2", "7x5x6", "`7`: a slice from 0 to 7 is outside the width, 0 to 6" + bounds + "-6 to 6" + out},
    };
    check_refusals("CHW", refused_first);
}
