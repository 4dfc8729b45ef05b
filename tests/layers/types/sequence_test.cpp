#include "layers/layer_case.h"
#include "support/catch.h"

using namespace nnshape::test;

TEST_CASE("attention of a sequence to itself") {
    const std::vector<LayerCase> channels_last = {
        // ViT-B/16: 4*768^2 weights, 4*768 biases; 197*W for the projections, 2*197^2*768 for what they are for
        {"attention 12", "197x768", "197x768", 2'359'296, 3'072, 0, 524'391'936},
        {"attention 12 no-bias", "197x768", "197x768", 2'359'296, 0, 0, 524'391'936},
        {"attention 1", "1x1", "1x1", 4, 4, 0, 6},
        // q, k: 8*4 each; v, out: 8*4 each
        {"attention 2 dim=4", "5x8", "5x8", 128, 20, 0, 840},
        // q, k: 8*6 each; v, out: 8*8 each
        {"MultiHeadAttention num_heads=2 key_dim=3 use_bias=true", "5x8", "5x8", 224, 28, 0, 1'470},
        {"attention heads=2 dim=4 key_dim=1", "5x8", "5x8", 96, 16, 0, 630},
        {"mha 2 embed_dim=8", "5x8", "5x8", 256, 32, 0, 1'680},
        {"self_attention 8", "5x8", "5x8", 256, 32, 0, 1'680},
    };
    check_layers("HWC", channels_last);
    check_layers("CHW", {{"attention 2", "8x5", "8x5", 256, 32, 0, 1'680}});
    const std::vector<RefusalCase> refused = {
        {"attention 5", "4x8",
         "`5`: 5 heads do not divide the 8 channels; 5 or 10 channels would fit, or 1 head [groups-mismatch]"},
        {"attention 3 dim=4", "5x9",
         "`3`: 3 heads do not divide the 4 channels; 3 or 6 channels would fit, or 1 head [groups-mismatch]"},
        {"attention 16 key_dim=1", "5x8",
         "`16`: 16 heads do not divide the 8 channels; 16 channels would fit, or 8 heads [groups-mismatch]"},
        {"attention 2", "4x4x8",
         "`attention`: attention reads a sequence, but receives an image (4x4x8); `tokens` joins the spatial axes into "
         "one [rank-mismatch]"},
        {"attention 2", "8",
         "`attention`: attention reads a sequence, but receives a vector (8); `reshape` gives it spatial axes "
         "[rank-mismatch]"},
        {"attention 1 key_dim=9223372036854775807", "1x2", "`attention`: the weights leave 64 bits [overflow]"},
        {"attention 1", "4294967296x1", "`attention`: the multiply-accumulates leave 64 bits [overflow]"},
    };
    check_refusals("HWC", refused);
}

TEST_CASE("tokens of a class, and embeddings") {
    const std::vector<LayerCase> channels_last = {
        {"class_token", "196x768", "197x768", 768},
        {"class_token 2", "196x768", "198x768", 1'536},
        {"class_token count=1", "1x1", "2x1", 1},

        {"embedding 20000 128", "100", "100x128", 2'560'000},
        {"embedding 20000 128", "100x1", "100x128", 2'560'000},
        {"Embedding num_embeddings=10 embedding_dim=3", "1", "1x3", 30},
        {"embedding input_dim=10 output_dim=3", "4", "4x3", 30},
        {"embedding vocabulary=1 dim=1", "1", "1x1", 1},
    };
    check_layers("HWC", channels_last);
    const std::vector<LayerCase> channels_first = {
        {"class_token", "768x196", "768x197", 768},
        {"embedding 20000 128", "1x100", "128x100", 2'560'000},
        {"embedding 20000 128", "100", "128x100", 2'560'000},
    };
    check_layers("CHW", channels_first);
    const std::vector<RefusalCase> refused = {
        {"class_token", "14x14x768",
         "`class_token`: class_token reads a sequence, but receives an image (14x14x768); `tokens` joins the spatial "
         "axes into one [rank-mismatch]"},
        {"class_token", "768",
         "`class_token`: class_token reads a sequence, but receives a vector (768); `reshape` gives it spatial axes "
         "[rank-mismatch]"},
        {"class_token 9223372036854775807", "1x1",
         "`9223372036854775807`: the length of the sequence leaves 64 bits [overflow]"},
        {"class_token 0", "1x1", "`0`: `count` must be at least 1, not 0 [bad-value]"},
        {"embedding 10 3", "100x2",
         "`embedding`: embedding reads ids, but receives a sequence (100x2); ids are `L` or `Lx1`, such as `128` "
         "[rank-mismatch]"},
        {"embedding 10 3", "10x10x1",
         "`embedding`: embedding reads ids, but receives an image (10x10x1); ids are `L` or `Lx1`, such as `128` "
         "[rank-mismatch]"},
        {"embedding 4294967296 4294967296", "1", "`embedding`: the weights leave 64 bits [overflow]"},
        {"embedding 10", "1", "`embedding`: embedding needs `dim`; as in `embedding 20000 128` [missing-parameter]"},
    };
    check_refusals("HWC", refused);
    const std::vector<RefusalCase> refused_first = {
        {"embedding 10 3", "2x100",
         "`embedding`: embedding reads ids, but receives a sequence (2x100); ids are `L` or `1xL`, such as `128` "
         "[rank-mismatch]"},
    };
    check_refusals("CHW", refused_first);
}

TEST_CASE("recurrent layers differ in their gates") {
    const std::vector<LayerCase> channels_last = {
        {"rnn 64", "10x32", "10x64", 6'144, 128, 0, 61'440},
        {"gru 64", "10x32", "10x64", 18'432, 384, 0, 184'320},
        {"lstm 64", "10x32", "10x64", 24'576, 512, 0, 245'760},
        {"lstm 1", "1x1", "1x1", 8, 8, 0, 8},

        {"lstm 64 return_sequences=false", "10x32", "64", 24'576, 512, 0, 245'760},
        {"gru 64 no-return_sequences bidirectional", "10x32", "128", 36'864, 768, 0, 368'640},
        {"rnn 64 bias=single", "10x32", "10x64", 6'144, 64, 0, 61'440},
        {"rnn 64 bias=none", "10x32", "10x64", 6'144, 0, 0, 61'440},

        // layers above the first read all directions of the one below
        {"rnn 4 layers=3", "2x3", "2x4", 92, 24, 0, 184},
        {"lstm hidden_size=64 num_layers=2 bidirectional", "10x32", "10x128", 147'456, 2'048, 0, 1'474'560},
        {"gru units=5 layers=2 bidirectional=true bias=single", "2x3", "2x10", 690, 60, 0, 1'380},

        // 98,816, 247,296 and 49,280 parameters: the summaries of Keras's guide to recurrent layers
        {"LSTM 128 bias=single", "10x64", "10x128", 98'304, 512, 0, 983'040},
        {"GRU 256", "10x64", "10x256", 245'760, 1'536, 0, 2'457'600},
        {"SimpleRNN 128 bias=single return_sequences=false", "10x256", "128", 49'152, 128, 0, 491'520},
    };
    check_layers("HWC", channels_last);
    const std::vector<LayerCase> channels_first = {
        {"lstm 64", "32x10", "64x10", 24'576, 512, 0, 245'760},
        {"lstm 64 no-return_sequences", "32x10", "64", 24'576, 512, 0, 245'760},
    };
    check_layers("CHW", channels_first);
    const std::vector<RefusalCase> refused = {
        {"lstm 64", "32",
         "`lstm`: lstm reads a sequence, but receives a vector (32); `reshape` gives it spatial axes [rank-mismatch]"},
        {"gru 64", "8x8x3",
         "`gru`: gru reads a sequence, but receives an image (8x8x3); `tokens` joins the spatial axes into one "
         "[rank-mismatch]"},
        {"rnn 64", "2x8x8x3",
         "`rnn`: rnn reads a sequence, but receives a volume (2x8x8x3); `tokens` joins the spatial axes into one "
         "[rank-mismatch]"},
        {"rnn 9223372036854775807 bidirectional", "1x1",
         "`9223372036854775807`: the channels of the output leave 64 bits [overflow]"},
        {"lstm 3037000500", "1x1", "`lstm`: the weights leave 64 bits [overflow]"},
        {"rnn 1 layers=9223372036854775807", "1x1", "`rnn`: the weights leave 64 bits [overflow]"},
        {"lstm 64 bias=both", "10x32", "`both`: `bias` is double, single or none, not `both` [bad-value]"},
        {"lstm 0", "10x32", "`0`: `units` must be at least 1, not 0 [bad-value]"},
        {"lstm 64 layers=0", "10x32", "`0`: `layers` must be at least 1, not 0 [bad-value]"},
    };
    check_refusals("HWC", refused);
}
