#include "query/conventions/conventions.h"

#include <fmt/format.h>

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

std::vector<ConventionTotal> totals_of(const std::string& text) {
    Studied studied;
    study_text(studied, text);
    INFO(text);
    REQUIRE(studied.study.calculated());
    return convention_totals(studied.study.network, studied.study.analysis);
}

const ConventionTotal& total_of(const std::vector<ConventionTotal>& totals, std::string_view program) {
    for (const ConventionTotal& total : totals) {
        if (total.convention->program == program) return total;
    }
    FAIL(program);
    return totals[0];
}

// In units of 10⁹ with two decimals, rounded, as the programs print it.
std::string giga(int64_t value) {
    int64_t hundredths = (value + 5'000'000) / 10'000'000;
    return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

struct Recorded {
    std::string spec, program, printed;
};

struct Counts {
    std::string spec;
    int64_t fvcore, ptflops, thop, torchinfo, keras;
};

}  // namespace

// ptflops: the table in its README. thop: a published table of results. torchinfo: the example in its README.
TEST_CASE("the totals of other programs are those that they print for well-known networks") {
    const Recorded recorded[] = {
        {"resnet-18", "ptflops, pytorch", "1.82"},
        {"resnet-50", "ptflops, pytorch", "4.12"},
        {"resnet-152", "ptflops, pytorch", "11.58"},
        {"vgg-16", "ptflops, pytorch", "15.50"},
        {"squeezenet-1.0", "ptflops, pytorch", "0.83"},
        {"squeezenet-1.1", "ptflops, pytorch", "0.36"},
        {"densenet-121", "ptflops, pytorch", "2.88"},
        {"resnet-18", "thop", "1.82"},
        {"resnet-50", "thop", "4.13"},
        {"vgg-16", "thop", "15.47"},
        {"densenet-121", "thop", "2.90"},
        {"efficientnet-b0", "thop", "0.42"},
        {"resnet-152", "torchinfo", "11.51"},
        {"resnet-18", "torchvision", "1.81"},
        {"vit-b-16", "torchvision", "17.56"},
        {"resnet-50", "fvcore", "4.11"},
    };
    for (const Recorded& one : recorded) {
        auto totals = totals_of(read_text_file("specs/models/" + one.spec + ".nn"));
        INFO(one.spec << ", " << one.program);
        REQUIRE(total_of(totals, one.program).value);
        CHECK(giga(*total_of(totals, one.program).value) == one.printed);
    }
}

TEST_CASE("each rule counts a layer as its program does") {
    const Counts cases[] = {
        // 4·4·3 places of 3·3·2 products are 864; the biases are 3, or 48 at all places; the parameters are 57.
        {"input 6x6x2\nconv 3 3\n", 864, 864 + 48, 864, 57 * 16, 57},
        {"input 6x6x2\nconv 3 3 no-bias activation=relu\n", 864, 864 + 48, 864, 54 * 16, 54},
        {"input 10\ndense 4\n", 40, 44, 40, 44, 44},
        {"input 5x10\ndense 4\n", 200, 204, 200, 44, 44},
        {"input 6x6x2\nbatch_norm\n", 144, 144, 288, 4, 8},
        {"input 6x6x2\nbatch_norm no-affine\n", 72, 72, 144, 0, 4},
        {"input 6x6x2\nlayer_norm\n", 360, 144, 288, 4, 4},
        {"input 6x6x2\ngroup_norm 2\n", 360, 144, 0, 4, 4},
        {"input 6x6x2\nmax_pool 2\n", 0, 72, 0, 0, 0},
        {"input 6x6x2\navg_pool 2\n", 0, 72, 18, 0, 0},
        {"input 6x6x2\nglobal_avg_pool\n", 72, 72, 74, 0, 0},
        {"input 6x6x2\nupsample 2\n", 288, 288, 288, 0, 0},
        {"input 6x6x2\nrelu\n", 0, 72, 0, 0, 0},
        {"input 6x6x2\nsigmoid\n", 0, 0, 0, 0, 0},
        {"input 10\nsoftmax\n", 0, 0, 29, 0, 0},
    };
    for (const Counts& one : cases) {
        auto totals = totals_of(one.spec);
        INFO(one.spec);
        CHECK(total_of(totals, "fvcore").value == one.fvcore);
        CHECK(total_of(totals, "ptflops, pytorch").value == one.ptflops);
        CHECK(total_of(totals, "thop").value == one.thop);
        CHECK(total_of(totals, "torchinfo").value == one.torchinfo);
        CHECK(total_of(totals, "Keras").value == one.keras);
    }
    // 6·6 places of the input and 3·3·2·3 products; its output has 8·8 places.
    auto transposed = totals_of("input 6x6x2\nconv_transpose 3 3\n");
    CHECK(total_of(transposed, "nnshape").value == 36 * 54);
    CHECK(total_of(transposed, "fvcore").value == 36 * 54);
    CHECK(total_of(transposed, "ptflops, pytorch").value == 64 * 57);
    CHECK(total_of(transposed, "torchinfo").value == 64 * 57);
    CHECK(!total_of(transposed, "thop").value);
    CHECK(total_of(transposed, "thop").uncovered == "conv_transpose_1");
    auto attention = totals_of("input 6x8\nattention 2\n");
    CHECK(total_of(attention, "torchvision").value == total_of(attention, "nnshape").value);
    CHECK(total_of(attention, "fvcore").uncovered == "attention_1");
}

TEST_CASE("a layer notes the sizes that other frameworks give it") {
    struct SizeCase {
        std::string spec;
        std::vector<std::string> notes;
    };
    const SizeCase cases[] = {
        {"input 7x7x2\nmax_pool 2\n", {"Caffe rounds the size of a pool up, as `ceil` does: 4x4"}},
        {"input 8x8x2\nmax_pool 2\n", {}},
        {"input 7x7x2\nmax_pool 2 ceil\n", {"Keras has no `ceil`: without it the size is 3x3"}},
        {"input 7x7x2\nconv_transpose 2 1 stride=2\n",
         {"Keras's `valid` is at least the input times the stride: 14x14"}},
        {"input 7x7x2\nconv_transpose 2 3 stride=2\n", {}},
        {"input 7x7x2\nconv 2 3 stride=2 padding=same\n", {"PyTorch refuses `padding='same'` with a stride above 1"}},
        {"input 7x7x2\nconv 2 3 padding=same\n", {}},
        {"input 7\ndense 3\n", {}},
    };
    for (const SizeCase& one : cases) {
        Studied studied;
        study_text(studied, one.spec);
        INFO(one.spec);
        CHECK(other_sizes(studied.study.network, 1) == one.notes);
    }
}
