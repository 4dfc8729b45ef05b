#include "import/listing.h"
#include "support/catch.h"
#include "support/program.h"

// Darknet's cfg files.
using namespace nnshape;
using namespace nnshape::test;

namespace {

struct Case {
    std::string sections;
    std::string listing;  // after the input
};

const Case cases[] = {
    {"[convolutional]\nbatch_normalize=1\nfilters=16\nsize=3\nstride=2\npad=1\nactivation=leaky\n",
     "convolutional_0: conv 16 3 stride=2 padding=1 no-bias\n"
     "convolutional_0/batch_norm: batch_norm activation=leaky_relu\n"},
    {"[convolutional]\nfilters = 16\nsize=5\npadding=1\nstride_x=2\ngroups=4\ndilation=2\nactivation=linear\n",
     "convolutional_0: conv 16 5 stride=1x2 padding=3 dilation=2 groups=4\n"},
    {"[convolutional]\n", "convolutional_0: conv 1 1 activation=sigmoid\n"},
    {"[convolutional]\nfilters=4\nactivation=linear\nsize=1\ndilation=3\n", "convolutional_0: conv 4 1\n"},
    {"[convolutional]\nfilters=4\nactivation=relu\n[convolutional]\nfilters=4\nactivation=mish\nshare_index=-1\n",
     "convolutional_0: conv 4 1 activation=relu\n"
     "convolutional_1: conv 4 1 activation=mish share=convolutional_0\n"},
    {"[convolutional]\nfilters=4\nsize=3\npad=1\nstride=2\nantialiasing=1\nactivation=relu\n",
     "convolutional_0: conv 4 3 padding=1 activation=relu\n"
     "convolutional_0/blur: avg_pool 3 stride=2 padding=1\n"},
    {"[convolutional]\nfilters=4\n[convolutional]\nfilters=4\nshare_index=0\nbatch_normalize=1\n",
     "convolutional_0: conv 4 1 activation=sigmoid\n"
     "convolutional_1: conv 4 1 no-bias share=convolutional_0\n"
     "# 1 convolutional\nunknown-input: `share_index` names a layer without such parameters\n"},
    {"[convolutional]\nfilters=4\nactivation=linear\ndont_update=1\n", "convolutional_0: conv 4 1 freeze\n"},
    {"[deconvolutional]\nfilters=4\nsize=4\nstride=2\npadding=1\nactivation=linear\n",
     "deconvolutional_0: conv_transpose 4 4 stride=2 padding=1\n"},
    {"[connected]\noutput=10\nactivation=relu\n",
     "connected_0/flatten: flatten\nconnected_0: dense 10 activation=relu\n"},
    {"[maxpool]\nsize=2\nstride=2\n", "maxpool_0: max_pool 2 stride=2 padding=0:1x0:1\n"},
    {"[maxpool]\nsize=2\nstride=2\npadding=0\n", "maxpool_0: max_pool 2 stride=2\n"},
    {"[maxpool]\nmaxpool_depth=1\nout_channels=2\n", "maxpool_0: custom 8x8x2\n"},
    {"[local_avgpool]\nsize=3\nstride=1\n", "local_avgpool_0: avg_pool 3 stride=1 padding=1\n"},
    {"[avgpool]\n[softmax]\n[cost]\n", "avgpool_0: global_avg_pool keepdims\nsoftmax_1: softmax\ncost_2: identity\n"},
    {"[dropout]\nprobability=.5\n", "dropout_0: dropout 0.5\n"},
    {"[crop]\ncrop_height=4\ncrop_width=6\n", "crop_0: center_crop 4x6\n"},
    {"[reorg3d]\nstride=2\n[reorg]\nstride=2\nreverse=1\n", "reorg3d_0: pixel_unshuffle 2\nreorg_1: pixel_shuffle 2\n"},
    {"[upsample]\nstride=2\n[upsample]\nstride=-2\n", "upsample_0: upsample 2\nupsample_1: avg_pool 2 stride=2\n"},
    {"[activation]\nactivation=swish\n[activation]\nactivation=unheard\n[batchnorm]\n[normalization]\nsize=3\n",
     "activation_0: silu\nactivation_1: relu\nbatchnorm_2: batch_norm\nnormalization_3: lrn 3\n"},
    {"[activation]\n[route]\nlayers=-1,0\n[route]\nlayers=1\ngroups=2\ngroup_id=1\n",
     "activation_0: identity\n"
     "route_1: concat from=activation_0,activation_0\n"
     "route_2: slice start=4 end=8\n"},
    {"[activation]\n[activation]\n[route]\nlayers=-1,-2\ngroups=2\n",
     "activation_0: identity\n"
     "activation_1: identity\n"
     "route_2/group_0: slice start=0 end=2\n"
     "route_2/group_1: slice start=0 end=2 from=activation_0\n"
     "route_2: concat from=route_2/group_0,route_2/group_1\n"},
    {"[activation]\n[activation]\n[shortcut]\nfrom=-2\nactivation=leaky\n",
     "activation_0: identity\n"
     "activation_1: identity\n"
     "shortcut_2: add activation=leaky_relu from=activation_1,activation_0\n"},
    {"[activation]\n[convolutional]\nfilters=6\nactivation=linear\n[shortcut]\nfrom=0\n[shortcut]\nfrom=0\n",
     "activation_0: identity\n"
     "convolutional_1: conv 6 1\n"
     "shortcut_2/fit_1: pad 0 channels=0:2 from=activation_0\n"
     "shortcut_2: add from=convolutional_1,shortcut_2/fit_1\n"
     "shortcut_3/fit_1: pad 0 channels=0:2 from=activation_0\n"
     "shortcut_3: add from=shortcut_2,shortcut_3/fit_1\n"},
    {"[activation]\n[shortcut]\nfrom=-1\nweights_type=per_channel\n[shortcut]\nfrom=-1,0\nweights_type=per_feature\n",
     "activation_0: identity\n"
     "shortcut_1: custom 8x8x4 weights=8 from=activation_0,activation_0\n"
     "shortcut_2: custom 8x8x4 weights=3 from=shortcut_1,shortcut_1,activation_0\n"},
    {"[activation]\n[avgpool]\n[scale_channels]\nfrom=0\n[sam]\nfrom=-1\n",
     "activation_0: identity\n"
     "avgpool_1: global_avg_pool keepdims\n"
     "scale_channels_2: multiply from=avgpool_1,activation_0\n"
     "sam_3: multiply from=scale_channels_2,scale_channels_2\n"},
    {"[local]\nsize=3\nstride=2\npad=1\nfilters=2\nactivation=linear\n",
     "local_0: custom 4x4x2 weights=1152 biases=32 macs=1152\n"},
    {"[implicit]\nfilters=6\natoms=2\n", "implicit_0: parameter 2x1x6\n"},
    {"[rnn]\nhidden=3\noutput=2\nactivation=tanh\n",
     "rnn_0/flatten: flatten\n"
     "rnn_0/input: dense 3 activation=tanh\n"
     "rnn_0/self: dense 3 activation=tanh\n"
     "rnn_0/state: add from=rnn_0/input,rnn_0/self\n"
     "rnn_0: dense 2 activation=tanh\n"},
    {"[yolo]\nmask=0,1\nclasses=1\nnum=9\n", "yolo_0: identity -> 8x8x12\noutputs yolo_0\n"},
    {"[region]\nnum=5\nclasses=20\n", "region_0: identity -> 8x8x125\noutputs region_0\n"},
    {"[Gaussian_yolo]\nnum=2\nclasses=1\n", "Gaussian_yolo_0: identity -> 8x8x20\noutputs Gaussian_yolo_0\n"},
    {"[pancake]\n", "# 0 pancake\nunsupported-op: Darknet has no section `[pancake]`\n"},
    {"[route]\nlayers=-1\n",
     "# 0 route\nunknown-input: `layers=-1` names a layer that is not before this one; this is the first layer\n"},
    {"[convolutional]\nsize=3x3\n", "# 0 convolutional\nbad-value: `size=3x3` is not an integer of 32 bits\n"},
};

struct Sized {
    std::string sections;
    int64_t params, buffers;
};

// By the lists of layers that Darknet saves: six, eight or three connected or convolutional layers.
const Sized sized[] = {
    {"[gru]\noutput=5\n", 3 * (256 * 5 + 5 * 5) + 6 * 5, 0},
    {"[gru]\noutput=5\nbatch_normalize=1\n", 3 * (256 * 5 + 5 * 5) + 6 * 10, 6 * 10},
    {"[lstm]\noutput=5\n", 4 * (256 * 5 + 5 * 5) + 8 * 5, 0},
    {"[lstm]\noutput=5\nbatch_normalize=1\n", 4 * (256 * 5 + 5 * 5) + 8 * 10, 8 * 10},
    {"[crnn]\noutput=5\nhidden=6\nsize=1\n", 4 * 6 + 6 * 6 + 6 * 5 + 17, 0},
    {"[conv_lstm]\noutput=5\nsize=3\npad=1\n", 4 * 9 * (4 * 5 + 5 * 5) + 8 * 5, 0},
    {"[conv_lstm]\noutput=5\nsize=3\npad=1\npeephole=1\n", 4 * 9 * (4 * 5 + 5 * 5) + 3 * 9 * 25 + 11 * 5, 0},
    {"[conv_lstm]\noutput=5\nsize=3\npad=1\nbottleneck=1\n", 9 * (4 * 4 * 5 + 10 * 5) + 5 * 5, 0},
};

const std::string net = "[net]\nbatch=64\nheight=8\nwidth=8\nchannels=4\n";

}  // namespace

TEST_CASE("the sections of a Darknet cfg are written as layers") {
    for (const Case& one : cases) {
        INFO(one.sections);
        CHECK(listing_of("darknet", net + one.sections) == "net: input 8x8x4\n" + one.listing);
    }
}

TEST_CASE("recurrent sections of Darknet have the parameters that Darknet saves") {
    for (const Sized& one : sized) {
        INFO(one.sections);
        Study study;
        std::string text = net + one.sections;
        run_study({.name = "net.cfg", .text = text}, "net", {}, study);
        REQUIRE(study.ok());
        CHECK(study.analysis.totals[Figure::params] == one.params);
        CHECK(study.analysis.totals[Figure::buffers] == one.buffers);
    }
}

TEST_CASE("a Darknet cfg is recognised by its first section, after comments") {
    for (const char* text : {"[net]\n", " [ network ]\r\n", "# a detector\n; of birds\n\n[net]", "[convolutional]\n"}) {
        CHECK(format_of(text) == find_format("darknet"));
    }
    for (const char* text : {"", "[", "[net", "[\"net\"]", "conv 3 3\n[net]\n", "[[bench]]\n"}) {
        CHECK(format_of(text) != find_format("darknet"));
    }
}

TEST_CASE("the input of a Darknet cfg is an image, a vector, or open") {
    CHECK(listing_of("darknet", "[net]\ninputs=5\n[softmax]\n") == "net: input 5\nsoftmax_0: softmax\n");
    CHECK(listing_of("darknet", "[net]\nheight=3\n[softmax]\n") ==
          "# net\nmissing-input: the file leaves the size of input `net` open; give it with `--input 416x416x3`\n");
    CHECK(listing_of("darknet", "[net]\nheight=99999999999\n[softmax]\n") ==
          "# 0 net\nbad-value: `height=99999999999` is not an integer of 32 bits\n");
    CHECK(listing_of("darknet", "# nothing\n") == "fault: the file has no section\n");
    CHECK(listing_of("darknet", "[net]\ninputs=5\nwidth\n[softmax]\n") ==
          "net: input 5\nsoftmax_0: softmax\nsyntax: line 3 is neither a section, such as `[convolutional]`, nor an "
          "option; write an option as `key=value`, or begin a comment with `#`\n");
}

TEST_CASE("layers before the last `stopbackward=1` of a Darknet cfg are frozen") {
    CHECK(listing_of("darknet", net + "[batchnorm]\n[batchnorm]\nstopbackward=1\n") ==
          "net: input 8x8x4\nbatchnorm_0: batch_norm freeze\nbatchnorm_1: batch_norm\n");
}

TEST_CASE("every beginning of a Darknet cfg is a listing or an error") {
    std::string text = net;
    for (const Case& one : cases) text += one.sections;
    read_prefixes("darknet", text.substr(0, 2500));
}
