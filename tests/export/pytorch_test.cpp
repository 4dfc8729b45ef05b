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

}  // namespace

// The script runs the code with tensors that have shapes and no numbers.
TEST_CASE("the code of PyTorch of every network of specs has its parameters and its shapes") {
    auto files = networks();
    Shown ran = run_shell(fmt::format("python3 tests/export/check_pytorch {} {}", binary(), fmt::join(files, " ")));
    INFO(ran.all);
    CHECK(ran.code == 0);
    auto lines = lines_of(ran.all);
    REQUIRE(lines.size() == files.size());
    std::vector<std::string> refused;
    for (const std::string& line : lines) {
        if (line.find(" parameters") == std::string::npos) refused.push_back(line.substr(line.find("layer `")));
    }
    const std::vector<std::string> expected = {
        "layer `conv_lstm_1`: PyTorch does not have a layer `conv_lstm` [unsupported-op]",
        "layer `attention_1`: PyTorch does not have `kv_heads` of MultiheadAttention [unsupported-op]",
        "layer `lstm_1`: PyTorch does not have `bias=single` of LSTM [unsupported-op]",
        "layer `custom_1`: PyTorch does not have a layer `custom` [unsupported-op]",
        "layer `attention_1`: PyTorch does not have `kv_heads` of MultiheadAttention [unsupported-op]",
    };
    CHECK(refused == expected);
}

// Layers that no network of specs has, and places where PyTorch needs more than its classes.
TEST_CASE("the code of PyTorch of single layers has their parameters and shapes") {
    const std::string specs[] = {
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
    WorkFolder folder;
    std::string paths;
    for (size_t index = 0; index < std::size(specs); ++index) {
        paths += " " + folder.write(fmt::format("spec{}.nn", index), specs[index]);
    }
    Shown ran = run_shell(fmt::format("python3 tests/export/check_pytorch {}{}", binary(), paths));
    INFO(ran.all);
    CHECK(ran.code == 0);
    auto lines = lines_of(ran.all);
    REQUIRE(lines.size() == std::size(specs));
    for (const std::string& line : lines) CHECK(line.find(" parameters") != std::string::npos);
}
