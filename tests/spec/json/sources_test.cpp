#include "spec/json/sources.h"

#include <nlohmann/json.hpp>

#include "spec/json/quick_reader.h"
#include "spec/read.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;
using namespace std::string_literals;

namespace {

bool is_read_quickly(std::string_view text) {
    Spec spec;
    spec.source = {.name = "spec", .text = text};
    Diagnostics diagnostics;
    return read_json_quickly(spec, diagnostics);
}

// A spec with the text as a value in the place of a count, of a name, and of something that is passed over.
std::string as_count(const std::string& value) {
    return R"({"input": [4], "layers": [{"type": "dense", "units": )" + value + "}]}";
}
std::string as_name(const std::string& value) {
    return R"({"name": )" + value + R"(, "input": [4], "layers": [{"type": "dense", "name": )" + value +
           R"(, "units": 3}, {"type": "relu", "inputs": )" + value + "}]}";
}
std::string as_other(const std::string& value) {
    return R"({"id": )" + value + R"(, "$schema": "s", "input": [4], "layers": [], "nothing": )" + value + "}";
}

std::string nested(size_t depth) { return as_other(std::string(depth, '[') + std::string(depth, ']')); }

const std::string numbers[] = {"0",
                               "-0",
                               "1",
                               "-1",
                               "01",
                               "-01",
                               "1.",
                               ".5",
                               "1.0",
                               "-0.0",
                               "3.7",
                               "1e2",
                               "1E+2",
                               "1e-2",
                               "1e",
                               "1e+",
                               "+1",
                               "1_000",
                               "9223372036854775807",
                               "9223372036854775808",
                               "-9223372036854775808",
                               "-9223372036854775809",
                               "18446744073709551615",
                               "18446744073709551616",
                               "1e18",
                               "1e19",
                               "1e299",
                               "1e300",
                               "1e308",
                               "1e309",
                               "1e999",
                               "-1e999",
                               "1e-999",
                               "1.7976931348623157e308",
                               "1.7976931348623159e308",
                               "17976931348623157" + std::string(292, '0'),
                               "1" + std::string(300, '0'),
                               "1" + std::string(400, '0'),
                               "-1" + std::string(400, '0'),
                               "0." + std::string(400, '0') + "1",
                               "1" + std::string(400, '0') + "e-400",
                               "1." + std::string(400, '3') + "e308",
                               "4" + std::string(400, '2') + "." + std::string(400, '1'),
                               "NaN",
                               "Infinity",
                               "-Infinity",
                               "0x10",
                               "1e99999999999",
                               "1 2",
                               "1,",
                               "--1",
                               "1-",
                               "nul",
                               "null",
                               "nullx",
                               "true",
                               "false",
                               "tru",
                               "TRUE",
                               "1true",
                               "truefalse"};

const std::string strings[] = {R"("")",
                               R"("a")",
                               R"("\n")",
                               R"("\u0000")",
                               R"("\u0041")",
                               R"("\u00e9")",
                               R"("\ud83d\ude00")",
                               R"("\ud83d")",
                               R"("\ude00")",
                               R"("\ud83dx")",
                               R"("\ude00\ud83d")",
                               R"("\ud83d\u0041")",
                               R"("\u12")",
                               R"("\uzzzz")",
                               R"("\x41")",
                               R"("\)",
                               R"("\")",
                               R"("\\")",
                               R"("\"")",
                               R"("\/")",
                               "\"\x01\"",
                               "\"\t\"",
                               "\"\n\"",
                               "\"\x7f\"",
                               "\"\0\""s,
                               "\"\xc3\xa9\"",
                               "\"\xe5\xb1\x82\"",
                               "\"\xf0\x9f\x98\x80\"",
                               "\"\xff\"",
                               "\"\xc3\"",
                               "\"\xc0\x80\"",
                               "\"\xe0\x80\x80\"",
                               "\"\xed\xa0\x80\"",
                               "\"\xed\x9f\xbf\"",
                               "\"\xf4\x8f\xbf\xbf\"",
                               "\"\xf4\x90\x80\x80\"",
                               "\"\xf8\x88\x80\x80\x80\"",
                               "\"\xe2\x80\xae\"",
                               "\"\xef\xbf\xbe\"",
                               "\"\xef\xbb\xbf\"",
                               "\"",
                               "'a'",
                               R"("$n")",
                               R"("a$")",
                               R"("class_name")",
                               R"("class\u005fname")",
                               "\"" + std::string(5000, 'x') + "\""};

const std::string documents[] = {
    "",
    " ",
    "\n",
    "\r\n",
    "3",
    "-",
    "1e999",
    "true",
    "\"a\"",
    "\"",
    "[]",
    "[",
    "{",
    "{}",
    "{} ",
    "{}\r\n",
    "{}{}",
    "{} x",
    "{},",
    "{}\0"s,
    "\0"s,
    "\0{}"s,
    "\xef\xbb\xbf{}",
    "\xef\xbb\xbf",
    "{}\xef\xbb\xbf",
    "\xff\xfe{}",
    "{}\xff",
    " {}",
    "\t\n{\r\n}\n",
    "{]",
    "[}",
    R"({"a"})",
    R"({"a":})",
    R"({"a":1,})",
    R"({,})",
    R"({"a":1 "b":2})",
    R"({"a":1,,"b":2})",
    R"({a:1})",
    R"({"input":[4],"layers":[]}//)",
    R"({"input":[4],/**/"layers":[]})",
    R"({"input":[4,],"layers":[]})",
    R"({"id":1,"id":2,"input":[4],"layers":[]})",
    R"({"input":[4],"input":[5],"layers":[{"type":"relu","type":"tanh"}],"layers":[]})",
    R"({"input":[4],"layers":[{"type":"dense","units":3,"units":4,"expect":{"params":15,"params":16}}]})",
    R"({"class_name":"Model","config":{}})",
    R"({"config":1,"class_name":2,"type":3})",
    R"({"input":[4],"layers":[{"type":"relu","class_name":1}]})",
    R"({"\u0069nput":[4],"layers":[]})",
    "{\"input\":[4],\r\n\"layers\":\r\n[{\"type\"\t:\t\"relu\"}\r\n]\r\n}\r\n",
    R"({"input":[4],"layers":[{"type":"relu"}],"expect":{"params":7},"limit":{"layers":0}})",
    R"({"layers":[{"type":"input","shape":[3,32,32]},{"type":"nothing"},{"type":"add","paths":[[],[{"type":"relu"}]]}]})",
};

}  // namespace

TEST_CASE("both parsers of JSON make the same of every value, wherever it stands") {
    for (const std::string& value : numbers) {
        for (const std::string& text : {as_count(value), as_name(value), as_other(value), value})
            check_json_sources(text);
    }
    for (const std::string& value : strings) {
        for (const std::string& text : {as_count(value), as_name(value), as_other(value), value})
            check_json_sources(text);
        check_json_sources("{" + value + ": 1, \"input\": [4], \"layers\": [{" + value + ": 2}]}");
        check_json_sources(R"({"input": [4], "let": {)" + value + ": 2}, \"define\": {" + value +
                           R"(: {"parameters": [)" + value + R"(], "layers": []}}, "layers": []})");
    }
}

TEST_CASE("both parsers of JSON make the same of every document") {
    for (const std::string& text : documents) check_json_sources(text);
    for (size_t depth : {1, 60, 61, 62, 63, 64, 65, 66, 100, 300, 100'000}) {
        check_json_sources(nested(depth));
        check_json_sources(std::string(depth, '['));
        std::string text;
        for (size_t count = 0; count < depth; ++count) text += R"({"layers":[)";
        check_json_sources(text);
    }
}

TEST_CASE("both parsers of JSON make the same of every spec of the project") {
    size_t specs = 0;
    for (const std::string& path : files_below("specs", {".nn", ".json"})) {
        Ran json = run_program({"convert", path, "--to", "json"});
        check_json_sources(path.ends_with(".json") ? read_text_file(path) : json.out);
        ++specs;
    }
    for (const std::string& path : files_below("tests/reference", {".json"})) check_json_sources(read_text_file(path));
    CHECK(specs > 70);
}

TEST_CASE("both parsers of JSON make the same of a text that breaks off anywhere") {
    const std::string whole = run_program({"convert", "specs/lenet-5.nn", "--to", "json"}).out + "\n";
    REQUIRE(whole.size() > 500);
    for (size_t end = 0; end <= whole.size(); ++end) check_json_sources(whole.substr(0, end));
}

TEST_CASE("both parsers of JSON make the same of specs with random changes") {
    std::vector<std::string> texts(std::begin(documents), std::end(documents));
    for (const std::string& path : files_below("specs", {".nn", ".json"})) {
        std::string text = run_program({"convert", path, "--to", "json"}).out;
        if (text.size() < 2000 && !text.empty()) texts.push_back(text);
    }
    REQUIRE(texts.size() > 90);
    for (int64_t turn = 0; turn < case_count(3000); ++turn) {
        uint64_t seed = first_seed() + static_cast<uint64_t>(turn);
        INFO("NNSHAPE_SEED=" << seed);
        Random random(seed);
        check_json_sources(mutate(random.one_of(texts), random));
    }
}

TEST_CASE(
    "the quick parser reads what a program writes, and leaves to the other what it would have to look at closer") {
    if (!is_read_quickly("{}")) return;  // built without it: the other reads everything
    struct Case {
        std::string text;
        bool quickly;
    };
    const Case cases[] = {
        {as_count("3"), true},
        {as_count("-0"), true},
        {as_count("9223372036854775808"), true},
        {as_count("1e299"), true},
        {as_count("1e300"), false},
        {as_count("1" + std::string(400, '0')), false},
        {as_name(R"("层")"), true},
        {as_name(R"("\u5c42")"), false},
        {as_name(R"("class_name")"), false},
        {as_name("\"\xed\xa0\x80\""), false},
        {as_other(R"({"a": [1, 2.5, null, true, {"b": "c"}]})"), true},
        {nested(30), true},
        {nested(300), false},
        {"{} ", true},
        {"{}\r\n", true},
        {"{} x", false},
        {"{", false},
    };
    for (const Case& one : cases) {
        INFO(one.text);
        CHECK(is_read_quickly(one.text) == one.quickly);
    }
    for (const std::string& path : files_below("tests/reference/zoo", {".json"})) {
        INFO(path);
        if (!path.ends_with(".expected.json")) CHECK(is_read_quickly(read_text_file(path)));
    }
}
