#include "base/json_writer.h"

#include <nlohmann/json.hpp>

#include "support/catch.h"

using namespace nnshape;

namespace {

std::string sample(JsonWriter::Style style) {
    std::string out;
    JsonWriter json(out, style);
    json.open_object().key("none").open_object().close_object().key("empty").open_array().close_array();
    json.key("row").open_row().value(int64_t{1}).open_row().value(int64_t{2}).null().close_row().close_row();
    json.key("list").open_array().value("a ").value(true).raw("[ ]").open_object().close_object().close_array();
    json.close_object();
    return out;
}

}  // namespace

TEST_CASE("JSON is indented for people, a row on one line") {
    CHECK(sample(JsonWriter::Style::indented) ==
          "{\n  \"none\": {},\n  \"empty\": [],\n  \"row\": [1, [2, null]],\n"
          "  \"list\": [\n    \"a \",\n    true,\n    [ ],\n    {}\n  ]\n}");
}

TEST_CASE("JSON is compact for batch, and several documents may share a buffer") {
    CHECK(sample(JsonWriter::Style::compact) ==
          R"({"none":{},"empty":[],"row":[1,[2,null]],"list":["a ",true,[ ],{}]})");
    std::string out = "{";
    JsonWriter(out, JsonWriter::Style::compact).value(int64_t{-3});
    CHECK(out == "{-3");
}

TEST_CASE("a JSON string holds nothing raw that could do harm") {
    struct Case {
        std::string text, json;
    };
    const Case cases[] = {
        {"plain", R"("plain")"},   {"a\"b\\c", R"("a\"b\\c")"},
        {"\n\t", R"("\n\t")"},     {{'\0', '\x1f'}, R"("\u0000\u001f")"},
        {"\u202e", R"("\u202e")"}, {"\u2028", R"("\u2028")"},
        {"层👍", "\"层👍\""},        {"\xff", "\"\uFFFD\""},
        {"/", R"("/")"},
    };
    for (const Case& expected : cases) {
        std::string out;
        append_json_string(out, expected.text);
        CHECK(out == expected.json);
        CHECK(nlohmann::json::accept(out));
    }
}
