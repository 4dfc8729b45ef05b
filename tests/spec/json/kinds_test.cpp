#include <fmt/format.h>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/program.h"

// JSON of every kind of brokenness, and of every kind that is none: what is no JSON is refused at a place, and what is
// JSON never for its syntax. Each text stands behind `id`, which may be anything.
using namespace nnshape;
using namespace nnshape::test;
using namespace std::string_literals;

namespace {

std::string around(const std::string& text) {
    return "{\"input\": [5], \"id\": " + text + ", \"layers\": [{\"type\": \"relu\"}]}";
}

std::string deep(int depth, const std::string& open, const std::string& close) {
    std::string text;
    for (int level = 0; level < depth; ++level) text += open;
    text += "0";
    for (int level = 0; level < depth; ++level) text += close;
    return text;
}

const std::vector<std::string> accepted = {
    // arrays and objects
    "[]",
    "[ ]",
    "[[]]",
    "[[], [[]]]",
    "[null]",
    "[1\n,2]",
    "[1,null,null,2]",
    "[ \t\r\n1]",
    "[\"\"]",
    "[false]",
    "{}",
    "{\"\":0}",
    R"({"a":{"b":[{}]}})",
    R"({"\u0000a":1})",
    R"({"a b":1})",
    "{\n}",
    // numbers
    "0",
    "-0",
    "-1",
    "123",
    "1e1",
    "1E22",
    "1E-2",
    "1E+2",
    "0e1",
    "0e+1",
    "0.5",
    "-0.0",
    "123.456e78",
    "123.456789",
    "-123123123123123123123123123123",
    "1e-999",
    "20e1",
    "0.0000000000000000000000000000000000000000000000000000001",
    // strings
    R"("")",
    R"("\u0060\u012a\u12AB")",
    R"("\uD801\udc37")",
    R"("\ud83d\ude39\ud83d\udc8d")",
    R"("\"\\\/\b\f\n\r\t")",
    R"("\\u0000")",
    R"("\"")",
    R"("a/*b*/c/*d//e")",
    R"("\\a")",
    R"("\u0012")",
    R"("\uFFFF")",
    R"("asd ")",
    "\"\x7f\"",
    "\"\xc3\xa9\"",
    "\"\xe2\x80\xa8\"",
    "\"\xf4\x8f\xbf\xbf\"",
    "\"\xef\xbf\xbf\"",
    R"("\u0000")",
    R"("\uDBFF\uDFFE")",
    R"("\u200B\u2064")",
    R"("new\u000Aline")",
    // words
    "true",
    "false",
    "null",
    " true ",
};

const std::vector<std::string> refused = {
    // arrays
    "[1 true]",
    "[\"\": 1]",
    "[\"\"],",
    "[,1]",
    "[1,,2]",
    "[\"x\",,]",
    "[\"x\"]]",
    "[\"\",]",
    "[\"x\"",
    "[x",
    "[3[4]]",
    "[1:2]",
    "[,]",
    "[-]",
    "[   , \"\"]",
    "[1,",
    "[1,]",
    "[1,\n1\n,1",
    "[*]",
    "[\"a\",\n4\n,1,",
    "[{}",
    "[",
    "]",
    // objects
    "{1:1}",
    "{\"a\" 1}",
    "{\"a\":}",
    "{\"a\"",
    "{\"a\":1,}",
    "{\"a\":1,,\"b\":2}",
    "{,}",
    "{:1}",
    "{a:1}",
    "{'a':1}",
    "{\"a\":1 \"b\":2}",
    "{\"a\":\"b\",,}",
    "{\"a\"::1}",
    "{\"a\",1}",
    "{[1:2}",
    "{\"x\":,\"y\":1}",
    "{\"a\":1/**/}",
    "{\"a\":1}#",
    "{null:null}",
    "{9999E9999:1}",
    "{\"a\": true} \"x\"",
    "{\"a\":\"b\"}/**//",
    "{",
    "{]",
    "[}",
    // numbers
    "+1",
    "++1234",
    "-01",
    "-1.0.",
    "-2.",
    "-NaN",
    ".-1",
    ".2e-3",
    "0.1.2",
    "0.3e+",
    "0.3e",
    "0.e1",
    "0E+",
    "0E",
    "0e",
    "0e+",
    "1.0e+",
    "1.0e-",
    "1.0e",
    "1 000.0",
    "1eE2",
    "2.e+3",
    "2.e-3",
    "2.e3",
    "9.e+",
    "Inf",
    "NaN",
    "1+2",
    "0x1",
    "0x42",
    "Infinity",
    "-Infinity",
    "0e+-1",
    "-123.123foo",
    "-foo",
    "- 1",
    "-012",
    "-.123",
    "-1x",
    "1ea",
    "1.",
    ".123",
    "1.2a",
    "1.8011670033376514H-308",
    "012",
    "01",
    "1_000",
    "1,000",
    "\xef\xbc\x91",
    "2.",
    "-",
    "--1",
    "0b1",
    "1e",
    // strings
    "\"",
    "\"a",
    R"("\uD800\")",
    R"("\uD800\u")",
    R"("\uD800\u1")",
    R"("\uD800\u1x")",
    R"("\uD800")",
    R"("\uDC00")",
    R"("\uDFAA\uD800")",
    R"("\uD800\uD800")",
    "\"\\\x1f\"",
    R"("\x00")",
    R"("\\\")",
    "\"\\\t\"",
    R"("\a")",
    R"("\u00A")",
    R"("\uD834\uDd")",
    R"("\u{1F600}")",
    R"("\U0001F600")",
    "'single'",
    "abc",
    "\"a\nb\"",
    "\"a\tb\"",
    "\"a\x01z\"",
    R"("\)",
    R"("\u00G0")",
    "\"\\\xf0\x9f\x8c\x80\"",
    "\"x\"x\"",
    // words
    "nul",
    "tru",
    "fals",
    "True",
    "NULL",
    "truee",
    "nullx",
    "undefined",
    "None",
    "nil",
    // bytes, blanks and what is around
    "\xff",
    "\"\xff\"",
    "\"\xc0\xaf\"",
    "\"\xed\xa0\x80\"",
    "\"\xf5\x80\x80\x80\"",
    "\"\xe0\xff\"",
    "\"\xf0\x9f\"",
    "\f0",
    "\v0",
    "\xc2\xa0"
    "0",
    "\xe2\x81\xa0",
    "\0"s,
    "\"\0\""s,
    "[\0]"s,
    "0\0"s,
    "\xef\xbb\xbf"
    "0",
    "// 1\n0",
    "/* */ 0",
    "# 1\n0",
    "0 // x\n",
    "<null>",
    "<!-- -->0",
    "*",
    "@",
    "\\u0041",
    "\xe2\x82\xac",
    "",
    "${1}",
    "0}",
    "0]",
};

}  // namespace

TEST_CASE("what is JSON is read, whatever it holds") {
    for (const std::string& text : accepted) {
        INFO(text);
        CHECK(diagnostics_of(around(text)) == "");
    }
}

TEST_CASE("what is no JSON is refused, and told where") {
    for (const std::string& text : refused) {
        INFO(text);
        std::string told = diagnostics_of(around(text));
        CHECK(told.starts_with("spec:"));
        CHECK(told.find("[syntax]") != std::string::npos);
        unsigned long line = 0, column = 0;
        REQUIRE(std::sscanf(told.c_str(), "spec:%lu:%lu: error:", &line, &column) == 2);
        CHECK(line >= 1);
        CHECK(column >= 1);
    }
}

TEST_CASE("a spec that is cut short anywhere is refused, and never read as another") {
    std::string spec = around(R"({"a": [1.5e3, "\u00e9\ud83d\ude00", true, null]})");
    for (size_t size = 1; size < spec.size(); ++size) {
        INFO(spec.substr(0, size));
        std::string told = diagnostics_of(spec.substr(0, size));
        CHECK(told.starts_with("spec:1:"));
        CHECK(told.find("[syntax]") != std::string::npos);
    }
    CHECK(diagnostics_of(spec) == "");
}

TEST_CASE("JSON that is not a spec can be read, and JSON that cannot is a mistake of syntax") {
    for (const char* text : {"[1]", R"("x")", R"("\u0061")", R"("")", "3", "-0.5e1 ", "null", "[]", "[[[{}]]]"}) {
        INFO(text);
        Studied studied;
        study_text(studied, text, {.form = SpecForm::json});
        const Diagnostics& told = studied.study.diagnostics;
        REQUIRE(told.size() == 1);
        CHECK(told[0].code == &code::bad_value);
        CHECK(told[0].span.begin == 0);
    }
    for (const char* text : {"[1,]", "[1", "\"x", "nul", "[1]x", "2@", "[nan]", "-", "\"\\x\"", "\"a\" 1", "]"}) {
        INFO(text);
        Studied studied;
        study_text(studied, text, {.form = SpecForm::json});
        const Diagnostics& told = studied.study.diagnostics;
        auto is_syntax = [](const Diagnostic& one) { return one.code == &code::syntax; };
        CHECK(std::any_of(told.begin(), told.end(), is_syntax));
    }
}

TEST_CASE("JSON is nested so deep and no deeper, without a stack that grows") {
    for (const auto& [open, close] : {std::pair("[", "]"), {"{\"a\":", "}"}}) {
        CHECK(diagnostics_of(around(deep(200, open, close))) == "");
        CHECK(diagnostics_of(around(deep(100'000, open, close))).find("[too-large]") != std::string::npos);
        CHECK(diagnostics_of(around(deep(100'000, open, ""))).find("[too-large]") != std::string::npos);
        CHECK(diagnostics_of(around(deep(100'000, open, ""))).find("[syntax]") != std::string::npos);
        CHECK(diagnostics_of(deep(100'000, open, "")).find("the text ends too early [syntax]") != std::string::npos);
    }
}
