#include "frameworks/tables.h"

// The classes of torch.nn: https://pytorch.org/docs/stable/nn.html
namespace nnshape {
namespace {

using enum Meaning;
using Arg = FrameworkArg;

constexpr Arg in_channels{"in_channels", "in", channels, {}, true};
constexpr Arg out_channels{"out_channels", "filters", value, {}, true};
constexpr Arg kernel{"kernel_size", "kernel", value, {}, true};
constexpr Arg inplace{"inplace", {}, nothing};
constexpr Arg dim{"dim", {}, nothing};

constexpr Arg conv[] = {in_channels,          out_channels,           kernel,
                        {"stride", "stride"}, {"padding", "padding"}, {"dilation", "dilation"},
                        {"groups", "groups"}, {"bias", "bias"},       {"padding_mode", {}, nothing}};
constexpr Arg conv_transpose[] = {in_channels,
                                  out_channels,
                                  kernel,
                                  {"stride", "stride"},
                                  {"padding", "padding"},
                                  {"output_padding", "output_padding"},
                                  {"groups", "groups"},
                                  {"bias", "bias"},
                                  {"dilation", "dilation"},
                                  {"padding_mode", {}, nothing}};
constexpr Arg max_pool[] = {kernel,
                            {"stride", "stride"},
                            {"padding", "padding"},
                            {"dilation", "dilation"},
                            {"return_indices", {}, nothing},
                            {"ceil_mode", "ceil"}};
constexpr Arg avg_pool[] = {kernel,
                            {"stride", "stride"},
                            {"padding", "padding"},
                            {"ceil_mode", "ceil"},
                            {"count_include_pad", {}, nothing},
                            {"divisor_override", {}, nothing}};
constexpr Arg adaptive_pool[] = {{"output_size", "size", value, {}, true}, {"return_indices", {}, nothing}};
constexpr Arg linear[] = {
    {"in_features", "in", channels, {}, true}, {"out_features", "units", value, {}, true}, {"bias", "bias"}};
constexpr Arg flatten[] = {{"start_dim", {}, only, "1"}, {"end_dim", {}, only, "-1"}};
constexpr Arg unflatten[] = {{"dim", {}, only, "1", true}, {"unflattened_size", "shape", sizes, {}, true}};
constexpr Arg batch_norm[] = {{"num_features", "in", channels, {}, true},
                              {"eps", {}, nothing},
                              {"momentum", {}, nothing},
                              {"affine", "affine"},
                              {"track_running_stats", "track_stats"}};
constexpr Arg instance_norm[] = {{"num_features", "in", channels, {}, true},
                                 {"eps", {}, nothing},
                                 {"momentum", {}, nothing},
                                 {"affine", "affine"},
                                 {"track_running_stats", {}, only, "False"}};
constexpr Arg group_norm[] = {{"num_groups", "groups", value, {}, true},
                              {"num_channels", "in", channels, {}, true},
                              {"eps", {}, nothing},
                              {"affine", "affine"}};
constexpr Arg layer_norm[] = {{"normalized_shape", "over", normalized, {}, true},
                              {"eps", {}, nothing},
                              {"elementwise_affine", "scale"},
                              {"bias", "center"}};
constexpr Arg rms_norm[] = {
    {"normalized_shape", "in", normalized, {}, true}, {"eps", {}, nothing}, {"elementwise_affine", {}, only, "True"}};
constexpr Arg local_norm[] = {
    {"size", "size", value, {}, true}, {"alpha", {}, nothing}, {"beta", {}, nothing}, {"k", {}, nothing}};
constexpr Arg dropout[] = {{"p", "rate"}, inplace};
constexpr Arg embedding[] = {{"num_embeddings", "vocabulary", value, {}, true},
                             {"embedding_dim", "dim", value, {}, true},
                             {"padding_idx", {}, nothing},
                             {"max_norm", {}, nothing},
                             {"norm_type", {}, nothing},
                             {"scale_grad_by_freq", {}, nothing},
                             {"sparse", {}, nothing},
                             {"_weight", {}, nothing},
                             {"_freeze", "freeze"}};
constexpr Arg input_size{"input_size", "in", channels, {}, true};
constexpr Arg hidden_size{"hidden_size", "units", value, {}, true};
constexpr Arg rnn[] = {input_size,
                       hidden_size,
                       {"num_layers", "layers"},
                       {"nonlinearity", {}, nothing},
                       {"bias", "bias", bias_double},
                       {"batch_first", {}, nothing},
                       {"dropout", {}, nothing},
                       {"bidirectional", "bidirectional"}};
constexpr Arg gru[] = {input_size,
                       hidden_size,
                       {"num_layers", "layers"},
                       {"bias", "bias", bias_double},
                       {"batch_first", {}, nothing},
                       {"dropout", {}, nothing},
                       {"bidirectional", "bidirectional"}};
constexpr Arg lstm[] = {input_size,
                        hidden_size,
                        {"num_layers", "layers"},
                        {"bias", "bias", bias_double},
                        {"batch_first", {}, nothing},
                        {"dropout", {}, nothing},
                        {"bidirectional", "bidirectional"},
                        {"proj_size", "proj_size"}};
constexpr Arg attention[] = {{"embed_dim", "in", channels, {}, true},
                             {"num_heads", "heads", value, {}, true},
                             {"dropout", {}, nothing},
                             {"bias", "bias"},
                             {"add_bias_kv", {}, only, "False"},
                             {"add_zero_attn", {}, nothing},
                             {"kdim", "kdim"},
                             {"vdim", "vdim"},
                             {"batch_first", {}, nothing}};
constexpr Arg upsample[] = {{"size", "size"},
                            {"scale_factor", "scale"},
                            {"mode", {}, nothing},
                            {"align_corners", {}, nothing},
                            {"recompute_scale_factor", {}, nothing}};
constexpr Arg upsample_2d[] = {{"size", "size"}, {"scale_factor", "scale"}};
constexpr Arg shuffle[] = {{"upscale_factor", "factor", value, {}, true}};
constexpr Arg unshuffle[] = {{"downscale_factor", "factor", value, {}, true}};
constexpr Arg channel_shuffle[] = {{"groups", "groups", value, {}, true}};
constexpr Arg pad[] = {{"padding", "padding", edges, {}, true}, {"value", {}, nothing}};
constexpr Arg prelu[] = {{"num_parameters", "per", slopes}, {"init", {}, nothing}};
constexpr Arg along_dim[] = {dim};
constexpr Arg glu[] = {{"dim", {}, channel_axis}};
constexpr Arg threshold[] = {{"threshold", {}, nothing, {}, true}, {"value", {}, nothing, {}, true}, inplace};
constexpr Arg in_place[] = {inplace};
constexpr Arg leaky[] = {{"negative_slope", {}, nothing}, inplace};
constexpr Arg alpha[] = {{"alpha", {}, nothing}, inplace};
constexpr Arg between[] = {{"min_val", {}, nothing},
                           {"max_val", {}, nothing},
                           inplace,
                           {"min_value", {}, nothing},
                           {"max_value", {}, nothing}};
constexpr Arg rrelu[] = {{"lower", {}, nothing}, {"upper", {}, nothing}, inplace};
constexpr Arg lambd[] = {{"lambd", {}, nothing}};
constexpr Arg softplus[] = {{"beta", {}, nothing}, {"threshold", {}, nothing}};
constexpr Arg gelu[] = {{"approximate", {}, nothing}};

// Of classes that no layer type expresses.
constexpr Arg bilinear[] = {{"in1_features", "in1_features", value, {}, true},
                            {"in2_features", "in2_features", value, {}, true},
                            {"out_features", "out_features", value, {}, true},
                            {"bias", "bias"}};
constexpr Arg embedding_bag[] = {{"num_embeddings", "num_embeddings", value, {}, true},
                                 {"embedding_dim", "embedding_dim", value, {}, true}};
constexpr Arg unfold[] = {{"kernel_size", "kernel_size", value, {}, true},
                          {"dilation", "dilation"},
                          {"padding", "padding"},
                          {"stride", "stride"}};
constexpr Arg fold[] = {{"output_size", "output_size", value, {}, true},
                        {"kernel_size", "kernel_size", value, {}, true},
                        {"dilation", "dilation"},
                        {"padding", "padding"},
                        {"stride", "stride"}};

constexpr std::string_view each_layer = "write its layers, one on each line";
constexpr std::string_view a_loss = "a loss is not a layer; remove it";
constexpr std::string_view one_step = "write the layer that processes the whole sequence";
constexpr std::string_view by_hand = "a `custom` layer takes the shape of its output and the number of its weights";

constexpr FrameworkClass classes[] = {
    {"Conv{}d", "conv{}d", conv},
    {"ConvTranspose{}d", "conv_transpose{}d", conv_transpose},
    {"MaxPool{}d", "max_pool{}d", max_pool},
    {"AvgPool{}d", "avg_pool{}d", avg_pool},
    {"AdaptiveAvgPool{}d", "adaptive_avg_pool{}d", adaptive_pool},
    {"AdaptiveMaxPool{}d", "adaptive_max_pool{}d", adaptive_pool},
    {"Linear", "dense", linear},
    {"Flatten", "flatten", flatten},
    {"Unflatten", "reshape", unflatten},
    {"BatchNorm1d", "batch_norm", batch_norm},  // of a vector or a sequence
    {"BatchNorm2d", "batch_norm2d", batch_norm},
    {"BatchNorm3d", "batch_norm3d", batch_norm},
    {"SyncBatchNorm", "batch_norm", batch_norm},
    {"InstanceNorm{}d", "instance_norm{}d", instance_norm},
    {"GroupNorm", "group_norm", group_norm},
    {"LayerNorm", "layer_norm", layer_norm},
    {"RMSNorm", "rms_norm", rms_norm},
    {"LocalResponseNorm", "lrn", local_norm},
    {"CrossMapLRN2d", "lrn", local_norm},
    {"Dropout", "dropout", dropout},
    {"Dropout{}d", "dropout", dropout},
    {"AlphaDropout", "dropout", dropout},
    {"FeatureAlphaDropout", "dropout", dropout},
    {"Embedding", "embedding", embedding},
    {"RNN", "rnn", rnn},
    {"GRU", "gru", gru},
    {"LSTM", "lstm", lstm},
    {"MultiheadAttention", "attention", attention},
    {"Upsample", "upsample", upsample},
    {"UpsamplingNearest2d", "upsample", upsample_2d},
    {"UpsamplingBilinear2d", "upsample", upsample_2d},
    {"PixelShuffle", "pixel_shuffle", shuffle},
    {"PixelUnshuffle", "pixel_unshuffle", unshuffle},
    {"ChannelShuffle", "channel_shuffle", channel_shuffle},
    {"ZeroPad{}d", "pad", pad},
    {"ConstantPad{}d", "pad", pad},
    {"ReflectionPad{}d", "pad", pad},
    {"ReplicationPad{}d", "pad", pad},
    {"CircularPad{}d", "pad", pad},
    {"Identity", "identity"},
    {"PReLU", "prelu", prelu},
    {"ReLU", "relu", in_place},
    {"ReLU6", "relu6", in_place},
    {"LeakyReLU", "leaky_relu", leaky},
    {"ELU", "elu", alpha},
    {"CELU", "celu", alpha},
    {"SELU", "selu", in_place},
    {"GELU", "gelu", gelu},
    {"SiLU", "silu", in_place},
    {"Mish", "mish", in_place},
    {"Sigmoid", "sigmoid"},
    {"LogSigmoid", "log_sigmoid"},
    {"Hardsigmoid", "hard_sigmoid", in_place},
    {"Hardswish", "hard_swish", in_place},
    {"Hardtanh", "hard_tanh", between},
    {"Hardshrink", "hard_shrink", lambd},
    {"Softshrink", "soft_shrink", lambd},
    {"Tanh", "tanh"},
    {"Tanhshrink", "tanh_shrink"},
    {"Softplus", "softplus", softplus},
    {"Softsign", "softsign"},
    {"Softmax", "softmax", along_dim},
    {"Softmax2d", "softmax"},
    {"LogSoftmax", "log_softmax", along_dim},
    {"Softmin", "softmin", along_dim},
    {"RReLU", "rrelu", rrelu},
    {"Threshold", "threshold", threshold},
    {"GLU", "glu", glu},
    {.name = "Sequential", .instead = each_layer},
    {.name = "ModuleList", .instead = each_layer},
    {.name = "ModuleDict", .instead = each_layer},
    {.name = "Transformer", .instead = each_layer},
    {.name = "TransformerEncoder", .instead = "a `repeat` has the layers of one encoder layer"},
    {.name = "TransformerDecoder", .instead = "a `repeat` has the layers of one decoder layer"},
    {.name = "TransformerEncoderLayer", .instead = each_layer},
    {.name = "TransformerDecoderLayer", .instead = each_layer},
    {.name = "RNNCell", .instead = one_step},
    {.name = "GRUCell", .instead = one_step},
    {.name = "LSTMCell", .instead = one_step},
    {.name = "EmbeddingBag", .arguments = embedding_bag, .instead = by_hand},
    {.name = "Bilinear", .arguments = bilinear, .instead = by_hand},
    {.name = "LPPool{}d", .instead = "`avg_pool` has the same shapes"},
    {.name = "FractionalMaxPool{}d", .instead = "`adaptive_max_pool` takes the size of the output"},
    {.name = "MaxUnpool{}d", .instead = "`upsample` takes the size of the output"},
    {.name = "Fold", .arguments = fold, .instead = by_hand},
    {.name = "Unfold", .arguments = unfold, .instead = by_hand},
    {.name = "CosineSimilarity", .instead = by_hand},
    {.name = "PairwiseDistance", .instead = by_hand},
    {.name = "LazyLinear", .instead = "`nn.Linear` takes both sizes, and `dense` one"},
    {.name = "LazyConv{}d", .instead = "`nn.Conv2d` takes all sizes, and `conv` no input channels"},
    {.name = "CrossEntropyLoss", .instead = a_loss},
    {.name = "MSELoss", .instead = a_loss},
    {.name = "NLLLoss", .instead = a_loss},
    {.name = "BCELoss", .instead = a_loss},
    {.name = "BCEWithLogitsLoss", .instead = a_loss},
    {.name = "L1Loss", .instead = a_loss},
};

}  // namespace

const Framework pytorch{.name = "PyTorch",
                        .modules = "nn torch.nn",
                        .ignored = "device dtype",
                        .classes = classes,
                        .everywhere = {},
                        .channels_last = false};

}  // namespace nnshape
