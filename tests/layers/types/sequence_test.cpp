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
        // a bias for one side: 3*8, or 8
        {"attention 2 bias=qkv", "5x8", "5x8", 256, 24, 0, 1'680},
        {"attention 2 bias=out", "5x8", "5x8", 256, 8, 0, 1'680},
        {"attention 2 bias=false", "5x8", "5x8", 256, 0, 0, 1'680},
        // Llama-2-70B: 8 heads of keys and values for 64 of queries; 2*8192^2 + 2*8192*1024
        {"attention 64 kv_heads=8 no-bias", "4096x8192", "4096x8192", 150'994'944, 0, 0, 893'353'197'568},
        // q: 8*8, k: 8*4, v: 8*4, out: 8*8; one head of 4 for two
        {"attention 2 num_kv_heads=1", "5x8", "5x8", 192, 24, 0, 1'360},
        // Swin-T's first windows: 64 of 7x7, each a sequence of its own
        {"attention 3 over=last", "64x49x96", "64x49x96", 36'864, 384, 0, 145'108'992},
        {"attention 2 over=last", "5x8", "5x8", 256, 32, 0, 1'680},
        // a decoder that reads an encoder: 10*8192 + 20*8192 + 2*10*20*64
        {"attention 8", "10x64 20x64", "10x64", 16'384, 256, 0, 271'360},
        // torch.nn.MultiheadAttention(64, 8, kdim=32, vdim=16): q 64*64, k 32*64, v 16*64, out 64*64
        {"attention 8 kdim=32 vdim=16", "10x64 20x32 20x16", "10x64", 11'264, 256, 0, 168'960},
        {"attention 8 vdim=32", "10x64 20x32", "10x64", 12'288, 256, 0, 189'440},
        {"attention 4 over=last", "3x5x8 3x7x4", "3x5x8", 192, 32, 0, 4'944},
    };
    check_layers("HWC", channels_last);
    const std::vector<LayerCase> channels_first = {
        {"attention 2", "8x5", "8x5", 256, 32, 0, 1'680},
        {"attention 4 over=last", "8x3x5 4x3x7", "8x3x5", 192, 32, 0, 4'944},
    };
    check_layers("CHW", channels_first);
    const std::vector<RefusalCase> refused = {
        {"attention 5", "4x8",
         "`5`: 8 channels cannot be divided into 5 heads; use 5 or 10 channels, or 1 head [groups-mismatch]"},
        {"attention 3 dim=4", "5x9",
         "`3`: 4 channels cannot be divided into 3 heads; use 3 or 6 channels, or 1 head [groups-mismatch]"},
        {"attention 16 key_dim=1", "5x8",
         "`16`: 8 channels cannot be divided into 16 heads; use 16 channels, or 8 heads [groups-mismatch]"},
        {"attention 2", "4x4x8",
         "`attention`: attention needs a sequence, but receives an image (4x4x8); put `tokens` before it, which joins "
         "the spatial axes into one, or set `over` to `last` [rank-mismatch]"},
        {"attention 2", "8",
         "`attention`: attention needs spatial axes, but receives a vector (8); put a `reshape` "
         "before it that adds spatial axes [rank-mismatch]"},
        {"attention 8 kv_heads=3", "4x8",
         "`3`: 8 heads cannot be divided into 3 kv_heads; use 6 or 9 heads, or 1 kv_head [groups-mismatch]"},
        {"attention 2 kdim=5", "10x8 20x6", "`5`: the keys have 6 channels, not 5 [expectation-failed]"},
        {"attention 2 vdim=5", "10x8 20x8 20x6", "`5`: the values have 6 channels, not 5 [expectation-failed]"},
        {"attention 2", "10x8 20x8 19x8",
         "`attention`: the keys' input (20x8) and the values' input (19x8) have different lengths; each key needs one "
         "value [shape-mismatch]"},
        {"attention 2 over=last", "3x5x8 4x5x8",
         "`attention`: 3x5x8 cannot attend to 4x5x8; all spatial sizes except the last must be the same "
         "[shape-mismatch]"},
        {"attention 2 over=last", "3x5x8 5x8",
         "`attention`: 3x5x8 cannot attend to 5x8; all spatial sizes except the last must be the same "
         "[shape-mismatch]"},
        {"attention 2", "5x8 5x8 5x8 5x8",
         "`attention`: attention needs 1 to 3 inputs, but has 4; merge them first, for example with `add` "
         "[input-count]"},
        {"attention 2 bias=in", "5x8", "`in`: `bias` is true, false, qkv or out, not `in` [bad-value]"},
        {"attention 1 key_dim=9223372036854775807", "1x2",
         "`attention`: the weights overflow a 64-bit integer [overflow]"},
        {"attention 1", "4294967296x1", "`attention`: the multiply-accumulates overflow a 64-bit integer [overflow]"},
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
         "`class_token`: class_token needs a sequence, but receives an image (14x14x768); put `tokens` before it, "
         "which joins the spatial axes into one [rank-mismatch]"},
        {"class_token", "768",
         "`class_token`: class_token needs a sequence, but receives a vector (768); put a `reshape` before it that "
         "adds spatial axes [rank-mismatch]"},
        {"class_token 9223372036854775807", "1x1",
         "`9223372036854775807`: the length of the sequence overflows a 64-bit integer [overflow]"},
        {"class_token 0", "1x1", "`0`: `count` must be at least 1, not 0 [bad-value]"},
        {"embedding 10 3", "100x2",
         "`embedding`: embedding needs ids, but receives a sequence (100x2); give the ids as a vector, or as a "
         "sequence with 1 channel [rank-mismatch]"},
        {"embedding 10 3", "10x10x1",
         "`embedding`: embedding needs ids, but receives an image (10x10x1); give the ids as a vector, or as a "
         "sequence with 1 channel [rank-mismatch]"},
        {"embedding 4294967296 4294967296", "1", "`embedding`: the weights overflow a 64-bit integer [overflow]"},
        {"embedding 10", "1", "`embedding`: embedding needs `dim`; as in embedding 20000 128 [missing-parameter]"},
    };
    check_refusals("HWC", refused);
    const std::vector<RefusalCase> refused_first = {
        {"embedding 10 3", "2x100",
         "`embedding`: embedding needs ids, but receives a sequence (2x100); give the ids as a vector, or as a "
         "sequence with 1 channel [rank-mismatch]"},
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

        // torch.nn.LSTM(16, 32, proj_size=8): 4*(16*32 + 8*32) + 32*8, and for a second layer 4*(8*32 + 8*32) + 32*8
        {"lstm 32 proj_size=8", "20x16", "20x8", 3'328, 256, 0, 66'560},
        {"lstm 32 layers=2 proj_size=8", "20x16", "20x8", 5'632, 512, 0, 112'640},
        {"lstm 32 layers=2 proj_size=8 bidirectional no-return_sequences", "20x16", "16", 13'312, 1'024, 0, 266'240},
        {"lstm 32 proj_size=0", "20x16", "20x32", 6'144, 256, 0, 122'880},

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
         "`lstm`: lstm needs a sequence, but receives a vector (32); put a `reshape` before it that adds spatial axes "
         "[rank-mismatch]"},
        {"gru 64", "8x8x3",
         "`gru`: gru needs a sequence, but receives an image (8x8x3); put `tokens` before it, which joins the spatial "
         "axes into one [rank-mismatch]"},
        {"rnn 64", "2x8x8x3",
         "`rnn`: rnn needs a sequence, but receives a volume (2x8x8x3); put `tokens` before it, which joins the "
         "spatial axes into one [rank-mismatch]"},
        {"rnn 9223372036854775807 bidirectional", "1x1",
         "`9223372036854775807`: the channels of the output overflow a 64-bit integer [overflow]"},
        {"lstm 3037000500", "1x1", "`lstm`: the weights overflow a 64-bit integer [overflow]"},
        {"rnn 1 layers=9223372036854775807", "1x1", "`rnn`: the weights overflow a 64-bit integer [overflow]"},
        {"lstm 64 bias=both", "10x32", "`both`: `bias` is double, single or none, not `both` [bad-value]"},
        {"lstm 8 proj_size=8", "10x32",
         "`8`: a state of 8 cannot be projected to 8; use a `proj_size` of at most 7 [bad-value]"},
        {"gru 8 proj_size=4", "10x32",
         "`proj_size`: `proj_size` is not a parameter of gru; its parameters are units, layers, bidirectional, "
         "return_sequences "
         "and bias [unknown-parameter]"},
        {"lstm 0", "10x32", "`0`: `units` must be at least 1, not 0 [bad-value]"},
        {"lstm 64 layers=0", "10x32", "`0`: `layers` must be at least 1, not 0 [bad-value]"},
    };
    check_refusals("HWC", refused);
}

TEST_CASE("conv_lstm reads images step by step") {
    const std::vector<LayerCase> channels_last = {
        // Keras's example of next-frame prediction, ConvLSTM2D(64, 5) on images of one channel:
        // 4*25*(1 + 64)*64 weights and 4*64 biases are 416,256 parameters; then (64, 3) and (64, 1) have 295,168 and
        // 33,024
        {"conv_lstm 64 5 padding=same return_sequences", "19x64x64x1", "19x64x64x64", 416'000, 256, 0, 32'374'784'000},
        {"conv_lstm 64 3 padding=same return_sequences", "19x64x64x64", "19x64x64x64", 294'912, 256, 0, 22'951'231'488},
        {"conv_lstm 64 1 padding=same", "19x64x64x64", "64x64x64", 32'768, 256, 0, 2'550'136'832},
        // 8x6 places; 4*9*(3 + 2)*2 = 360 weights, 5*48*360 products
        {"conv_lstm 2 3", "5x10x8x3", "8x6x2", 360, 8, 0, 86'400},
        {"conv_lstm 2 3 no-bias", "5x10x8x3", "8x6x2", 360, 0, 0, 86'400},
        {"conv_lstm 2 3x1 stride=2x1", "5x9x8x3", "4x8x2", 120, 8, 0, 19'200},
        {"conv_lstm 1 3 dilation=2 padding=1:0x0:1", "1x5x5x1", "2x2x1", 72, 4, 0, 288},
        {"ConvLSTM 1 1 strides=2 return_sequences=true", "2x3x3x1", "2x2x2x1", 8, 4, 0, 64},
    };
    check_layers("HWC", channels_last);
    check_layers("CHW", {{"conv_lstm 2 3", "3x5x10x8", "2x8x6", 360, 8, 0, 86'400},
                         {"conv_lstm 2 3x1 stride=2x1 return_sequences", "3x5x9x8", "2x5x4x8", 120, 8, 0, 19'200}});
    const std::vector<RefusalCase> refused = {
        {"conv_lstm 2 3", "10x8x3",
         "`conv_lstm`: conv_lstm needs a volume, but receives an image (10x8x3); put a `reshape` before it that adds "
         "spatial axes [rank-mismatch]"},
        {"conv_lstm 2 3x3x3", "5x10x8x3",
         "`3x3x3`: `kernel` has 3 values, but the window of conv_lstm slides over 2 axes; give one value for all of "
         "these axes, or exactly one for each [rank-mismatch]"},
        {"conv_lstm 2 9", "5x10x8x3",
         "`9`: a window of 9 does not fit into a width of 8; use a kernel of at most 8, or an input width of at least "
         "9 [kernel-exceeds-input]"},
        {"conv_lstm 2 3 padding=causal", "5x10x8x3",
         "`causal`: `causal` padding is only for a convolution of a sequence; write the zeros before and after each "
         "axis [bad-value]"},
        {"conv_lstm 4294967296 1", "1x1x1x1", "`conv_lstm`: the weights overflow a 64-bit integer [overflow]"},
        {"conv_lstm 2", "5x10x8x3",
         "`conv_lstm`: conv_lstm needs `kernel`; as in conv_lstm 64 3 padding=same [missing-parameter]"},
    };
    check_refusals("HWC", refused);
}
