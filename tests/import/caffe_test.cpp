#include "import/listing.h"
#include "support/catch.h"
#include "support/program.h"

// Caffe's prototxt files.
using namespace nnshape;
using namespace nnshape::test;

namespace {

struct Case {
    std::string layers;   // with `L(NAME, TYPE)` for the begin of a layer from `i` to its name
    std::string listing;  // after the input
};

// An image 4x8x8 is the blob `i`.
const Case cases[] = {
    {"L(c, Convolution) convolution_param { num_output: 6 kernel_size: 3 pad: 1 stride: 2 group: 2 } }",
     "c: conv 6 3 stride=2 padding=1 groups=2\n"},
    {"L(c, Convolution) convolution_param { num_output: 6 kernel_h: 1 kernel_w: 3 pad_w: 1 bias_term: false } }",
     "c: conv 6 1x3 padding=0x1 no-bias\n"},
    {"L(c, Convolution) convolution_param < num_output: 6; kernel_size: [3, 5], dilation: 2 > }",
     "c: conv 6 3x5 dilation=2\n"},
    {"L(c, Deconvolution) convolution_param { num_output: 4 kernel_size: 4 stride: 2 pad: 1 group: 4 } }",
     "c: conv_transpose 4 4 stride=2 padding=1 groups=4\n"},
    {"L(p, Pooling) pooling_param { kernel_size: 3 stride: 2 } }", "p: max_pool 3 stride=2 ceil\n"},
    {"L(p, Pooling) pooling_param { pool: AVE kernel_size: 3 stride: 3 pad: 1 } }",
     "p: avg_pool 3 stride=3 padding=1 ceil\n"},
    {"L(p, Pooling) pooling_param { kernel_size: 1 stride: 3 } }", "p: max_pool 1 stride=3 padding=0:2x0:2\n"},
    {"L(p, Pooling) pooling_param { kernel_size: 3 stride: 2 round_mode: FLOOR } }", "p: max_pool 3 stride=2\n"},
    {"L(p, Pooling) pooling_param { pool: AVE global_pooling: true } }", "p: global_avg_pool keepdims\n"},
    {"L(d, InnerProduct) inner_product_param { num_output: 10 } }", "d/flatten: flatten\nd: dense 10\n"},
    {"L(d, InnerProduct) inner_product_param { num_output: 10 axis: -1 bias_term: false } }",
     "d/turned: permute 2x0x1\nd: dense 10 no-bias\nd/turned_back: permute 1x2x0\n"},
    {"L(d, InnerProduct) inner_product_param { num_output: 10 axis: 2 } }",
     "d/reshape: reshape 4x64\nd/turned: permute 1x0\nd: dense 10\nd/turned_back: permute 1x0\n"},
    {"L(b, BatchNorm) }\nlayer { name: 's' type: 'Scale' bottom: 'b' top: 'b' scale_param { bias_term: true } }",
     "b: batch_norm no-affine\ns: custom 4x8x8 weights=4 biases=4\n"},
    {"L(s, Scale) }", "s: layer_scale\n"},
    {"L(b, Bias) }", "b: custom 4x8x8 biases=4\n"},
    {"L(r, ReLU) }\nL(q, ReLU) relu_param { negative_slope: 0.1 } }", "r: relu\nq: leaky_relu from=i\noutputs r q\n"},
    {"L(p, PReLU) }", "p: prelu channel\n"},
    {"L(p, PReLU) prelu_param { channel_shared: true } }", "p: prelu\n"},
    {"L(n, LRN) lrn_param { local_size: 3 } }", "n: lrn 3\n"},
    {"L(c, Concat) bottom: 'i' concat_param { axis: 2 } }", "c: concat axis=1 from=i,i\n"},
    {"L(c, Concat) bottom: 'i' concat_param { concat_dim: 1 } }", "c: concat axis=0 from=i,i\n"},
    {"L(c, Concat) bottom: 'i' concat_param { axis: 0 } }",
     "# Concat c\nunsupported-op: it works along the batch, which nnshape does not have\n"},
    {"L(e, Eltwise) bottom: 'i' eltwise_param { operation: PROD } }", "e: multiply from=i,i\n"},
    {"L(s, Slice) top: 't' slice_param { slice_point: 1 } }",
     "s: slice start=0 end=1 axis=0\ns/1: slice start=1 end=4 axis=0 from=i\noutputs s s/1\n"},
    {"L(s, Split) top: 't' }\nlayer { name: 'r' type: 'ReLU' bottom: 't' top: 't' }", "r: relu\n"},
    {"L(f, Flatten) }", "f: flatten\n"},
    {"L(f, Flatten) flatten_param { axis: 2 end_axis: 3 } }", "f: reshape 4x64\n"},
    {"L(r, Reshape) reshape_param { shape { dim: 0 dim: 2 dim: -1 } } }", "r: reshape 2x128\n"},
    {"L(r, Reshape) reshape_param { shape { dim: 16 dim: 16 } axis: 1 } }", "r: reshape 16x16\n"},
    {"L(r, Reshape) reshape_param { shape { dim: 3 dim: -1 } } }",
     "# Reshape r\nunsupported-op: it moves values between the batch and other axes\n"},
    {"L(p, Permute) permute_param { order: 0 order: 2 } }", "p: permute 1x0x2\n"},
    {"L(c, Crop) bottom: 'i' crop_param { axis: 3 } }", "c: identity\n"},
    {"L(t, Tile) tile_param { axis: 2 tiles: 3 } }", "t: tile 1x3x1\n"},
    {"L(r, Reduction) reduction_param { operation: MEAN axis: 2 } }", "r: reduce 1x2 by=mean\n"},
    {"L(a, ArgMax) argmax_param { axis: 1 } }", "a: custom 1x8x8\n"},
    {"L(a, ArgMax) argmax_param { top_k: 5 } }", "a: custom 1x5x1\n"},
    {"L(f, Flatten) }\nlayer { name: 'e' type: 'Embed' bottom: 'f' top: 'e' embed_param { input_dim: 9 num_output: 3 "
     "bias_term: false } }",
     "f: flatten\ne: embedding 9 3\ne/turned: permute 1x0\n"},
    {"L(l, LSTM) bottom: 'i' recurrent_param { num_output: 2 } }",
     "l: custom 4x2 weights=528 biases=8 macs=2112 from=i,i\n"},
    {"L(s, SPP) spp_param { pyramid_height: 2 } }", "s: custom 20\n"},
    {"L(m, Im2col) convolution_param { kernel_size: 3 } }", "m/windows: max_pool 3 stride=1\nm: custom 36x6x6\n"},
    {"L(l, SoftmaxWithLoss) bottom: 'i' }", "l: custom 1 from=i,i\n"},
    {"L(s, Silence) }", ""},
    {"L(n, Normalize) norm_param { channel_shared: false } }", "n/normalize: normalize\nn: layer_scale\n"},
    {"L(p, PriorBox) prior_box_param { min_size: 30 max_size: 60 aspect_ratio: 2 aspect_ratio: 3 } }",
     "p: custom 2x1536\n"},
    {"layers { name: 'c' type: CONVOLUTION bottom: 'i' top: 'c' blobs_lr: 0 blobs_lr: 0 "
     "convolution_param { num_output: 2 kernel_size: 1 } }\n"
     "layers { name: 'd' type: INNER_PRODUCT bottom: 'c' top: 'd' inner_product_param { num_output: 3 } }\n"
     "layers { name: 'l' type: SOFTMAX_LOSS bottom: 'd' top: 'l' }",
     "c: conv 2 1 freeze\nd/flatten: flatten\nd: dense 3\nl: custom 1\n"},
    {"L(a, Convolution) param { name: 'w' } param { name: 'b' } convolution_param { num_output: 2 kernel_size: 1 } }\n"
     "L(b, Convolution) param { name: 'w' } param { name: 'b' } convolution_param { num_output: 2 kernel_size: 1 } }",
     "a: conv 2 1\nb: conv 2 1 share=a from=i\noutputs a b\n"},
    {"L(a, Convolution) param { name: 'w' } convolution_param { num_output: 2 kernel_size: 1 } }\n"
     "L(b, Convolution) param { name: 'w' } convolution_param { num_output: 2 kernel_size: 1 } }",
     "a: conv 2 1\n# Convolution b\n"
     "unsupported-op: it shares some of its parameters with other layers, but not all with the same one\n"},
    {"L(p, Python) }",
     "# Python p\nunsupported-op: nnshape does not know the type `Python`, and a prototxt has no shapes\n"},
    {"layer { name: 'r' type: 'ReLU' bottom: 'x' top: 'x' }",
     "# ReLU r\nunknown-input: no layer before `r` makes `x` in the TEST phase\n"},
    {"L(c, Convolution) convolution_param { num_output: many } }",
     "# Convolution c\nbad-value: `num_output` must be an integer of 32 bits\n"},
    {"L(r, ReLU) include { phase: TRAIN } }\nL(s, Sigmoid) include { phase: TRAIN } include { phase: TEST } }\n"
     "L(t, TanH) exclude { phase: TEST } }\nL(u, ELU) include { stage: 'x' } }\nL(v, AbsVal) include { min_level: 1 } "
     "}",
     "s: sigmoid\n"},
};

std::string expanded(std::string text) {
    for (size_t at = text.find("L("); at != std::string::npos; at = text.find("L(")) {
        size_t comma = text.find(", ", at), close = text.find(')', at);
        std::string name = text.substr(at + 2, comma - at - 2), type = text.substr(comma + 2, close - comma - 2);
        text.replace(at, close + 1 - at,
                     "layer { name: '" + name + "' type: '" + type + "' bottom: 'i' top: '" + name + "'");
    }
    return text;
}

const std::string input = "input: 'i'\ninput_dim: 2 input_dim: 4 input_dim: 8 input_dim: 8 # a comment\n";

struct Fault {
    std::string text, message;
};

const Fault faults[] = {
    {"layer {", "the file ends inside a message; a `}` is missing"},
    {"layer { name }", "a `:` or a `{` must follow the name of a field"},
    {"layer { name: }", "the value of the field must be here"},
    {"layer { name: 'x\n' }", "this string does not end on its line"},
    {"layer { dim: [1, 2", "the list does not end; a `]` is missing"},
    {"layer { } }", "the name of a field must be here"},
    {"name: 'x'", "the file has no layer"},
};

}  // namespace

TEST_CASE("the layers of a Caffe prototxt are written as layers") {
    for (const Case& one : cases) {
        INFO(one.layers);
        CHECK(listing_of("caffe", input + expanded(one.layers)) == "layout CHW\ni: input 4x8x8\n" + one.listing);
    }
}

TEST_CASE("the input of a Caffe network is written in several ways") {
    const std::string relu = "layer { name: 'r' type: 'ReLU' bottom: 'i' top: 'r' }";
    const std::string listing = "layout CHW\ni: input 4x8x8\nr: relu\n";
    const std::string shape = "shape { dim: 1 dim: 4 dim: 8 dim: 8 }";
    CHECK(listing_of("caffe", "input: 'i' input_" + shape + relu) == listing);
    CHECK(listing_of("caffe", "layer { type: 'Input' top: 'i' input_param { " + shape + " } }" + relu) == listing);
    CHECK(listing_of("caffe", "layer { type: 'DummyData' top: 'i' dummy_data_param { " + shape + " } }" + relu) ==
          listing);
    CHECK(listing_of("caffe",
                     "layer { type: 'MemoryData' top: 'i' memory_data_param "
                     "{ batch_size: 1 channels: 4 height: 8 width: 8 } }" +
                         relu) == listing);
    CHECK(listing_of("caffe", "layers { type: DATA top: 'i' top: 'label' transform_param { crop_size: 7 } }" + relu) ==
          "layout CHW\ni: input 3x7x7\nlabel: input 1\nr: relu from=i\nmissing-input: the number of channels is in the "
          "data set; 3 is used; give another with `--input 1x7x7`\n");
}

TEST_CASE("a Caffe network whose size is that of a data set asks for it") {
    const std::string text =
        "layer { name: 'd' type: 'Data' top: 'data' top: 'label' }\n"
        "layer { name: 'r' type: 'InnerProduct' bottom: 'data' top: 'r' inner_product_param { num_output: 2 } }\n"
        "layer { name: 'a' type: 'Accuracy' bottom: 'r' bottom: 'label' top: 'a' }\n";
    CHECK(listing_of("caffe", text) ==
          "layout CHW\n# data\nmissing-input: the file leaves the size of input `data` open; give it with "
          "`--input 3x224x224`\n");
    CHECK(run_program({"show", "--input", "1x5x5", "-"}, text).code == 0);
    CHECK(run_program({"show", "--input", "data=1x5x5", "-"}, text).code == 0);
}

TEST_CASE("a Caffe prototxt that cannot be read is a fault") {
    for (const Fault& one : faults) {
        INFO(one.text);
        CHECK(listing_of("caffe", one.text) == "fault: " + one.message + "\n");
    }
    std::string deep;
    for (int level = 0; level < 100'000; ++level) deep += "layer {";
    CHECK(listing_of("caffe", deep) == "fault: messages are nested deeper than 64\n");
}

TEST_CASE("a Caffe prototxt is recognised by its first layer") {
    for (const char* text : {"layer {", "name: 'x'\nlayers\n{", "# net\nlayer: {"}) {
        INFO(text);
        CHECK(format_of(text) == find_format("caffe"));
    }
    for (const char* text : {"", "layer", "input 3\nlayer_norm {", "{\nlayer {", "conv 3 # layer {"}) {
        INFO(text);
        CHECK(format_of(text) != find_format("caffe"));
    }
}

TEST_CASE("every beginning of a Caffe prototxt is a listing or an error") {
    std::string text = input;
    for (const Case& one : cases) text += expanded(one.layers) + "\n";
    read_prefixes("caffe", text.substr(0, 2500));
}
