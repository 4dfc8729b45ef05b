#include "analysis/tensors.h"

#include "layers/find_kind.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

int64_t elements_of(const std::vector<StoredTensor>& tensors) {
    int64_t all = 0;
    for (const StoredTensor& tensor : tensors) {
        int64_t product = 1;
        for (int64_t size : tensor.shape) product *= size;
        all += product;
    }
    return all;
}

std::string tensors_of_last(const std::string& spec, TensorStyle style) {
    Studied studied;
    study_text(studied, spec);
    INFO(spec);
    REQUIRE(studied.study.calculated());
    const Network& network = studied.study.network;
    auto last = static_cast<uint32_t>(network.nodes.size()) - 1;
    auto tensors = tensors_of(network, last, style);
    const Figures& figures = studied.study.analysis.figures_of(last);
    if (!tensors.empty()) CHECK(elements_of(tensors) == figures[Figure::params] + figures[Figure::buffers]);
    return to_text(tensors);
}

struct TensorCase {
    std::string spec, pytorch, keras;
};

}  // namespace

TEST_CASE("the tensors of every layer of specs have as many numbers as the layer counts") {
    size_t layers = 0;
    for (const std::string& path : files_below("specs", {".nn"})) {
        bool is_network = path.find('/') == path.rfind('/') || path.starts_with("specs/models/");
        if (!is_network) continue;
        Studied studied;
        study_text(studied, read_text_file(path));
        const Network& network = studied.study.network;
        for (uint32_t node = network.input_count; node < network.nodes.size(); ++node) {
            const Figures& figures = studied.study.analysis.figures_of(node);
            for (TensorStyle style : {TensorStyle::pytorch, TensorStyle::keras}) {
                auto tensors = tensors_of(network, node, style);
                if (tensors.empty()) continue;
                INFO(path << ": " << network.nodes[node].name << ": " << to_text(tensors));
                int64_t copies = network.experts_of(network.nodes[node]).count;
                REQUIRE(elements_of(tensors) * copies == figures[Figure::params] + figures[Figure::buffers]);
                ++layers;
            }
        }
    }
    CHECK(layers > 4000);
}

TEST_CASE("tensors have the names and the order of their framework") {
    const TensorCase cases[] = {
        {"input 227x227x3\nconv 96 11 stride=4\n", "weight 96x3x11x11, bias 96", "kernel 11x11x3x96, bias 96"},
        {"input 9x9x4\nconv 8 3x1 groups=2 no-bias\n", "weight 8x2x3x1", "kernel 3x1x2x8"},
        {"input 9x9x4\nconv_transpose 8 3\n", "weight 4x8x3x3, bias 8", "kernel 3x3x8x4, bias 8"},
        {"input 9x9x4\ndepthwise_conv 3 multiplier=2\n", "weight 8x1x3x3, bias 8", "kernel 3x3x4x2, bias 8"},
        {"input 9x9x4\nseparable_conv 6 3 no-bias\n", "depthwise.weight 4x1x3x3, pointwise.weight 6x4x1x1",
         "depthwise_kernel 3x3x4x1, pointwise_kernel 1x1x4x6"},
        {"input 9216\ndense 10\n", "weight 10x9216, bias 10", "kernel 9216x10, bias 10"},
        {"input 9x9x4\nbatch_norm\n", "weight 4, bias 4, running_mean 4, running_var 4",
         "gamma 4, beta 4, moving_mean 4, moving_variance 4"},
        {"input 9x8x4\nlayer_norm over=all\n", "weight 4x9x8, bias 4x9x8", "gamma 9x8x4, beta 9x8x4"},
        {"input 9x8x4\ngroup_norm 2 no-affine\n", "", ""},
        {"input 9x8x4\nrms_norm\n", "weight 4", "scale 4"},
        {"input 20\nembedding 100 8\n", "weight 100x8", "embeddings 100x8"},
        {"input 9x8x4\nprelu channel\n", "weight 4", "alpha 1x1x4"},
        {"input 9x8x4\nprelu element\n", "", "alpha 9x8x4"},
        {"input 20x8\nlstm 5\n", "weight_ih_l0 20x8, weight_hh_l0 20x5, bias_ih_l0 20, bias_hh_l0 20", ""},
        {"input 20x8\nlstm 5 bias=single\n", "", "kernel 8x20, recurrent_kernel 5x20, bias 20"},
        {"input 20x8\nlstm 5 proj_size=3 bias=none\n", "weight_ih_l0 20x8, weight_hh_l0 20x3, weight_hr_l0 3x5", ""},
        {"input 20x8\ngru 5\n", "weight_ih_l0 15x8, weight_hh_l0 15x5, bias_ih_l0 15, bias_hh_l0 15",
         "kernel 8x15, recurrent_kernel 5x15, bias 2x15"},
        {"input 20x8\nrnn 5 bidirectional bias=none\n",
         "weight_ih_l0 5x8, weight_hh_l0 5x5, weight_ih_l0_reverse 5x8, weight_hh_l0_reverse 5x5",
         "kernel 8x5, recurrent_kernel 5x5, backward kernel 8x5, backward recurrent_kernel 5x5"},
        {"input 4x9x9x2\nconv_lstm 3 3\n", "", "kernel 3x3x2x12, recurrent_kernel 3x3x3x12, bias 12"},
        {"input 6x8\nattention 2\n", "in_proj_weight 24x8, in_proj_bias 24, out_proj.weight 8x8, out_proj.bias 8",
         "query kernel 8x2x4, query bias 2x4, key kernel 8x2x4, key bias 2x4, value kernel 8x2x4, value bias 2x4, "
         "output kernel 2x4x8, output bias 8"},
        {"input 6x8\nattention 4 kv_heads=2 bias=out\n",
         "q_proj.weight 8x8, k_proj.weight 4x8, v_proj.weight 4x8, out_proj.weight 8x8, out_proj.bias 8",
         "query kernel 8x4x2, key kernel 8x2x2, value kernel 8x2x2, output kernel 4x2x8, output bias 8"},
        {"input 9x9x4\nmax_pool 2\n", "", ""},
    };
    for (const TensorCase& one : cases) {
        CHECK(tensors_of_last(one.spec, TensorStyle::pytorch) == one.pytorch);
        CHECK(tensors_of_last(one.spec, TensorStyle::keras) == one.keras);
    }
}
