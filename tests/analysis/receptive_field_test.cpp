#include "analysis/receptive_field.h"

#include <fmt/format.h>
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

std::string text_of(const std::optional<Sizes>& sizes) { return sizes ? to_text(*sizes) : "unknown"; }

// "11x11 every 4x4", or what is not known of it.
std::string field_text(const Studied& studied, std::string_view layer, Through through = Through::largest) {
    const auto& nodes = studied.study.network.nodes;
    auto found = std::find_if(nodes.begin(), nodes.end(), [&](const Node& node) { return node.name == layer; });
    REQUIRE(found != nodes.end());
    auto node = static_cast<size_t>(found - nodes.begin());
    const Analysis& analysis = studied.study.analysis;
    REQUIRE(analysis.nodes[node].state == State::calculated);
    ReceptiveField field = receptive_fields(studied.study.network, analysis, through)[node];
    int rank = studied.study.network.nodes[node].output.rank;
    return text_of(if_known(field.size, rank)) + " every " + text_of(if_known(field.jump, rank));
}

struct FieldCase {
    std::string spec;
    std::string layer;
    std::string field;
};

void check_fields(const std::vector<FieldCase>& cases, Through through = Through::largest) {
    for (const FieldCase& wanted : cases) {
        Studied studied;
        study_text(studied, wanted.spec);
        INFO(wanted.spec << diagnostics_of(wanted.spec));
        CHECK(field_text(studied, wanted.layer, through) == wanted.field);
    }
}

// The layers of ResNet-50 up to its last block, with the stride on one of a block's first two convolutions.
std::string resnet_50(const std::string& first, const std::string& second) {
    return "define bottleneck(width, stride) {\n"
           "  add {\n"
           "    path { conv $width 1 stride=" +
           first + " ; conv $width 3 padding=1 stride=" + second +
           " ; conv $width*4 1 }\n"
           "    path { conv $width*4 1 stride=$stride }\n"
           "  }\n"
           "}\n"
           "input 224x224x3\n"
           "conv 64 7 stride=2 padding=3\n"
           "max_pool 3 stride=2 padding=1\n"
           "repeat 3 { bottleneck 64 1 }\n"
           "bottleneck 128 2\n"
           "repeat 3 { bottleneck 128 1 }\n"
           "bottleneck 256 2\n"
           "repeat 5 { bottleneck 256 1 }\n"
           "bottleneck 512 2\n"
           "repeat 2 { bottleneck 512 1 }\n"
           "last: identity\n";
}

const std::string unknown = "unknown every unknown";

}  // namespace

TEST_CASE("receptive fields are the published ones") {
    // Araujo, Norris and Sim 2019, "Computing Receptive Fields of Convolutional Neural Networks", table 1:
    // AlexNet 195 behind the last pooling, VGG-16 212, ResNet-50 483 with TF-Slim's stride.
    const std::string alexnet = read_text_file("specs/alexnet.nn"), vgg = read_text_file("specs/vgg-16.nn");
    check_fields({
        {alexnet, "Conv-1", "11x11 every 4x4"},
        {alexnet, "MaxPool-1", "19x19 every 8x8"},
        {alexnet, "Conv-2", "51x51 every 8x8"},
        {alexnet, "MaxPool-2", "67x67 every 16x16"},
        {alexnet, "Conv-3", "99x99 every 16x16"},
        {alexnet, "Conv-4", "131x131 every 16x16"},
        {alexnet, "Conv-5", "163x163 every 16x16"},
        {alexnet, "MaxPool-3", "195x195 every 32x32"},
        {vgg, "pool5", "212x212 every 32x32"},
        {resnet_50("$stride", "1"), "last", "483x483 every 32x32"},
        // torchvision has the stride on the 3x3 convolution, so that each such block sees less
        {resnet_50("1", "$stride"), "last", "427x427 every 32x32"},
    });
}

TEST_CASE("a window widens the field by its reach and the jump by its stride, on each axis") {
    check_fields({
        {"input 9x9x1\nA: conv 1 3\n", "A", "3x3 every 1x1"},
        {"input 9x9x1\nA: conv 1 3\n", "input", "1x1 every 1x1"},
        {"input 40x40x1\nA: conv 1 3x5 stride=2x1 dilation=1x2\nB: max_pool 2x3\n", "B", "5x11 every 4x3"},
        {"input 40x1\nA: conv 1 3 padding=same\nB: conv 1 3 dilation=4\n", "B", "11 every 1"},
        {"input 9x9x9x1\nA: depthwise_conv 3 stride=2\nB: avg_pool 2\n", "B", "5x5x5 every 4x4x4"},
        {"input 9x9x4\nA: separable_conv 8 3\nB: conv 4 1 stride=2\nC: conv 4 3\n", "C", "7x7 every 2x2"},
        // larger than the input
        {"input 4x4x1\nA: conv 1 9 padding=4\nB: conv 1 9 padding=4\n", "B", "17x17 every 1x1"},
    });
}

TEST_CASE("layers that keep positions keep the field, and a shift does not change it") {
    const std::string seen = "input 12x12x4\nC: conv 4 3 stride=2\n";
    for (const char* layer : {"batch_norm",
                              "layer_norm",
                              "group_norm 2",
                              "instance_norm",
                              "rms_norm",
                              "lrn",
                              "relu",
                              "softmax",
                              "glu",
                              "prelu",
                              "dropout",
                              "identity",
                              "dense 7",
                              "conv 3 1",
                              "channel_shuffle 2",
                              "layer_scale",
                              "slice 2",
                              "position_embedding",
                              "pad 1",
                              "crop 1",
                              "center_crop 3",
                              "slice start=1 end=4 axis=0",
                              "slice -1 start=-3 axis=1",
                              "reduce channels by=norm keepdims",
                              "abs",
                              "normalize",
                              "max_pool 1 stride=1"}) {
        check_fields({{seen + "A: " + layer + "\n", "A", "3x3 every 2x2"}});
    }
    check_fields({{"input 12x1\nconv 1 3\nA: slice 10 start=1 axis=0 step=3\n", "A", "3 every 3"}});
    check_fields({{"input 8x1\nA: embedding 20 4\nB: conv 4 3\n", "B", "3 every 1"}});
}

TEST_CASE("behind a layer without a fixed window nothing is known, nor on a vector") {
    const std::string seen = "input 12x12x4\nC: conv 4 3\n";
    for (const char* layer : {"global_avg_pool keepdims",
                              "adaptive_avg_pool 5",
                              "adaptive_max_pool 10",
                              "reshape 5x20x4",
                              "permute 1x0x2",
                              "tokens",
                              "select 0",
                              "upsample 1.5",
                              "upsample size=25",
                              "custom 10x10x4",
                              "flatten",
                              "cumulative_sum",
                              "roll 1",
                              "reduce channels",
                              "reduce 0 keepdims",
                              "unsqueeze 0",
                              "expand 10x10x4",
                              "matmul transpose from=C,C",
                              "conv_transpose 4 1 stride=2",
                              "conv_transpose 4 3 stride=2 dilation=2"}) {
        check_fields({{seen + "A: " + layer + "\n", "A", unknown}});
    }
    check_fields({
        {"input 9x4\nA: attention 2\nB: conv 1 3\n", "B", unknown},
        {"input 9x4\nA: lstm 4\nB: conv 1 3\n", "B", unknown},
        {"input 9x4\nA: class_token\n", "A", unknown},
        {"input 9\nA: dense 4\n", "A", unknown},
        {"input 9\nA: embedding 20 4\n", "A", unknown},
        // squeeze and excitation: one path reads the whole image
        {seen + "A: multiply { global_avg_pool keepdims ; dense 4 }\n", "A", unknown},
        // stretched, and side by side along an axis
        {"a: input 1x1x4\nb: input 5x5x4\nA: add from=a,b\n", "A", unknown},
        {"input 5x5x4\nA: concat from=input,input axis=0\n", "A", unknown},
    });
}

TEST_CASE("a tensor without an input changes no field") {
    const std::string seen = "input 12x12x4\nC: conv 4 3 stride=2\n";
    check_fields({
        {seen + "P: parameter 5x5x4\nA: add from=C,P\n", "A", "3x3 every 2x2"},
        {seen + "P: parameter 1x1x4\nA: multiply from=P,C\n", "A", "3x3 every 2x2"},
        {seen + "P: constant 5x5x4\nQ: relu\nA: where from=Q,C,P\n", "A", "3x3 every 2x2"},
        {seen + "A: parameter 5x5x4\n", "A", unknown},
        {seen + "P: parameter 5x5x4\nA: add from=P,P\n", "A", unknown},
    });
}

TEST_CASE("through branches the field is the largest, and the smallest where that is asked for") {
    const std::string inception =
        "input 32x32x16\n"
        "A: concat {\n"
        "  path { conv 8 1 }\n"
        "  path { conv 12 1 ; conv 16 3 padding=1 }\n"
        "  path { conv 12 1 ; conv 16 5 padding=2 }\n"
        "}\n"
        "B: conv 8 3\n";
    check_fields({{inception, "A", "5x5 every 1x1"}, {inception, "B", "7x7 every 1x1"}});
    check_fields({{inception, "A", "1x1 every 1x1"}, {inception, "B", "3x3 every 1x1"}}, Through::smallest);
    check_fields({
        {"input 12x1\nA: max_pool 2\nB: conv 1 3 stride=2 padding=1 from=input\nC: add from=A,B\n", "C", "3 every 2"},
        // paths that look at different places see both
        {"input 12x1\nA: conv 1 3 padding=0:2\nB: conv 1 3 padding=2:0 from=input\nC: add from=A,B\n", "C",
         "5 every 1"},
        {"input 12x1\nA: conv 1 3 padding=1\nB: conv 1 5 from=input padding=2\nC: add from=A,B,A\n", "C", "5 every 1"},
        // one path's windows are not fixed
        {"input 12x1\nA: conv 1 3 padding=1\nB: adaptive_avg_pool 12 from=input\nC: add from=A,B\n", "C", unknown},
        // jumps of 2 and of 1
        {"input 12x1\nA: max_pool 2\nB: crop 3 from=input\nC: add from=A,B\n", "C", unknown},
    });
}

TEST_CASE("a layer that enlarges divides the jump, and the largest field of any position counts") {
    check_fields({
        {"input 16x1\nP: max_pool 4\nA: upsample 2\n", "A", "4 every 2"},
        {"input 16x1\nP: max_pool 4\nA: upsample size=8\n", "A", "4 every 2"},
        {"input 16x4\nP: max_pool 4\nA: pixel_shuffle 2\n", "A", "4 every 2"},
        {"input 16x4\nA: pixel_unshuffle 2\nB: conv 4 3\n", "B", "6 every 2"},
        {"input 16x1\nP: max_pool 4\nA: conv_transpose 1 4 stride=2 padding=1\n", "A", "8 every 2"},
        {"input 16x1\nP: max_pool 4\nA: conv_transpose 1 3 stride=2 padding=same\n", "A", "8 every 2"},
        {"input 16x1\nP: max_pool 4\nA: conv_transpose 1 3 dilation=2\n", "A", "20 every 4"},
        // two neighbours of a pair see one position, or two
        {"input 16x1\nP: max_pool 4\nA: upsample 2\nB: conv 1 2\n", "B", "8 every 2"},
        {"input 16x1\nP: max_pool 4\nA: upsample 2\nB: conv 1 2 stride=2\n", "B", "4 every 4"},
        {"input 16x1\nP: max_pool 4\nA: upsample 2\nB: conv 1 2 stride=2 padding=1\n", "B", "8 every 4"},
        // half a position on is no number of positions
        {"input 16x1\nA: upsample 2\nB: conv 1 3\n", "B", "2 every unknown"},
        {"input 16x1\nA: upsample 2\nB: max_pool 2\n", "B", "1 every 1"},
        // a factor beyond what is followed
        {"input 16x1\nA: upsample 1025\n", "A", unknown},
    });
}

TEST_CASE("a field that overflows a 64-bit integer is not known") {
    std::string strides = "input 1x1\n";
    for (int layer = 0; layer < 7; ++layer) strides += "conv 1 1 stride=1024\n";
    check_fields({{strides, "conv_6", "1 every 1152921504606846976"}, {strides, "conv_7", unknown}});
    check_fields(
        {{"dtype int8\ninput 1x1\nA: conv 1 2 padding=0:4611686018427387904 dilation=4611686018427387904\n"
          "B: conv 1 2 padding=0:4611686018427387904 dilation=4611686018427387904\n",
          "B", unknown}});
    check_fields({
        // every third position of an enlarged input: 2·(2^62 + 1) is no position
        {"input 8x1\nconv_transpose 1 3 stride=3\nA: max_pool 1 stride=4611686018427387905\n", "A", unknown},
        // a jump of 2^62, and every fourth position of an enlarged input
        {"input 8x1\nA: max_pool 1 stride=4611686018427387904\nconv_transpose 1 4 stride=4 from=input\n"
         "B: slice 1 axis=0\nC: add from=A,B\nD: add from=B,A\n",
         "C", unknown},
        {"input 8x1\nA: max_pool 1 stride=4611686018427387904\nconv_transpose 1 4 stride=4 from=input\n"
         "B: slice 1 axis=0\nC: add from=A,B\nD: add from=B,A\n",
         "D", unknown},
        // a pattern of 4 that repeats in steps of 2^61
        {"dtype int8\ninput 1x1\nconv_transpose 1 4 stride=4 no-bias\nconv 1 1 stride=5\n"
         "A: conv_transpose 1 2305843009213693952 stride=2305843009213693952 no-bias\n",
         "A", unknown},
        // taps that would stand behind 2^63 − 1
        {"input 4x1\nconv_transpose 1 16 stride=16\n"
         "A: conv_transpose 1 2 dilation=9223372036854775806 padding=9223372036854775802:0\n",
         "A", unknown},
    });
    // A's only position reads what lies 2^53 + 3,999 behind the input's first; 1,023 jumps of 2^53 − 1 overflow a
    // 64-bit integer.
    const std::string far =
        "input 9007199254744992x1\n"
        "conv_transpose 1 1 padding=9007199254744991:0\nA: max_pool 1 stride=9007199254740991\n"
        "max_pool 1 stride=9223372036854774784 from=input\nconv_transpose 1 1024 stride=1024\nB: slice 1 axis=0\n"
        "C: add from=A,B\nD: add from=B,A\n";
    check_fields({{far, "A", "1 every 9007199254740991"}, {far, "C", unknown}, {far, "D", unknown}});
}

namespace {

// A random net on one axis, and by trying what each of its positions reads.
struct Layer {
    int64_t kernel, stride, dilation, before;
    bool enlarges;
};

class RandomNet {
  public:
    explicit RandomNet(uint32_t seed) : random_(seed) {
        spec_ = "input 4000x1\n";
        for (int layer = 0; layer < 5; ++layer) add_layer();
    }

    const std::string& spec() const { return spec_; }

    std::set<int64_t> reads(int layer, int64_t position) {
        if (layer < 0) return {position};
        auto [found, is_new] = known_.try_emplace({layer, position});
        if (!is_new) return found->second;
        const Layer& one = layers_[static_cast<size_t>(layer)];
        std::set<int64_t> all;
        for (int64_t tap = 0; tap < one.kernel; ++tap) {
            int64_t at = one.enlarges ? position + one.before - tap : position * one.stride - one.before;
            if (one.enlarges && at % one.stride != 0) continue;
            at = one.enlarges ? at / one.stride : at + tap * one.dilation;
            for (int64_t read : reads(layer - 1, at)) all.insert(read);
        }
        return known_[{layer, position}] = all;
    }

  private:
    int64_t below(int64_t end) { return static_cast<int64_t>(random_() % static_cast<uint32_t>(end)); }

    void add_layer() {
        Layer layer{};
        layer.enlarges = below(3) == 0;
        layer.stride = 1 + below(3);
        layer.kernel = layer.enlarges ? layer.stride + below(3) : 1 + below(4);
        layer.dilation = layer.enlarges ? 1 : 1 + below(2);
        layer.before = layer.enlarges ? below(2) : below(3);
        spec_ += fmt::format("{} 1 {} stride={} dilation={} padding={}\n", layer.enlarges ? "conv_transpose" : "conv",
                             layer.kernel, layer.stride, layer.dilation, layer.before);
        layers_.push_back(layer);
    }

    std::mt19937 random_;
    std::string spec_;
    std::vector<Layer> layers_;
    std::map<std::pair<int, int64_t>, std::set<int64_t>> known_;
};

}  // namespace

TEST_CASE("fields are what trying every position finds") {
    for (uint32_t seed = 0; seed < 200; ++seed) {
        RandomNet net(seed);
        Studied studied;
        study_text(studied, net.spec());
        INFO(net.spec());
        REQUIRE(studied.study.analysis.complete);
        auto fields = receptive_fields(studied.study.network, studied.study.analysis);
        for (int layer = 0; layer < 5; ++layer) {
            int64_t most = 0;
            for (int64_t position = 0; position < 243; ++position) {
                auto read = net.reads(layer, position);
                REQUIRE(!read.empty());
                most = std::max(most, *read.rbegin() - *read.begin() + 1);
            }
            const ReceptiveField& field = fields[static_cast<size_t>(layer) + 1];
            CHECK(field.size[0] == most);
            // every period of at most 3^5, or a divisor of 6^5, comes round behind 7,776 positions
            int64_t advance = *net.reads(layer, 7'776).begin() - *net.reads(layer, 0).begin();
            CHECK(field.jump[0] == (advance % 7'776 == 0 ? advance / 7'776 : 0));
        }
    }
}
