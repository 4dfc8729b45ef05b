#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

struct Case {
    std::string spec;
    std::string help;
};

std::string help_of_mismatch(const std::string& spec) {
    Studied studied;
    study_text(studied, spec);
    for (const Diagnostic& diagnostic : studied.study.diagnostics) {
        if (diagnostic.code == &code::shape_mismatch) return diagnostic.help;
    }
    return "none";
}

}  // namespace

TEST_CASE("the help of a merge names the layer where the sizes become different, and inputs that fit") {
    const std::string up = "max_pool 2 ; max_pool 2 ; conv_transpose 1 4 stride=4";
    const Case cases[] = {
        {"input 30x30x1\nconcat { " + up + " }\n",
         "`max_pool_2` has a stride of 2, which does not divide 15; use an input of 28x28x1 or 32x32x1 (multiples of "
         "4)"},
        {"layout CHW\ninput 1x30x32\nconcat { " + up + " }\n",
         "`max_pool_2` has a stride of 2, which does not divide 15; use an input of 1x28x32 or 1x32x32 (multiples of "
         "4)"},
        {"input 30x33x1\nconcat { " + up + " }\n",
         "`max_pool_2` has a stride of 2, which does not divide 15; use an input of 28x32x1 or 32x36x1 (multiples of "
         "4)"},
        // Sizes that meet, but at no multiple of one number.
        {"input 30x1\nconv1d 1 2\nconcat { max_pool 3 ; conv_transpose 1 3 stride=3 }\n",
         "`max_pool_1` has a stride of 3, which does not divide 29; use an input of 28x1 or 31x1"},
        // The one merge fails along the height, a later one along the width.
        {"input 30x32x1\nadd { " + up + " }\nadd { max_pool 1x3 ; conv_transpose 1 1x3 stride=1x3 }\n",
         "`max_pool_2` has a stride of 2, which does not divide 15; use an input of 24x24x1 or 36x36x1 (multiples of "
         "12)"},
        // Sizes that are too near to each other for the one axis to repeat as the other does: an odd one out in front
        // of the merge, and a path that comes to 1 there.
        {"input 7x9x1\nconv 1 4\nadd { max_pool 4 padding=2 ; conv_transpose 1 1 stride=4 }\n",
         "use an input of 6x8x1 or 8x12x1"},
        {"input 30x30x1\nconcat { relu ; " + up + " }\n",
         "`max_pool_2` has a stride of 2, which does not divide 15; use an input of 28x28x1 or 32x32x1 (multiples of "
         "4)"},
        // Beyond 2^40 no size is tried, and none behind 4,096 layers.
        {"input 1099511627778x30x1\nconcat { " + up + " }\n", "all sizes except the channels must be the same"},
        {"input 30x30x1\nrepeat 4096 { relu }\nconcat { " + up + " }\n",
         "all sizes except the channels must be the same"},
        // No input makes up for what a path always takes away.
        {"input 30x30x1\nadd { conv 1 3 }\n", "along each axis the sizes must be the same, or 1"},
        {"input 30x30x1\nconcat { conv 1 3 }\n", "all sizes except the channels must be the same"},
        {"a: input 30x30x3\nb: input 30x30x2\nadd from=a,b\n", "on the shortcut from `a` put `conv 2 1`"},
        {"input 8\nadd { dense 4 }\n", "on the shortcut from `input` put `dense 4`"},
        // What a layer that could not be read does at another size, nobody knows.
        {"input 30x30x1\nconcat { " + up + " }\nconv 4 bais=1\n", "all sizes except the channels must be the same"},
        // An input that could not be read is none to vary.
        {"a: input 9x9x1 from=a\nb: input 30x30x1\nconcat from=b { " + up + " }\n",
         "`max_pool_2` has a stride of 2, which does not divide 15; use an input of 28x28x1 or 32x32x1 (multiples of "
         "4)"},
    };
    for (const Case& one : cases) {
        INFO(one.spec);
        CHECK(help_of_mismatch(one.spec) == one.help);
    }
}

TEST_CASE("of many merges the first eight are looked into") {
    std::string spec = "input 30x30x1\nmax_pool 2\nmax_pool 2\nup: conv_transpose 1 4 stride=4\n";
    for (int merge = 0; merge < 9; ++merge) spec += "add from=input,up\n";
    Studied studied;
    study_text(studied, spec);
    std::vector<std::string> helps;
    for (const Diagnostic& diagnostic : studied.study.diagnostics) {
        if (diagnostic.code == &code::shape_mismatch) helps.push_back(diagnostic.help);
    }
    std::vector<std::string> wanted(8,
                                    "`max_pool_2` has a stride of 2, which does not divide 15; use an input of 28x28x1 "
                                    "or 32x32x1 (multiples of 4)");
    wanted.push_back("along each axis the sizes must be the same, or 1");
    CHECK(helps == wanted);
}

// It is told while names are resolved, so its place among the statements must not be taken for a layer's number: that
// may be of a merge without inputs.
TEST_CASE("a layer that cannot share another's parameters is no merge, wherever it stands") {
    for (int turns = 0; turns < 4; ++turns) {
        std::string spec =
            R"({"input": [8, 8, 1], "layers": [{"type": "conv", "name": "c", "filters": 1, "kernel": 3})";
        for (int turn = 0; turn < turns; ++turn) spec += R"(, {"type": "repeat", "times": 0, "layers": []})";
        spec += R"(, {"type": "add", "share": "c", "inputs": []}]})";
        INFO(spec);
        CHECK(help_of_mismatch(spec) == "layers that share have the same type");
    }
}

TEST_CASE("a U-Net with padding meets at multiples of 16") {
    std::string help = help_of_mismatch(read_text_file("specs/errors/u_net.nn"));
    CHECK(help ==
          "`max_pool_4` has a stride of 2, which does not divide 71; use an input of 560x560x3 or 576x576x3 (multiples "
          "of 16)");
}

TEST_CASE("a merge of other channels names the projection that is missing") {
    CHECK(help_of_mismatch("input 32x32x64\nadd { conv 64 1 ; conv 64 3 padding=1 ; conv 256 1 }\n") ==
          "on the shortcut from `input` put `conv 256 1`");
    CHECK(help_of_mismatch("input 33x33x64\nadd { conv 128 3 stride=2 padding=1 ; conv 128 3 padding=1 }\n") ==
          "on the shortcut from `input` put `conv 128 1 stride=2`");
    CHECK(help_of_mismatch("input 8\nadd { dense 9 }\n") == "on the shortcut from `input` put `dense 9`");
}
