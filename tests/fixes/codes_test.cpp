#include <set>

#include "base/text.h"
#include "fixes/try_fixes.h"
#include "lint/codes.h"
#include "support/catch.h"
#include "support/program.h"

// Each code either has a spec here whose fix gives what was meant, or never offers a fix.
using namespace nnshape;
using namespace nnshape::test;

namespace {

struct Row {
    std::string_view code;
    std::string wrong;
    std::string meant;  ///< one of the fixes gives this; empty if the fix is another input
};

const Row rows[] = {
    {"syntax", "input 8x8x4\nconv 6 3 stride 2\n", "input 8x8x4\nconv 6 3 stride=2\n"},
    {"syntax", "input 8x8x4\nC 6: conv 6 5\n", "input 8x8x4\n\"C 6\": conv 6 5\n"},
    {"syntax", "input 8x8x4\nC1 = conv 6 5\n", "input 8x8x4\nC1: conv 6 5\n"},
    {"syntax", "input 8x8x4\nC1 : conv 6 5\n", "input 8x8x4\nC1: conv 6 5\n"},
    {"syntax", "input 8x8x4\nC1:conv 6 5\n", "input 8x8x4\nC1: conv 6 5\n"},
    {"syntax", "input 8x8x4\nconv(6, 5)\n", "input 8x8x4\nconv 6 5\n"},
    {"syntax", "input 8x8x4\nconv 6, 5\n", "input 8x8x4\nconv 6 5\n"},
    {"syntax", "input 8x8x4\na: relu\nb: add from=input, a\n", "input 8x8x4\na: relu\nb: add from=input,a\n"},
    {"syntax", "input 8\ndense 60 * 25\n", "input 8\ndense 60*25\n"},
    {"syntax", "input: 8x8x4\nrelu\n", "input 8x8x4\nrelu\n"},
    {"syntax", "input 8, 8, 4\nrelu\n", "input 8x8x4\nrelu\n"},
    {"syntax", "input 8x8x4\nconv 6 5 stride=1, padding=2\n", "input 8x8x4\nconv 6 5 stride=1 padding=2\n"},
    {"syntax", "input 8x8x4\nC1 : conv 6 5 -> 4x4x6\n", "input 8x8x4\nC1: conv 6 5 -> 4x4x6\n"},
    {"syntax", "input = 8x8x4\nrelu\n", "input 8x8x4\nrelu\n"},
    {"syntax", R"({"input": 8x8x4, "layers": [{"type": "relu"}]})",
     R"({"input": [8, 8, 4], "layers": [{"type": "relu"}]})"},
    {"unknown-layer", "input 8x8x4\ncnov 6 5\n", "input 8x8x4\nconv 6 5\n"},
    {"unknown-layer", "input 8x8x4\nC1 conv 6 5\n", "input 8x8x4\nC1: conv 6 5\n"},
    {"unknown-layer", "input 8\ndefine f(n) { dense $n }\nb f 3\n", "input 8\ndefine f(n) { dense $n }\nb: f 3\n"},
    {"unknown-layer", "left input 8x8x4\nrelu\n", "left: input 8x8x4\nrelu\n"},
    {"unknown-layer", "input 10x10x8\na: relu\nLocallyConnected2D 8 3 from=input\n",
     "input 10x10x8\na: relu\ncustom 8x8x8 weights=36864 biases=512 from=input\n"},
    {"unknown-parameter", "input 8x8x4\nconv 6 kernal=3\n", "input 8x8x4\nconv 6 kernel=3\n"},
    {"unknown-parameter", "input 8x8x4\nC1: conv 6 5 no-bais stride=2 -> 2x2x6\n",
     "input 8x8x4\nC1: conv 6 5 no-bias stride=2 -> 2x2x6\n"},
    {"unknown-parameter", "input 8x8x4\nconv 6 5 relu\n", "input 8x8x4\nconv 6 5 activation=relu\n"},
    {"unknown-parameter", "input 8x8x4\nconv 6 5 name=x\nrelu from=x\n", "input 8x8x4\nx: conv 6 5\nrelu from=x\n"},
    {"unknown-parameter", R"({"input": 4, "layers": [{"type": "dense", "unit": 3}]})",
     R"({"input": 4, "layers": [{"type": "dense", "units": 3}]})"},
    {"missing-parameter", "input 8x8x4\nupsample\n", "input 8x8x4\nupsample scale=2\n"},
    {"missing-parameter", R"({"input": [8, 8, 4], "layers": [{"type": "upsample"}]})",
     R"({"input": [8, 8, 4], "layers": [{"scale": 2, "type": "upsample"}]})"},
    {"missing-parameter", "input 8x9x4\ncenter_crop\n", "input 8x9x4\ncenter_crop size=8\n"},
    {"missing-parameter", "input 8x9x4\npad\n", "input 8x9x4\npad padding=1\n"},
    {"bad-value", "input (3,224,224)\nrelu\n", "layout CHW\ninput 3x224x224\nrelu\n"},
    {"bad-value", "input (3,224,224)\nrelu\n", "input 224x224x3\nrelu\n"},
    {"bad-value", "input 8x8x4\nconv 6 (3, 3)\n", "input 8x8x4\nconv 6 3x3\n"},
    {"bad-value", "input 28x28x4\nconv 6 11*11\n", "input 28x28x4\nconv 6 11x11\n"},
    {"bad-value", "layout CHW\ninput Nx3x224x224\nconv 6 3\n", "layout CHW\ninput 3x224x224\nconv 6 3\n"},
    {"bad-value", "input 8x8x4\nmax_pool 2 2\n", "input 8x8x4\nmax_pool 2 stride=2\n"},
    {"bad-value", "input 8x8x4\nconv 6 5 same\n", "input 8x8x4\nconv 6 5 padding=same\n"},
    {"bad-value", "input 8x8x4\nconv 6 5 padding=sme\n", "input 8x8x4\nconv 6 5 padding=same\n"},
    {"bad-value", "input 8\nlet width=3\ndense 2*$widht\n", "input 8\nlet width=3\ndense 2*$width\n"},
    {"bad-value", "input 32x32x3\nConv2d 3 16 stride=2\n", "input 32x32x3\nconv2d 16 3 in=3 stride=2\n"},
    {"bad-value", R"({"input": "8x8x4", "layers": [{"type": "relu"}]})",
     R"({"input": [8, 8, 4], "layers": [{"type": "relu"}]})"},
    {"bad-value", "input 8x125x4\nflatten\ndense 1000 -> 1,000\n", "input 8x125x4\nflatten\ndense 1000 -> 1000\n"},
    {"unknown-input", "input 8x8x4\ntower: relu\nadd from=input,towr\n",
     "input 8x8x4\ntower: relu\nadd from=input,tower\n"},
    {"unknown-input", "a: input 3\nb: input 3\nx: relu\n", "a: input 3\nb: input 3\nx: relu from=a\n"},
    {"missing-input", "relu\n", "input 28x28x1\nrelu\n"},
    {"missing-input", R"({"layers": [{"type": "relu"}]})", R"({"input": [28, 28, 1], "layers": [{"type": "relu"}]})"},
    {"rank-mismatch", "input 8x8x4\nconv1d 6 3\n", "input 8x8x4\nconv 6 3\n"},
    {"rank-mismatch", "layout CHW\ninput 32x3x224x224\nconv2d 64 7\n", "layout CHW\ninput 3x224x224\nconv2d 64 7\n"},
    {"shape-mismatch", "input 30x30x1\nconcat { max_pool 2 ; max_pool 2 ; conv_transpose 1 4 stride=4 }\n", ""},
    {"kernel-exceeds-input", "input 8x8x1\nmax_pool 2 ; max_pool 2 ; conv 4 3\n", ""},
    {"expectation-failed",
     "layout CHW\ninput 1x28x28\nconv 6 5\nmax_pool 2\nconv 16 5\nmax_pool 2\nflatten\n"
     "dense 10 in=400\n",
     ""},
    {"stride-remainder", "input 224x224x3\nconv 96 11 stride=4\n",
     "input 224x224x3\nconv 96 11 stride=4 padding=1:2\n"},
    {"suspect-input", "input 3x32x40\nconv 8 3\n", "layout CHW\ninput 3x32x40\nconv 8 3\n"},
    {"suspect-input", "input 28x28\nconv 8 3\n", "input 28x28x1\nconv 8 3\n"},
    {"suspect-input", "input 1x3x224x224\nconv 8 3 padding=1\n", "layout CHW\ninput 3x224x224\nconv 8 3 padding=1\n"},
    {"framework-default", "input 20x8\nLSTM units=16\n",
     "input 20x8\nLSTM units=16 bias=single return_sequences=false\n"},
    {"bias-before-norm", "input 8x8x4\nconv 6 3\nbatch_norm\n", "input 8x8x4\nconv 6 3 no-bias\nbatch_norm\n"},
};

// With one blank between words and none at the end of a line.
std::string plain(const std::string& text) {
    std::string out;
    for (char letter : text) {
        bool is_blank = letter == ' ' && (out.empty() || out.back() == ' ' || out.back() == '\n');
        if (letter == '\n' && out.ends_with(' ')) out.pop_back();
        if (!is_blank) out += letter;
    }
    return out;
}

}  // namespace

TEST_CASE("a fix gives what was meant") {
    for (const Row& row : rows) {
        INFO(row.wrong);
        TriedFixes tried = try_fixes(row.wrong);
        CHECK(tried.failures == "");
        CHECK(tried.codes.contains(row.code));
        std::set<std::string> accepted;
        for (const std::string& text : tried.accepted) accepted.insert(plain(text));
        CHECK(accepted.contains(row.meant.empty() ? row.wrong : row.meant));
    }
}

TEST_CASE("each code has a fix that is tried, or never offers one") {
    std::set<std::string_view> known, all;
    for (const Row& row : rows) known.insert(row.code);
    for (std::string_view code : codes_without_fix()) {
        INFO(code);
        CHECK(known.insert(code).second);
    }
    for (const Code* code : all_codes()) all.insert(code->name);
    CHECK(known == all);
}
