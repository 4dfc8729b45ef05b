#include <fmt/format.h>

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

constexpr const char* layers = "the spec expands to more than 10,000,000 layers [too-large]";
constexpr const char* empty = "the spec expands to more than 10,000 calls and turns without a layer [too-large]";
constexpr const char* blocks =
    "the spec expands to more than 20,000,000 calls, turns, paths and frozen blocks [too-large]";
std::string bytes(std::string_view most) {
    return fmt::format("the layers' names, sizes and inputs need more than {} bytes [too-large]", most);
}
std::string inputs(std::string_view most) {
    return fmt::format("the layers have more than {} inputs, besides one for each layer [too-large]", most);
}
std::string input_names(std::string_view most) {
    return fmt::format("the names of the layers' inputs have more than {} bytes [too-large]", most);
}

std::string many(int count, const std::string& text) {
    std::string out;
    for (int once = 0; once < count; ++once) out += text;
    return out;
}

struct Refused {
    std::string spec;
    std::string place;  // line:column
    std::string message;
};

// `first` is the body of d0, and each definition below it calls the one above twice, with these values.
std::string doubled(int levels, const std::string& first, const std::string& one, const std::string& other) {
    std::string spec = "input 8\ndefine d0(x) { " + first + " }\n";
    for (int level = 1; level < levels; ++level) {
        spec += fmt::format("define d{0}(x) {{ d{1} {2} ; d{1} {3} }}\n", level, level - 1, one, other);
    }
    return spec + fmt::format("d{} 1\n", levels - 1);
}

std::string doubled_lets(int levels, const std::string& pattern) {
    std::string spec = "input 8\nlet v0=1\n";
    for (int level = 1; level < levels; ++level) {
        spec += fmt::format("let v{}={}\n", level, fmt::format(fmt::runtime(pattern), level - 1));
    }
    return spec + fmt::format("dense $v{}\n", levels - 1);
}

// Each value is a list of the one before.
std::string chained_lets(int levels) {
    std::string lets = "\"v0\": 1";
    for (int level = 1; level < levels; ++level) lets += fmt::format(", \"v{}\": [\"$v{}\"]", level, level - 1);
    return R"({"input": [8], "let": {)" + lets + R"(}, "layers": [{"type": "relu"}]})";
}

}  // namespace

TEST_CASE("what is too large is refused before it is expanded, where it becomes too large") {
    const std::string long_label(60'000, 'a'), label(1'000, 'b');
    const Refused cases[] = {
        {"input 8\nrepeat 10_000_001 { relu }\n", "2:1", layers},
        {"input 8\nrepeat 10_000_000 { relu }\nrelu\n", "3:1", layers},
        {"input 8\nrepeat 9_223_372_036_854_775_807 { relu ; relu }\n", "2:1", layers},
        {"input 8\nrepeat 4_000 { repeat 4_000 { add { relu } } }\n", "2:1", layers},
        {"input 8\ndefine f(n) { repeat $n { relu } }\ndense 4\nf 10\nf 10_000_000\n", "5:1", layers},
        {"input 8\ndefine f(n, m=$n*1000) { repeat $m { relu } }\nf 10_001\n", "3:1", layers},
        {"input 8\ndefine f(n) { relu }\nrepeat 10_000_001 { f 3 }\n", "3:1", layers},
        {"input 8\nlet n=20_000\nrepeat $n { repeat $n { freeze { relu } } }\n", "3:1", layers},
        {doubled(62, "relu", "$x", "$x"), "64:1", layers},
        {doubled(40, "relu", "$x", "$x+1"), "42:1", layers},
        {doubled(40, "repeat $x { relu }", "$x", "$x"), "42:1", layers},
        {doubled(40, "repeat 3 { add { path { relu } path { } } }", "$x*2", "$x"), "42:1", layers},
        {doubled(62, "", "$x", "$x"), "64:1", empty},
        {"input 8\nrepeat 9_223_372_036_854_775_807 { }\nrelu\n", "2:1", empty},
        {"input 8\nrepeat 1_000 { repeat 101 { } }\nrelu\n", "2:1", empty},
        {"input 8\ndefine f { repeat 9_999 { } }\nrelu\nf\nf\n", "5:1", empty},
        {"input 8\ndefine f { relu }\nrepeat 10_000_000 { add { path { } path { f } } }\n", "3:1", layers},
        {"input 8\ndefine f { relu }\nrepeat 7_000_000 { freeze { f } }\n", "3:1", blocks},
        {"input 8\nrepeat 40_000 { " + long_label + ": relu }\n", "2:1", bytes("20,060,033")},
        {"input 8\ndefine f { relu }\nrepeat 20_000 { " + long_label + ": f }\n", "3:1", bytes("14,060,048")},
        {"input 8\na: relu\nrepeat 1_000 { add from=a" + many(200, ",a") + " }\n", "3:1", inputs("110,211")},
        {"input 8\ndefine f { add {" + many(200, " path { }") + " } }\nrepeat 1_000 { f }\n", "3:1", inputs("110,000")},
        {"input 8\ndefine f { a: relu ; add from=a" + many(19, ",a") + " }\nrepeat 1_000 { " + label + ": f }\n", "3:1",
         input_names("9,010,000")},
        {"input 8\nrepeat 5_000 { repeat $turn { relu } }\n", "2:1", layers},
        {"input 8\nrepeat 5_000 { repeat $turn { } }\nrelu\n", "2:1", empty},
        {"input 8\nrepeat n=2,10_000_000 { repeat $n { relu } }\n", "2:1", layers},
        {"input 8\ndefine f(n) { repeat $n { relu } }\nrepeat 5_000 { f $turn }\n", "3:1", layers},
        {"input 8\ns: repeat 10_000_001 { relu }\n", "2:4", layers},
        {"input 8\n" + long_label + ": repeat 20_000 { relu }\n", "2:60003", bytes("14,060,033")},
    };
    for (const Refused& one : cases) {
        INFO(one.spec.substr(0, 300));
        std::string told = diagnostics_of(one.spec);
        CHECK(told.starts_with(fmt::format("spec:{}: error: {}\n", one.place, one.message)));
        CHECK(told.find("error:") == told.rfind("error:"));
    }
}

TEST_CASE("what is within the limits is expanded, however often its values could be worked out") {
    struct Kept {
        std::string spec;
        int64_t layers;
    };
    const Kept cases[] = {
        {doubled(14, "repeat $x { relu }", "$x", "$x+1"), 61'440},  // 2^13 calls, of 1 to 14 layers: 7.5 at the mean
        {"input 8\nrepeat 10_000 { }\nrelu\n", 1},
        {"input 8\ndefine f(n) { repeat $n { relu } }\nrepeat 50 { f 3 ; f 2 }\n", 250},
        {"input 8\nrepeat 9_000_000_000 { input 3 }\n", 0},
        {"input 8\nrepeat 100 { repeat $turn { relu } }\n", 5'050},
        {"input 8\ns: repeat 300 { t: repeat $turn { relu } }\n", 45'150},
        {"input 8\nrepeat 70_000 { dropout 1/(1+$turn//$turn) }\n", 70'000},
        {"input 8\ndefine f(n) { repeat $n { relu } }\ndefine g(n) { repeat 2 { f $n*$turn } }\nrepeat 3 { g $turn }\n",
         18},
        {"input 8\ndefine f(n) { dense $n ; dense $n*2 }\nrepeat 3 { f 3 ; f 4 }\n", 12},
    };
    for (const Kept& one : cases) {
        INFO(one.spec);
        Studied studied;
        study_text(studied, one.spec);
        CHECK(studied.study.network.layer_count() == one.layers);
    }
}

TEST_CASE("a value has at most 10,000 items, and 64 levels") {
    const Refused cases[] = {
        {doubled_lets(40, "${{v{0}}}x${{v{0}}}"), "15:9", "the value has more than 10,000 items [bad-value]"},
        {doubled_lets(40, "$v{0},$v{0}"), "15:9", "the value has more than 10,000 items [bad-value]"},
        {chained_lets(70), "1:1109", "the value is nested deeper than 64 [bad-value]"},
    };
    for (const Refused& one : cases) {
        INFO(one.spec);
        std::string told = diagnostics_of(one.spec);
        CHECK(told.starts_with(fmt::format("spec:{}: error: {}\n", one.place, one.message)));
        CHECK(told.find("error:") == told.rfind("error:"));
    }
}
