#include <fmt/ranges.h>
#include <algorithm>
#include <sstream>

#include "support/catch.h"
#include "support/program.h"
#include "support/shell.h"

using namespace nnshape::test;

namespace {

std::vector<std::string> networks() {
    auto files = files_below("specs", {".nn", ".json"});
    std::erase_if(files, [](const std::string& path) {
        return path.find('/') != path.rfind('/') && !path.starts_with("specs/models/");
    });
    return files;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

// The layers of `specs` that are refused, if the code of all others has the right parameters and shapes.
std::vector<std::string> refused_by(const std::string& script, const std::vector<std::string>& specs) {
    Shown ran = run_shell(fmt::format("python3 tests/export/{} {} {}", script, binary(), fmt::join(specs, " ")));
    INFO(ran.all);
    CHECK(ran.code == 0);
    auto lines = lines_of(ran.all);
    REQUIRE(lines.size() == specs.size());
    std::vector<std::string> refused;
    for (const std::string& line : lines) {
        bool is_right = line.find(" parameters") != std::string::npos;
        if (!is_right) refused.push_back(line.substr(std::min(line.find("layer `"), line.size())));
    }
    return refused;
}

void check_all(const std::string& script, const std::vector<std::string>& specs) {
    WorkFolder folder;
    std::vector<std::string> paths;
    for (const std::string& spec : specs) paths.push_back(folder.write(fmt::format("spec{}.nn", paths.size()), spec));
    CHECK(refused_by(script, paths).empty());
}

}  // namespace

// The scripts run the code with tensors that have shapes and no numbers.
TEST_CASE("the code of PyTorch of every network of specs has its parameters and its shapes") {
    const std::vector<std::string> expected = {
        "layer `conv_lstm_1`: PyTorch does not have a layer `conv_lstm` [unsupported-op]",
        "layer `attention_1`: PyTorch does not have `kv_heads` of MultiheadAttention [unsupported-op]",
        "layer `lstm_1`: PyTorch does not have `bias=single` of LSTM [unsupported-op]",
        "layer `custom_1`: PyTorch does not have a layer `custom` [unsupported-op]",
        "layer `attention_1`: PyTorch does not have `kv_heads` of MultiheadAttention [unsupported-op]",
    };
    CHECK(refused_by("check_pytorch", networks()) == expected);
}

TEST_CASE("the code of Keras of every network of specs has its parameters and its shapes") {
    const std::vector<std::string> expected = {
        "layer `head`: Keras does not have a layer that uses a table of words transposed [unsupported-op]",
        "layer `custom_1`: Keras does not have a layer `custom` [unsupported-op]",
        "layer `gate_1`: nothing uses it, so Keras would leave it out [unsupported-op]",
        "layer `stage_1/windows_1/distances`: nothing uses it, so Keras would leave it out [unsupported-op]",
        "layer `distances`: nothing uses it, so Keras would leave it out [unsupported-op]",
        "layer `dense_1`: Keras does not have a layer that uses a table of words transposed [unsupported-op]",
        "layer `conv_91`: nothing uses it, so Keras would leave it out [unsupported-op]",
    };
    CHECK(refused_by("check_keras", networks()) == expected);
}

TEST_CASE("the code of PyTorch of single layers has their parameters and shapes") {
    const std::vector<std::string> specs = {
        "input 33x20x6\nconv 8 4 padding=same\nmax_pool 2 padding=same\navg_pool 3x2 stride=2 padding=0:1x0:1\n",
        "input 33x20x6\nmax_pool 3 stride=2 ceil\nconv 4 3x1 stride=2x1 padding=1x0 dilation=2x1 groups=2\nrelu6\n",
        "input 8x8x6\nconv_transpose 4 3 stride=2 padding=same\nconv_transpose 4 5 stride=2 padding=2 "
        "output_padding=1\n",
        "input 8x8x6\nconv_transpose 4 1 stride=3 padding=same\nprelu channel\ninstance_norm affine\n",
        "input 8x8x6\nseparable_conv 4 3 multiplier=2 padding=1\ngroup_norm 2\nglobal_max_pool\nsoftmax\n",
        "input 8x8x6\ndense 12\ntanh\nconv 4 3\nlayer_norm\nflatten\ndropout 0.3\n",
        "input 20x8\nlstm 5 layers=2 bidirectional proj_size=3\ngru 7 bias=none\nrnn 4 no-return_sequences\n",
        "input 20x8\nlstm 5 bidirectional no-return_sequences\ndense 3\nlog_softmax\n",
        "input 20x8\nconv 4 3 padding=causal\nbatch_norm no-affine\nglobal_avg_pool\n",
        "input 20x8\na: dense 6\nb: dense 6 from=input share=a\nsubtract from=a,b\nmatmul transpose from=a,b\n",
        "input 4x6x8x3\nconv3d 5 3 padding=1\nmax_pool 2\nglobal_avg_pool keepdims\n",
        "input 8x8x6\nupsample 2\ncrop 1:2x0:1\npad 1:0x2:2\ncenter_crop 9\nreduce axis=0,1 by=max\n",
        "input 8x8x4\nreshape 4x2x8x4\npermute 2x0x1x3\nslice start=1 end=3\nflatten\n",
        "layout CHW\ninput 4x8x8\nreshape 8x4x8\nselect 0 axis=1\n",
        "input 10\nfreeze { dense 4 ; relu }\nparameter 4\nconcat from=relu_1,parameter_1\n",
        "input 16x16x3\nrepeat 5 { conv 4 3 padding=1 ; relu }\nrepeat w=4,8,12,16,20 { conv $w 1 }\n",
        "network layers\ninput 4x4x3\nclass: conv 2 1\n\"1 x\": conv 2 1\ndef: conv 3 1\nadd from=class,\"1 x\"\n",
        "input 9x9x3\ndefine a(n=3) { conv $n 3 stride=2 ; relu }\na\na n=5 \nconv 2 1\n",
    };
    check_all("check_pytorch", specs);
}

TEST_CASE("the code of Keras of single layers has their parameters and shapes") {
    const std::vector<std::string> specs = {
        "input 33x20x6\nconv 8 4 padding=same\nmax_pool 2 padding=same\navg_pool 3x2 stride=2 padding=0:1x0:1\n",
        "input 32x20x6\nmax_pool 3 stride=2 ceil\nconv 4 3x1 stride=2x1 padding=1x0 dilation=2x1 groups=2\nrelu6\n",
        "input 8x8x6\nconv_transpose 4 3 stride=2 padding=same\nconv_transpose 4 4 stride=2 padding=1\n",
        "input 8x8x6\nconv_transpose 4 3 stride=2\nprelu channel\nprelu element\nprelu\n",
        "input 8x8x6\nseparable_conv 4 3 multiplier=2 padding=1\ngroup_norm 2\nglobal_max_pool\nsoftmax\n",
        "input 8x8x6\ndense 12 activation=hard_swish\ntanh\nconv 4 3\nlayer_norm no-center\nflatten\ndropout 0.3\n",
        "input 20x8\nlstm 5 layers=2 bidirectional bias=single\ngru 7 bias=none\nrnn 4 no-return_sequences "
        "bias=single\n",
        "input 20x8\ngru 5\ngru 5 bias=single no-return_sequences\ndense 3\nlog_softmax\n",
        "input 20x8\nconv 4 3 padding=causal\nbatch_norm no-affine\nglobal_avg_pool\n",
        "input 20x8\na: dense 6\nb: dense 6 from=input share=a\nsubtract from=a,b\nmatmul transpose from=a,b\n",
        "input 4x6x8x3\nconv3d 5 3 padding=1\nmax_pool 2\nglobal_avg_pool keepdims\n",
        "input 8x8x6\nupsample 2\ncrop 1:2x0:1\npad 1:0x2:2\ncenter_crop 9\nreduce axis=0,1 by=max\n",
        "input 8x8x4\nreshape 4x2x8x4\npermute 2x0x1x3\nslice start=1 end=3\nflatten\n",
        "input 8x8x4\npixel_unshuffle 2\npixel_shuffle 4\nupsample 1.5\n",
        "input 10\nfreeze { dense 4 ; relu }\nparameter 4\nconcat from=relu_1,parameter_1\n",
        "input 16x16x3\nrepeat 5 { conv 4 3 padding=1 ; relu }\nrepeat w=4,8,12,16,20 { conv $w 1 }\n",
        "network layers\ninput 4x4x3\nclass: conv 2 1\n\"1 x\": conv 2 1\ndef: conv 3 1\nadd from=class,\"1 "
        "x\"\nconcat from=add_1,def\n",
        "input 9x9x3\ndefine a(n=3) { conv $n 3 stride=2 ; relu }\na\na n=5 \nconv 2 1\n",
        "input 9x9x3\ndefine head(n) { conv $n 3 ; relu }\nhead: head 4\nother: head 5 from=input\n"
        "concat from=head,other,head\nconv 2 1\n",
        "input 6x8\nattention 2 key_dim=3\nattention 4 kv_heads=2\nattention 2 no-bias\n",
    };
    check_all("check_keras", specs);
}
