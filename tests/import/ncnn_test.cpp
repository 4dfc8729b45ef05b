#include "import/listing.h"
#include "support/catch.h"
#include "support/program.h"

// ncnn's param files.
using namespace nnshape;
using namespace nnshape::test;

namespace {

struct Case {
    std::string lines;
    std::string listing;  // after the input
};

// The blob `i` is an image 4x8x8.
const Case images[] = {
    {"Convolution c 1 1 i o 0=16 1=3 3=2 4=1 5=1 6=576 9=1",
     "c: conv 16 3 stride=2 padding=1 activation=relu -> weights=576 biases=16\n"},
    {"Convolution c 1 1 i o 0=2 1=3 11=1 2=2 12=1 3=1 13=2 4=1 15=2 14=0 16=3 6=24",
     "c: conv 2 1x3 stride=2x1 dilation=1x2 no-bias padding=0:3x1:2 -> weights=24 biases=0\n"},
    {"Convolution c 1 1 i o 0=2 1=3 3=2 4=-233 6=72",
     "c: conv 2 3 stride=2 no-bias padding=same -> weights=72 biases=0\n"},
    {"Convolution c 1 1 i o -23330=4,3,4,4,2 0=2 1=3 3=2 4=-234 6=72 9=2 -23310=1,0.1",
     "c: conv 2 3 stride=2 no-bias padding=same_lower activation=leaky_relu -> 2x4x4 weights=72 biases=0\n"},
    {"ConvolutionDepthWise c 1 1 i o 0=4 1=3 4=1 5=1 6=36 7=4",
     "c: conv 4 3 groups=4 padding=1 -> weights=36 biases=4\n"},
    {"Deconvolution c 1 1 i o 0=2 1=4 3=2 4=1 6=128",
     "c: conv_transpose 2 4 stride=2 no-bias padding=1 -> weights=128 biases=0\n"},
    {"Deconvolution c 1 1 i o 0=2 1=3 3=2 18=1 19=0 6=72",
     "c: conv_transpose 2 3 stride=2 no-bias output_padding=0x1 -> weights=72 biases=0\n"},
    {"Deconvolution c 1 1 i o 0=2 1=3 3=2 20=16 6=72",
     "c: conv_transpose 2 3 stride=2 no-bias padding=0:1x0:1 -> weights=72 biases=0\n"},
    {"Pooling p 1 1 i o 0=0 1=3 2=2", "p: max_pool 3 stride=2 ceil\n"},
    {"Pooling p 1 1 i o 0=0 1=2 2=2", "p: max_pool 2 stride=2\n"},
    {"Pooling p 1 1 i o 0=1 1=3 2=2 3=1 5=1", "p: avg_pool 3 stride=2 padding=1\n"},
    {"Pooling p 1 1 i o 0=0 1=1 2=3 3=0", "p: max_pool 1 stride=3 padding=0:2x0:2\n"},  // 4 windows, as in Caffe
    {"Pooling p 1 1 i o 0=1 1=3 2=2 5=2", "p: avg_pool 3 stride=2 padding=same\n"},
    {"Pooling p 1 1 i o 0=1 4=1", "p: global_avg_pool\n"},
    {"Pooling p 1 1 i o 0=0 7=1 8=2 18=-233", "p: adaptive_max_pool -x2\n"},
    {"InnerProduct d 1 1 i o 0=10 1=1 2=2560", "d/flatten: flatten\nd: dense 10 -> weights=2560 biases=10\n"},
    {"BatchNorm b 1 1 i o 0=4", "b: batch_norm -> weights=4\n"},
    {"Scale s 1 1 i o 0=4\nScale t 1 1 o p 0=4 1=1",
     "s: layer_scale -> weights=4\nt: custom 4x8x8 weights=4 biases=4\n"},
    {"Split s 1 2 i a b\nEltwise e 2 1 a b o 0=1", "e: add from=data,data\n"},
    {"ReLU r 1 1 i o 0=0.1\nHardSwish h 1 1 o p", "r: leaky_relu\nh: hard_swish\n"},
    {"PReLU r 1 1 i o 0=4\nPReLU s 1 1 o p 0=1", "r: prelu channel -> weights=4\ns: prelu -> weights=1\n"},
    {"Concat c 2 1 i i o 0=-1", "c: concat axis=2 from=data,data\n"},
    {"Slice s 1 2 i a b -23300=2,-233,-233 1=0",
     "s: slice start=0 end=2 axis=0\ns/1: slice start=2 end=4 axis=0 from=data\noutputs s s/1\n"},
    {"Slice s 1 2 i a b -23300=2,1,-233 1=1",
     "s: slice start=0 end=1 axis=1\ns/1: slice start=1 end=8 axis=1 from=data\noutputs s s/1\n"},
    {"Crop c 1 1 i o 2=2 3=8 4=8 5=2", "c: slice start=2 end=4 axis=0\n"},
    {"Crop c 1 1 i o -23309=2,1,-3 -23310=2,3,-233 -23311=2,0,2",
     "c/part_0: slice start=1 end=3 axis=0\nc: slice start=5 end=8 axis=2\n"},
    {"Reshape r 1 1 i o 0=-1\nSoftmax s 1 1 o p", "r: reshape 256\ns: softmax\n"},
    {"Reshape r 1 1 i o 0=0 1=-1", "r: reshape 32x8\n"},
    {"Permute p 1 1 i o 0=3", "p: permute 1x2x0\n"},
    {"ShuffleChannel s 1 1 i o 0=2\nPixelShuffle q 1 1 o p 0=2\nReorg r 1 1 p q 0=2",
     "s: channel_shuffle 2\nq: pixel_shuffle 2\nr: pixel_unshuffle 2\n"},
    {"Interp r 1 1 i o 0=1 1=2.000000e+00 2=2.000000e+00\nInterp s 1 1 o p 0=1 3=5 4=6",
     "r: upsample 2\ns: upsample size=5x6\n"},
    {"Padding p 1 1 i o 0=1 1=2 2=3 3=4 8=2", "p: pad 1:2x3:4 channels=0:2\n"},
    {"Reduction r 1 1 i o 0=3 1=0 -23303=2,1,2 4=1\nReduction s 1 1 o p 0=4 1=0 -23303=1,-1",
     "r: reduce 1x2 by=mean keepdims\ns: reduce 2 by=max\n"},
    {"Normalize n 1 1 i o 0=0 1=0 3=4", "n/normalize: normalize\nn: layer_scale\n"},
    {"MemoryData m 0 1 m 0=4\nBinaryOp b 2 1 i m o 0=2",
     "m: parameter 4\nb/input_1: reshape 4x1x1\nb: multiply from=data,b/input_1\n"},
    {"BinaryOp b 1 1 i o 0=2 1=1 2=0.5\nUnaryOp u 1 1 o p 0=5", "b: identity\nu: sqrt\n"},
    {"Squeeze s 1 1 i o -23303=1,0\nExpandDims e 1 1 o p -23303=1,1", "s: reshape 4x8x8\ne: reshape 4x1x8x8\n"},
    {"Tile t 1 1 i o 0=0 1=2", "t: tile 2x1x1\n"},
    {"PriorBox p 1 1 i o -23300=1,60.0 -23302=1,2.0", "p: custom 2x768\n"},
    {"ROIPooling p 2 1 i i o 0=3 1=2", "p: custom 4x2x3 from=data,data\n"},
    {"Pancake p 1 1 i o -23330=4,3,2,3,5",
     "p: custom 5x3x2 -> 5x3x2\n"
     "unsupported-op: nnshape does not know `Pancake`; the shape is the one that the file records\n"},
    {"Pancake p 1 1 i o",
     "# Pancake p\n"
     "unsupported-op: nnshape does not know `Pancake`, and the file does not record its shape here\n"},
    {"DetectionOutput p 1 1 i o 3=50",
     "p: custom 50x6\nunsupported-op: how many boxes `DetectionOutput` returns depends on the values; 50 is the "
     "largest number\n"},
    {"ReLU r 1 1 x o", "# ReLU r\nunknown-input: no line before it makes `x`\n"},
    {"Convolution c 1 1 i o 0=many 1=3 6=1",
     "# Convolution c\nbad-value: the parameter 0 must be an integer, but is `many`\n"},
};

// The blob `i` is a matrix of 5 rows and 8 columns.
const Case matrices[] = {
    {"Gemm g 1 1 i o 3=1 5=1 6=1 8=6 9=8 10=4\nGELU u 1 1 o p",
     "data/turned: permute 1x0\ng: dense 6 -> weights=48\nu: gelu\nu/turned_back: permute 1x0\n"},
    {"Gemm g 1 1 i o 4=1 7=3 8=8 9=5 6=1 10=1", "g: dense 3 -> weights=15\n"},
    {"LayerNorm n 1 1 i o 0=8\nRMSNorm r 1 1 o p 0=8",
     "data/turned: permute 1x0\nn: layer_norm -> weights=8 biases=8\nr: rms_norm -> weights=8 biases=0\n"
     "r/turned_back: permute 1x0\n"},
    {"InnerProduct d 1 1 i o 0=3 1=1 2=24",
     "data/turned: permute 1x0\nd: dense 3 -> weights=24 biases=3\nd/turned_back: permute 1x0\n"},
    {"LSTM l 1 1 i o 0=3 1=96 2=2",
     "data/turned: permute 1x0\nl: lstm 3 bias=single bidirectional\nl/turned_back: permute 1x0\n"},
    {"GRU g 1 1 i o 0=3 1=72",
     "data/turned: permute 1x0\ng/steps: gru 3 bias=none\ng: custom 3x5 biases=12\ng/turned_back: permute 1x0\n"},
    {"MultiHeadAttention m 1 1 i o 0=8 1=2 2=64",
     "data/turned: permute 1x0\nm: attention 2 dim=8\nm/turned_back: permute 1x0\n"},
    {"MatMul m 2 1 i i o 0=1",
     "data/turned: permute 1x0\nm: matmul transpose from=data/turned,data/turned\nm/turned_back: permute 1x0\n"},
};

const std::string head = "7767517\n2 2\n";
const std::string image = head + "Input data 0 1 i 0=8 1=8 2=4\n", matrix = head + "Input data 0 1 i 0=8 1=5\n";

}  // namespace

TEST_CASE("the layers of an ncnn param file are written as layers") {
    for (const Case& one : images) {
        INFO(one.lines);
        CHECK(listing_of("ncnn", image + one.lines) == "layout CHW\ndata: input 4x8x8\n" + one.listing);
    }
    for (const Case& one : matrices) {
        INFO(one.lines);
        CHECK(listing_of("ncnn", matrix + one.lines) == "layout CHW\ndata: input 5x8\n" + one.listing);
    }
}

TEST_CASE("an ncnn param file that cannot be read is a fault") {
    CHECK(listing_of("ncnn", "") == "fault: the file ends before its first layer\n");
    CHECK(listing_of("ncnn", "1 2\n") == "fault: an ncnn param file begins with `7767517`\n");
    CHECK(listing_of("ncnn", head + "Input data\n") ==
          "fault: a layer is a line `type name inputs outputs …`; this one ends before that\n");
    CHECK(listing_of("ncnn", head + "pnnx.Input i 0 1 0 #0=(1,3,8,8)f32\n") ==
          "fault: this is PNNX's own graph; open the `.ncnn.param` file beside it\n");
    CHECK(listing_of("ncnn", head + "Input data 0 99 i\n") == "fault: the line ends before the names of all outputs\n");
    CHECK(listing_of("ncnn", head + "Input data 0 -1 i\n") ==
          "fault: the third and fourth word must be the numbers of inputs and outputs\n");
    CHECK(listing_of("ncnn", head + "Input data 0 1 i foo\n") ==
          "fault: a parameter is written `0=64`, or `-23300=2,32,32` if it is a list\n");
}

TEST_CASE("an ncnn param file is recognised by its first word") {
    CHECK(format_of(image) == find_format("ncnn"));
    CHECK(format_of("77675170\n") != find_format("ncnn"));
}

TEST_CASE("an input of an ncnn network without a size must be given") {
    std::string text = head + "Input data 0 1 i\nReLU r 1 1 i o\n";
    CHECK(listing_of("ncnn", text) ==
          "layout CHW\n# data\nmissing-input: the file leaves the size of input `data` open; give it with "
          "`--input 3x224x224`\n");
    Ran ran = run_program({"show", "--json", "--input", "3x4x5", "-"}, text);
    CHECK(ran.code == 0);
}

TEST_CASE("every beginning of an ncnn param file is a listing or an error") {
    std::string text = image;
    for (const Case& one : images) text += one.lines + "\n";
    read_prefixes("ncnn", text.substr(0, 1500));
}
