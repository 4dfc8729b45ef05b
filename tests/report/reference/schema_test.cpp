#include "report/schema.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/expectations.h"
#include "base/text.h"
#include "frameworks/ignored.h"
#include "layers/layer_kind.h"
#include "network/match.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;
using nlohmann::json;

namespace {

bool lists(const json& array, std::string_view word) {
    return std::find(array.begin(), array.end(), word) != array.end();
}

// Every `$ref` in a schema leads to a definition of it.
void check_references(const json& part, const json& definitions) {
    if (part.is_object() && part.contains("$ref")) {
        std::string target = part["$ref"];
        INFO(target);
        REQUIRE(target.starts_with("#/definitions/"));
        CHECK(definitions.contains(target.substr(14)));
    }
    if (!part.is_structured()) return;
    for (const json& child : part) check_references(child, definitions);
}

}  // namespace

TEST_CASE("the schema of a spec has every figure that may be expected or limited, a layer's without the peak") {
    json definitions = json::parse(spec_schema())["definitions"];
    auto keys_of = [&](const char* name) {
        std::vector<std::string> keys;
        for (const auto& item : definitions[name]["properties"].items()) keys.push_back(item.key());
        return keys;
    };
    std::vector<std::string> totals;
    for (std::string_view name : total_names()) totals.emplace_back(name);
    std::sort(totals.begin(), totals.end());
    CHECK(keys_of("limit") == totals);
    totals.push_back("output");
    std::sort(totals.begin(), totals.end());
    CHECK(keys_of("expect_in_all") == totals);
    totals.erase(std::find(totals.begin(), totals.end(), "peak_activation_bytes"));
    CHECK(keys_of("expect") == totals);
}

TEST_CASE("the schema of a spec has every layer type with all its names and parameters") {
    json schema = json::parse(spec_schema());
    const json& definitions = schema["definitions"];
    check_references(schema, definitions);
    const json& known = definitions["known"]["properties"]["type"]["enum"];
    for (const LayerKind* kind : all_kinds()) {
        INFO(kind->name);
        const json& own = definitions.at(std::string(kind->name));
        CHECK(own["description"] == kind->summary);
        CHECK(lists(known, kind->name));
        for (std::string_view name : words_of(kind->also)) CHECK(lists(known, name));
        CHECK(lists(known, std::string(kind->name) + "2d") == kind->traits.takes_rank_suffix);
        for (const Param& param : kind->params) {
            auto names = words_of(param.also);
            names.push_back(param.name);
            for (std::string_view name : names) {
                CHECK(own["properties"].contains(std::string(name)));
                CHECK(lists(own["propertyNames"]["anyOf"][0]["enum"], name));
            }
        }
        CHECK(own["properties"].contains("paths") == (kind->least_inputs > 1));
    }
    for (const Param& param : common_params()) {
        CHECK(definitions["any_layer"]["properties"].contains(std::string(param.name)));
        CHECK(lists(definitions["any_name"]["enum"], param.name));
    }
    CHECK(definitions["ignored_name"]["enum"].size() == words_of(ignored_params).size());
}

// A name that is both a layer type's and a value's would be lost here.
TEST_CASE("no definition of the schema stands there twice") {
    size_t keys = 0;
    json schema = json::parse(spec_schema(), [&](int depth, json::parse_event_t event, json&) {
        keys += depth == 2 && event == json::parse_event_t::key;
        return true;
    });
    CHECK(keys ==
          schema["definitions"].size() + schema["properties"].size() + schema["else"].size() + schema["if"].size());
}

TEST_CASE("the schema of a report names every key of a report, and requires none that may be missing") {
    json schema = json::parse(report_schema());
    check_references(schema, schema["definitions"]);
    auto check = [](const json& part, const json& object) {
        for (const auto& [key, value] : object.items()) {
            INFO(key);
            CHECK(part["properties"].contains(key));
        }
        for (const json& key : part["required"]) {
            INFO(key);
            CHECK(object.contains(std::string(key)));
        }
    };
    const json& definitions = schema["definitions"];
    for (std::string spec :
         {"input 28x28x1\nconv 6 5\n", "input 28x28x1\nconv 6 29\n", "input 28x28\nconv 6 3\n", "conv 6\n"}) {
        INFO(spec);
        json report = json::parse(run_program({"show", "-", "--json"}, spec).out);
        check(schema, report);
        for (const json& layer : report["layers"]) check(definitions["layer"], layer);
        for (const json& diagnostic : report["diagnostics"]) check(definitions["diagnostic"], diagnostic);
        if (!report["totals"].is_null()) check(definitions["totals"], report["totals"]);
    }
}
