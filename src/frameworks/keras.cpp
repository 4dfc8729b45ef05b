#include "frameworks/tables.h"

// The classes of tf.keras.layers: https://keras.io/api/layers/
namespace nnshape {
namespace {

using enum Meaning;
using Arg = FrameworkArg;

// Arguments are listed up to the last that has an effect; the table's `ignored` has those without one.
constexpr Arg data_format{"data_format", {}, layout};
constexpr Arg activation_of{"activation", "activation", activation};
constexpr Arg use_bias{"use_bias", "bias"};
constexpr Arg last_axis{"axis", {}, only, "-1"};

constexpr Arg filters{"filters", "filters", value, {}, true};
constexpr Arg kernel{"kernel_size", "kernel", value, {}, true};
constexpr Arg strides{"strides", "stride"};
constexpr Arg padding{"padding", "padding"};
constexpr Arg dilation{"dilation_rate", "dilation"};
constexpr Arg units{"units", "units", value, {}, true};

constexpr Arg conv[] = {filters,       kernel,  strides, padding, data_format, dilation, {"groups", "groups"},
                        activation_of, use_bias};
constexpr Arg separable_conv[] = {
    filters,       kernel,   strides, padding, data_format, dilation, {"depth_multiplier", "multiplier"},
    activation_of, use_bias,
};
constexpr Arg depthwise_conv[] = {
    kernel, strides, padding, {"depth_multiplier", "multiplier"}, data_format, dilation, activation_of, use_bias,
};
constexpr Arg conv_transpose[] = {filters,
                                  kernel,
                                  strides,
                                  {"padding", "padding", transposed, "valid"},
                                  {"output_padding", "output_padding"},
                                  data_format,
                                  dilation,
                                  activation_of,
                                  use_bias};
constexpr Arg pool[] = {{"pool_size", "kernel", value, "2"}, {"strides", "stride"}, padding, data_format};
constexpr Arg global_pool[] = {data_format, {"keepdims", "keepdims"}};
constexpr Arg adaptive_pool[] = {{"output_size", "size", value, {}, true}, data_format};
constexpr Arg locally_connected[] = {
    {"filters", "filters", value, {}, true},
    {"kernel_size", "kernel_size", value, {}, true},
    {"strides", "strides"},
    {"padding", "padding"},
    {"data_format", {}, nothing},
    {"activation", {}, nothing},
    {"use_bias", "use_bias"},
};
constexpr Arg repeat_vector[] = {{"n", "n", value, {}, true}};
constexpr Arg dense[] = {units, activation_of, use_bias};
constexpr Arg flatten[] = {data_format};
constexpr Arg reshape[] = {{"target_shape", "shape", sizes, {}, true}};
constexpr Arg permute[] = {{"dims", "order", axes, {}, true}};
constexpr Arg batch_norm[] = {
    last_axis, {"momentum", {}, nothing}, {"epsilon", {}, nothing}, {"center", "center"}, {"scale", "scale"},
};
constexpr Arg layer_norm[] = {
    last_axis, {"epsilon", {}, nothing}, {"center", "center"}, {"scale", "scale"}, {"rms_scaling", {}, only, "False"},
};
constexpr Arg group_norm[] = {
    {"groups", "groups", value, "32"}, last_axis, {"epsilon", {}, nothing}, {"center", {}, only, "True"},
    {"scale", {}, only, "True"},
};
constexpr Arg unit_norm[] = {last_axis};
constexpr Arg dropout[] = {{"rate", "rate", value, {}, true}, data_format};
constexpr Arg noise[] = {
    {"stddev", {}, nothing, {}, true},
};
constexpr Arg embedding[] = {
    {"input_dim", "vocabulary", value, {}, true},
    {"output_dim", "dim", value, {}, true},
    {"input_length", {}, nothing},
};

constexpr Arg recurrent_activation{"activation", {}, nothing};
constexpr Arg sequences{"return_sequences", "return_sequences", value, "False"};
constexpr Arg state{"return_state", {}, only, "False"};

constexpr Arg recurrent[] = {units, recurrent_activation, {"use_bias", "bias", bias_single, "True"}, sequences, state};
constexpr Arg gru[] = {units,
                       recurrent_activation,
                       {"use_bias", "bias", bias_double, "True"},
                       {"reset_after", "bias", bias_reset},
                       sequences,
                       state};
constexpr Arg conv_lstm[] = {filters,
                             kernel,
                             strides,
                             padding,
                             data_format,
                             dilation,
                             recurrent_activation,
                             {"recurrent_activation", {}, nothing},
                             use_bias,
                             sequences,
                             state};
constexpr Arg bidirectional[] = {{"layer", "bidirectional", wrapped, {}, true},
                                 {"merge_mode", {}, only, "concat"},
                                 {"backward_layer", {}, only, "None"}};
constexpr Arg time_distributed[] = {{"layer", {}, wrapped, {}, true}};
constexpr Arg attention[] = {
    {"num_heads", "heads", value, {}, true},
    {"key_dim", "key_dim", head_dim, {}, true},
    {"value_dim", {}, helper},
    {"dropout", {}, nothing},
    use_bias,
    {"output_shape", {}, only, "None"},
    {"attention_axes", {}, only, "None"},
};
constexpr Arg grouped_attention[] = {
    {"head_dim", "key_dim", head_dim, {}, true},
    {"num_query_heads", "heads", value, {}, true},
    {"num_key_value_heads", "kv_heads", value, {}, true},
    {"dropout", {}, nothing},
    use_bias,
};
constexpr Arg upsample[] = {
    {"size", "scale", value, "2"},
    data_format,
};
constexpr Arg pad[] = {{"padding", "padding", ends, "1"}, data_format};
constexpr Arg crop[] = {{"cropping", "cropping", ends, "1"}, data_format};
constexpr Arg crop_nothing[] = {{"cropping", "cropping", value, "0"}, data_format};
constexpr Arg activation_layer[] = {{"activation", {}, type, {}, true}};
constexpr Arg relu[] = {{"max_value", {}, nothing}, {"negative_slope", {}, nothing}, {"threshold", {}, nothing}};
constexpr Arg slope[] = {{"alpha", {}, nothing}, {"negative_slope", {}, nothing}};
constexpr Arg theta[] = {{"theta", {}, nothing}};
constexpr Arg softmax[] = {{"axis", {}, nothing}};
constexpr Arg prelu[] = {{"shared_axes", "per", shared_axes, "None"}};
constexpr Arg concat[] = {last_axis};
constexpr Arg input[] = {{"shape", "shape", sizes},
                         {"batch_size", {}, nothing},
                         {"input_shape", "shape", sizes},
                         {"batch_shape", {}, only, "None"}};

constexpr Arg everywhere[] = {{"trainable", "freeze", frozen}};

constexpr std::string_view each_layer = "write its layers, one on each line";
constexpr std::string_view by_hand = "a `custom` layer takes the shape of its output and the number of its weights";
constexpr std::string_view outside = "it prepares the data; write the `input` that it makes";

constexpr FrameworkClass classes[] = {
    {"Conv{}D", "conv{}d", conv},
    {"Convolution{}D", "conv{}d", conv},
    {"SeparableConv{}D", "separable_conv{}d", separable_conv},
    {"SeparableConvolution{}D", "separable_conv{}d", separable_conv},
    {"DepthwiseConv{}D", "depthwise_conv{}d", depthwise_conv},
    {"Conv{}DTranspose", "conv_transpose{}d", conv_transpose},
    {"Convolution{}DTranspose", "conv_transpose{}d", conv_transpose},
    {"MaxPooling{}D", "max_pool{}d", pool},
    {"MaxPool{}D", "max_pool{}d", pool},
    {"AveragePooling{}D", "avg_pool{}d", pool},
    {"AvgPool{}D", "avg_pool{}d", pool},
    {"GlobalAveragePooling{}D", "global_avg_pool{}d", global_pool},
    {"GlobalAvgPool{}D", "global_avg_pool{}d", global_pool},
    {"GlobalMaxPooling{}D", "global_max_pool{}d", global_pool},
    {"GlobalMaxPool{}D", "global_max_pool{}d", global_pool},
    {"AdaptiveAveragePooling{}D", "adaptive_avg_pool{}d", adaptive_pool},
    {"AdaptiveMaxPooling{}D", "adaptive_max_pool{}d", adaptive_pool},
    {"Dense", "dense", dense},
    {"Flatten", "flatten", flatten},
    {"Reshape", "reshape", reshape},
    {"Permute", "permute", permute},
    {"BatchNormalization", "batch_norm", batch_norm},
    {"SyncBatchNormalization", "batch_norm", batch_norm},
    {"LayerNormalization", "layer_norm", layer_norm},
    {"GroupNormalization", "group_norm", group_norm},
    {"UnitNormalization", "normalize", unit_norm},
    {"Dropout", "dropout", dropout},
    {"SpatialDropout{}D", "dropout{}d", dropout},
    {"AlphaDropout", "dropout", dropout},
    {"GaussianDropout", "dropout", dropout},
    {"GaussianNoise", "identity", noise},
    {"Embedding", "embedding", embedding},
    {"SimpleRNN", "rnn", recurrent},
    {"GRU", "gru", gru},
    {"LSTM", "lstm", recurrent},
    {"ConvLSTM2D", "conv_lstm", conv_lstm},
    {"Bidirectional", {}, bidirectional},
    {"TimeDistributed", {}, time_distributed},
    {"MultiHeadAttention", "attention", attention},
    {"GroupQueryAttention", "attention", grouped_attention},
    {"GroupedQueryAttention", "attention", grouped_attention},
    {"UpSampling{}D", "upsample{}d", upsample},
    {"ZeroPadding{}D", "pad{}d", pad},
    {"Cropping1D", "crop1d", crop},
    {"Cropping2D", "crop2d", crop_nothing},
    {"Cropping3D", "crop3d", crop},
    {"Activation", {}, activation_layer},
    {"ReLU", "relu", relu},
    {"LeakyReLU", "leaky_relu", slope},
    {"ELU", "elu", slope},
    {"ThresholdedReLU", "threshold", theta},
    {"Softmax", "softmax", softmax},
    {"PReLU", "prelu", prelu},
    {"Identity", "identity"},
    {"Add", "add"},
    {"Subtract", "subtract"},
    {"Multiply", "multiply"},
    {"Average", "average"},
    {"Maximum", "maximum"},
    {"Minimum", "minimum"},
    {"Concatenate", "concat", concat},
    {"Input", "input", input},
    {"InputLayer", "input", input},
    {.name = "Sequential", .instead = each_layer},
    {.name = "Lambda", .instead = "write the layer that has the same output; `custom` expresses any shape"},
    {.name = "Masking", .instead = "it changes neither shape nor count; remove it"},
    {.name = "RepeatVector", .arguments = repeat_vector, .instead = by_hand},
    {.name = "Dot", .instead = by_hand},
    {.name = "Attention", .instead = by_hand},
    {.name = "AdditiveAttention", .instead = by_hand},
    {.name = "LocallyConnected{}D", .arguments = locally_connected, .instead = by_hand},
    {.name = "ConvLSTM1D", .instead = by_hand},
    {.name = "ConvLSTM3D", .instead = by_hand},
    {.name = "SimpleRNNCell", .instead = "`rnn` processes the whole sequence"},
    {.name = "GRUCell", .instead = "`gru` processes the whole sequence"},
    {.name = "LSTMCell", .instead = "`lstm` processes the whole sequence"},
    {.name = "RNN", .instead = "the types are rnn, gru and lstm"},
    {.name = "EinsumDense", .instead = by_hand},
    {.name = "SpectralNormalization", .instead = "write the layer inside it"},
    {.name = "ActivityRegularization", .instead = "it changes neither shape nor count; remove it"},
    {.name = "Rescaling", .instead = outside},
    {.name = "Resizing", .instead = outside},
    {.name = "Normalization", .instead = outside},
    {.name = "TextVectorization", .instead = outside},
    {.name = "StringLookup", .instead = outside},
    {.name = "IntegerLookup", .instead = outside},
    {.name = "CategoryEncoding", .instead = outside},
    {.name = "RandomFlip", .instead = "it changes neither shape nor count; remove it"},
    {.name = "RandomRotation", .instead = "it changes neither shape nor count; remove it"},
    {.name = "RandomZoom", .instead = "it changes neither shape nor count; remove it"},
    {.name = "RandomContrast", .instead = "it changes neither shape nor count; remove it"},
};

}  // namespace

const Framework keras{.name = "Keras",
                      .modules = "layers keras.layers tf.keras.layers tensorflow.keras.layers keras tf.keras",
                      .ignored =
                          "name dtype autocast input_shape input_dim batch_input_shape weights flash_attention "
                          "implementation unit_forget_bias synchronized use_cudnn",
                      .classes = classes,
                      .everywhere = everywhere,
                      .channels_last = true};

}  // namespace nnshape
