#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "report/checked.h"
#include "report/report_text.h"
#include "support/catch.h"

using namespace nnshape;
using namespace nnshape::test;
using Json = nlohmann::ordered_json;

namespace {

const std::string faulty = "input 28x28x1\nC1: conv 6 kernal=5\nC2: conf 6 5\n";
const std::string warned = "input 28x28\nconv 32 3\n";
const std::string used_twice = "input 9x9x1\ndefine b(n) {\n  conv $n 3 kernal=3\n}\nb 3\nidentity\nb 5\n";

Json sarif_of(const std::vector<NamedText>& files) {
    return Json::parse(written_as("sarif", checked(files)))["runs"][0];
}

Json gitlab_of(const std::vector<NamedText>& files) { return Json::parse(written_as("gitlab", checked(files))); }

// What the runner makes of a line of its log, by the grammar `::name key=value,key=value::data`.
struct Command {
    std::string name, data;
    std::map<std::string, std::string> properties;
};

std::string unescaped(std::string text, const std::vector<std::pair<std::string, std::string>>& escapes) {
    for (const auto& [escape, meaning] : escapes) {
        for (size_t at = 0; (at = text.find(escape, at)) != std::string::npos; at += meaning.size()) {
            text.replace(at, escape.size(), meaning);
        }
    }
    return text;
}

Command read_command(const std::string& line) {
    REQUIRE(line.starts_with("::"));
    size_t blank = line.find(' '), end = line.find("::", 2);
    REQUIRE(blank < end);
    REQUIRE(end != std::string::npos);
    Command command{.name = line.substr(2, blank - 2),
                    .data = unescaped(line.substr(end + 2), {{"%0D", "\r"}, {"%0A", "\n"}, {"%25", "%"}}),
                    .properties = {}};
    std::istringstream properties(line.substr(blank + 1, end - blank - 1));
    for (std::string property; std::getline(properties, property, ',');) {
        size_t equals = property.find('=');
        REQUIRE(equals != std::string::npos);
        std::string value = unescaped(property.substr(equals + 1),
                                      {{"%0D", "\r"}, {"%0A", "\n"}, {"%3A", ":"}, {"%2C", ","}, {"%25", "%"}});
        REQUIRE(command.properties.emplace(property.substr(0, equals), value).second);
    }
    return command;
}

std::vector<Command> commands_of(const CheckedFiles& files) {
    std::istringstream lines(written_as("github", files));
    std::vector<Command> commands;
    for (std::string line; std::getline(lines, line);) commands.push_back(read_command(line));
    return commands;
}

}  // namespace

TEST_CASE("each form of a check has a line that says what it is, and its name in the help") {
    std::string help = run_program({"check", "--help"}).out;
    CHECK(help.find("text, json, github, gitlab, sarif or junit (text)") != std::string::npos);
    for (const auto& form : forms<CheckReport>()) CHECK(!form.what.empty());
}

TEST_CASE("the diagnostics of a check as JSON are those of the JSON report") {
    for (const std::string& spec : {faulty, warned, used_twice, std::string()}) {
        Json check = Json::parse(written_as("json", checked({{"a.nn", spec}})));
        Json report = Json::parse(report_of(spec, "json", {.notes = true, .source = "a.nn"}));
        CHECK(check["files"][0]["diagnostics"] == report["diagnostics"]);
        CHECK(check["files"][0]["ok"] == report["ok"]);
        CHECK(check["files"][0]["calculated"] == !report["totals"].is_null());
    }
}

TEST_CASE("a check as JSON counts what it found") {
    CheckedFiles files = checked({{"a.nn", faulty}, {"b.nn", warned}, {"c.nn", "input 3x3x3\nrelu\n"}});
    add_unreadable(files, "d.nn", "cannot read `d.nn`: there is no such file");
    Json check = Json::parse(written_as("json", files));
    CHECK(check["errors"] == 2);
    CHECK(check["warnings"] == 1);
    CHECK(check["notes"] == 0);
    CHECK(check["unreadable"] == 1);
    CHECK(check["ok"] == false);
    CHECK(
        check["files"][3].dump() ==
        R"({"source":"d.nn","ok":false,"calculated":false,"error":"cannot read `d.nn`: there is no such file","diagnostics":[]})");
    CHECK(Json::parse(written_as("json", checked({{"b.nn", warned}})))["ok"] == true);
    CHECK(Json::parse(written_as("json", {}))["ok"] == true);
}

TEST_CASE("a workflow command says what a diagnostic says, and where") {
    CHECK(written_as("github", checked({{"./a,b:c%.nn", faulty}})) ==
          "::error file=a%2Cb%3Ac%25.nn,line=2,endLine=2,col=12,endColumn=18,title=unknown-parameter::`kernal` is not "
          "a parameter of conv; did you mean `kernel`?\n"
          "::error file=a%2Cb%3Ac%25.nn,line=3,endLine=3,col=5,endColumn=9,title=unknown-layer::`conf` is not a "
          "layer type; did you mean `conv`?\n");
    CHECK(written_as("github", {}) == "");
}

TEST_CASE("the runner reads from a workflow command what was put into it") {
    CheckedFiles files = checked({{"a,b:c%25=%0A.nn", faulty}});
    Diagnostic& diagnostic = files[0].diagnostics[0];
    diagnostic.message = "100% of\r\n`::warning::` %0A";
    diagnostic.help = "none, ever: %25";
    diagnostic.weight = Severity::note;
    diagnostic.used_from = {{0, 5}, {14, 16}};
    diagnostic.span = {0, 20};
    add_unreadable(files, "-", "cannot read `-`");
    auto commands = commands_of(files);
    REQUIRE(commands.size() == 3);
    CHECK(commands[0].name == "notice");
    CHECK(commands[0].data ==
          "100% of\r\n`::warning::` %0A; none, ever: %25\nused from a,b:c%25=%0A.nn:1:1, "
          "a,b:c%25=%0A.nn:2:1");
    CHECK(commands[0].properties ==
          std::map<std::string, std::string>{
              {"file", "a,b:c%25=%0A.nn"}, {"line", "1"}, {"endLine", "2"}, {"title", "unknown-parameter"}});
    CHECK(commands[1].name == "error");
    CHECK(commands[2].name == "error");
    CHECK(commands[2].data == "cannot read `-`");
    CHECK(commands[2].properties == std::map<std::string, std::string>{{"file", "-"}, {"title", "unreadable-file"}});
    CHECK(commands_of(checked({{"a.nn", warned}}))[0].name == "warning");
}

TEST_CASE("a result of SARIF points at its rule, and at the very characters in code points") {
    Json run = sarif_of({{"a.nn", "input 28x28x1\n\"層\": conv 6 kernal=5\n"}, {"b.nn", warned}});
    REQUIRE(run["results"].size() == 2);
    for (const Json& result : run["results"]) {
        const Json& rule = run["tool"]["driver"]["rules"][result["ruleIndex"].get<size_t>()];
        CHECK(rule["id"] == result["ruleId"]);
        CHECK(rule["defaultConfiguration"]["level"] == result["level"]);
    }
    CHECK(run["tool"]["driver"]["rules"].size() == 2);
    CHECK(run["results"][0]["locations"][0]["physicalLocation"]["region"].dump() ==
          R"({"startLine":2,"startColumn":13,"endLine":2,"endColumn":19})");
    CHECK(run["columnKind"] == "unicodeCodePoints");
    CHECK(run["results"][0]["message"]["text"] == "`kernal` is not a parameter of conv; did you mean `kernel`?");
    CHECK(run["results"][1]["level"] == "warning");
}

TEST_CASE("a rule of SARIF has the help that `nnshape rules` prints") {
    Json rule = sarif_of({{"b.nn", warned}})["tool"]["driver"]["rules"][0];
    CHECK(rule["id"] == "suspect-input");
    CHECK(rule["name"] == "SuspectInput");
    CHECK(rule["shortDescription"]["text"] == "an input shape that is probably meant in the other layout or rank");
    CHECK(rule["help"]["text"] == run_program({"rules", "suspect-input"}).out);
    CHECK(rule["help"]["markdown"] == run_program({"rules", "suspect-input", "--format", "markdown"}).out);
    CHECK(rule["properties"].dump() == R"({"tags":["correctness"],"problem.severity":"warning"})");
}

TEST_CASE("a path in SARIF is a relative reference in percent") {
    const std::pair<std::string, std::string> paths[] = {
        {"specs/a.nn", "specs/a.nn"},
        {"./specs//a.nn", "specs/a.nn"},
        {"specs/../a b.nn", "a%20b.nn"},
        {"../a.nn", "../a.nn"},
        {"a:b/c?d#e%41[f].nn", "a%3Ab/c%3Fd%23e%2541%5Bf%5D.nn"},
        {"é層~_-.nn", "%C3%A9%E5%B1%A4~_-.nn"},
        {"\xff.nn", "%FF.nn"},
        {"-", "-"},
    };
    for (const auto& [path, uri] : paths) {
        Json location =
            sarif_of({{path, warned}})["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
        CHECK(location["uri"] == uri);
        CHECK(location["uriBaseId"] == "%SRCROOT%");
    }
}

TEST_CASE("what only looks like a link in a message of SARIF is none") {
    CheckedFiles files = checked({{"a.nn", warned}, {"b.nn", warned}});
    files[0].diagnostics[0].message = "`[x](1)` and \\";
    files[0].diagnostics[0].help = {};
    files[1].diagnostics[0].message = "`[` is never closed";
    files[1].diagnostics[0].help = {};
    Json results = Json::parse(written_as("sarif", files))["runs"][0]["results"];
    CHECK(results[0]["message"]["text"] == "`\\[x\\](1)` and \\\\");
    CHECK(results[1]["message"]["text"] == "`[` is never closed");
}

TEST_CASE("SARIF has a run without results where nothing is wrong, and one that failed where a file is not read") {
    Json run = sarif_of({{"a.nn", "input 3x3x3\nrelu\n"}});
    CHECK(run["results"].dump() == "[]");
    CHECK(run["tool"]["driver"]["rules"].dump() == "[]");
    CHECK(run["invocations"].dump() == R"([{"executionSuccessful":true}])");
    CheckedFiles files;
    add_unreadable(files, "a b.nn", "cannot read `a b.nn`: there is no such file");
    run = Json::parse(written_as("sarif", files))["runs"][0];
    CHECK(run["results"].dump() == "[]");
    CHECK(run["invocations"].dump() ==
          R"([{"executionSuccessful":false,"toolExecutionNotifications":[{"descriptor":{"id":"unreadable-file"},)"
          R"("level":"error","message":{"text":"cannot read `a b.nn`: there is no such file"},"locations":[)"
          R"({"physicalLocation":{"artifactLocation":{"uri":"a%20b.nn","uriBaseId":"%SRCROOT%"}}}]}]}])");
}

TEST_CASE("a fault in a definition is one issue, with the places that use it") {
    Json results = sarif_of({{"a.nn", used_twice}})["results"];
    REQUIRE(results.size() == 1);
    REQUIRE(results[0]["relatedLocations"].size() == 2);
    CHECK(results[0]["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 5);
    CHECK(results[0]["relatedLocations"][1]["physicalLocation"]["region"]["startLine"] == 7);
    Json issues = gitlab_of({{"a.nn", used_twice}});
    REQUIRE(issues.size() == 1);
    CHECK(issues[0]["location"].dump() == R"({"path":"a.nn","lines":{"begin":3,"end":3}})");
    CHECK(issues[0]["other_locations"].dump() ==
          R"([{"path":"a.nn","lines":{"begin":5,"end":5}},{"path":"a.nn","lines":{"begin":7,"end":7}}])");
}

TEST_CASE("an issue keeps its fingerprints when lines move, and gets others when its line changes") {
    struct Case {
        std::string name, spec;
        bool same;
    };
    const std::string head = "input 28x28x1\n", fault = "conv 6 kernal=5\n";
    const Case cases[] = {
        {"a comment above", head + "# three\n# lines\n\n" + fault, true},
        {"a layer above", head + "conv 6 3\n" + fault, true},
        {"another indentation", head + "   conv 6 kernal=5  \r\n", true},
        {"another line", head + "conv 7 kernal=5\n", false},
        {"another code", head + "conv 6 kernel=0\n", false},
    };
    Json hash = sarif_of({{"a.nn", head + fault}})["results"][0]["partialFingerprints"]["primaryLocationLineHash"];
    Json fingerprint = gitlab_of({{"a.nn", head + fault}})[0]["fingerprint"];
    for (const Case& expected : cases) {
        INFO(expected.name);
        Json results = sarif_of({{"a.nn", expected.spec}})["results"];
        REQUIRE(results.size() == 1);
        CHECK((results[0]["partialFingerprints"]["primaryLocationLineHash"] == hash) == expected.same);
        CHECK((gitlab_of({{"a.nn", expected.spec}})[0]["fingerprint"] == fingerprint) == expected.same);
    }
    CHECK(gitlab_of({{"b.nn", head + fault}})[0]["fingerprint"] != fingerprint);
}

TEST_CASE("of equal lines each has its own fingerprint, as has a file that is named twice") {
    const std::string spec = "input 28x28x1\nconv 6 kernal=5\nconv 6 kernal=5\n";
    Json results = sarif_of({{"a.nn", spec}, {"b.nn", spec}})["results"];
    std::vector<std::string> hashes;
    for (const Json& result : results) hashes.push_back(result["partialFingerprints"]["primaryLocationLineHash"]);
    REQUIRE(hashes.size() == 4);
    CHECK(hashes[0].size() == 18);
    CHECK(hashes[0].ends_with(":1"));
    CHECK(hashes[1] == hashes[0].substr(0, 17) + "2");
    CHECK(hashes[2] == hashes[0]);  // code scanning keeps files apart itself
    CheckedFiles files = checked({{"a.nn", spec}, {"b.nn", spec}, {"./a.nn", spec}});
    add_unreadable(files, "c.nn", "cannot read `c.nn`");
    add_unreadable(files, "c.nn", "cannot read `c.nn`");
    std::set<std::string> fingerprints;
    for (const Json& issue : Json::parse(written_as("gitlab", files))) fingerprints.insert(issue["fingerprint"]);
    CHECK(fingerprints.size() == 8);
}

TEST_CASE("faults on one long line have fingerprints of their own words") {
    std::string blanks(1000, ' ');
    auto spec = [&](const std::string& before) {
        return R"({"input": [28, 28, 1], "layers": [)" + before + blanks +
               R"({"type": "conv", "filters": 6, "kernal": 5},)" + blanks +
               R"({"type": "conv", "filters": 6, "kernul": 5}]})";
    };
    Json once = gitlab_of({{"a.json", spec("")}}), moved = gitlab_of({{"a.json", spec(R"({"type": "relu"},)")}});
    REQUIRE(once.size() == 2);
    REQUIRE(moved.size() == 2);
    CHECK(once[0]["fingerprint"] != once[1]["fingerprint"]);
    CHECK(once[0]["fingerprint"] == moved[0]["fingerprint"]);
    CHECK(once[1]["fingerprint"] == moved[1]["fingerprint"]);
}

TEST_CASE("GitLab's severities go with those of the diagnostics") {
    CheckedFiles files = checked({{"a.nn", faulty}, {"b.nn", warned}, {"c.nn", warned}});
    files[2].diagnostics[0].weight = Severity::note;
    add_unreadable(files, "d.nn", "cannot read `d.nn`");
    std::vector<std::string> severities;
    for (const Json& issue : Json::parse(written_as("gitlab", files))) severities.push_back(issue["severity"]);
    CHECK(severities == std::vector<std::string>{"major", "major", "minor", "info", "blocker"});
    CHECK(written_as("gitlab", {}) == "[]\n");
}

TEST_CASE("a test of JUnit fails where the check does, and tells everything") {
    CheckedFiles files =
        checked({{"a.nn", faulty}, {"b.nn", warned}, {"c.nn", warned}, {"<d>&\".nn", "input 3\nrelu\n"}});
    files[2].fails = true;  // as with --fail-on warning
    add_unreadable(files, "e.nn", "cannot read `e.nn`: there is no such file");
    CHECK(written_as("junit", files) == R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nnshape check" tests="5" failures="2" errors="1">
  <testsuite name="nnshape check" tests="5" failures="2" errors="1">
    <testcase classname="nnshape check" name="a.nn">
      <failure type="unknown-parameter" message="`kernal` is not a parameter of conv; did you mean `kernel`?">a.nn:2:12: error: `kernal` is not a parameter of conv; did you mean `kernel`? [unknown-parameter]
    C1: conv 6 kernal=5
               ^~~~~~
a.nn:3:5: error: `conf` is not a layer type; did you mean `conv`? [unknown-layer]
    C2: conf 6 5
        ^~~~
</failure>
    </testcase>
    <testcase classname="nnshape check" name="b.nn">
      <system-out>b.nn:1:7: warning: read as 28 steps of 28 channels; for a grey image write `28x28x1`; for a sequence the type is `conv1d` [suspect-input]
    input 28x28
          ^~~~~
</system-out>
    </testcase>
    <testcase classname="nnshape check" name="c.nn">
      <failure type="suspect-input" message="read as 28 steps of 28 channels; for a grey image write `28x28x1`; for a sequence the type is `conv1d`">c.nn:1:7: warning: read as 28 steps of 28 channels; for a grey image write `28x28x1`; for a sequence the type is `conv1d` [suspect-input]
    input 28x28
          ^~~~~
</failure>
    </testcase>
    <testcase classname="nnshape check" name="&lt;d&gt;&amp;&quot;.nn"/>
    <testcase classname="nnshape check" name="e.nn">
      <error type="unreadable-file" message="cannot read `e.nn`: there is no such file"/>
    </testcase>
  </testsuite>
</testsuites>
)");
}

TEST_CASE("no form of a check has an absolute path, a time, or a difference from run to run") {
    for (const auto& form : forms<CheckReport>()) {
        if (form.name == "text") continue;  // what was given, so that a terminal finds the file
        auto run = [&] {
            return run_program({"check", NNSHAPE_SOURCE_DIR "/specs/alexnet.nn", "--input", "224x224x3", "--format",
                                std::string(form.name)})
                .out;
        };
        INFO(form.name);
        std::string out = run();
        CHECK(out.find("specs/alexnet.nn") != std::string::npos);
        CHECK(out.find(NNSHAPE_SOURCE_DIR) == std::string::npos);
        CHECK(out == run());
    }
}
