#include "layers/layer_case.h"
#include "support/catch.h"

using namespace nnshape::test;

TEST_CASE("merges stretch a size of 1") {
    for (const char* name : {"add", "subtract", "multiply", "average", "maximum", "minimum", "sum", "sub", "mul",
                             "shortcut", "Add", "Multiply"}) {
        const std::vector<LayerCase> channels_last = {
            {name, "4x4x3 4x4x3", "4x4x3"},
            {name, "4x4x3 1x1x3", "4x4x3"},
            {name, "1x4x3 4x1x3", "4x4x3"},
            {name, "5x1 5x7", "5x7"},
            {name, "1 9223372036854775807", "9223372036854775807"},
            {name, "2x3x4x5 1x1x1x1", "2x3x4x5"},
        };
        check_layers("HWC", channels_last);
        check_layers("CHW", {{name, "3x4x4 3x1x1", "3x4x4"}});
    }
    const std::vector<LayerCase> channels_last = {
        {"add", "4x4x3 4x4x3 4x4x3 4x4x3", "4x4x3"},
        {"average", "1x1x3 4x4x1 4x4x3", "4x4x3"},
        {"maximum", "1 1 1", "1"},
    };
    check_layers("HWC", channels_last);
    const std::string alike = " cannot be merged; along each axis the sizes must be the same, or 1 [shape-mismatch]";
    const std::vector<RefusalCase> refused = {
        {"add", "4x4x3 4x4x5",
         "`add`: 4x4x3 and 4x4x5 cannot be merged; on the shortcut from `in0` put `conv 5 1` [shape-mismatch]"},
        {"multiply", "4x4x3 2x4x3", "`multiply`: 4x4x3 and 2x4x3" + alike},
        // the third input against what the first two make
        {"maximum", "1x4x3 4x1x3 2x4x3", "`maximum`: 4x4x3 and 2x4x3" + alike},
        {"add", "4x4x3 3",
         "`add`: an image and a vector (4x4x3 and 3) cannot be merged; all inputs must have the same rank; a global "
         "pool with `keepdims` keeps the rank [shape-mismatch]"},
        {"average", "3",
         "`average`: average needs 2 inputs or more, but has 1; name the layers with `from` [input-count]"},
        {"subtract", "3 3 3",
         "`subtract`: subtract needs 2 inputs, but has 3; merge them first, for example with `add` [input-count]"},
        {"add", "4294967296x1 1x4294967296", "`add`: the bytes of activations overflow a 64-bit integer [overflow]"},
    };
    check_refusals("HWC", refused);
    check_refusals("CHW", {{"add", "3x4x4 5x4x4",
                            "`add`: 3x4x4 and 5x4x4 cannot be merged; on the shortcut from `in0` put `conv 5 1` "
                            "[shape-mismatch]"}});
}

TEST_CASE("a concatenation adds the sizes of one axis") {
    const std::vector<LayerCase> channels_last = {
        {"concat", "4x4x3 4x4x5", "4x4x8"},
        {"concat", "3 5", "8"},
        {"concat", "4x1 4x1 4x1", "4x3"},
        // GoogLeNet's first Inception module
        {"concat", "28x28x64 28x28x128 28x28x32 28x28x32", "28x28x256"},
        {"concat axis=0", "2x4x3 3x4x3", "5x4x3"},
        {"concat axis=1", "2x4x3 2x5x3", "2x9x3"},
        {"concat axis=2", "2x4x3 2x4x5", "2x4x8"},
        {"Concatenate axis=channels", "4x4x3 4x4x5", "4x4x8"},
        {"cat dim=0", "2x3 2x3", "4x3"},
        {"route", "2x3 2x3", "2x6"},
        {"concat axis=0", "3 5", "8"},
        {"concat", "2x2x2x1 2x2x2x1", "2x2x2x2"},
    };
    check_layers("HWC", channels_last);
    const std::vector<LayerCase> channels_first = {
        {"concat", "3x4x4 5x4x4", "8x4x4"},
        {"concat axis=0", "3x4x4 5x4x4", "8x4x4"},
        {"concat axis=1", "3x2x4 3x3x4", "3x5x4"},
        {"concat axis=2", "3x2x4 3x2x5", "3x2x9"},
    };
    check_layers("CHW", channels_first);
    const std::vector<RefusalCase> refused = {
        {"concat", "4x4x3 5x4x3",
         "`concat`: 4x4x3 and 5x4x3 cannot be joined; all sizes except the channels must be the same [shape-mismatch]"},
        {"concat axis=1", "4x4x3 5x4x3",
         "`concat`: 4x4x3 and 5x4x3 cannot be joined; all sizes except the width must be the same [shape-mismatch]"},
        {"concat", "4x4x3 48",
         "`concat`: 4x4x3 and 48 cannot be joined; all sizes except the channels must be the same [shape-mismatch]"},
        {"concat axis=3", "4x4x3 4x4x3",
         "`3`: there is no axis 3 in 4x4x3; use an axis from 0 to 2 [index-out-of-range]"},
        {"concat", "9223372036854775807 1", "`concat`: the size of the output overflows a 64-bit integer [overflow]"},
        {"concat", "4x4x3",
         "`concat`: concat needs 2 inputs or more, but has 1; name the layers with `from` [input-count]"},
        {"concat axis=width", "4x4x3 4x4x3",
         "`width`: `axis` needs `channels`, or an axis from 0, not `width` [bad-value]"},
    };
    check_refusals("HWC", refused);
}

TEST_CASE("a custom layer is counted as the spec says") {
    const std::vector<LayerCase> channels_last = {
        {"custom 14x14x256 weights=1000 biases=20 buffers=3 macs=40", "28x28x3", "14x14x256", 1'000, 20, 3, 40},
        {"custom 10", "28x28x3", "10"},
        {"custom shape=5x6", "3 4", "5x6"},
        {"custom 1 macs=4611686018427387903", "1", "1", 0, 0, 0, 4'611'686'018'427'387'903},
    };
    check_layers("HWC", channels_last);
    check_layers("CHW", {{"custom 256x14x14 weights=1", "3x28x28", "256x14x14", 1}});
    const std::vector<RefusalCase> refused = {
        {"custom 0", "3", "`0`: `shape` must be at least 1, not 0 [bad-value]"},
        {"custom 1 weights=-1", "3", "`-1`: `weights` must be at least 0, not -1 [bad-value]"},
        {"custom 1 weights=9223372036854775808", "3",
         "`9223372036854775808`: `9223372036854775808` does not fit into a 64-bit integer; the largest number is "
         "9223372036854775807 [bad-value]"},
        {"custom 1 weights=9223372036854775807 biases=1", "3",
         "`custom`: the parameters overflow a 64-bit integer [overflow]"},
        {"custom 1 weights=9223372036854775807 buffers=1", "3",
         "`custom`: the bytes of parameters and buffers overflow a 64-bit integer [overflow]"},
        {"custom 1 biases=4611686018427387904", "3",
         "`custom`: the bytes of parameters and buffers overflow a 64-bit integer [overflow]"},
        {"custom 1 macs=4611686018427387904", "3",
         "`custom`: the floating-point operations overflow a 64-bit integer [overflow]"},
        {"custom 4294967296x4294967296", "3",
         "`custom`: the bytes of activations overflow a 64-bit integer [overflow]"},
    };
    check_refusals("HWC", refused);
}

TEST_CASE("a matmul multiplies the last two axes") {
    const std::vector<LayerCase> cases = {
        {"matmul", "10x64 64x32", "10x32", 0, 0, 0, 20'480},
        {"matmul transpose", "10x64 32x64", "10x32", 0, 0, 0, 20'480},
        {"matmul no-transpose", "1x1 1x1", "1x1", 0, 0, 0, 1},
        {"bmm", "3x10x64 3x64x32", "3x10x32", 0, 0, 0, 61'440},
        // torch.matmul(torch.randn(10, 3, 4), torch.randn(4, 5)) is 10x3x5, as its documentation shows
        {"matmul", "10x3x4 4x5", "10x3x5", 0, 0, 0, 600},
        {"matmul", "3x4 10x4x5", "10x3x5", 0, 0, 0, 600},
        {"matmul", "1x3x4 10x4x5", "10x3x5", 0, 0, 0, 600},
        {"matmul", "10x3x4 1x4x5", "10x3x5", 0, 0, 0, 600},
        {"matmul", "1x6x3x4 5x1x4x2", "5x6x3x2", 0, 0, 0, 720},
        // Swin-T's first stage: 64 windows, 3 heads, 49 positions of 32 channels each
        {"matmul transpose", "64x3x49x32 64x3x49x32", "64x3x49x49", 0, 0, 0, 14'751'744},
        {"matmul", "2x1x3x1x2x3x4 1x2x1x4x1x4x5", "2x2x3x4x2x3x5", 0, 0, 0, 5'760},
        // the scores of 12 heads for 197 positions, of 64 channels each: 12*197*197*64
        {"matmul transpose=true", "12x197x64 12x197x64", "12x197x197", 0, 0, 0, 29'805'312},
    };
    check_layers("HWC", cases);
    check_layers("CHW", cases);  // an axis is the one that the layout writes
    const std::string broadcast = "before the last two axes, the sizes must be the same, or 1 [shape-mismatch]";
    const std::vector<RefusalCase> refused = {
        {"matmul", "10x64 32x64",
         "`matmul`: 10x64 and 32x64 cannot be multiplied; write `transpose=true` [shape-mismatch]"},
        {"matmul transpose", "10x64 64x32",
         "`matmul`: 10x64 and 64x32 cannot be multiplied; write `transpose=false` [shape-mismatch]"},
        {"matmul", "10x64 32x16",
         "`matmul`: 10x64 and 32x16 cannot be multiplied; the last size of the first input, 64, must be the last but "
         "one of the second, 32 [shape-mismatch]"},
        {"matmul transpose", "10x64 32x16",
         "`matmul`: 10x64 and 32x16 cannot be multiplied; the last size of the first input, 64, must be the last of "
         "the second, 16 [shape-mismatch]"},
        {"matmul", "2x3x4 3x4x5", "`matmul`: 2x3x4 and 3x4x5 cannot be multiplied; " + broadcast},
        {"matmul", "2x6x3x4 5x6x4x2", "`matmul`: 2x6x3x4 and 5x6x4x2 cannot be multiplied; " + broadcast},
        {"matmul", "64 64x10",
         "`matmul`: matmul needs spatial axes, but receives a vector (64); put a `reshape` before it that adds spatial "
         "axes [rank-mismatch]"},
        {"matmul", "10x64 64",
         "`matmul`: matmul needs spatial axes, but receives a vector (64); put a `reshape` before it that adds spatial "
         "axes [rank-mismatch]"},
        {"matmul", "10x64", "`matmul`: matmul needs 2 inputs, but has 1; name the layers with `from` [input-count]"},
        {"matmul", "3037000499x1 1x3037000499",
         "`matmul`: the floating-point operations overflow a 64-bit integer [overflow]"},
        {"matmul", "4294967296x1 1x4294967296",
         "`matmul`: the multiply-accumulates overflow a 64-bit integer [overflow]"},
    };
    check_refusals("HWC", refused);
    check_refusals("CHW", refused);
}
