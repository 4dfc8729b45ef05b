#include <span>

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape::test;

namespace {

struct Case {
    std::string spec, form, written;
};

std::string converted(const Case& one) { return run_shown({"convert", "-", "--to", one.form}, one.spec).all; }

// A layer of this name, in JSON.
std::string named(const std::string& name) {
    return R"({"input": [8], "layers": [{"type": "relu", "name": ")" + name + R"("}]})";
}

// A relu with this before it, in JSON.
std::string behind(const std::string& members) {
    return R"({"input": [8], )" + members + R"(, "layers": [{"type": "relu"}]})";
}

void check_written(std::span<const Case> cases) {
    for (const Case& one : cases) {
        INFO(one.spec);
        CHECK(converted(one) == one.written);
    }
}

}  // namespace

TEST_CASE("a name stands in quotes where the text form would read it otherwise") {
    const Case cases[] = {
        {named("a.b/c-d_é"), "text", "input 8\n\na.b/c-d_é: relu\n"},
        {named("a×b"), "text", "input 8\n\na×b: relu\n"},
        {named("a\u3000b"), "text", "input 8\n\n\"a\u3000b\": relu\n"},
        {named("a→b"), "text", "input 8\n\n\"a→b\": relu\n"},
        {named("a|b"), "text", "input 8\n\n\"a|b\": relu\n"},
        {named("-"), "text", "input 8\n\n\"-\": relu\n"},
        {named("limit"), "text", "input 8\n\n\"limit\": relu\n"},
        {behind(R"("dtype": "float16", "weights_dtype": "int4")"), "text",
         "dtype float16 weights=int4\ninput 8\n\nrelu\n"},
        {behind(R"("weights_dtype": "INT4")"), "text", "dtype float32 weights=int4\ninput 8\n\nrelu\n"},
        {"input 8\n\"3x3\": relu\ns: add from=3x3,input\noutputs s 3x3\n", "text",
         "input 8\n\n3x3: relu\ns: add from=3x3,input\n\noutputs s 3x3\n"},
    };
    for (const Case& one : cases) {
        INFO(one.spec);
        CHECK(converted(one) == one.written);
        CHECK(diagnostics_of(one.written) == diagnostics_of(one.spec));
    }
}

TEST_CASE("axes are joined by `x`, or by commas where the channels are among them") {
    auto spec = [](const std::string& axes) {
        return R"({"input": [4, 5, 6], "layers": [{"type": "reduce", "axis": )" + axes + "}]}";
    };
    const Case cases[] = {
        {spec("[0, 2]"), "text", "input 4x5x6\n\nreduce 0x2\n"},
        {spec("[1]"), "text", "input 4x5x6\n\nreduce 1\n"},
        {spec(R"([0, "Channels"])"), "text", "input 4x5x6\n\nreduce 0,channels\n"},
        {spec(R"("CHANNELS")"), "text", "input 4x5x6\n\nreduce axis=channels\n"},
        {"let a=1\ninput 4x5x6\nreduce $a,channels keepdims\nreduce ${a}x0\n", "text",
         "input 4x5x6\n\nlet a=1\n\nreduce $a,channels keepdims\nreduce ${a}x0\n"},
        {"input 4x5x6\nreduce 0,1\nunsqueeze axis=0,Channels\nsqueeze 0\n", "json",
         "{\n  \"input\": [4, 5, 6],\n  \"layers\": [\n    {\"type\": \"reduce\", \"axis\": [0, 1]},\n"
         "    {\"type\": \"unsqueeze\", \"axis\": [0, \"channels\"]},\n"
         "    {\"type\": \"squeeze\", \"axis\": 0}\n  ]\n}\n"},
    };
    check_written(cases);
}

TEST_CASE("an input stands in front of the layers of JSON unless it says more than its shape") {
    const std::string layers = "    {\"type\": \"relu\"}\n  ]\n}\n";
    const Case cases[] = {
        {"input 8\nrelu\n", "json", "{\n  \"input\": [8],\n  \"layers\": [\n" + layers},
        {"x: input 8\nrelu\n", "json",
         "{\n  \"layers\": [\n    {\"type\": \"input\", \"name\": \"x\", \"shape\": [8]},\n" + layers},
        {"input 8 allow=suspect-input\nrelu\n", "json",
         "{\n  \"layers\": [\n    {\"type\": \"input\", \"shape\": [8], \"allow\": [\"suspect-input\"]},\n" + layers},
        {"input 8 -> 8\nrelu\n", "json",
         "{\n  \"layers\": [\n    {\"type\": \"input\", \"shape\": [8], \"expect\": {\"output\": [8]}},\n" + layers},
    };
    check_written(cases);
}

TEST_CASE("a list may hold names, expressions and numbers side by side") {
    const Case cases[] = {
        {"input 8\nlet which=b\na: relu\nb: relu\nadd from=a,$which\n", "json",
         "{\n  \"input\": [8],\n  \"let\": {\"which\": \"b\"},\n  \"layers\": [\n"
         "    {\"type\": \"relu\", \"name\": \"a\"},\n    {\"type\": \"relu\", \"name\": \"b\"},\n"
         "    {\"type\": \"add\", \"inputs\": [\"a\", \"$which\"]}\n  ]\n}\n"},
        {behind(R"("let": {"a": ["x", 3, true, null, 2.5]})"), "text", "input 8\n\nlet a=x,3,true,-,2.5\n\nrelu\n"},
    };
    check_written(cases);
}

TEST_CASE("what has no place in a form is told once, at the first place") {
    const Case cases[] = {
        {"input 8\n\"a$b\": relu\n\"c$d\": relu\nadd from=\"a$b\",\"c$d\"\n", "json",
         "<stdin>:4:11: error: `a$b` cannot be written in JSON, where `$` begins an expression; choose a name without "
         "it [bad-value]\n    add from=\"a$b\",\"c$d\"\n              ^~~\n"},
        {named("a\u200bb"), "text",
         "<stdin>:1:53: error: `a\\u{200b}b` cannot be written in the text form; text has no escape for it; JSON has "
         "[bad-value]\n"
         "    {\"input\": [8], \"layers\": [{\"type\": \"relu\", \"name\": \"a\\u{200b}b\"}]}\n"
         "                                                        ^~~~~~~~~~\n"},
        {behind(R"("let": {"a": []})"), "text",
         "<stdin>:1:29: error: an empty list cannot be written in the text form; remove the parameter [bad-value]\n"
         "    {\"input\": [8], \"let\": {\"a\": []}, \"layers\": [{\"type\": \"relu\"}]}\n"
         "                                ^~\n"},
        {behind(R"("define": {"f": {"parameters": {"a": "$b; c"}, "layers": []}})"), "text",
         "<stdin>:1:54: error: `$b;c` cannot be written in the text form; it is not an expression [bad-value]\n"
         "    …nput\": [8], \"define\": {\"f\": {\"parameters\": {\"a\": \"$b; c\"}, \"layers\": []}}, \"layers\": "
         "[{\"type\": \"relu…\n"
         "                                                       ^~~~~\n"},
    };
    check_written(cases);
}
