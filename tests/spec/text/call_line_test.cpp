#include <fmt/format.h>

#include "report/report.h"
#include "spec/mistake.h"
#include "support/catch.h"
#include "support/program.h"

// Lines of a framework's code in a text spec. Figures are those that PyTorch 1.13 and Keras (TensorFlow 2.11) print for
// the same lines.

using namespace nnshape;
using namespace nnshape::test;

namespace {

struct Line {
    std::string spec;
    std::string converted;  // the layers, in the words of the text form
};

std::string converted(const std::string& spec) {
    Ran ran = run_program({"convert", "-", "--to", "text"}, spec);
    std::string text = ran.code == 0 ? ran.out : ran.err;
    size_t layers = text.find("\n\n");
    return layers == std::string::npos ? text : text.substr(layers + 2);
}

const Line pytorch[] = {
    {"nn.Conv2d(3, 64, kernel_size=(7, 7), stride=2, padding=3, bias=False)",
     "conv 64 7x7 in=3 stride=2 padding=3 no-bias"},
    {"features: torch.nn.Conv2d(in_channels=3, out_channels=16, kernel_size=3, padding='same'),",
     "features: conv 16 3 in=3 padding=same"},
    {"self.conv1 = nn.Conv2d(3, 16, 3)  # the first", "conv1: conv 16 3 in=3"},
    {"(conv1): Conv2d(3, 6, kernel_size=(5, 5), stride=(1, 1))", "conv1: conv 6 5x5 in=3 stride=1x1"},
    {"nn.Conv2d(\n  3,   # red, green, blue\n  8,\n  kernel_size=(\n    3, 3),\n)", "conv 8 3x3 in=3"},
    {"nn.ConvTranspose2d(3, 8, 4, 2, 1)", "conv_transpose 8 4 in=3 stride=2 padding=1"},
    {"nn.MaxPool2d(2); nn.AvgPool2d(3, ceil_mode=True)", "max_pool 2\navg_pool 3 ceil"},
    {"nn.AdaptiveAvgPool2d((None, 7))", "adaptive_avg_pool -x7"},
    {"nn.BatchNorm2d(3, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)",
     "batch_norm in=3 affine track_stats"},
    {"nn.GroupNorm(1, 3)", "group_norm 1 in=3"},
    {"nn.InstanceNorm2d(3)", "instance_norm in=3"},
    {"nn.PReLU(num_parameters=3)", "prelu per=channel in=3"},
    {"nn.PReLU()", "prelu"},
    {"nn.Flatten(), nn.Linear(3*32*32, 10)", "flatten\ndense 10 in=3072"},
    {"nn.Dropout(p=0.5, inplace=False)", "dropout 0.5"},
    {"nn.ZeroPad2d((1, 2, 3, 4))", "pad 3:4x1:2"},
    {"nn.ReflectionPad2d(2)", "pad 2"},
    {"nn.Upsample(scale_factor=2, mode='bilinear', align_corners=True)", "upsample 2"},
    {"nn.PixelUnshuffle(2)\nnn.PixelShuffle(2)", "pixel_unshuffle 2\npixel_shuffle 2"},
    {"nn.Hardtanh(min_val=-1.0, max_val=1.0)", "hard_tanh"},
    {"nn.Softmax(dim=1)", "softmax"},
    {"nn.LayerNorm([3, 32, 32])", "layer_norm over=all -> 32x32x3"},
    {"nn.Flatten(), nn.Unflatten(1, (48, 8, 8))", "flatten\nreshape 8x8x48"},
    {"model = nn.Sequential(\n  nn.Conv2d(3, 8, 3), nn.ReLU(),\n  nn.MaxPool2d(2))", "conv 8 3 in=3\nrelu\nmax_pool 2"},
    {"Net(\n  (features): Sequential(\n    (0): Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1))\n    (1): ReLU()\n  )\n"
     "  (classifier): Flatten(start_dim=1, end_dim=-1)\n)",
     "features.0: conv 8 3x3 in=3 stride=1x1\nfeatures.1: relu\nclassifier: flatten"},
    {"nn.Flatten()\nnn.Linear(3072, 8), -> 8 params=24,584", "flatten\ndense 8 in=3072 -> 8 params=24,584"},
    {"a: relu\nb: nn.Conv2d(3, 3, 1) from=a", "a: relu\nb: conv 3 1 in=3 from=a"},
};

// Of a sequence, which has 20 steps of 8 channels.
const Line sequences[] = {
    {"nn.LSTM(8, 16, num_layers=2, batch_first=True, bidirectional=True)", "lstm 16 in=8 layers=2 bidirectional"},
    {"nn.GRU(8, 16, bias=False)", "gru 16 in=8 bias=none"},
    {"nn.MultiheadAttention(8, 2, batch_first=True)", "attention 2 in=8"},
    {"nn.MultiheadAttention(8, 2, kdim=8, vdim=8)", "attention 2 in=8 kdim=8 vdim=8"},
    {"nn.LSTM(8, 16, proj_size=4)", "lstm 16 in=8 proj_size=4"},
    {"nn.Conv1d(8, 4, 3, dilation=2)", "conv 4 3 in=8 dilation=2"},
    {"nn.LayerNorm(8)", "layer_norm in=8"},
    {"nn.LayerNorm((8,))", "layer_norm in=8"},
    {"layers.LSTM(16)", "lstm 16 bias=single no-return_sequences"},
    {"layers.GRU(16, return_sequences=True)", "gru 16 return_sequences"},
    {"layers.GRU(16, reset_after=False)", "gru 16 bias=single no-return_sequences"},
    {"layers.SimpleRNN(16, use_bias=False)", "rnn 16 bias=none no-return_sequences"},
    {"layers.Bidirectional(layers.LSTM(16))", "lstm 16 bias=single no-return_sequences bidirectional"},
    {"layers.TimeDistributed(layers.Dense(8))", "dense 8"},
    {"layers.MultiHeadAttention(num_heads=2, key_dim=4)", "attention 2 key_dim=4 dim=8"},
    {"layers.MultiHeadAttention(num_heads=2, key_dim=4, value_dim=3)", "attention 2 key_dim=4 dim=6"},
    {"layers.GroupQueryAttention(4, 8, 2, use_bias=False)", "attention 8 key_dim=4 dim=32 kv_heads=2 no-bias"},
    {"layers.Conv1D(4, 3, padding='valid')", "conv 4 3 padding=valid"},
    {"layers.GlobalMaxPooling1D()", "global_max_pool"},
    {"layers.Reshape((4, 40))", "reshape 4x40"},
    {"layers.Permute((2, 1))", "permute 1x0"},
    {"layers.ZeroPadding1D((1, 2))", "pad 1:2"},
    {"layers.Cropping1D(cropping=(0, 3))", "crop 0:3"},
    // Only one framework's class fits these arguments.
    {"LSTM(16)", "lstm 16 bias=single no-return_sequences"},
    {"LSTM(16, kernel_initializer='zeros')", "lstm 16 bias=single no-return_sequences"},
    {"nn.GLU(dim=1)", "glu"},
};

const Line keras[] = {
    {"layers.Conv2D(32, (3, 3), activation='relu', padding='same', kernel_initializer='he_normal')",
     "conv 32 3x3 padding=same activation=relu"},
    {"model.add(layers.MaxPooling2D())", "max_pool 2"},
    {"tf.keras.layers.MaxPool2D((2, 2), strides=2)", "max_pool 2x2 stride=2"},
    {"layers.SeparableConv2D(8, 3, depth_multiplier=2)", "separable_conv 8 3 multiplier=2"},
    {"layers.DepthwiseConv2D(3)", "depthwise_conv 3"},
    {"layers.Conv2DTranspose(8, 3, strides=2, padding='same')", "conv_transpose 8 3 stride=2 padding=same"},
    {"layers.Conv2DTranspose(8, 2, strides=3)", "conv_transpose 8 2 stride=3 output_padding=1x1"},
    {"layers.Conv2DTranspose(8, 3, strides=2, padding='same', output_padding=0)",
     "conv_transpose 8 3 stride=2 padding=1x1 output_padding=0"},
    {"layers.BatchNormalization(momentum=0.9, scale=False)", "batch_norm no-scale"},
    {"layers.PReLU()", "prelu per=element"},
    {"layers.PReLU(shared_axes=[1, 2])", "prelu per=channel"},
    {"layers.Activation('relu')", "relu"},
    {"layers.Activation(tf.nn.relu)", "relu"},
    {"layers.ZeroPadding2D(((1, 2), (3, 4)))", "pad 1:2x3:4"},
    {"layers.ZeroPadding2D()", "pad 1"},
    {"layers.Cropping2D(2)", "crop 2"},
    {"layers.UpSampling2D()", "upsample 2"},
    {"layers.Dense(10, trainable=False)", "dense 10 freeze"},
    {"x = layers.Dense(8)(x)\nx = layers.Dense(9)(x)", "x: dense 8\ndense 9"},
    // What is between two lines of code is not the input that the second names.
    {"x = layers.Dense(8)\nrelu\nlayers.Dense(4)(x)", "x: dense 8\nrelu\ndense 4 from=x"},
    {"a = layers.Dense(8)\nb = layers.Dense(8)(a)\nlayers.Add()([a, b])", "a: dense 8\nb: dense 8\nadd from=a,b"},
};

const Line videos[] = {
    {"layers.ConvLSTM2D(64, (5, 5), padding=\"same\", return_sequences=True)",
     "conv_lstm 64 5x5 padding=same return_sequences"},
    {"ConvLSTM2D(filters=8, kernel_size=3, strides=(2, 1), activation='relu', use_bias=False)",
     "conv_lstm 8 3 stride=2x1 no-bias no-return_sequences"},
};

void check(std::span<const Line> lines, const std::string& input) {
    for (const Line& one : lines) {
        INFO(one.spec);
        REQUIRE(converted(input + one.spec + "\n") == one.converted + "\n");
    }
}

}  // namespace

TEST_CASE("a constructor of PyTorch is the layer that it makes") { check(pytorch, "input 32x32x3\n"); }

TEST_CASE("a constructor for sequences is the layer that it makes") { check(sequences, "input 20x8\n"); }

TEST_CASE("a constructor of Keras is the layer that it makes") { check(keras, "input 32x32x3\n"); }

TEST_CASE("a constructor for videos is the layer that it makes") { check(videos, "input 10x64x64x1\n"); }

TEST_CASE("values in a framework's order are refused with the line for each reading") {
    const Marked orders[] = {
        {"Conv2d 3 16\n"
         "       ^~~~ `Conv2d` of PyTorch has its values in another order; as in PyTorch write `conv2d 16 3 in=3`, or "
         "for "
         "3 filters write `conv2d 3 16` [bad-value]\n"
         "BatchNorm2d 64\n"
         "            ^~ `BatchNorm2d` of PyTorch has its values in another order; as in PyTorch write "
         "`batch_norm2d in=64` [bad-value]\n"
         "GroupNorm 4 64\n"
         "          ^~~~ `GroupNorm` of PyTorch has its values in another order; as in PyTorch write `group_norm 4 "
         "in=64` [bad-value]\n"
         "PReLU 64\n"
         "      ^~ `PReLU` of PyTorch has its values in another order; as in PyTorch write `prelu per=channel in=64` "
         "[bad-value]\n"
         "Linear 400 120\n"
         "       ^~~~~~~ `Linear` of PyTorch has its values in another order; as in PyTorch write `dense 120 in=400` "
         "[bad-value]"},
        // These agree with a framework, or only our reading is complete.
        {"Conv2D 16 3\nMaxPooling2D 2\nflatten\nLinear 120\nDense 10\nDropout 0.5"},
    };
    check_marked(orders, "input 28x28x3\n");
}

// The counts are those of the classes' weights in PyTorch and Keras 2, by hand: 64 positions with kernels of 3*3*3 for
// each of 8 filters, and so on.
TEST_CASE("a class that no type expresses is a custom layer with its shape and counts") {
    const Marked classes[] = {
        {"LocallyConnected2D 8 3\n"
         "^~~~~~~~~~~~~~~~~~ `LocallyConnected2D` is not a layer type; write `custom 8x8x8 weights=13824 biases=512` "
         "[unknown-layer]"},
        {"layers.LocallyConnected2D(8, (3, 2), strides=2, padding='same', use_bias=False)\n"
         "^~~~~~~~~~~~~~~~~~~~~~~~~ `LocallyConnected2D` is not a layer type; write `custom 5x5x8 weights=3600` "
         "[unknown-layer]"},
        {"LocallyConnected1D 8 3\n"  // on an image
         "^~~~~~~~~~~~~~~~~~ `LocallyConnected1D` is not a layer type; a `custom` layer takes the shape of its output "
         "and the number of its weights [unknown-layer]"},
        {"LocallyConnected2D 8 11\n"
         "^~~~~~~~~~~~~~~~~~ `LocallyConnected2D` is not a layer type; a `custom` layer takes the shape of its output "
         "and the number of its weights [unknown-layer]"},
        {"LocallyConnected2D 0 3\n"
         "^~~~~~~~~~~~~~~~~~ `LocallyConnected2D` is not a layer type; a `custom` layer takes the shape of its output "
         "and the number of its weights [unknown-layer]"},
        {"LocallyConnected2D 8 kernel_size=-1\n"
         "^~~~~~~~~~~~~~~~~~ `LocallyConnected2D` is not a layer type; a `custom` layer takes the shape of its output "
         "and the number of its weights [unknown-layer]"},
        {"nn.Bilinear(3, 4, 5)\n"
         "^~~~~~~~~~~ `Bilinear` is not a layer type; write `custom 10x10x5 weights=60 biases=5` [unknown-layer]"},
        {"nn.Bilinear(2147483647, 2147483647, 5)\n"
         "^~~~~~~~~~~ `Bilinear` is not a layer type; a `custom` layer takes the shape of its output and the number of "
         "its weights [unknown-layer]"},
        {"nn.EmbeddingBag(1000, 64)\n"
         "^~~~~~~~~~~~~~~ `EmbeddingBag` is not a layer type; write `custom 64 weights=64000` [unknown-layer]"},
        {"nn.Unfold((2, 3), padding=1, stride=2)\n"
         "^~~~~~~~~ `Unfold` is not a layer type; write `custom 30x18` [unknown-layer]"},
        {"flatten\nRepeatVector 7\n"
         "^~~~~~~~~~~~ `RepeatVector` is not a layer type; write `custom 7x300` [unknown-layer]"},
        {"tokens\nnn.Fold((4, 5), (1, 3))\n"
         "^~~~~~~ `Fold` is not a layer type; write `custom 4x5x1` [unknown-layer]"},
    };
    check_marked(classes, "input 10x10x3\n");
}

TEST_CASE("a framework's arguments are accepted where they change nothing, and refused where they contradict") {
    const Marked lines[] = {
        {"softmax dim=1\nflatten start_dim=1 end_dim=-1\n"},
        {"batch_norm axis=-1 momentum=0.9\nsoftmax axis=-1\nbatch_norm2d num_features=32\n"},
        {"conv 8 3 data_format=channels_last padding_mode=zeros\nmax_pool 2 data_format=channels_last\n"},
        {"group_norm num_groups=8 num_channels=32\nlayer_norm normalized_shape=32\nrms_norm normalized_shape=32 "
         "eps=1e-6\n"},
        {"reshape 8x256\nlstm 16 batch_first=true num_layers=2\n"},
        {"flatten start_dim=0\n"
         "                  ^ `start_dim` can only be 1 here; another value has no equivalent [bad-value]"},
        {"batch_norm axis=1\n"
         "                ^ `axis` can only be -1 here; another value has no equivalent [bad-value]"},
        {"conv 8 3 data_format=channels_first\n"
         "                     ^~~~~~~~~~~~~~ the spec has its channels last; the layout of the spec says where they "
         "are "
         "[bad-value]"},
        {"conv 8 3 data_format=NHWC\n"
         "                     ^~~~ `data_format` is `channels_last` or `channels_first` [bad-value]"},
        {"layer_norm normalized_shape=64\n"
         "                            ^~ the layer receives 32, not 64 [expectation-failed]"},
        {"group_norm 8 num_channels=64\n"
         "                          ^~ the layer receives 32, not 64 [expectation-failed]"},
        {"layer_norm normalized_shape=32x8\n"
         "           ^~~~~~~~~~~~~~~~ `normalized_shape` is not a parameter of layer_norm; its parameters are over, "
         "scale and center [unknown-parameter]"},
        {"reshape 8x256\nMultiHeadAttention 2 key_dim=128 value_dim=64\n"  // it would change the counts
         "                                 ^~~~~~~~~ `value_dim` is not a parameter of attention; "
         "its parameters are heads, kv_heads, dim, key_dim, bias, over, kdim and vdim [unknown-parameter]"},
        {"relu data_format=channels_last\n"
         "     ^~~~~~~~~~~ `data_format` is not a parameter of relu [unknown-parameter]"},
    };
    check_marked(lines, "input 8x8x32\n");
}

TEST_CASE("a mistake in a constructor is shown at its place") {
    const Marked mistakes[] = {
        {"nn.Conv2d(3, 16)\n"
         "^~~~~~~~~ `Conv2d` needs `kernel_size` [bad-value]"},
        {"nn.Conv2d(3, 16, 3, kernel_size=3)\n"
         "                    ^~~~~~~~~~~ `kernel_size` is given twice; remove one of the two [bad-value]"},
        {"nn.Conv2d(1, 16, 3, strid=2)\n"
         "                    ^~~~~ `Conv2d` of PyTorch has no argument `strid`; did you mean `stride`? [bad-value]"},
        {"nn.ReLU(True, 3)\n"
         "              ^ `ReLU` takes at most 1 value [bad-value]"},
        {"nn.Flatten(0)\n"
         "           ^ `start_dim` can only be 1 here; another value has no equivalent; a `custom` layer takes the "
         "shape of its output [bad-value]"},
        {"nn.CosineSimilarity()\n"
         "^~~~~~~~~~~~~~~~~~~ nnshape does not have `CosineSimilarity`; a `custom` layer takes the shape of its output "
         "and the number of its weights [bad-value]"},
        {"nn.Linear(28, classes)\n"
         "              ^~~~~~~ `$classes` is neither a parameter of a definition here nor a `let`; declare it with a "
         "`let` at top level [bad-value]"},
        {"layers.Conv2D(8, 3, data_format='channels_first')\n"
         "                                ^~~~~~~~~~~~~~~~ the spec has its channels last; the layout of the spec says "
         "where they are "
         "[bad-value]"},
        {"nn.LSTM(28, 8, bias=flag)\n"
         "                    ^~~~ `bias` needs `True` or `False` [bad-value]"},
        {"nn.GLU()\n"
         "^~~~~~ `GLU` halves the last axis, which may not be the channels; `glu` halves the channels "
         "[bad-value]"},
        {"layers.Dense(3, trainable=flag)\n"
         "                          ^~~~ `trainable` needs `True` or `False` [bad-value]"},
        {"layers.TimeDistributed(layers.Conv2D(3, 3))\n"
         "                       ^~~~~~~~~~~~~~~~~~~ `TimeDistributed` of this layer has no equivalent; write the "
         "layer "
         "itself, if it treats each step alone [bad-value]"},
        {"layers.Bidirectional(layers.Dense(3))\n"
         "                     ^~~~~~~~~~~~~~~ `Bidirectional` needs a recurrent layer [bad-value]"},
        {"allow suspect-input\n"
         "layers.Permute((2, 3, 1))\n"
         "               ^~~~~~~~~ the spec has its channels first; the layout of the spec says where they are "
         "[bad-value]\n"
         "layout CHW"},
        {"PReLU()\n"
         "^~~~~ warning: `PReLU` is a class of PyTorch and of Keras, which differ; it is read as PyTorch's; write "
         "`nn.PReLU` or `layers.PReLU` [framework-default]"},
        {"nn.ReLU()\n"
         "PReLU()"},
        {"nn.Sequential(\n"
         "^~~~~~~~~~~~~~ the parenthesis is not closed; a `)` ends what it begins [syntax]\n"
         "relu"},
        {"nn.LayerNorm([3, 32, 32])\n"
         "             ^~~~~~~~~~~ the output is 28x28x1, not 32x32x3 [expectation-failed]"},
    };
    check_marked(mistakes, "input 28x28x1\n");
}

TEST_CASE("the shapes of code are read in the order of its framework, wherever the layout is") {
    CHECK(converted("input 48x2x2\nnn.Unflatten(1, (12, 4, 4))\nlayout CHW\n") == "reshape 12x4x4\n");
    CHECK(converted("input 2x2x48\nlayers.Reshape((4, 4, 12))\n") == "reshape 4x4x12\n");
    CHECK(converted("input 48x2x2\nlayers.Reshape((4, 4, 12))\nlayout CHW\n") == "reshape 12x4x4\n");
}

TEST_CASE("annotate writes after the code, and leaves the code as it is") {
    auto annotated = [](const std::string& spec) { return run_program({"annotate", "-"}, spec).out; };
    const std::string done = "input 8x8x3\nnn.Conv2d(3, 4, 3),  -> 6x6x4 params=112\n";
    CHECK(annotated("input 8x8x3\nnn.Conv2d(3, 4, 3),\n") == done);
    CHECK(annotated(done) == done);
    Ran wrong = run_program({"annotate", "-"}, "input 8x8x3\nnn.LayerNorm([3, 9, 9])\n");
    CHECK(wrong.code == 2);
    CHECK(wrong.out == "");
}

TEST_CASE("a layer of code names its own of several inputs") {
    CHECK(converted("a = keras.Input(shape=(4,))\nb = keras.Input(shape=(5,))\nlayers.Dense(3)(b)\n") ==
          "dense 3 from=b\n");
}

TEST_CASE("containers are nested 64 deep at most") {
    std::string open, close;
    for (int level = 0; level < 65; ++level) open += "a: f(\n", close += ")\n";
    CHECK(diagnostics_of("input 4\n" + open + "relu\n" + close).starts_with("spec:66:4: error: "));
}
