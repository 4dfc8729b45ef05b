#include <nlohmann/json.hpp>

#include "report/checked.h"
#include "report/report_text.h"
#include "report/schema.h"
#include "support/catch.h"
#include "support/schema.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

std::string published(const std::string& name) { return read_text_file("tests/reference/schemas/" + name); }

// Everything that a form may stumble over.
std::vector<NamedText> nasty_files() {
    std::vector<NamedText> files = {
        {"fine.nn", "input 28x28x1\nconv 6 5\n"},
        {"warned.nn", "input 28x28\nconv 32 3\n"},
        {"-", "input 28x28x1\nC1: conv 6 kernal=5\nC2: conf 6 5\nC3: conv 6 29\n"},
        {"./a/../a b,c:d%e[f](g)é.nn", "input 3x3x3\n\"]]> & <b> 'q' \\\"\": conv 4 9\n\"[x](1) {0}\": conv 4 9\n"},
        {"shared.nn", "input 9x9x1\ndefine b(n) {\n  conv $n 4 stride=3 padding=2\n}\nb 3\nb 5\nb 7\n"},
        {"controls.nn", "input 3x3x3\n\"\x01\x1b[31m\": conf\n\"\xef\xbf\xbe\xef\xbf\xbf\u202e\u0085\": conf\n"},
        {"latin1.nn", "input 3x3x3\nrel\xfc\n"},
        {"empty.nn", ""},
        {"long.json", R"({"input": [28, 28, 1], "layers": [)" + std::string(5000, ' ') +
                          R"({"type": "conv", "filters": 6, "kernal": 5}]})"},
        {"\xff\xfe.nn", "\xff\xfe"},
    };
    for (const std::string& path : files_below("specs/errors", {".nn", ".json"})) {
        files.push_back({path, read_text_file(path)});
    }
    return files;
}

// Checks of nothing, of each nasty file alone, and of all with two that cannot be read.
std::vector<CheckedFiles> checks() {
    std::vector<CheckedFiles> all(1);
    for (const NamedText& file : nasty_files()) all.push_back(checked({file}));
    all.push_back(checked(nasty_files()));
    add_unreadable(all.back(), "no & such,file.nn", "cannot read `no & such,file.nn`: there is no such file");
    add_unreadable(all.back(), "no & such,file.nn", "cannot read `no & such,file.nn`: there is no such file");
    return all;
}

std::vector<std::string> checks_as(std::string_view format) {
    std::vector<std::string> documents;
    for (const CheckedFiles& files : checks()) documents.push_back(written_as(format, files));
    return documents;
}

}  // namespace

TEST_CASE("a check as SARIF is valid by the schema of SARIF 2.1.0") {
    CHECK(schema_problems(published("sarif-2.1.0.json"), checks_as("sarif")) == "");
}

TEST_CASE("a check for GitLab is valid by the schema of a code quality report") {
    CHECK(schema_problems(published("gitlab-code-quality.json"), checks_as("gitlab")) == "");
}

TEST_CASE("a check as JUnit's XML is valid by the schema that Jenkins reads") {
    CHECK(xml_schema_problems(published("junit.xsd"), checks_as("junit")) == "");
}

TEST_CASE("a check as JSON is valid by the schema that the program prints") {
    CHECK(schema_problems(check_schema(), checks_as("json")) == "");
}

TEST_CASE("a JSON report is valid by the schema that the program prints") {
    std::vector<std::string> reports;
    for (const NamedText& file : nasty_files()) reports.push_back(report_of(file.text, "json"));
    for (const std::string& path : files_below("specs", {".nn"})) {
        reports.push_back(report_of(read_text_file(path), "json"));
    }
    CHECK(schema_problems(report_schema(), reports) == "");
}

TEST_CASE("every spec of the project in JSON is valid by the schema that the program prints") {
    std::vector<std::string> specs;
    for (const std::string& path : files_below("specs", {".nn", ".json"})) {
        if (path.starts_with("specs/errors/")) continue;
        INFO(path);
        Ran ran = run_program({"convert", path, "--to", "json"});
        REQUIRE(ran.code == 0);
        specs.push_back(ran.out);
    }
    REQUIRE(specs.size() > 20);
    CHECK(schema_problems(spec_schema(), specs) == "");
}

TEST_CASE("a document that a schema forbids is refused") {
    CHECK(schema_problems(published("sarif-2.1.0.json"), {R"({"version": "2.1.0"})"}) ==
          "document 0 at /: 'runs' is a required property\n1 looked at\n");
    CHECK(schema_problems(published("gitlab-code-quality.json"), {"[]", R"([{"description": ""}])"}) != "");
    CHECK(schema_problems(check_schema(), {"{}"}) != "");
    CHECK(schema_problems(report_schema(), {"{}"}) != "");
    CHECK(schema_problems(spec_schema(), {R"({"input": [3], "layers": [{"type": "dense"}]})"}) != "");
    CHECK(schema_problems(check_schema(), {"{"}) != "");
    CHECK(xml_schema_problems(published("junit.xsd"), {"<testsuites><testcase/></testsuites>"}) != "");
    CHECK(xml_schema_problems(published("junit.xsd"), {"<testsuites>&amp</testsuites>"}) != "");
}
