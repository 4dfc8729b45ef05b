#include <fmt/format.h>

#include "layers/layer_kind.h"
#include "network/bounds.h"
#include "network/network.h"
#include "support/catch.h"
#include "support/program.h"

// Every parameter of every type with numbers at the edge of 64 bits and beyond it: what the table of types promises is
// checked here without naming a type.
using namespace nnshape;
using namespace nnshape::test;

namespace {

constexpr std::string_view within[] = {
    "0", "-1", "2147483648", "4611686018427387904", "9223372036854775807", "-9223372036854775807"};

constexpr std::string_view beyond[] = {"9223372036854775808", "-9223372036854775809", "18446744073709551616",
                                       "1000000000000000000000000000000000000000"};

bool takes_numbers(ParamType type) {
    return type != ParamType::boolean && type != ParamType::choice && type != ParamType::rate;
}

// What a parameter that must be given may be.
std::string_view plain_value(const Param& param) {
    switch (param.type) {
        case ParamType::boolean: return "true";
        case ParamType::rate: return "0.5";
        case ParamType::shape: return "[4, 4, 2]";
        case ParamType::order: return "[1, 0, 2]";
        case ParamType::axis: return "\"channels\"";
        default: return "2";
    }
}

// A spec of one layer with a parameter set; required ones have something plain.
std::string spec_of(const LayerKind& kind, int param, const std::string& value) {
    std::string layer = fmt::format("\"type\": \"{}\"", kind.name);
    for (int index = 0; index < static_cast<int>(kind.params.size()); ++index) {
        const Param& one = kind.params[index];
        if (index != param && one.fallback != Fallback::required) continue;
        std::string_view plain = one.type == ParamType::choice ? "\"x\"" : plain_value(one);
        layer += fmt::format(", \"{}\": {}", one.name, index == param ? std::string_view(value) : plain);
    }
    if (kind.least_inputs > 1) layer += R"(, "inputs": ["a", "a"])";
    return fmt::format("{{\"input\": [4, 4, 2], \"layers\": [{{\"type\": \"identity\", \"name\": \"a\"}},\n{{{}}}]}}",
                       layer);
}

template <class Check>
void for_each_number(std::span<const std::string_view> numbers, const Check& check) {
    for (const LayerKind* kind : all_kinds()) {
        for (int param = 0; param < static_cast<int>(kind->params.size()); ++param) {
            if (!takes_numbers(kind->params[param].type) || kind->most_inputs == 0) continue;
            for (std::string_view number : numbers) {
                for (const char* form : {"{}", "[{0}]", "[{0}, {0}]", "[{0}, {0}, {0}]", "[[{0}, {0}], 1]"}) {
                    check(spec_of(*kind, param, fmt::format(fmt::runtime(form), number)));
                }
            }
        }
    }
}

}  // namespace

TEST_CASE("every parameter takes numbers up to 2^63 - 1 or refuses them, and no figure wraps") {
    int calculated = 0, all = 0;
    for_each_number(within, [&](const std::string& spec) {
        INFO(spec);
        Studied studied;
        study_text(studied, spec);
        ++all;
        calculated += studied.study.calculated();
        for (const Tally& tally : studied.study.analysis.tallies) {
            for (int64_t value : tally.figures.values) {
                if (value < 0) FAIL_CHECK("a negative figure");
            }
        }
        if (!studied.study.calculated() && !has_error(studied.study.diagnostics)) FAIL_CHECK("no error, and no result");
    });
    CHECK(calculated > 50);
    CHECK(all > 2000);
}

TEST_CASE("no parameter takes a number beyond 64 bits") {
    for_each_number(beyond, [&](const std::string& spec) {
        std::string told = diagnostics_of(spec);
        INFO(spec << "\n" << told);
        if (!told.starts_with("spec:2:")) FAIL_CHECK("not refused at its place");
        if (told.find("error: ") == std::string::npos) FAIL_CHECK("not refused");
    });
    CHECK(all_kinds().size() > 30);
}

TEST_CASE("what is nested 100,000 deep is refused in one message, whatever it is") {
    auto times = [](int count, const std::string& text) {
        std::string all;
        for (int turn = 0; turn < count; ++turn) all += text;
        return all;
    };
    constexpr int deep = 100'000;
    std::string calls;
    for (int index = 1; index < 1000; ++index) calls += fmt::format("define d{} {{ d{} }}\n", index, index - 1);
    struct Case {
        std::string spec, code;
    };
    const Case cases[] = {
        {"input 5\n" + times(deep, "add { ") + "relu" + times(deep, " }"), "too-large"},
        {"input 5\n" + times(deep, "repeat 2 { ") + "relu" + times(deep, " }"), "too-large"},
        {"input 5\n" + times(deep, "freeze {\n") + "relu" + times(deep, "\n}"), "too-large"},
        {"{\"input\":[5],\"layers\":[" + times(deep, "{\"type\":\"add\",\"layers\":[") + times(deep, "]}") + "]}",
         "too-large"},
        {"{\"input\":[5],\"layers\":" + times(deep, "["), "too-large"},
        {times(deep, "{\"layers\":"), "too-large"},
        {"input 5\nlet a=1\ndense $(" + times(deep, "(") + "$a" + times(deep, ")") + ")\n", "bad-value"},
        {"input 5\ndense (" + times(deep, "(") + "3" + times(deep, ")") + ")\n", "syntax"},
        {"input 5\ndefine d0 { relu }\n" + calls + "d999\n", "too-large"},
        {"input 5\nrepeat 9_223_372_036_854_775_807 { }", "too-large"},
    };
    for (const Case& one : cases) {
        INFO(one.spec.substr(0, 60));
        std::string told = diagnostics_of(one.spec);
        CHECK(told.find("[" + one.code + "]") != std::string::npos);
        CHECK(told.size() < 100'000);
    }
}

TEST_CASE("each limit of an expansion is the one that its message names") {
    struct Limit {
        Expansion expansion;
        std::string message;
    };
    const Limit limits[] = {
        {{10'000'000, 20'000'000, 10'000, 3'008'000'300, 100'100'020, 5'008'010'000, 99'999}, ""},
        {{.layers = 10'000'001}, "the spec expands to more than 10,000,000 layers"},
        {{.layers = Checked(INT64_MAX) + 1}, "the spec expands to more than 10,000,000 layers"},
        {{.blocks = 20'000'001}, "the spec expands to more than 20,000,000 calls, turns, paths and frozen blocks"},
        {{.empty = 10'001}, "the spec expands to more than 10,000 calls and turns without a layer"},
        {{.layers = 10, .bytes = 8'003'300}, ""},
        {{.layers = 10, .bytes = 8'003'301}, "the layers' names, sizes and inputs need more than 8,003,300 bytes"},
        {{.layers = 10, .inputs = 100'120}, ""},
        {{.layers = 10, .inputs = 100'121}, "the layers have more than 100,120 inputs, besides one for each layer"},
        {{.layers = 10, .input_bytes = 8'015'000}, ""},
        {{.layers = 10, .input_bytes = 8'015'001}, "the names of the layers' inputs have more than 8,015,000 bytes"},
        {{.mistakes = 100'000}, "more than 100,000 mistakes and warnings; the others are not reported"},
    };
    const SpecSize written{.bytes = 300, .items = 20};
    for (const Limit& limit : limits) CHECK(excess_of(limit.expansion, written) == limit.message);
}

TEST_CASE("mistakes without number are told only so far") {
    std::string many = "input 5\n";
    for (int line = 0; line < 150'000; ++line) many += "a;";
    Studied text, json;
    study_text(text, many);
    CHECK(text.study.diagnostics.size() == 100'001);
    CHECK(text.study.diagnostics.back().message ==
          "more than 100,000 mistakes and warnings; the others are not reported");
    many = "{\"input\": [5], \"layers\": [0";
    for (int line = 0; line < 150'000; ++line) many += ",0";
    study_text(json, many + "]}");
    CHECK(json.study.diagnostics.size() >= 100'000);
    CHECK(json.study.diagnostics.size() < 100'010);
}
