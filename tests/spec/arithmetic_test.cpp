
#include "spec/figures.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

// Arithmetic without names.
struct Calculated {
    std::string expression;
    int64_t value;
};

const Calculated calculated[] = {
    {"60*25", 1'500},
    {"3*(80+5)", 255},
    {"(80 + 5)*3", 255},
    {"7-3-2", 2},
    {"2**3**2", 512},
    {"-2**2+5", 1},
    {"2**-1*6", 3},
    {"(-1)**9223372036854775807+2", 1},
    {"2**40", 1'099'511'627'776},
    {"7//2*2+7%2", 7},
    {"7.5//2", 3},
    {"-7//2+5", 1},
    {"-7%4", 1},
    {"5.5%2*2", 3},
    {"1/3+2/3", 1},
    {"1/3*3", 1},
    {"0.1+0.2+0.7", 1},
    {"1e-3*2_000", 2},
    {"2.5e2/25", 10},
    {".5*4", 2},
    {"1.5k", 1'500},
    {"0.25M+256Ki//1k", 250'262},
    {"1.5T//1G", 1'500},
    {"round(2.5)", 3},
    {"round(2.4)+round(-2.5)+2", 1},
    {"floor(-0.5)+2", 1},
    {"ceil(3.001)-ceil(-0.5)", 4},
    {"min(3,2)*max(2,3)", 6},
    {"max(min(1,2),round(0.6)+1)", 2},
    {"multiple(12.8,8)", 16},
    {"multiple(11.9,8)", 16},  // 8 is less than nine tenths of it
    {"multiple(8.8,8)", 8},
    {"multiple(3,8)", 8},
    {"multiple(32*1.4,8)", 48},
    {"multiple(5,2.5)*2", 10},
    {"4000000000000000000/3*3/1000000000000000000", 4},
    {"((((((1))))))", 1},
    {"max( 1 , 2 )", 2},
    {"min(2,\t3)", 2},
};

// A layer of each kind with a calculated value, which is written as this in JSON, and what it means.
struct Conversion {
    std::string text, json, same_as;
};

const Conversion conversions[] = {
    {"conv 2*3 3", R"j("filters": "$(2*3)")j", "conv 6 3"},
    {"conv (2+1) 3", R"j("filters": "$((2+1))")j", "conv 3 3"},
    {"conv (2)*(2+1) 3", R"j("filters": "$((2)*(2+1))")j", "conv 6 3"},
    {"conv 1k (3*1)", R"j("filters": "$(1k)", "kernel": "$((3*1))")j", "conv 1000 3"},
    {"conv 4 1+1x3", R"j("kernel": ["$(1+1)", 3])j", "conv 4 2x3"},
    {"conv 4 max(1,3)xmin(2,3)", R"j("kernel": ["$(max(1,3))", "$(min(2,3))"])j", "conv 4 3x2"},
    {"conv 4 (1+1)X(4-1)", R"j("kernel": ["$((1+1))", "$((4-1))"])j", "conv 4 2x3"},
    {"conv 4 3 padding=1:1+1", R"j("padding": "1:$(1+1)")j", "conv 4 3 padding=1:2"},
    {"conv 4 3 padding=$one:$one*2", R"("padding": "$one:$one*2")", "conv 4 3 padding=1:2"},
    {"conv 4 3 padding=1:$one+1x0:2-1", R"j("padding": [[1, "$one+1"], [0, "$(2-1)"]])j", "conv 4 3 padding=1:2x0:1"},
    {"dropout 1/4", R"j("rate": "$(1/4)")j", "dropout 0.25"},
    {"dropout $half*$half", R"("rate": "$half*$half")", "dropout 0.25"},
    {"upsample 3/2", R"j("scale": "$(3/2)")j", "upsample 1.5"},
    {"upsample $one+$half", R"("scale": "$one+$half")", "upsample 1.5"},
    {"reshape 4*8x3*32", R"j("shape": ["$(4*8)", "$(3*32)"])j", "reshape 32x96"},
    {"select 3-1 axis=1", R"j("index": "$(3-1)")j", "select 2 axis=1"},
    {"permute 1,0+2,0", R"j("order": [1, "$(0+2)", 0])j", "permute 1,2,0"},
    {"custom 4x4x16 weights=60*25 macs=2*60*25", R"j("weights": "$(60*25)", "macs": "$(2*60*25)")j",
     "custom 4x4x16 weights=1500 macs=3000"},
};

}  // namespace

TEST_CASE("arithmetic needs no name") {
    for (const auto& [expression, value] : calculated) {
        INFO(expression);
        Studied studied;
        study_text(studied, "input 8\nlet n=" + expression + "\ndense $n\ncustom 8 weights=" + expression);
        REQUIRE(diagnostics_of(studied.text) == "");
        CHECK(studied.study.network.nodes[1].output.channels == value);
        CHECK(studied.study.analysis.figures_of(2)[Figure::weights] == value);
    }
}

TEST_CASE("a name of digits and signs is not calculated") {
    CHECK(diagnostics_of("input 8\n3-1: dense 4\n1/2: dense 4\nadd from=3-1,1/2\ndense 4 from=3-1 share=1/2\n"
                         "outputs 3-1 add_1 dense_1\nallow automatic-name") == "");
}

TEST_CASE("arithmetic is converted to JSON and back, and means the same") {
    const std::string head = "input 32x32x3\n\nlet one=1\nlet half=0.5\n\n";
    for (const auto& [text, json, same_as] : conversions) {
        INFO(text);
        const Ran to_json = run_program({"convert", "-", "--to", "json"}, head + text);
        CHECK(to_json.err == "");
        CHECK(to_json.out.find(json) != std::string::npos);
        const Ran to_text = run_program({"convert", "-", "--to", "text"}, to_json.out);
        CHECK(to_text.out == run_program({"convert", "-", "--to", "text"}, head + text).out);
        CHECK(run_program({"convert", "-", "--to", "json"}, to_text.out).out == to_json.out);
        CHECK(figures(to_text.out) == figures(head + same_as));
        CHECK(figures(to_json.out) == figures(head + same_as));
    }
}

TEST_CASE("in JSON only a `$` makes an expression") {
    const auto layer = [](const std::string& rate) {
        return R"({"input": [8], "layers": [{"type": "dense", "units": )" + rate + "}]}";
    };
    CHECK(figures(layer(R"j("$(2*3)")j")) == figures(layer("6")));
    CHECK(figures(layer(R"j("$(2)*$(3)")j")) == figures(layer("6")));
    CHECK(figures(layer(R"j("$(\u0032)")j")) == figures(layer("2")));
    CHECK(run_program({"convert", "-", "--to", "text"}, layer(R"j("$(6)")j")).out == "input 8\n\ndense 6\n");
}
