#include "report/reference.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/text.h"
#include "base/unicode.h"
#include "lint/codes.h"
#include "lint/rule.h"
#include "network/match.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;
using nlohmann::json;

namespace {

bool has_line_of(const std::string& page, std::string_view term) {
    return ("\n" + page).find("\n  " + std::string(term) + " ") != std::string::npos;
}

void check_width(const std::string& page) {
    std::istringstream lines(page);
    for (std::string line; std::getline(lines, line);) {
        INFO(line);
        CHECK(display_width(line) <= 80);
        CHECK((line.empty() || line.back() != ' '));
    }
}

}  // namespace

TEST_CASE("every layer type and every parameter stands in the reference, in each of its forms") {
    std::string list = run_program({"layers"}).out;
    json all = json::parse(run_program({"layers", "--format", "json"}).out);
    check_width(list);
    REQUIRE(all["layers"].size() == all_kinds().size());
    for (size_t index = 0; index < all_kinds().size(); ++index) {
        const LayerKind& kind = *all_kinds()[index];
        std::string name(name_of(kind));
        INFO(name);
        CHECK(has_line_of(list, name));
        std::string page = run_program({"layers", name}).out;
        std::string markdown = run_program({"layers", name, "-f", "markdown"}).out;
        check_width(page);
        json one = json::parse(run_program({"layers", name, "--json"}).out);
        CHECK(one == all["layers"][index]);
        REQUIRE(one["params"].size() == params_of(kind).size());
        for (size_t param = 0; param < params_of(kind).size(); ++param) {
            CHECK(one["params"][param]["name"] == params_of(kind)[param].name);
            CHECK(has_line_of(page, params_of(kind)[param].name));
            CHECK(markdown.find("\n| `" + std::string(params_of(kind)[param].name) + "` | ") != std::string::npos);
        }
        for (const Param& param : common_params()) CHECK(has_line_of(page, param.name));
    }
}

TEST_CASE("a bar in a page's table ends no cell, and what is empty takes no line") {
    Page page{.title = {}, .blocks = {{.items = {{"a|b", "c|d", "e|f"}, {"g", "h"}}}, {.code = "i|j\n"}}};
    CHECK(page_markdown(page) ==
          "| | | |\n|---|---|---|\n| `a\\|b` | c\\|d | e\\|f |\n| `g` | h |  |\n\n```\ni|j\n```\n");
    CHECK(page_text(page) == "  a|b  c|d\n       e|f\n  g    h\n\n  i|j\n");
}

TEST_CASE("a layer type is looked up by any of its names") {
    std::string page = run_program({"layers", "max_pool"}).out;
    for (const char* name : {"MaxPool2d", "MaxPooling2D", "max-pool", "max_pooling"}) {
        CHECK(run_program({"layers", name}).out == page);
    }
}

TEST_CASE("a parameter's default stands in the reference as a spec would write it") {
    struct Case {
        std::string type, param;
        json standard;
    };
    const Case cases[] = {{"conv", "stride", 1},          {"conv", "padding", 0},    {"conv", "bias", true},
                          {"max_pool", "ceil", false},    {"dropout", "rate", 0.5},  {"layer_norm", "over", "channels"},
                          {"concat", "axis", "channels"}, {"lstm", "bias", "double"}};
    for (const Case& wanted : cases) {
        INFO(wanted.type << " " << wanted.param);
        json kind = json::parse(run_program({"layers", wanted.type, "--json"}).out);
        for (const json& param : kind["params"]) {
            if (param["name"] == wanted.param) CHECK(param["default"] == wanted.standard);
            if (param["name"] == wanted.param) CHECK(param["required"] == false);
        }
    }
    json pool = json::parse(run_program({"layers", "max_pool", "--json"}).out);
    CHECK(pool["params"][0]["required"] == true);
    CHECK(pool["params"][1]["same_as"] == "kernel");
}

TEST_CASE("every code stands in the reference of diagnostics, and a rule with its example") {
    std::string list = run_program({"rules"}).out;
    check_width(list);
    json all = json::parse(run_program({"rules", "--json"}).out);
    REQUIRE(all["rules"].size() == all_codes().size());
    for (const Code* code : all_codes()) {
        INFO(code->name);
        CHECK(has_line_of(list, code->name));
        std::string page = run_program({"rules", std::string(code->name)}).out;
        check_width(page);
        CHECK(page.starts_with(std::string(code->name) + ": "));
    }
    for (const Rule* rule : all_rules()) {
        INFO(rule->code.name);
        json one = json::parse(run_program({"rules", std::string(rule->code.name), "--json"}).out);
        CHECK(one["why"] == rule->why);
        CHECK(one["example"] == rule->example);
        CHECK(one["instead"] == rule->instead);
    }
}
