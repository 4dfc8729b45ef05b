#include "layers/value.h"

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

std::string text_of(const ParamValue& value) {
    std::string items;
    for (const ParamValue& item : value.items) items += (items.empty() ? "" : " ") + text_of(item);
    switch (value.form) {
        case ParamValue::Form::nothing: return "nothing";
        case ParamValue::Form::boolean: return value.number != 0 ? "true" : "false";
        case ParamValue::Form::number: return std::to_string(value.number) + (value.is_channels ? "=channels" : "");
        case ParamValue::Form::word: return std::string(value.word);
        case ParamValue::Form::decimal:
            return std::to_string(value.ratio.numerator) + "/" + std::to_string(value.ratio.denominator);
        case ParamValue::Form::axes: return "[" + items + "]";
        case ParamValue::Form::pair: return "(" + items + ")";
        case ParamValue::Form::shape: return "<" + items + ">";
    }
    return {};
}

// Every value of the last layer: those that it is calculated with, or those that the spec gives.
std::string values_of(const std::string& text, bool given, Layout layout = Layout::hwc) {
    Studied studied;
    study_text(studied, text);
    INFO(text);
    REQUIRE(studied.study.calculated());
    const Network& network = studied.study.network;
    const Node& node = network.nodes.back();
    const Shape& input = network.nodes[network.reads_of(node)[0]].output;
    Args args = network.args_of(node);
    std::string all;
    for (int param = 0; param < static_cast<int>(args.params().size()); ++param) {
        if (given && !args.has(param)) continue;
        ParamValue value = given ? given_value(args, param) : value_of(args, param, input, layout);
        all += (all.empty() ? "" : " ") + std::string(args.params()[static_cast<size_t>(param)].name) + "=" +
               text_of(value);
    }
    return all;
}

struct Case {
    std::string layer, resolved, given;
};

void check(const std::string& input, const std::vector<Case>& cases) {
    for (const Case& one : cases) {
        std::string text = "input " + input + "\n" + one.layer + "\n";
        CHECK(values_of(text, false) == one.resolved);
        CHECK(values_of(text, true) == one.given);
    }
}

}  // namespace

TEST_CASE("a value is the one given, the default, that of another parameter, or derived from the input") {
    check(
        "8x9x6",
        {{"conv 4 3", "filters=4 kernel=[3 3] stride=[1 1] padding=[(0 0) (0 0)] dilation=[1 1] groups=1 bias=true",
          "filters=4 kernel=3"},
         {"conv 4 3x5 padding=1:2x3:4 no-bias groups=2",
          "filters=4 kernel=[3 5] stride=[1 1] padding=[(1 2) (3 4)] dilation=[1 1] groups=2 bias=false",
          "filters=4 kernel=[3 5] padding=[(1 2) (3 4)] groups=2 bias=false"},
         {"conv 4 3 padding=same", "filters=4 kernel=[3 3] stride=[1 1] padding=same dilation=[1 1] groups=1 bias=true",
          "filters=4 kernel=3 padding=same"},
         {"max_pool 2x3", "kernel=[2 3] stride=[2 3] padding=[(0 0) (0 0)] dilation=[1 1] ceil=false", "kernel=[2 3]"},
         {"max_pool 3 padding=0:1", "kernel=[3 3] stride=[3 3] padding=[(0 1) (0 1)] dilation=[1 1] ceil=false",
          "kernel=3 padding=(0 1)"},
         {"upsample 1.5", "scale=[15/10 15/10] size=nothing like=nothing", "scale=15/10"},
         {"pad -1 channels=0:2", "padding=[(-1 -1) (-1 -1)] channels=(0 2) like=nothing", "padding=-1 channels=(0 2)"},
         {"dropout", "rate=5/10", ""},
         {"select 0", "index=0 axis=0", "index=0"},
         {"slice 3", "start=0 end=3 axis=channels step=1", "end=3"},
         {"slice 3 axis=2", "start=0 end=3 axis=2=channels step=1", "end=3 axis=2"},
         {"permute 1x0x2", "order=<1 0 2>", "order=<1 0 2>"},
         {"reshape 9x8x-1", "shape=<9 8 -1>", "shape=<9 8 -1>"}});
    check("10x12",
          {{"attention 3", "heads=3 kv_heads=3 dim=12 key_dim=4 bias=true over=sequence kdim=nothing vdim=nothing",
            "heads=3"},
           {"attention 3 dim=6", "heads=3 kv_heads=3 dim=6 key_dim=2 bias=true over=sequence kdim=nothing vdim=nothing",
            "heads=3 dim=6"}});
}

TEST_CASE("shapes and axes are resolved in the layout that is asked for") {
    CHECK(values_of("input 8x9x6\nreshape 9x8x-1\n", false, Layout::chw) == "shape=<-1 9 8>");
    CHECK(values_of("input 8x9x6\nslice 3 axis=0\n", false, Layout::chw) == "start=0 end=3 axis=1 step=1");
    CHECK(values_of("input 8x9x6\npermute 1x0x2\n", false, Layout::chw) == "order=<0 2 1>");
}

TEST_CASE("layers of one statement share their values where these are equal") {
    Studied studied;
    study_text(studied,
               "input 8x8x4\ndefine f(n) { conv $n 3 padding=1 }\nrepeat 3 { conv 4 3 padding=1 }\n"
               "f 4\nf 4\nf 5\n");
    REQUIRE(studied.study.calculated());
    const auto& nodes = studied.study.network.nodes;
    REQUIRE(nodes.size() == 7);
    CHECK(nodes[2].args == nodes[1].args);
    CHECK(nodes[3].args == nodes[1].args);
    CHECK(nodes[5].args == nodes[4].args);
    CHECK(nodes[6].args != nodes[5].args);
    CHECK(nodes[6].output.channels == 5);
}
