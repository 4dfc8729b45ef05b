#include <nlohmann/json.hpp>

#include "support/catch.h"
#include "support/program.h"

// The reports of specs with a mistake: the layers that do not depend on it.
using namespace nnshape;
using namespace nnshape::test;
using Json = nlohmann::json;

namespace {

struct Partial {
    std::string spec;
    std::string layers;  // that are calculated; "" if nothing is listed
};

}  // namespace

TEST_CASE("a mistake in one statement hides no layer that can be calculated") {
    const std::string head = "input 28x28x1\na: conv 6 5\n", tail = "\nflatten\nb: relu from=a\n";
    const Partial cases[] = {
        {head + "conv 6 5 foo=3" + tail, "a b"},
        {head + "cnov 6 5" + tail, "a b"},
        {head + "conv 6 stride" + tail, "a b"},
        {head + "conv(6, 5" + tail, "a b"},
        {head + "repeat x { relu }" + tail, "a b"},
        {head + "repeat $x { relu }" + tail, "a b"},
        {head + "path { relu }" + tail, "a b"},
        {head + "add { path { relu } relu }" + tail, "a b"},
        {head + "a: relu" + tail, "a a flatten_1 b"},
        {head + "define f(n) { conv $n 3 }\nf" + tail, "a b"},
        {head + "define f { conv 2 }\nf" + tail, "a b"},
        {head + "let n=$m\ndense $n" + tail, "a b"},
        {head + "expect parms=3" + tail, "a flatten_1 b"},
        {head + "outputs c" + tail, "a flatten_1 b"},
        {head + "relu from=c" + tail, "a b"},
        {head + "conv 6 5 allow=nothing" + tail, "a b"},
        {"layout XYZ\n" + head, ""},
        {"dtype float23\n" + head, ""},
        {"input 28x28x1\ncnov 6 5\nconv 3 3\n", ""},
        {R"({"input": [8], "layers": [{"type": "dense", "units": 4}, {"type": "dense", "unit": 4}]})", "dense_1"},
        {R"({"input": [8], "layers": [{"type": "dense", "units": 4}, 5, {"type": "relu"}]})", ""},
        {R"({"input": [8], "layers": [{"type": "dense", "units": 4},]})", ""},
    };
    for (const Partial& one : cases) {
        INFO(one.spec);
        Ran json = run_program({"show", "--json", "-"}, one.spec);
        CHECK(json.code == 2);
        Json report = Json::parse(json.out);
        std::string layers;
        for (const Json& layer : report["layers"]) {
            if (layer["output"].is_null()) continue;
            layers += (layers.empty() ? "" : " ") + layer["name"].get<std::string>();
        }
        CHECK(layers == one.layers);
        CHECK(report["totals"].is_null());
        CHECK(report["ok"] == false);
        for (const char* form : {"table", "csv", "markdown"}) {
            Ran shown = run_program({"show", "--format", form, "-"}, one.spec);
            CHECK(shown.code == 2);
            CHECK(shown.out.empty() == one.layers.empty());
        }
        CHECK(run_program({"explain", "-"}, one.spec).out.empty() == one.layers.empty());
        Ran all =
            run_program({"show", "--columns", "name,type,operation,from,output,params,macs,share", "-"}, one.spec);
        CHECK(all.out.empty() == one.layers.empty());
        CHECK(run_program({"show", "--depth", "1", "-"}, one.spec).out.empty() == one.layers.empty());
    }
}
