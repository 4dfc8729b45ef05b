#include "layers/layer_case.h"
#include "support/catch.h"

using namespace nnshape::test;

TEST_CASE("a dense layer works at each position") {
    const std::vector<LayerCase> channels_last = {
        {"dense 10", "84", "10", 840, 10, 0, 840},
        {"dense 4096", "9216", "4096", 37'748'736, 4'096, 0, 37'748'736},
        {"dense 4", "7x7x3", "7x7x4", 12, 4, 0, 588},
        {"dense 4", "5x3", "5x4", 12, 4, 0, 60},
        {"dense 4", "2x2x2x3", "2x2x2x4", 12, 4, 0, 96},
        {"dense 1", "1", "1", 1, 1, 0, 1},
        {"dense 10 no-bias", "84", "10", 840, 0, 0, 840},
        {"linear out_features=10 bias=false in_features=84", "84", "10", 840, 0, 0, 840},
        {"fc units=10 use_bias=no", "84", "10", 840, 0, 0, 840},
        {"Fully-Connected 10", "84", "10", 840, 10, 0, 840},
        {"connected 10", "84", "10", 840, 10, 0, 840},
        {"dense 1", "4611686018427387903", "1", 4'611'686'018'427'387'903, 1, 0, 4'611'686'018'427'387'903},
    };
    check_layers("HWC", channels_last);
    check_layers("CHW", {{"dense 4", "3x7x7", "4x7x7", 12, 4, 0, 588}});
    const std::vector<RefusalCase> refused = {
        {"dense 4294967296", "4294967296", "`dense`: the weights overflow a 64-bit integer [overflow]"},
        {"dense 1", "4611686018427387904",
         "`dense`: the floating-point operations overflow a 64-bit integer [overflow]"},
        {"dense 1", "9223372036854775807", "`dense`: the parameters overflow a 64-bit integer [overflow]"},
        {"dense", "9", "`dense`: dense needs `units`; as in dense 10 [missing-parameter]"},
        {"dense 0", "9", "`0`: `units` must be at least 1, not 0 [bad-value]"},
        {"dense 400 120", "400",
         "`120`: dense takes 1 value, units; input channels are inferred, so leave them out [bad-value]"},
    };
    check_refusals("HWC", refused);
}

TEST_CASE("normalisations count a scale, a centre and what they track") {
    const std::vector<LayerCase> channels_last = {
        {"batch_norm", "5x5x16", "5x5x16", 16, 16, 32},
        {"batch_norm", "10", "10", 10, 10, 20},
        {"batch_norm affine=false", "5x5x16", "5x5x16", 0, 0, 32},
        {"batch_norm no-affine no-track_stats", "5x5x16", "5x5x16"},
        {"batch_norm affine", "5x16", "5x16", 16, 16, 32},
        {"batch_norm scale=false", "5x5x16", "5x5x16", 0, 16, 32},
        {"batch_norm center=false", "5x5x16", "5x5x16", 16, 0, 32},
        {"batch_norm no-scale no-center", "5x5x16", "5x5x16", 0, 0, 32},
        {"bn track_running_stats=false", "5x5x16", "5x5x16", 16, 16, 0},
        {"BatchNorm2d num_features=16 eps=1e-5 momentum=0.1", "5x5x16", "5x5x16", 16, 16, 32},
        {"BatchNormalization", "2x2x2x1", "2x2x2x1", 1, 1, 2},

        {"layer_norm", "197x768", "197x768", 768, 768},
        {"layer_norm over=channels", "7x7x3", "7x7x3", 3, 3},
        {"layer_norm over=all", "7x7x3", "7x7x3", 147, 147},
        {"layer_norm all", "10", "10", 10, 10},
        {"LayerNorm no-scale", "197x768", "197x768", 0, 768},
        {"layer_normalization bias=false", "197x768", "197x768", 768, 0},
        {"layer_norm over=all scale=false center=false", "7x7x3", "7x7x3"},

        {"group_norm 32", "8x8x64", "8x8x64", 64, 64},
        {"group_norm 2", "10", "10", 10, 10},
        {"GroupNorm num_groups=64 no-affine", "8x8x64", "8x8x64"},
        {"group_normalization groups=1", "8x1", "8x1", 1, 1},

        {"instance_norm", "8x8x4", "8x8x4"},
        {"InstanceNorm2d affine", "8x8x4", "8x8x4", 4, 4},
        {"instance_normalization affine=false", "8x4", "8x4"},

        {"rms_norm", "10x8", "10x8", 8},
        {"RMSNorm", "8", "8", 8},
        {"rms_normalization", "3x3x8", "3x3x8", 8},
        {"lrn", "55x55x96", "55x55x96"},
        {"lrn 3", "10", "10"},
        {"local_response_normalization", "5x6", "5x6"},
        {"LocalResponseNorm size=1 alpha=1e-4 beta=0.75", "5x5x1", "5x5x1"},
    };
    check_layers("HWC", channels_last);
    const std::vector<LayerCase> channels_first = {
        {"batch_norm", "16x5x5", "16x5x5", 16, 16, 32},
        {"layer_norm over=all", "3x7x7", "3x7x7", 147, 147},
        {"layer_norm", "768x197", "768x197", 768, 768},
        {"group_norm 2", "4x8x8", "4x8x8", 4, 4},
    };
    check_layers("CHW", channels_first);
}

TEST_CASE("what a normalisation refuses") {
    const std::vector<RefusalCase> refused = {
        {"batch_norm affine=true scale=false", "5x5x16",
         "`false`: `scale` cannot be combined with `affine`; remove `affine`, which sets both `scale` and `center` "
         "[bad-value]"},
        {"batch_norm affine=false center=true", "5x5x16",
         "`true`: `center` cannot be combined with `affine`; remove `affine`, which sets both `scale` and `center` "
         "[bad-value]"},
        {"BatchNorm2d", "10x3",
         "`BatchNorm2d`: a 2d layer needs an image, but receives a sequence (10x3); write `batch_norm`, which adapts "
         "to the rank of its input [rank-mismatch]"},
        {"batch_norm", "9223372036854775807", "`batch_norm`: the parameters overflow a 64-bit integer [overflow]"},
        {"batch_norm no-affine", "4611686018427387904",
         "`batch_norm`: the buffers overflow a 64-bit integer [overflow]"},
        {"layer_norm over=some", "5x16", "`some`: `over` is channels or all, not `some` [bad-value]"},
        {"layer_norm over=al", "5x16", "`al`: `over` is channels or all, not `al`; did you mean `all`? [bad-value]"},
        {"layer_norm over=all", "4294967296x4294967296",
         "`layer_norm`: the weights overflow a 64-bit integer [overflow]"},
        {"group_norm 3", "8x8x64",
         "`3`: 64 channels cannot be divided into 3 groups; use 63 or 66 channels, or 1 group [groups-mismatch]"},
        {"group_norm 32", "8x8x48",
         "`32`: 48 channels cannot be divided into 32 groups; use 32 or 64 channels, or 16 groups [groups-mismatch]"},
        {"group_norm 32", "10",
         "`32`: 10 channels cannot be divided into 32 groups; use 32 channels, or 2 groups [groups-mismatch]"},
        {"group_norm", "10", "`group_norm`: group_norm needs `groups`; as in group_norm 32 [missing-parameter]"},
        {"instance_norm", "10",
         "`instance_norm`: instance_norm needs spatial axes, but receives a vector (10); put a "
         "`reshape` before it that adds spatial axes [rank-mismatch]"},
        {"lrn 0", "5x5x1", "`0`: `size` must be at least 1, not 0 [bad-value]"},
    };
    check_refusals("HWC", refused);
}

TEST_CASE("activations keep every shape and count nothing") {
    for (const char* name :
         {"relu",    "relu6",       "leaky_relu", "elu",          "selu",       "celu",  "gelu",     "silu",
          "swish",   "mish",        "sigmoid",    "hard_sigmoid", "hard_swish", "tanh",  "softplus", "softsign",
          "softmax", "log_softmax", "LeakyReLU",  "Hardswish",    "LogSoftmax", "leaky", "logistic"}) {
        const std::vector<LayerCase> channels_last = {
            {name, "1", "1"},
            {name, "5x6", "5x6"},
            {name, "4x5x6", "4x5x6"},
            {name, "3x4x5x6", "3x4x5x6"},
            {name, "9223372036854775807", "9223372036854775807"},
        };
        check_layers("HWC", channels_last);
        check_layers("CHW", {{name, "4x5x6", "4x5x6"}});
    }
}

TEST_CASE("layers that keep the shape") {
    const std::vector<LayerCase> channels_last = {
        {"identity", "4x5x6", "4x5x6"},
        {"identity", "1", "1"},
        {"dropout", "4x5x6", "4x5x6"},
        {"dropout 0", "7", "7"},
        {"dropout 1", "7", "7"},
        {"dropout 1.0", "7", "7"},
        {"dropout 0.5", "7", "7"},
        {"dropout 1e-3", "7", "7"},
        {"dropout p=.1", "7", "7"},
        {"SpatialDropout2D rate=0.2", "4x5x6", "4x5x6"},
        {"alpha_dropout probability=0.1", "5x6", "5x6"},
        {"gaussian_dropout 0.1", "5x6", "5x6"},
        {"drop_path 0.1", "5x6", "5x6"},
        {"stochastic_depth prob=0.1", "5x6", "5x6"},
        {"GaussianNoise 0.1", "3x4x5x6", "3x4x5x6"},

        {"prelu", "4x5x6", "4x5x6", 1},
        {"prelu layer", "6", "6", 1},
        {"prelu per=channel", "4x5x6", "4x5x6", 6},
        {"prelu element", "4x5x6", "4x5x6", 120},
        {"PReLU per=element", "6", "6", 6},
        {"layer_scale", "8x8x4", "8x8x4", 4},
        {"scale", "7", "7", 7},
        {"position_embedding", "197x768", "197x768", 151'296},
        {"position_embedding", "10", "10", 10},
        {"position_embedding", "2x3x4x5", "2x3x4x5", 120},
    };
    check_layers("HWC", channels_last);
    const std::vector<LayerCase> channels_first = {
        {"prelu channel", "6x4x5", "6x4x5", 6},
        {"layer_scale", "4x8x8", "4x8x8", 4},
        {"position_embedding", "768x197", "768x197", 151'296},
    };
    check_layers("CHW", channels_first);
    const std::vector<RefusalCase> refused = {
        {"dropout 1.5", "7", "`1.5`: `rate` must be from 0 to 1, not `1.5` [bad-value]"},
        {"dropout -0.1", "7", "`-0.1`: `rate` needs a number from 0 to 1, not `-0.1` [bad-value]"},
        {"dropout 50", "7", "`50`: `rate` must be from 0 to 1, not `50` [bad-value]"},
        {"SpatialDropout1D 0.2", "4x5x6",
         "`SpatialDropout1D`: a 1d layer needs a sequence, but receives an image (4x5x6); write `dropout`, which "
         "adapts to the rank of its input [rank-mismatch]"},
        {"prelu axis", "7", "`axis`: `per` is layer, channel or element, not `axis` [bad-value]"},
        {"prelu element", "4294967296x4294967296", "`prelu`: the weights overflow a 64-bit integer [overflow]"},
        {"position_embedding", "4294967296x4294967296",
         "`position_embedding`: the weights overflow a 64-bit integer [overflow]"},
        {"relu", "4294967296x4294967296", "`relu`: the bytes of activations overflow a 64-bit integer [overflow]"},
        {"identity 3", "7", "`3`: identity does not accept a value; remove it [bad-value]"},
    };
    check_refusals("HWC", refused);
}
