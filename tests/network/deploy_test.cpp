#include "support/catch.h"
#include "support/program.h"

using namespace nnshape::test;

namespace {

// A spec with `input 8x8x4`, and its layers as deployed: operation and parameters.
struct Case {
    std::string spec, layers;
};

const Case cases[] = {
    {"conv 8 3 no-bias\nbatch_norm\nrelu\ndropout\ndense 2",
     "conv 8 3 no-bias (batch_norm folded): 296, relu: 0, dense 2: 18"},
    {"conv 8 3\nbatch_norm activation=relu", "conv 8 3 (batch_norm folded): 296"},
    {"dense 8 no-bias\nbatch_norm", "dense 8 no-bias (batch_norm folded): 40"},
    {"depthwise_conv 3 no-bias\nbatch_norm\nseparable_conv 8 3 no-bias\nbatch_norm\nconv_transpose 2 2 "
     "no-bias\nbatch_norm",
     "depthwise_conv 3 no-bias (batch_norm folded): 40, separable_conv 8 3 no-bias (batch_norm folded): 76, "
     "conv_transpose 2 2 no-bias (batch_norm folded): 66"},
    // Dropout is gone before anything is folded.
    {"conv 8 3 no-bias\ndropout\nbatch_norm", "conv 8 3 no-bias (batch_norm folded): 296"},
    // An activation between the two, another reader, or no statistics: nothing is folded.
    {"conv 8 3 no-bias activation=relu\nbatch_norm", "conv 8 3 no-bias activation=relu: 288, batch_norm: 16"},
    {"conv 8 3 no-bias\nrelu\nbatch_norm", "conv 8 3 no-bias: 288, relu: 0, batch_norm: 16"},
    {"c: conv 8 3 no-bias\nb: batch_norm\nadd from=b,c", "conv 8 3 no-bias: 288, batch_norm: 16, add from=b,c: 0"},
    {"conv 8 3 no-bias\nbatch_norm no-track_stats", "conv 8 3 no-bias: 288, batch_norm no-track_stats: 16"},
    {"batch_norm\nconv 8 3 no-bias", "batch_norm: 8, conv 8 3 no-bias: 288"},
    {"max_pool 2\nbatch_norm", "max_pool 2: 0, batch_norm: 8"},
    {"c: conv 8 3 no-bias\nbatch_norm\noutputs c batch_norm_1", "conv 8 3 no-bias: 288, batch_norm: 16"},
    // A bias that only one of two layers gets cannot be shared.
    {"a: dense 4 no-bias\nbatch_norm\ndense 4 no-bias share=a",
     "dense 4 no-bias: 16, batch_norm: 8, dense 4 no-bias share=a: 0"},
    {"repeat 2 { conv 4 1 no-bias ; batch_norm }",
     "conv 4 1 no-bias (batch_norm folded): 20, conv 4 1 no-bias (batch_norm folded): 20"},
    {"define unit { conv 4 1 no-bias ; batch_norm }\nadd { unit ; dropout }",
     "conv 4 1 no-bias (batch_norm folded): 20, add: 0"},
    {"define nothing { dropout }\nnothing\nconv 8 3", "conv 8 3: 296"},
    {"dropout 0.2\ndropout 0.3", "dropout 0.2: 0, dropout 0.3: 0"},
    {"experts 4 active=2 { dense 8 no-bias ; batch_norm }",
     "dense 8 no-bias (batch_norm folded) (2 of 4 experts): 160"},
};

std::string layers_of(const std::string& csv) {
    std::string out;
    size_t line = csv.find('\n') + 1;
    for (size_t end; (end = csv.find('\n', line)) != std::string::npos; line = end + 1) {
        std::string row = csv.substr(line, end - line);
        size_t comma = row.rfind(',');
        std::string operation = row.substr(0, comma);
        if (operation.starts_with('"')) operation = operation.substr(1, operation.size() - 2);
        out += (out.empty() ? "" : ", ") + operation + ": " + row.substr(comma + 1);
    }
    return out;
}

}  // namespace

TEST_CASE("a deployed network has no dropout, and its normalisations are folded") {
    for (const auto& [spec, layers] : cases) {
        INFO(spec);
        const std::string text = "input 8x8x4\n" + spec + "\n";
        const auto ran =
            run_program({"show", "-", "--as", "deployed", "--format", "csv", "--columns", "operation,params"}, text);
        CHECK(ran.code == 0);
        CHECK(layers_of(ran.out) == layers);
        CHECK(run_program({"show", "-", "--as", "deployed", "--depth", "1"}, text).code == 0);
        CHECK(run_program({"explain", "-", "--as", "deployed"}, text).code == 0);
    }
}

TEST_CASE("each report says that the network is deployed") {
    const std::string spec = "input 8x8x4\nconv 8 3 no-bias -> params=288\nbatch_norm\ndropout\n";
    const auto show = run_program({"show", "-", "--as", "deployed"}, spec);
    CHECK(
        show.out.find("as deployed: 1 normalisation folded into the layer before, 1 layer for training\nleft out\n") !=
        std::string::npos);
    CHECK(show.err == "nnshape: `--as` is given, so the spec's expectations are not checked\n");
    CHECK(run_program({"show", "-", "--as", "deployed", "--json"}, spec)
              .out.find(R"("deployed": {"folded": 1, "left_out": 1})") != std::string::npos);
    CHECK(run_program({"show", "-", "--as", "deployed", "--format", "markdown"}, spec).out.find("as deployed: ") !=
          std::string::npos);
    CHECK(run_program({"explain", "-", "--as", "deployed"}, spec)
              .out.find("the normalisation after it is folded into it, which gives it a bias") != std::string::npos);
    CHECK(run_program({"check", "-", "--as", "deployed", "--limit", "params=300"}, spec).code == 0);
    CHECK(run_program({"check", "-", "--limit", "params=300"}, spec).code == 1);
    CHECK(run_program({"show", "-", "--as", "loaded"}, spec).err ==
          "nnshape: `loaded` is not a value of `--as`; choose from deployed\n");
}
