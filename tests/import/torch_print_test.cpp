#include "import/listing.h"
#include "support/catch.h"
#include "support/program.h"

// str(model) of PyTorch.
using namespace nnshape;
using namespace nnshape::test;

namespace {

const std::string encoder = R"(Encoder(
  (layers): ModuleList(
    (0-1): 2 x Block(
      (attn): MultiheadAttention(
        (out_proj): NonDynamicallyQuantizableLinear(in_features=4, out_features=4, bias=True)
      )
      (norm): LayerNorm((4,), eps=1e-05, elementwise_affine=True)
    )
  )
  (drop): Dropout(p=0.1, inplace=False)
)
)";

struct Case {
    const char* module;
    const char* counts;
};

const Case cases[] = {
    {"Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1), padding=same, bias=False)", "weights=216"},
    {"Conv2d(8, 8, kernel_size=(3, 3), stride=(1, 1), groups=8)", "weights=72 biases=8"},
    {"ConvTranspose2d(8, 4, kernel_size=(2, 2), stride=(2, 2))", "weights=128 biases=4"},
    {"Linear(in_features=5, out_features=3, bias=True)", "weights=15 biases=3"},
    {"BatchNorm2d(8, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)", "weights=8 biases=8 buffers=16"},
    {"InstanceNorm2d(8, eps=1e-05, momentum=0.1, affine=False, track_running_stats=True)", "buffers=16"},
    {"LayerNorm((2, 3), eps=1e-05, elementwise_affine=True)", "weights=6 biases=6"},
    {"Embedding(10, 3, padding_idx=0)", "weights=30"},
    {"EmbeddingBag(10, 3, mode='mean')", "weights=30"},
    {"LSTM(5, 4, num_layers=2, batch_first=True, bidirectional=True)", "weights=672 biases=128"},
    {"LSTMCell(5, 4)", "weights=144 biases=32"},
    {"PReLU(num_parameters=8)", "weights=8"},
    {"Bilinear(in1_features=2, in2_features=3, out_features=4, bias=True)", "weights=24 biases=4"},
    {"FrozenBatchNorm2d(8, eps=1e-05)", "buffers=32"},
    {"LlamaRMSNorm((8,), eps=1e-06)", "weights=8"},
    {"Conv1D(nf=6, nx=2)", "weights=12 biases=6"},
};

}  // namespace

TEST_CASE("each printed module has its counts") {
    for (const Case& one : cases) {
        INFO(one.module);
        std::string listing = listing_of("torch-print", "Net(\n  (m): " + std::string(one.module) + "\n)\n");
        CHECK(listing.find(std::string("m: custom 1 ") + one.counts + "\n") != std::string::npos);
    }
}

TEST_CASE("a printed range is as many modules, with the projections that are not printed") {
    std::string listing = listing_of("torch-print", encoder);
    for (const char* number : {"0", "1"}) {
        std::string path = std::string("layers.") + number;
        CHECK(listing.find(path + ".attn: custom 1 weights=48 biases=12\n" + path +
                           ".attn.out_proj: custom 1 weights=16 biases=4\n" + path +
                           ".norm: custom 1 weights=4 biases=4\n") != std::string::npos);
    }
}

TEST_CASE("with an input, printed modules that are a chain have shapes") {
    const std::string net =
        "Sequential(\n  (0): Conv2d(3, 4, kernel_size=(3, 3), stride=(1, 1))\n  (1): ReLU()\n"
        "  (2): Flatten(start_dim=1, end_dim=-1)\n  (3): Linear(in_features=144, out_features=2, bias=True)\n)\n";
    CHECK(run_program({"show", "-", "--input", "3x8x8", "--json"}, net).out.find("\"macs\": 4176") !=
          std::string::npos);
    Ran other = run_program({"show", "-", "--input", "3x9x9"}, net);
    CHECK(other.err.find("the modules are not a chain") != std::string::npos);
}

TEST_CASE("a printed model may break off anywhere") { read_prefixes("torch-print", encoder); }
