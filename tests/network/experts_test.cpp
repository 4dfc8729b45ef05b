#include <fmt/format.h>

#include "spec/figures.h"
#include "spec/mistake.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

// A spec with `input 4x8`, and its output and totals.
struct Case {
    std::string spec, figures;
};

// A dense layer of 8 units has 64 weights and 8 biases; at 4 positions it multiplies 256 times.
const Case cases[] = {
    {"experts 8 active=2 { dense 8 }", "params=576 active_params=144 macs=512 activation_bytes=256"},
    {"experts count=8 active=2 { dense 8 }", "params=576 active_params=144 macs=512 activation_bytes=256"},
    {"experts 2*4 active=8 { dense 8 }", "params=576 active_params=576 macs=2048 activation_bytes=1024"},
    {"experts 1 active=1 { dense 8 }", "params=72 active_params=72 macs=256 activation_bytes=128"},
    // Buffers exist as often as parameters.
    {"experts 4 active=1 { batch_norm }", "params=64 active_params=16 buffers=64 param_bytes=512"},
    // What is around counts once.
    {"a: dense 8\nexperts 4 active=2 { dense 16 ; relu ; b: dense 8 }\nadd from=a,b",
     "params=1192 active_params=632 macs=2304"},
    {"a: dense 8\nb: dense 8\nexperts 4 active=2 from=a { c: dense 8 }\nadd from=c,b", "params=432 active_params=288"},
    {"a: dense 8\nb: dense 8\nexperts 4 active=2 { c: dense 8 } from=a\nadd from=c,b", "params=432 active_params=288"},
    // Inside each other they multiply.
    {"experts 4 active=2 { dense 8 ; experts 3 active=1 { dense 8 } }", "params=1152 active_params=288 macs=1024"},
    {"let n=8 k=2\nexperts $n active=$k { dense 8 }", "params=576 active_params=144"},
    {"define moe(n) { experts $n active=2 { dense 8 } }\nmoe 8\nmoe 4", "params=864 active_params=288"},
    {"repeat 3 { experts 2**$turn active=$turn { dense 8 } }", "params=1008 active_params=432"},
    {"add { experts 8 active=2 { dense 8 } }", "params=576 active_params=144"},
    {"freeze { experts 8 active=2 { dense 8 } }", "params=576 frozen=576 trainable=0"},
    // A layer that shares uses the parameters of all experts.
    {"experts 8 active=2 { a: dense 8 ; dense 8 share=a }", "params=576 active_params=144 macs=1024"},
    {"dtype int8 weights=int4\nexperts 8 active=2 { dense 8 }", "param_bytes=512"},
};

const Marked mistakes[] = {
    {"experts 8 { dense 8 }\n"
     "^~~~~~~ experts needs `active`; for example experts 8 active=2 { … } [missing-parameter]"},
    {"experts active=2 { dense 8 }\n"
     "^~~~~~~ experts needs `count`; for example experts 8 active=2 { … } [missing-parameter]"},
    {"experts 8 active=9 { dense 8 }\n"
     "                 ^ 9 of 8 experts cannot be active; at most all of them work [bad-value]"},
    {"experts 0 active=0 { dense 8 }\n"
     "        ^ `count` needs a whole number from 1 on, not `0` [bad-value]\n"
     "                 ^ `active` needs a whole number from 1 on, not `0` [bad-value]"},
    {"experts 8 activ=2 { dense 8 }\n"
     "          ^~~~~ `activ` is not a parameter of experts; did you mean `active`? [unknown-parameter]"},
    {"experts 8 9 active=2 { dense 8 }\n"
     "          ^ `count` is given twice; remove one of the two [duplicate-key]"},
    {"experts 8 active=2\n"
     "^~~~~~~ `experts` has no braces; its statements are in braces, which begin on its line [syntax]"},
    {"moe: experts 8 active=2 { dense 8 }\n"
     "^~~ `experts` cannot have a label; layers, calls and repeats have names [syntax]"},
    {"experts 8 active=2 { dense 8 } -> 4x8\n"
     "                                  ^~~ `experts` is not a layer; write this on the last layer inside it [syntax]"},
    {"experts 8 active=2 { dense 8 } from=input -> 4x8\n"
     "                                             ^~~ `experts` is not a layer; write this on the last layer inside "
     "it "
     "[syntax]"},
    {"experts 2**62 active=1 { experts 4 active=1 { dense 8 } }\n"
     "                         ^~~~~~~ the number of experts overflows a 64-bit integer [overflow]"},
    {"experts 2**62 active=1 { dense 8 }\n"
     "                         ^~~~~ the weights overflow a 64-bit integer [overflow]"},
    {"experts 8 active=2 from=nope { dense 8 }\n"
     "                        ^~~~ no layer is called `nope` [unknown-input]"},
    // Outside them, a layer has not as many parameters.
    {"experts 8 active=2 { a: dense 8 }\n"
     "dense 8 share=a\n"
     "^~~~~ `dense_1` cannot share the parameters of `a`: it has 64 weights, not 512; layers that share have the same "
     "counts [shape-mismatch]"},
};

}  // namespace

TEST_CASE("experts have all their parameters, and those that work do") {
    for (const auto& [spec, expected] : cases) {
        INFO(spec);
        const std::string text = "input 4x8\n" + spec + "\nexpect " + expected + "\n";
        CHECK(diagnostics_of(text) == "");
        const std::string json = run_program({"convert", "-", "--to", "json"}, text).out;
        CHECK(diagnostics_of(json) == "");
        const std::string again = run_program({"convert", "-", "--to", "text"}, json).out;
        CHECK(diagnostics_of(again) == "");
        CHECK(run_program({"convert", "-", "--to", "json"}, again).out == json);
        for (const char* form : {"text", "json"}) {
            CHECK(diagnostics_of(run_program({"convert", "-", "--to", form, "--flat"}, text).out) == "");
        }
    }
}

TEST_CASE("a mistake of `experts` is told at its place") { check_marked(mistakes, "input 4x8\n"); }

TEST_CASE("reports name the experts where there are some") {
    const std::string spec = "input 4x8\nexperts 8 active=2 { dense 8 }\n", plain = "input 4x8\ndense 8\n";
    const auto reports = [&](std::vector<std::string> arguments, const std::string& what) {
        arguments.insert(arguments.begin() + 1, "-");
        CHECK(run_program(arguments, plain).out.find(what) == std::string::npos);
        return run_program(arguments, spec).out.find(what) != std::string::npos;
    };
    CHECK(reports({"show"}, "dense 8 (2 of 8 experts)"));
    CHECK(reports({"show"}, "  active"));
    CHECK(reports({"show", "--json"}, R"("experts": {"count": 8, "active": 2})"));
    CHECK(reports({"show", "--json"}, R"("active_params": 144)"));
    CHECK(reports({"show", "--format", "csv", "--columns", "active_params"}, "144"));
    CHECK(reports({"explain"}, "(8 + 1)·8·8 = 576"));
    CHECK(reports({"explain"}, "(8 + 1)·8·2 = 144"));
    CHECK(reports({"explain"}, "there are 8 experts, of which 2 work for each position"));
    CHECK(run_program({"batch"}, R"({"input": [4, 8], "layers": [{"type": "experts", "count": 8, "active": 2,)"
                                 R"( "layers": [{"type": "dense", "units": 8}]}]})"
                                 "\n")
              .out.find(R"("params":576,"active_params":144)") != std::string::npos);
}
