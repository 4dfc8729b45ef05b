#include <fmt/format.h>
#include <filesystem>
#include <fstream>

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape::test;

namespace {

struct Line {
    std::string line, report;
};

// A dense layer of w units on 4 inputs, once for each of `depth` turns, and one of 2 units.
const std::string base =
    "network Base\n"
    "input 4\n"
    "let w=8 depth=1\n"
    "repeat $depth { dense $w }\n"
    "dense 2\n";

const Line lines[] = {
    {R"({})", R"({"name":"Base","ok":true,"output":[2],"totals":{"params":58},"diagnostics":[]})"},
    {R"({"id":1,"set":{"w":16}})",
     R"({"id":1,"name":"Base","ok":true,"output":[2],"totals":{"params":114},"diagnostics":[]})"},
    // The values of the line before are forgotten.
    {R"({"id":{"a":[1,"b"]},"set":{"depth":2}})",
     R"({"id":{"a":[1,"b"]},"name":"Base","ok":true,"output":[2],"totals":{"params":130},"diagnostics":[]})"},
    {R"({"set":{"w":1,"depth":0},"input":8})",
     R"({"name":"Base","ok":true,"output":[2],"totals":{"params":18},"diagnostics":[]})"},
    {R"({"input":[3,8]})", R"({"name":"Base","ok":true,"output":[3,2],"totals":{"params":90},"diagnostics":[]})"},
    {R"({"input":{"input":[3,8]}})",
     R"({"name":"Base","ok":true,"output":[3,2],"totals":{"params":90},"diagnostics":[]})"},
    {R"({"id":"ä","set":{"w":"\u0031"}})",
     R"({"id":"ä","line":7,"ok":false,"diagnostics":[{"code":"bad-value","severity":"error","layer":"dense_1",)"
     R"("message":"`units` needs a whole number, not `1`","line":4,"column":23,"end_line":4,"end_column":25}]})"},
    {R"({"id":2,"sett":{"w":1}})",
     R"({"id":2,"line":8,"ok":false,"diagnostics":[{"code":"unknown-parameter","severity":"error",)"
     R"("message":"`sett` is not a key of the changes of a spec","help":"did you mean `set`?","line":8,"column":10,)"
     R"("end_line":8,"end_column":14}]})"},
    {R"({"layers":[]})",
     R"({"line":9,"ok":false,"diagnostics":[{"code":"unknown-parameter","severity":"error",)"
     R"("message":"`layers` is not a key of the changes of a spec","line":9,"column":3,"end_line":9,)"
     R"("end_column":9}]})"},
    {R"({"set":{"x":1}})",
     R"({"line":10,"ok":false,"diagnostics":[{"code":"bad-value","severity":"error",)"
     R"("message":"the spec has no `let x`","help":"it has w and depth","line":1,"column":1,"end_line":1,)"
     R"("end_column":1}]})"},
    {R"({"set":{"w":0}})",
     R"({"line":11,"ok":false,"diagnostics":[{"code":"bad-value","severity":"error","layer":"dense_1",)"
     R"("message":"`units` must be at least 1, not 0","line":4,"column":23,"end_line":4,"end_column":25}]})"},
    {R"({"set":[1]})",
     R"({"line":12,"ok":false,"diagnostics":[{"code":"bad-value","severity":"error",)"
     R"("message":"`set` needs an object","help":"for example {\"width\": 32}","line":12,"column":8,"end_line":12,)"
     R"("end_column":9}]})"},
    {R"([])",
     R"({"line":13,"ok":false,"diagnostics":[{"code":"bad-value","severity":"error",)"
     R"("message":"a line is a JSON object","help":"for example {\"set\": {\"width\": 32}}","line":13,"column":1,)"
     R"("end_line":13,"end_column":2}]})"},
    {R"({"id":3,"set":{"w":1})",
     R"({"id":3,"line":14,"ok":false,"diagnostics":[{"code":"syntax","severity":"error",)"
     R"("message":"the text ends too early","help":"the `{` of line 14, column 1 is not closed","line":14,)"
     R"("column":22,"end_line":14,"end_column":22}]})"},
    {R"({"input":[0,4]})",
     R"({"line":15,"ok":false,"diagnostics":[{"code":"bad-value","severity":"error",)"
     R"("message":"`input` must be at least 1, not 0","line":15,"column":11,"end_line":15,"end_column":12}]})"},
    {R"({"set":{"w":8}})", R"({"name":"Base","ok":true,"output":[2],"totals":{"params":58},"diagnostics":[]})"},
};

std::string base_file(const std::string& text) {
    auto path = std::filesystem::temp_directory_path() / fmt::format("nnshape-base-{}.nn", ::getpid());
    std::ofstream(path) << text;
    return path.string();
}

}  // namespace

TEST_CASE("a line of a batch has other values of a base") {
    const std::string path = base_file(base);
    std::string in, out;
    for (const auto& [line, report] : lines) {
        in += line + "\n";
        out += report + "\n";
    }
    for (const char* jobs : {"1", "2"}) {
        CHECK(run_program({"batch", "--spec", path, "--fields", "params", "--jobs", jobs}, in).out == out);
    }
    std::filesystem::remove(path);
}

TEST_CASE("a base that is wrong, and one that is standard input, is refused") {
    const std::string path = base_file("input 4\ndens 8\n");
    const auto wrong = run_program({"batch", "--spec", path}, "{}\n");
    CHECK(wrong.code == 2);
    CHECK(wrong.out == "");
    CHECK(wrong.err.find("`dens` is not a layer type") != std::string::npos);
    CHECK(run_program({"batch", "--spec", "-"}, "{}\n").err ==
          "nnshape: the base and the lines are both standard input; give one of them as a file\n");
    CHECK(run_program({"batch", "--spec", path + ".none"}, "{}\n").code == 2);
    std::filesystem::remove(path);
}

TEST_CASE("batch writes the diagnostics that are asked for") {
    const std::string spec = R"({"input":[8,8,4],"layers":[{"type":"conv","filters":2,"kernel":3,"stride":2},)"
                             R"({"type":"conv","filters":2,"kernel":9}]})"
                             "\n";
    const auto counts = [&](const std::string& which, const std::string& what) {
        const std::string out = run_program({"batch", "--diagnostics", which}, spec).out;
        return out.find(what) != std::string::npos;
    };
    CHECK(counts("all", "stride-remainder"));
    CHECK(counts("all", "kernel-exceeds-input"));
    CHECK(!counts("errors", "stride-remainder"));
    CHECK(counts("errors", "kernel-exceeds-input"));
    CHECK(counts("none", R"("ok":false,"output":null,"totals":null,"diagnostics":[]})"));
    CHECK(run_program({"batch", "--diagnostics", "some"}, spec).err ==
          "nnshape: `some` is not a value of `--diagnostics`; choose from all, errors and none\n");
}
