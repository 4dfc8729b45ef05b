#include <fmt/format.h>

#include "spec/mistake.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

// The layers that use the parameters of another, "b/dense_1 of a/dense_1".
std::string sharers_in(const std::string& text) {
    Studied studied;
    study_text(studied, text);
    std::string out;
    for (const Node& node : studied.study.network.nodes) {
        if (node.shares == nothing_shared) continue;
        out += fmt::format("{}{} of {}", out.empty() ? "" : ", ", node.name,
                           studied.study.network.nodes[node.shares].name);
    }
    return studied.study.ok() ? out : diagnostics_of(text);
}

struct Shared {
    std::string spec, sharers;
};

const Shared calls[] = {
    {"define f { dense 8 ; relu ; batch_norm }\na: f\nb: f share=a\nexpect params=88 macs=128",
     "b/dense_1 of a/dense_1, b/batch_norm_1 of a/batch_norm_1"},
    {"define f { dense 8 }\na: f\nb: f share=a\nc: f share=b\nexpect params=72 macs=192",
     "b/dense_1 of a/dense_1, c/dense_1 of a/dense_1"},
    {"define f { dense 8 }\nf\nf share=f_1\nallow automatic-name", "f_2/dense_1 of f_1/dense_1"},
    // A call inside a call, and a layer that shares by itself.
    {"define f { dense 8 }\ndefine g { f ; f ; dense 8 }\na: g\nb: g share=a\nexpect params=216 macs=384",
     "b/f_1/dense_1 of a/f_1/dense_1, b/f_2/dense_1 of a/f_2/dense_1, b/dense_1 of a/dense_1"},
    {"define f { x: dense 8 ; dense 8 share=x }\na: f\nb: f share=a\nexpect params=72 macs=256",
     "a/dense_1 of a/x, b/x of a/x, b/dense_1 of a/x"},
    {"define f { dense 8 }\ndefine g { a: f ; b: f share=a }\nx: g\ny: g share=x\nexpect params=72",
     "x/b/dense_1 of x/a/dense_1, y/a/dense_1 of x/a/dense_1, y/b/dense_1 of x/a/dense_1"},
    // The values are the same, however they are written.
    {"define f(n, m=$n) { dense $n ; dense $m }\na: f 8\nb: f n=8 m=8 share=a\nexpect params=144",
     "b/dense_1 of a/dense_1, b/dense_2 of a/dense_2"},
    // In repeats, this turn's call comes first.
    {"define f { dense 8 }\nrepeat 2 { a: f ; b: f share=a }\nexpect params=144",
     "b_1/dense_1 of a_1/dense_1, b_2/dense_1 of a_2/dense_1"},
    {"define f { dense 8 }\na: f\nrepeat 2 { b: f share=a }\nexpect params=72",
     "b_1/dense_1 of a/dense_1, b_2/dense_1 of a/dense_1"},
    // A path names a layer or a call inside a call.
    {"define f { x: dense 8 ; dense 8 }\na: f\ndense 8 share=a/x\ndense 8 share=a/dense_1\nexpect params=144",
     "dense_1 of a/x, dense_2 of a/dense_1"},
    {"define f { dense 8 }\ndefine g { x: f ; relu }\na: g\nb: f share=a/x\nexpect params=72",
     "b/dense_1 of a/x/dense_1"},
    {"define f { dense 8 }\nrepeat 2 { a: f ; dense 8 share=a/dense_1 }\ndense 8 share=a_2/dense_1\nexpect params=144",
     "dense_1 of a_1/dense_1, dense_2 of a_2/dense_1, dense_3 of a_2/dense_1"},
    {"s: repeat 2 { dense 8 }\ndense 8 share=s_1/dense_1\nexpect params=144", "dense_1 of s_1/dense_1"},
    {"a/b: dense 8\ndense 8 share=a/b\nexpect params=72", "dense_1 of a/b"},
    {"define f(who) { x: dense 8 ; dense 8 share=$who }\nf x\nexpect params=72", "f_1/dense_1 of f_1/x"},
    {"define f { relu }\na: f\nb: f share=a", ""},
};

const Marked mistakes[] = {
    {"define f { dense 8 }\n"
     "f share=nope\n"
     "        ^~~~ no layer is called `nope` [unknown-input]"},
    {"define f { dense 8 }\n"
     "a: dense 8\n"
     "b: f share=a\n"
     "           ^ `a` is not a call; a call shares the parameters of an earlier call of its definition [bad-value]"},
    {"define f { dense 8 }\n"
     "define g { dense 8 }\n"
     "a: g\n"
     "b: f share=a\n"
     "           ^ f cannot share the parameters of `a`, which is g; calls that share are of the same definition "
     "[shape-mismatch]"},
    {"define f(n) { repeat $n { dense 8 } }\n"
     "a: f 2\n"
     "b: f 3 share=a\n"
     "             ^ `f` cannot share the parameters of `a`: its layers are others; give both calls the same values "
     "[shape-mismatch]"},
    {"define f(n) { dense $n }\n"
     "              ^~~~~ `b/dense_1` cannot share the parameters of `a/dense_1`: it has 72 weights, not 64; layers "
     "that "
     "share have the same counts [shape-mismatch]\n"
     "used from spec:4:4\n"
     "a: f 8\n"
     "b: f 9 share=a"},
    {"define f { dense 8 }\n"
     "a: f\n"
     "b: f share=a share=a\n"
     "             ^~~~~ `share` is given twice; remove one of the two [duplicate-key]"},
    {"define f { x: dense 8 }\n"
     "a: f\n"
     "dense 8 share=a/y\n"
     "              ^~~ no layer is called `a/y` [unknown-input]\n"
     "relu from=a/x\n"
     "          ^~~ no layer is called `a/x` [unknown-input]"},
};

}  // namespace

TEST_CASE("a call, or a layer, uses the parameters of these layers") {
    for (const auto& [spec, sharers] : calls) {
        INFO(spec);
        const std::string text = "input 8\n" + spec + "\n";
        CHECK(sharers_in(text) == sharers);
        const std::string json = run_program({"convert", "-", "--to", "json"}, text).out;
        CHECK(sharers_in(json) == sharers);
        const std::string again = run_program({"convert", "-", "--to", "text"}, json).out;
        CHECK(sharers_in(again) == sharers);
        CHECK(run_program({"convert", "-", "--to", "json"}, again).out == json);
        CHECK(sharers_in(run_program({"convert", "-", "--to", "text", "--flat"}, text).out) == sharers);
    }
}

TEST_CASE("a mistake of `share` is told at its place") { check_marked(mistakes, "input 8\n"); }

TEST_CASE("every report says whose parameters a layer uses") {
    const std::string spec = "input 8\ndefine f { dense 8 }\na: f\nb: f share=a\n";
    const auto reports = [&](std::vector<std::string> arguments, const std::string& what) {
        arguments.insert(arguments.begin() + 1, "-");
        return run_program(arguments, spec).out.find(what) != std::string::npos;
    };
    CHECK(reports({"show"}, "b/dense_1  dense 8 share=a/dense_1"));
    CHECK(reports({"show", "--depth", "1"}, "b      f share=a"));
    CHECK(reports({"show", "--format", "markdown"}, "| dense 8 share=a/dense\\_1 |"));
    CHECK(reports({"show", "--format", "csv"}, "dense 8 share=a/dense_1"));
    CHECK(reports({"show", "--json"}, R"("shares": "a/dense_1")"));
    CHECK(reports({"explain"}, "the parameters are those of `a/dense_1`, and count there"));
}
