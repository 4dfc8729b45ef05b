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
    const std::string alike = " are not alike; sizes must be the same, or 1 [shape-mismatch]";
    const std::vector<RefusalCase> refused = {
        {"add", "4x4x3 4x4x5", "`add`: 4x4x3 and 4x4x5" + alike},
        {"multiply", "4x4x3 2x4x3", "`multiply`: 4x4x3 and 2x4x3" + alike},
        // the third input against what the first two make
        {"maximum", "1x4x3 4x1x3 2x4x3", "`maximum`: 4x4x3 and 2x4x3" + alike},
        {"add", "4x4x3 3",
         "`add`: an image and a vector (4x4x3 and 3) do not merge; inputs must be of one rank; a global pool keeps it "
         "with `keepdims` [shape-mismatch]"},
        {"average", "3",
         "`average`: average takes 2 inputs or more, not 1; name them, as in `from=left,right` [input-count]"},
        {"subtract", "3 3 3",
         "`subtract`: subtract takes 2 inputs, not 3; merge them first, as `add` or `concat` do [input-count]"},
        {"add", "4294967296x1 1x4294967296", "`add`: the bytes of activations leave 64 bits [overflow]"},
    };
    check_refusals("HWC", refused);
    check_refusals("CHW", {{"add", "3x4x4 5x4x4", "`add`: 3x4x4 and 5x4x4" + alike}});
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
         "`concat`: 4x4x3 and 5x4x3 do not fit side by side; all sizes but the channels must be alike "
         "[shape-mismatch]"},
        {"concat axis=1", "4x4x3 5x4x3",
         "`concat`: 4x4x3 and 5x4x3 do not fit side by side; all sizes but the width must be alike [shape-mismatch]"},
        {"concat", "4x4x3 48",
         "`concat`: 4x4x3 and 48 do not fit side by side; all sizes but the channels must be alike [shape-mismatch]"},
        {"concat axis=3", "4x4x3 4x4x3", "`3`: there is no axis 3 in 4x4x3; its axes are 0 to 2 [index-out-of-range]"},
        {"concat", "9223372036854775807 1", "`concat`: the size of the output leaves 64 bits [overflow]"},
        {"concat", "4x4x3",
         "`concat`: concat takes 2 inputs or more, not 1; name them, as in `from=left,right` [input-count]"},
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
         "`9223372036854775808`: `9223372036854775808` does not fit into 64 bits; the largest number is "
         "9223372036854775807 [bad-value]"},
        {"custom 1 weights=9223372036854775807 biases=1", "3", "`custom`: the parameters leave 64 bits [overflow]"},
        {"custom 1 weights=9223372036854775807 buffers=1", "3",
         "`custom`: the bytes of parameters and buffers leave 64 bits [overflow]"},
        {"custom 1 biases=4611686018427387904", "3",
         "`custom`: the bytes of parameters and buffers leave 64 bits [overflow]"},
        {"custom 1 macs=4611686018427387904", "3", "`custom`: the floating-point operations leave 64 bits [overflow]"},
        {"custom 4294967296x4294967296", "3", "`custom`: the bytes of activations leave 64 bits [overflow]"},
    };
    check_refusals("HWC", refused);
}
