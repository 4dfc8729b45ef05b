#include <algorithm>
#include <map>

#include "base/text.h"
#include "layers/derivation.h"
#include "layers/find_kind.h"
#include "layers/kinds.h"
#include "layers/layer_kind.h"
#include "network/place.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

bool is_per_axis(ParamType type) {
    return type == ParamType::sizes || type == ParamType::kept_sizes || type == ParamType::scales ||
           type == ParamType::padding;
}

// An input that a kind's example works on; most take an image whose every size is rich in divisors.
std::string inputs_for(const LayerKind& kind) {
    static const std::map<std::string_view, std::string> special = {
        {"embedding", "input 100\n"},         {"permute", "input 4x5x6\n"},        {"reshape", "input 3136\n"},
        {"center_crop", "input 256x256x3\n"}, {"attention", "input 48x96\n"},      {"squeeze", "input 1x48x96\n"},
        {"expand", "input 1x48x96\n"},        {"conv_lstm", "input 8x48x48x96\n"}, {"dense", "input 84\n"}};
    if (auto found = special.find(kind.name); found != special.end()) return found->second;
    if (kind.most_inputs == 0) return "input 3\n";
    if (kind.least_inputs == 3) return "condition: input 48x48x96\nleft: input 48x48x96\nright: input 48x48x96\n";
    if (kind.least_inputs == 2 || kind.name == "power") return "left: input 48x48x96\nright: input 48x48x96\n";
    return kind.ranks_of(0).most == 1 ? "input 48x96\n" : "input 48x48x96\n";
}

}  // namespace

TEST_CASE("every layer type is described, and its example calculates") {
    REQUIRE(all_kinds().size() >= 97);
    for (const LayerKind* kind : all_kinds()) {
        INFO(kind->name);
        CHECK(!kind->summary.empty());
        CHECK(kind->summary.back() != '.');
        CHECK(words_of(kind->example)[0] == kind->name);
        CHECK(kind->infer);
        bool is_input = nnshape::is_input(*kind);
        std::string spec =
            is_input ? std::string(kind->example) + "\nrelu\n" : inputs_for(*kind) + std::string(kind->example) + "\n";
        Studied studied;
        study_text(studied, spec);
        INFO(diagnostics_of(spec));
        CHECK(studied.study.ok());
    }
}

// A layer says in words or in a formula what becomes of the shape; what it counts, it counts in formulas too.
TEST_CASE("every layer type has its formulas") {
    for (const LayerKind* kind : all_kinds()) {
        INFO(kind->name);
        REQUIRE(kind->shape_formulas);
        CHECK((kind->count.numbers == nullptr) == (kind->count.formulas == nullptr));
        bool is_input = nnshape::is_input(*kind);
        Studied studied;
        study_text(studied, is_input ? std::string(kind->example) + "\nrelu\n"
                                     : inputs_for(*kind) + std::string(kind->example) + "\n");
        const Network& network = studied.study.network;
        const Node& node = is_input ? network.nodes[0] : network.nodes.back();
        REQUIRE(node.state == State::calculated);
        Inference inference{node.output, window_of(network, node)};
        ShapeFormulas formulas = kind->shape_formulas(network.args_of(node), inputs_of(network, node), inference);
        bool speaks = !formulas.sizes.empty() || !formulas.note.empty() || !formulas.words.empty();
        CHECK(speaks);
    }
}

TEST_CASE("a name leads to one layer type, in any case, with `_` or `-`") {
    std::map<std::string, std::string_view> owners;
    for (const LayerKind* kind : all_kinds()) {
        auto names = words_of(kind->also);
        names.push_back(kind->name);
        for (std::string_view name : names) {
            INFO(name);
            CHECK(owners.emplace(folded(name), kind->name).second);
            std::string shouted(name);
            std::transform(shouted.begin(), shouted.end(), shouted.begin(), [](unsigned char c) { return toupper(c); });
            std::replace(shouted.begin(), shouted.end(), '_', '-');
            CHECK(find_kind(shouted).kind == kind);
        }
    }
}

// As torch's and Keras's classes do, `Conv2d` and `MaxPooling2D`.
TEST_CASE("a window, a norm and what else the frameworks have once for each rank may name it") {
    std::string suffixed;
    for (const LayerKind* kind : all_kinds()) {
        if (find_kind(std::string(kind->name) + "2d").kind == kind) suffixed += std::string(kind->name) + " ";
    }
    CHECK(suffixed ==
          "conv depthwise_conv separable_conv conv_transpose max_pool avg_pool global_avg_pool global_max_pool "
          "adaptive_avg_pool adaptive_max_pool batch_norm layer_norm group_norm instance_norm rms_norm lrn dropout pad "
          "crop upsample ");
}

TEST_CASE("every parameter is described, and its names are its own") {
    for (const LayerKind* kind : all_kinds()) {
        std::vector<std::string_view> names;
        for (const Param& param : kind->params) {
            INFO(kind->name << " " << param.name);
            CHECK(!param.help.empty());
            CHECK(param.help.back() != '.');
            CHECK((param.fallback == Fallback::derived) == (param.derive != nullptr));
            bool has_words = !param.choices.empty();
            CHECK((param.type == ParamType::choice) == (has_words && param.type != ParamType::boolean));
            CHECK(find_param(kind->params, param.name) == &param - kind->params.data());
            names.push_back(param.name);
            for (std::string_view other : words_of(param.also)) {
                CHECK(find_param(kind->params, other) == &param - kind->params.data());
                names.push_back(other);
            }
        }
        INFO(kind->name);
        std::sort(names.begin(), names.end());
        CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
    }
}

TEST_CASE("a layer type with a value for each spatial axis reads no vector") {
    for (const LayerKind* kind : all_kinds()) {
        for (const Param& param : kind->params) {
            INFO(kind->name << " " << param.name);
            CHECK((!is_per_axis(param.type) || kind->ranks_of(0).least >= 1));
        }
    }
}

TEST_CASE("a layer type is found by the frameworks' names") {
    struct Case {
        std::string_view name;
        std::string_view kind;
        int rank = -1;
    };
    const Case cases[] = {
        // Keras
        {"Conv1D", "conv", 1},
        {"Conv2DTranspose", "conv_transpose", 2},
        {"Conv3DTranspose", "conv_transpose", 3},
        {"DepthwiseConv2D", "depthwise_conv", 2},
        {"SeparableConv1D", "separable_conv", 1},
        {"MaxPooling2D", "max_pool", 2},
        {"AveragePooling3D", "avg_pool", 3},
        {"GlobalAveragePooling2D", "global_avg_pool", 2},
        {"GlobalMaxPooling1D", "global_max_pool", 1},
        {"BatchNormalization", "batch_norm"},
        {"LayerNormalization", "layer_norm"},
        {"GroupNormalization", "group_norm"},
        {"ZeroPadding2D", "pad", 2},
        {"Cropping3D", "crop", 3},
        {"UpSampling2D", "upsample", 2},
        {"SpatialDropout1D", "dropout", 1},
        {"LeakyReLU", "leaky_relu"},
        {"SimpleRNN", "rnn"},
        {"MultiHeadAttention", "attention"},
        {"Concatenate", "concat"},
        {"InputLayer", "input"},
        // PyTorch
        {"Conv2d", "conv", 2},
        {"ConvTranspose3d", "conv_transpose", 3},
        {"AvgPool1d", "avg_pool", 1},
        {"AdaptiveAvgPool2d", "adaptive_avg_pool", 2},
        {"AdaptiveMaxPool3d", "adaptive_max_pool", 3},
        {"BatchNorm2d", "batch_norm", 2},
        {"InstanceNorm1d", "instance_norm", 1},
        {"LocalResponseNorm", "lrn"},
        {"ZeroPad2d", "pad", 2},
        {"Dropout2d", "dropout", 2},
        {"Linear", "dense"},
        {"SiLU", "silu"},
        {"LogSoftmax", "log_softmax"},
        {"PixelUnshuffle", "pixel_unshuffle"},
        {"MultiheadAttention", "attention"},
        // Darknet
        {"convolutional", "conv"},
        {"connected", "dense"},
        {"maxpool", "max_pool"},
        {"avgpool", "avg_pool"},
        {"shortcut", "add"},
        {"route", "concat"},
        // what is none, or takes no suffix
        {"conv4d", ""},
        {"conv0d", ""},
        {"2d", ""},
        {"conv2", ""},
        {"conv2d2d", ""},
        {"dense2d", ""},
        {"relu1d", ""},
        {"", ""},
    };
    for (const Case& wanted : cases) {
        INFO(wanted.name);
        FoundKind found = find_kind(wanted.name);
        CHECK((found.kind ? found.kind->name : "") == wanted.kind);
        CHECK(found.rank == wanted.rank);
    }
}

TEST_CASE("the role of a layer type, for the colours of pictures") {
    struct RoleCase {
        std::string_view kinds;
        Role role;
    };
    const RoleCase cases[] = {
        {"conv depthwise_conv separable_conv conv_transpose", Role::convolution},
        {"max_pool avg_pool global_avg_pool global_max_pool adaptive_avg_pool adaptive_max_pool", Role::pooling},
        {"dense", Role::dense},
        {"rnn gru lstm conv_lstm", Role::recurrent},
        {"attention", Role::attention},
        {"embedding", Role::embedding},
        {"batch_norm layer_norm group_norm instance_norm rms_norm lrn", Role::normalisation},
        {"relu gelu softmax exp prelu", Role::activation},
        {"dropout", Role::dropout},
        {"flatten", Role::flattening},
        {"add subtract multiply average maximum minimum divide power where concat stack matmul", Role::merge},
        {"input", Role::input},
        {"identity pad upsample reshape tokens class_token parameter custom", Role::other},
    };
    for (const RoleCase& one : cases) {
        for (std::string_view name : words_of(one.kinds)) {
            INFO(name);
            const LayerKind* kind = find_kind(name).kind;
            REQUIRE(kind);
            CHECK(role_of(*kind) == one.role);
        }
    }
    auto symbol = [](std::string_view name) { return traits_of(*find_kind(name).kind).symbol; };
    CHECK(symbol("add") == "+");
    CHECK(symbol("subtract") == "−");
    CHECK(symbol("multiply") == "×");
    CHECK(symbol("divide") == "÷");
    CHECK(symbol("concat") == "∥");
    CHECK(symbol("matmul") == "@");
    CHECK(symbol("maximum").empty());
}
