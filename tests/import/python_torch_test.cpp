#include <fmt/format.h>

#include "support/catch.h"
#include "support/program.h"

// PyTorch's layers and functions in Python source: the totals of small models. Each comment is the formula of PyTorch's
// documentation or of the layer type, with its numbers; figures of torchvision were recorded with PyTorch.
using namespace nnshape::test;

namespace {

struct Case {
    const char* what;
    const char* init;     // the lines of __init__
    const char* forward;  // the lines of forward
    const char* input;    // for --input
    const char* output;   // the first output, without the batch
    int64_t params, macs;
};

std::string source_of(const char* init, const char* forward) {
    auto indented = [](std::string text) {
        std::string lines;
        for (size_t at = 0; at < text.size();) {
            size_t end = std::min(text.find('\n', at), text.size());
            lines += "        " + text.substr(at, end - at) + "\n";
            at = end + 1;
        }
        return lines;
    };
    return "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\nimport einops\n"
           "from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence\n\n\n"
           "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n" +
           indented(init) + "\n    def forward(self, x):\n" + indented(forward);
}

const Case functions[] = {
    // 8*3*3*3 + 8; 64 positions * 216
    {"a convolution with parameters",
     "self.w = nn.Parameter(torch.randn(8, 3, 3, 3))\nself.b = nn.Parameter(torch.zeros(8))",
     "return F.conv2d(x, self.w, self.b, padding=1)", "3x8x8", "8, 8, 8", 224, 13824},
    // the weight counts once, the products twice
    {"a convolution twice", "self.w = nn.Parameter(torch.randn(3, 3, 3, 3))",
     "x = F.conv2d(x, self.w, padding=1)\nreturn F.conv2d(x, self.w, padding=1)", "3x8x8", "3, 8, 8", 81, 10368},
    // the weight is calculated: 216 parameters, 64 * 216
    {"a convolution with a calculated weight", "self.w = nn.Parameter(torch.randn(8, 3, 3, 3))",
     "return F.conv2d(x, self.w - self.w.mean(), padding=1)", "3x8x8", "8, 8, 8", 216, 13824},
    // a blur: 3 channels * 36 positions * 9
    {"a convolution with a buffer", "self.register_buffer('k', torch.ones(3, 1, 3, 3))",
     "return F.conv2d(x, self.k, groups=3)", "3x8x8", "3, 6, 6", 0, 972},
    // 4*2*2*2 + 2; 9 input positions * 32
    {"a transposed convolution",
     "self.w = nn.Parameter(torch.randn(4, 2, 2, 2))\nself.b = nn.Parameter(torch.zeros(2))",
     "return F.conv_transpose2d(x, self.w, self.b, stride=2)", "4x3x3", "2, 6, 6", 34, 288},
    // 10*4 once; 5 ids * 4 * 10
    {"a tied embedding", "self.emb = nn.Embedding(10, 4)", "return F.linear(self.emb(x), self.emb.weight)", "5",
     "5, 10", 40, 200},
    // 10*4 once and a bias of 10; 5 * 4 * 10
    {"a tied embedding with a bias",
     "self.emb = nn.Embedding(10, 4)\nself.head = nn.Linear(4, 10)\nself.head.weight = self.emb.weight",
     "return self.head(self.emb(x))", "5", "5, 10", 50, 200},
    // 8*4 once, forwards and backwards; 32 + 32
    {"a tied autoencoder", "self.fc = nn.Linear(8, 4, bias=False)", "return F.linear(self.fc(x), self.fc.weight.t())",
     "8", "8", 32, 64},
    // 8*4
    {"a product with a parameter", "self.w = nn.Parameter(torch.randn(8, 4))", "return x @ self.w", "8", "4", 32, 32},
    // floor(5*1.5), floor(7*1.5)
    {"an interpolation by a decimal", "pass", "return F.interpolate(x, scale_factor=1.5)", "2x5x7", "2, 7, 10", 0, 0},
    {"an interpolation by a factor for each axis", "self.up = nn.Upsample(scale_factor=(2, 0.5))", "return self.up(x)",
     "2x5x7", "2, 10, 3", 0, 0},
    {"a padding that removes", "pass", "return F.pad(x, (-1, 2, 0, 1))", "2x4x4", "2, 5, 5", 0, 0},
    // channels 2*9, 16 places
    {"an unfold", "pass", "return F.unfold(x, 3, padding=1)", "2x4x4", "18, 16", 0, 0},
    {"a fold", "pass", "return F.fold(F.unfold(x, 2, stride=2), 4, 2, stride=2)", "3x4x4", "3, 4, 4", 0, 0},
    {"a pool and its inverse", "self.pool = nn.MaxPool2d(2, return_indices=True)\nself.back = nn.MaxUnpool2d(2)",
     "y, i = self.pool(x)\nreturn self.back(y, i)", "2x8x8", "2, 8, 8", 0, 0},
    {"a glu along the channels", "pass", "return F.glu(x, 1)", "6x4x4", "3, 4, 4", 0, 0},
    // scores and sum: 2 * 4*4*8
    {"a dot product of attention", "pass", "return F.scaled_dot_product_attention(x, x, x)", "4x8", "4, 8", 0, 256},
    {"a one-hot of ids", "self.emb = nn.Embedding(7, 2)", "self.emb(x)\nreturn F.one_hot(x, 7).float()", "5", "5, 7",
     14, 0},
};

const Case modules[] = {
    // each direction: 4*(4*5 + 4*4) + 2*4*4, then 4*(4*8 + 4*4) + 2*4*4; 6 steps * 672 weights
    {"an LSTM with its last states", "self.rnn = nn.LSTM(5, 4, 2, bidirectional=True, batch_first=True)",
     "y, (h, c) = self.rnn(x)\nreturn torch.cat((h[-2], h[-1]), 1)", "6x5", "8", 800, 4032},
    // 3*(4*5 + 4*4) + 2*3*4; 6 steps * 108
    {"a GRU on a packed sequence", "self.rnn = nn.GRU(5, 4)",
     "p = pack_padded_sequence(x, [6], batch_first=True)\ny, h = self.rnn(p)\n"
     "return pad_packed_sequence(y, batch_first=True)[0]",
     "6x5", "6, 4", 132, 648},
    // a sequence of 1 for each of 6 samples, as x is not transposed: the products are the same
    {"a GRU that reads the batch as steps", "self.rnn = nn.GRU(5, 4)", "return self.rnn(x)[0]", "6x5", "6, 4", 132,
     648},
    // 4*(4*5 + 4*4) + 2*4*4; 144 for each call
    {"a cell three times", "self.cell = nn.LSTMCell(5, 4)",
     "h = c = torch.zeros(x.size(0), 4)\nfor i in range(3):\n    h, c = self.cell(x[:, i], (h, c))\nreturn h", "3x5",
     "4", 176, 432},
    // 4*8*8 + 4*8; 6 steps * 256, and 2 * 6*6*8
    {"an attention, sequence first", "self.attn = nn.MultiheadAttention(8, 2)",
     "x = x.transpose(0, 1)\ny, w = self.attn(x, x, x)\nreturn y.transpose(0, 1)", "6x8", "6, 8", 288, 2112},
    {"its weights", "self.attn = nn.MultiheadAttention(8, 2, batch_first=True)", "return self.attn(x, x, x)[1]", "6x8",
     "6, 6", 288, 2112},
    // each layer: attention 288, 8*16 + 16, 16*8 + 8, two norms of 16; 2112 + 6 steps * 256
    {"a transformer's encoder",
     "layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)\nself.encoder = nn.TransformerEncoder(layer, 2)",
     "return self.encoder(x)", "6x8", "6, 8", 1200, 7296},
    // 4*3*3 + 4 and a length for each of 4 rows; 6 places * 36
    {"a weight_norm", "self.conv = nn.utils.weight_norm(nn.Conv1d(3, 4, 3))", "return self.conv(x)", "3x8", "4, 6", 44,
     216},
    {"a spectral_norm", "self.conv = nn.utils.spectral_norm(nn.Conv1d(3, 4, 3))", "return self.conv(x)", "3x8", "4, 6",
     40, 216},
    // 2*3 scales and as many centres
    {"a norm over two axes", "self.norm = nn.LayerNorm([2, 3])", "return self.norm(x)", "4x2x3", "4, 2, 3", 12, 0},
    {"an instance norm with statistics", "self.norm = nn.InstanceNorm2d(3, affine=True, track_running_stats=True)",
     "return self.norm(x)", "3x4x4", "3, 4, 4", 6, 0},
    // 2*3 + 2; 2 samples of 64 places * 6
    {"a convolution over volumes of several samples", "self.conv = nn.Conv3d(3, 2, [1, 1, 1])",
     "return self.conv(x.view(2, 3, 4, 4, 4))", "6x4x4x4", "2, 2, 4, 4, 4", 8, 768},
    // 8*3*3*3 + 8 in a layer that forward does not call, and 3*3
    {"a kernel as a list", "self.other = nn.Conv2d(3, 8, [3, 3])\nself.conv = nn.Conv2d(3, 3, 1, bias=False)",
     "return self.conv(x)", "3x4x4", "3, 4, 4", 233, 144},
    // 7*5 + 5
    {"a lazy layer", "self.fc = nn.LazyLinear(5)", "return self.fc(x)", "7", "5", 40, 35},
    // 2*3*3 + 2; 18
    {"a bilinear layer", "self.both = nn.Bilinear(3, 3, 2)", "return self.both(x, x)", "3", "2", 20, 18},
    {"a norm over time", "self.norm = nn.GroupNorm(1, 4)", "return self.norm(x)", "4x9", "4, 9", 8, 0},
    {"patches", "pass", "return einops.rearrange(x, 'b c (h p) (w q) -> b (h w) (p q c)', p=4, q=4)", "3x8x8", "4, 48",
     0, 0},
    {"a repeat", "self.token = nn.Parameter(torch.zeros(1, 1, 4))",
     "t = einops.repeat(self.token, '1 1 d -> b n d', b=x.size(0), n=2)\nreturn torch.cat((t, x), 1)", "3x4", "5, 4", 4,
     0},
    {"a mean by a pattern", "pass", "return einops.reduce(x, 'b c h w -> b c', 'mean')", "3x4x4", "3", 0, 0},
    {"a packed pattern", "pass",
     "y, s = einops.pack([x, x], 'b * d')\na, b = einops.unpack(y, s, 'b * d')\nreturn torch.cat((a, b, b), 1)", "3x4",
     "9, 4", 0, 0},
    // the scores of 2 heads: 2 * 5*5*3
    {"a sum by names", "pass", "return einops.einsum(x, x, 'b head i d, b head j d -> b head i j')", "2x5x3", "2, 5, 5",
     0, 150},
};

void check(const Case& one) {
    INFO(one.what);
    Ran ran = run_program({"show", "-", "--json", "--input", one.input}, source_of(one.init, one.forward));
    INFO(ran.out.substr(0, 4000) << ran.err);
    size_t totals = std::min(ran.out.find("\"totals\""), ran.out.size());
    CHECK(ran.out.find(fmt::format("\"params\": {},", one.params), totals) != std::string::npos);
    CHECK(ran.out.find(fmt::format("\"macs\": {},", one.macs), totals) != std::string::npos);
    CHECK(ran.out.find(fmt::format("\"output\": [{}],\n  \"layers\"", one.output)) != std::string::npos);
}

struct Backbone {
    const char* call;
    int64_t params, macs;
};

// Recorded with torchvision 0.14.1 and PyTorch 1.13.1.
const Backbone backbones[] = {
    {"alexnet", 61100840, 714188480},     {"resnet18", 11689512, 1814073344},
    {"resnet50", 25557032, 4089184256},   {"resnext50_32x4d", 25028904, 4230479872},
    {"vgg16_bn", 138365992, 15470264320}, {"mobilenet_v2", 3504872, 300774272},
    {"densenet121", 7978856, 2834161664},
};

struct Mistake {
    const char *init, *forward, *input, *message;
};

const Mistake mistakes[] = {
    {"self.attn = nn.MultiheadAttention(8, 2)", "return self.attn(x, x, x)[0]", "6x5",
     "`MultiheadAttention` receives 5 channels, not 8"},
    {"self.rnn = nn.LSTM(5, 4)", "return self.rnn(x)[0]", "6x3", "`LSTM` receives 3 channels, not 5"},
    {"pass", "return einops.rearrange(x, 'b c (h p) w -> b (c p) h w', p=3)", "3x8x8",
     "can't divide axis of length 8 in chunks of 3"},
    {"pass", "return einops.rearrange(x, 'b c h -> b (c h)')", "3x8x8", "expected 3 dims. Received 4-dim tensor"},
    {"pass", "return F.glu(x, 1)", "5x4x4", "glu halves axis 1 of 1x5x4x4, which is 5"},
    {"self.w = nn.Parameter(torch.randn(4, 3))", "return F.linear(x, self.w)", "5", "receives 5 channels, not 3"},
    {"self.norm = nn.LayerNorm(6)", "return self.norm(x)", "4x5",
     "the norm receives 5 in the last axes of 1x4x5, not 6"},
    {"pass", "return F.pad(x, (-3, -3))", "2x4x4", "leaves nothing of an axis of 4"},
};

}  // namespace

TEST_CASE("functions of PyTorch have their shapes and counts") {
    for (const Case& one : functions) check(one);
}

TEST_CASE("modules of PyTorch have their shapes and counts") {
    for (const Case& one : modules) check(one);
}

TEST_CASE("models of torchvision that code imports have its counts") {
    for (const Backbone& one : backbones) {
        INFO(one.call);
        std::string source = fmt::format("from torchvision.models import {0}\n\n\nmodel = {0}()\n", one.call);
        Ran ran = run_program({"show", "-", "--json", "--input", "3x224x224"}, source);
        size_t totals = std::min(ran.out.find("\"totals\""), ran.out.size());
        CHECK(ran.out.find(fmt::format("\"params\": {},", one.params), totals) != std::string::npos);
        CHECK(ran.out.find(fmt::format("\"macs\": {},", one.macs), totals) != std::string::npos);
    }
}

TEST_CASE("mistakes in calls of PyTorch are explained") {
    for (const Mistake& one : mistakes) {
        Ran ran = run_program({"show", "-", "--input", one.input}, source_of(one.init, one.forward));
        INFO(one.message << "\n" << ran.err);
        CHECK(ran.code == 2);
        CHECK(ran.err.find(one.message) != std::string::npos);
    }
}
