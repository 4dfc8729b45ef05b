#include "spec/dialect.h"

#include "spec/mistake.h"
#include "support/catch.h"

using namespace nnshape;
using nnshape::test::check_marked;

namespace {

const Dialect& text = dialect_of(SpecForm::text);
const Dialect& json = dialect_of(SpecForm::json);

struct Spelling {
    Setting setting;
    std::string text, json;
};

const std::vector<int64_t> one{3}, two{3, 5};
const std::vector<Sides> even{{1, 1}, {1, 1}}, unequal{{1, 1}, {2, 2}}, uneven{{1, 2}, {1, 2}}, all{{0, 1}, {2, 3}};

const Spelling spellings[] = {
    {{"ceil", true}, "`ceil=true`", R"(`"ceil": true`)"},
    {{"bias", false}, "`bias=false`", R"(`"bias": false`)"},
    {{"padding", std::string_view("same")}, "`padding=same`", R"(`"padding": "same"`)"},
    {{"kernel", one}, "`kernel=3`", R"(`"kernel": 3`)"},
    {{"kernel", two}, "`kernel=3x5`", R"(`"kernel": [3, 5]`)"},
    {{"padding", even}, "`padding=1`", R"(`"padding": 1`)"},
    {{"padding", unequal}, "`padding=1x2`", R"(`"padding": [1, 2]`)"},
    {{"padding", uneven}, "`padding=1:2`", R"(`"padding": [[1, 2], [1, 2]]`)"},
    {{"padding", all}, "`padding=0:1x2:3`", R"(`"padding": [[0, 1], [2, 3]]`)"},
};

struct Example {
    std::string_view statement;
    std::vector<std::string_view> keys;
    std::string json;
};

const Example examples[] = {
    {"flatten", {}, R"(`{"type": "flatten"}`)"},
    {"dropout 0.5", {"rate"}, R"(`{"type": "dropout", "rate": 0.5}`)"},
    {"conv 64 3 padding=1", {"filters", "kernel"}, R"(`{"type": "conv", "filters": 64, "kernel": 3, "padding": 1}`)"},
    {"reshape 7x7x64", {"shape"}, R"(`{"type": "reshape", "shape": [7, 7, 64]}`)"},
    {"prelu channel", {"per"}, R"(`{"type": "prelu", "per": "channel"}`)"},
    {"instance_norm affine", {}, R"(`{"type": "instance_norm", "affine": true}`)"},
};

}  // namespace

TEST_CASE("a setting is spelt for the author of text and for that of JSON") {
    for (const Spelling& one_spelling : spellings) {
        INFO(one_spelling.text);
        CHECK(text.setting(one_spelling.setting) == one_spelling.text);
        CHECK(json.setting(one_spelling.setting) == one_spelling.json);
    }
}

TEST_CASE("an example of a statement is translated into JSON") {
    for (const Example& example : examples) {
        INFO(example.statement);
        CHECK(text.statement(example.statement, example.keys) == "`" + std::string(example.statement) + "`");
        CHECK(json.statement(example.statement, example.keys) == example.json);
    }
}

TEST_CASE("inputs, lets, layouts and switches are spelt in both forms") {
    CHECK(text.wiring({"a"}) == "`from=a`");
    CHECK(json.wiring({"a"}) == R"(`"inputs": "a"`)");
    CHECK(text.wiring({"a", "b"}) == "`from=a,b`");
    CHECK(json.wiring({"a", "b"}) == R"(`"inputs": ["a", "b"]`)");
    CHECK(text.layout("CHW") == "`layout CHW`");
    CHECK(json.layout("CHW") == R"(`"layout": "CHW"`)");
    CHECK(text.switched_off("bias") == "`no-bias`");
    CHECK(json.switched_off("bias") == R"(`"bias": false`)");
}

TEST_CASE("an advice becomes a help") {
    const Advice set{.settings = {{"scale", one}, {"size", two}}}, insert{.insert = "flatten"};
    CHECK(text.help({}).empty());
    CHECK(text.help(set) == "write `scale=3` or `size=3x5`");
    CHECK(json.help(set) == R"(write `"scale": 3` or `"size": [3, 5]`)");
    CHECK(text.help(insert) == "put `flatten` before it");
    CHECK(json.help(insert) == "put `flatten` before it");
}

TEST_CASE("the help of a layer's fault is in the form of its spec") {
    check_marked({
        {"input 5x5x1\n"
         "upsample\n"
         "^~~~~~~~ upsample needs a scale or a size; write `scale=2` or `size=56` [missing-parameter]"},
        {R"(
{"input": [5, 5, 1], "layers": [{"type": "upsample"}]}
                                          ^~~~~~~~ upsample needs a scale or a size; write `"scale": 2` or `"size": 56`
                                                   [missing-parameter])"},
        {"input 5x5x1\n"
         "conv_transpose 1 3 padding=same output_padding=1\n"
         "                                               ^ `output_padding` cannot be combined with `same` padding; "
         "remove `output_padding`, as `same` already makes the output size the input size times the stride "
         "[bad-value]"},
        {R"(
{"input": [5, 5, 1], "layers": [
{"type": "conv_transpose", "filters": 1, "kernel": 3, "padding": "same",
"output_padding": 1}]}
                  ^ `output_padding` cannot be combined with `same` padding; remove `output_padding`, as `same` already makes the output size the input size times the stride [bad-value])"},
    });
}
