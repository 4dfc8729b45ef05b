#include "rewrite/operation.h"

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

// The last layer as a report shows it.
std::string last_operation(const std::string& text) {
    Studied studied;
    study_text(studied, text);
    INFO(text);
    REQUIRE(studied.study.calculated());
    return operation_of(studied.study.network, studied.study.network.nodes.back());
}

std::string last_of_json(const std::string& input, const std::string& layer) {
    return last_operation(R"({"input": )" + input + R"(, "layers": [{"type": "relu", "name": "a"}, )" + layer + "]}");
}

}  // namespace

TEST_CASE("a layer of JSON is shown as the text form would say it") {
    struct Case {
        std::string input, layer, operation;
    };
    const Case cases[] = {
        {"8", R"({"type": "relu", "inputs": "a"})", "relu from=a"},
        {"8", R"({"type": "add", "inputs": ["a", "input"]})", "add from=a,input"},
        {"[8, 8, 3]", R"({"type": "adaptive_avg_pool", "size": [null, 4]})", "adaptive_avg_pool -x4"},
        {"[8, 8, 3]", R"({"type": "conv", "kernel": [3, 5], "filters": 4, "bias": false})", "conv 4 3x5 no-bias"},
        {"[8, 8, 3]", R"({"type": "max_pool", "kernel": 2, "ceil": true})", "max_pool 2 ceil"},
        {"[8, 8, 3]", R"({"type": "pad", "padding": [[0, 1], [2, 3]]})", "pad 0:1x2:3"},
    };
    for (const Case& one : cases) CHECK(last_of_json(one.input, one.layer) == one.operation);
}

TEST_CASE("an expression is shown as the numbers that it comes to") {
    const std::string head = "input 8x8x4\nlet n=2 k=3x5 p=1:2x3:4 q=1:0 s=4x4x16 w=same\n";
    const std::pair<const char*, const char*> cases[] = {
        {"conv $n*4 ${n}x3", "conv 8 2x3"},
        {"conv $n $k", "conv 2 3x5"},
        {"conv 2 3 padding=$p", "conv 2 3 padding=1:2x3:4"},
        {"conv 2 3 padding=$q", "conv 2 3 padding=1:0"},
        {"conv 2 3 padding=$w", "conv 2 3 padding=$w"},
        {"reshape $s", "reshape 4x4x16"},
    };
    for (auto [written, shown] : cases) CHECK(last_operation(head + written + "\n") == shown);
}

TEST_CASE("a name of JSON that stands beside an x is shown in braces") {
    const std::string head = R"({"input": [8, 8, 3], "let": {"s": 1.5}, "layers": [{"type": "upsample", "scale": )";
    CHECK(last_operation(head + R"(["$s", "$s"]}]})") == "upsample ${s}x${s}");
    CHECK(last_operation(head + R"(["${s}", 2]}]})") == "upsample ${s}x2");
    CHECK(last_operation(head + R"("$s"}]})") == "upsample $s");
    const std::string wired =
        R"({"input": 8, "let": {"a": "r", "b": "input"}, "layers": [{"type": "relu", "name": "r"}, )";
    CHECK(last_operation(wired + R"({"type": "add", "inputs": ["$a", "$b"]}]})") == "add from=$a,$b");
    CHECK(last_operation(wired + R"({"type": "add", "from": ["$a", "input"]}]})") == "add from=$a,input");
}

TEST_CASE("a call of JSON is shown with its lists as the text form would say them") {
    Studied studied;
    study_text(studied, R"({"input": 8, "define": {"f": {"parameters": {"k": null}, "layers": [{"type": "relu"}]}},
                            "layers": [{"type": "f", "k": [[1, 2], [3, 4]]}, {"type": "f", "k": [[1, 2, 3]]}]})");
    REQUIRE(studied.study.calculated());
    CHECK(operation_of(studied.study.network, *studied.study.network.calls[0].statement) == "f k=1:2x3:4");
    CHECK(operation_of(studied.study.network, *studied.study.network.calls[1].statement) == "f k=1x2x3");
}

TEST_CASE("a layer of text is shown as it is written, `inputs=` as `from=`") {
    CHECK(last_operation("input 8\na: relu\nb: relu inputs=input\nadd from=a,b\n") == "add from=a,b");
    CHECK(last_operation("input 8\na: relu\nrelu inputs=a\n") == "relu from=a");
}

TEST_CASE("a switch holds one number") {
    Studied studied;
    study_text(studied, "input 8x8x3\nconv 4 3 no-bias\n");
    Args args = studied.study.network.args_of(studied.study.network.nodes.back());
    const Arg& bias = args.values().back();
    CHECK(args.params().back().name == "bias");
    CHECK(bias.is_given());
    CHECK(bias.count == 1);
}
