#include <fmt/format.h>
#include <algorithm>
#include <span>

#include "base/limits.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

// The names of the layers and of the outputs, "a, b -> b"; or what is wrong.
std::string names_of(const std::string& text) {
    Studied studied;
    study_text(studied, text);
    if (!studied.study.ok()) return diagnostics_of(text);
    const Network& network = studied.study.network;
    std::string out;
    for (uint32_t node = network.input_count; node < network.nodes.size(); ++node) {
        out += fmt::format("{}{}", out.empty() ? "" : ", ", network.nodes[node].name);
    }
    out += " ->";
    for (uint32_t output : network.outputs) out += fmt::format(" {}", network.nodes[output].name);
    return out;
}

struct Written {
    std::string spec;
    std::string names;
};

void check_names(std::span<const Written> cases) {
    for (const Written& one : cases) {
        INFO(one.spec);
        CHECK(names_of(one.spec) == one.names);
    }
}

}  // namespace

TEST_CASE("an arrow needs no blank, and a line goes on behind a backslash") {
    const Written cases[] = {
        {"input 8\nrelu->8", "relu_1 -> relu_1"},
        {"input 8\nrelu→8", "relu_1 -> relu_1"},
        {"input 8\na: dense 3\\\n  no-bias -> 3 params=24", "a -> a"},
        {"input 8\na: dense \\\n  3 -> 3", "a -> a"},
        {"input 8\r\na: dense 3\\\r\n  no-bias -> 3 params=24\r\n", "a -> a"},
        {"input 8\r\na: dense \\\r\n  3 -> 3\r\n", "a -> a"},
        {"input 8\nx-y: relu", "x-y -> x-y"},
    };
    check_names(cases);
}

TEST_CASE("a backslash in a quoted name stands for itself but before a quote and another one") {
    const Written cases[] = {
        {R"(input 8
"a\\b": relu
c: relu
add from="a\\b",c)",
         R"(a\b, c, add_1 -> add_1)"},
        {R"(input 8
"a\q\"c": relu
add from=input,"a\q\"c")",
         R"(a\q"c, add_1 -> add_1)"},
        {R"(input 8
"a\b": relu
add from=input,"a\b")",
         R"(a\b, add_1 -> add_1)"},
    };
    check_names(cases);
}

TEST_CASE("outputs are named with blanks or commas between them") {
    const Written cases[] = {
        {"input 8\na: relu\nb: relu from=input\noutputs a b", "a, b -> a b"},
        {"input 8\na: relu\nb: relu from=input\noutputs a,b", "a, b -> a b"},
        {"input 8\na: relu\nb: relu from=input\noutputs a, b", "a, b -> a b"},
        {"input 8\n\"a 1\": relu\nb: relu from=input\noutputs \"a 1\",b", "a 1, b -> a 1 b"},
    };
    check_names(cases);
}

TEST_CASE("a default is any value, a quoted name and parentheses too") {
    const Written cases[] = {
        {"input 8\ndefine f(n, m=($n+1)*2) { dense $m -> 8 }\nf 3", "f_1/dense_1 -> f_1/dense_1"},
        {"input 8\ndefine f(s=\"x 1\") { \"x 1\": relu ; add from=input,$s }\nf", "f_1/x 1, f_1/add_1 -> f_1/add_1"},
        {"input 8\ndefine f(s=\"a, b\", n=8) { \"a, b\": dense $n ; add from=input,$s }\nf",
         "f_1/a, b, f_1/add_1 -> f_1/add_1"},
        {"input 8\ndefine größe-2 { relu }\ngröße-2", "größe-2_1/relu_1 -> größe-2_1/relu_1"},
        {"input 8\ndefine a×b { relu }\na×b", "a×b_1/relu_1 -> a×b_1/relu_1"},
    };
    check_names(cases);
}

TEST_CASE("a second byte-order mark means as little as the first") {
    CHECK(names_of("\ufeff\ufeffinput 8\nrelu") == "relu_1 -> relu_1");
    CHECK(diagnostics_of("\ufeff\ufeff{\"input\": [8], \"layers\": [{\"type\": \"rleu\"}]}") ==
          "spec:1:37: error: `rleu` is not a layer type; did you mean `relu`? [unknown-layer]\n"
          "    {\"input\": [8], \"layers\": [{\"type\": \"rleu\"}]}\n"
          "                                        ^~~~\n");
}

TEST_CASE("a text of JSON that is too long is refused by either reader") {
    for (bool quickly : {false, true}) {
        Studied studied;
        study_text(studied, "{" + std::string(longest_text, ' '), {.quickly = quickly});
        const Diagnostics& told = studied.study.diagnostics;
        REQUIRE(told.size() >= 1);
        CHECK(told[0].message == "the text is longer than 64 MiB");
        CHECK(told[0].code == &code::too_large);
    }
}

TEST_CASE("of more mistakes than are told the rest is left out") {
    for (const char* line : {"= 3\n", "}\n"}) {
        INFO(line);
        Studied studied;
        std::string text = "input 8\n";
        for (size_t count = 0; count < most_mistakes + 5; ++count) text += line;
        study_text(studied, text);
        const Diagnostics& told = studied.study.diagnostics;
        auto is_syntax = [](const Diagnostic& one) { return one.code == &code::syntax; };
        CHECK(static_cast<size_t>(std::count_if(told.begin(), told.end(), is_syntax)) == most_mistakes);
    }
}
