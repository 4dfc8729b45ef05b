#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>
#include <set>
#include <sstream>

#include "base/text.h"
#include "lint/codes.h"
#include "lint/rule.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

// "4: stride-remainder", a line of the spec and a code that is reported there.
using Reports = std::multiset<std::string>;

std::string spec_of(const Rule& rule, std::string_view folder) {
    return fmt::format("{}/{}.nn", folder, rule.code.name);
}

// What a spec of specs/lint says of itself: `# <- code, code` at the end of a line.
Reports marked(const std::string& text) {
    Reports reports;
    std::istringstream lines(text);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        size_t mark = line.find("# <- ");
        if (mark == std::string::npos) continue;
        std::string codes = line.substr(mark + 5);
        std::replace(codes.begin(), codes.end(), ',', ' ');
        std::istringstream words(codes);
        for (std::string code; words >> code;) reports.insert(fmt::format("{}: {}", number, code));
    }
    return reports;
}

Reports reported(const std::string& text) {
    Studied studied;
    study_text(studied, text);
    Reports reports;
    for (const Diagnostic& diagnostic : studied.study.diagnostics) {
        auto line = place_of(studied.study.spec.source, diagnostic.span.begin).line;
        reports.insert(fmt::format("{}: {}", line, diagnostic.code->name));
    }
    return reports;
}

bool reports_code(const std::string& text, const Code& code) {
    Studied studied;
    study_text(studied, text);
    const Diagnostics& found = studied.study.diagnostics;
    return std::any_of(found.begin(), found.end(),
                       [&](const Diagnostic& diagnostic) { return diagnostic.code == &code; });
}

}  // namespace

TEST_CASE("every rule has a spec whose marked lines are exactly what is reported") {
    std::vector<std::string> expected;
    for (const Rule* rule : all_rules()) {
        std::string path = spec_of(*rule, "specs/lint");
        INFO(path);
        std::string text = read_text_file(path);
        CHECK(reported(text) == marked(text));
        CHECK(reports_code(text, rule->code));
        expected.push_back(path);
        expected.push_back(spec_of(*rule, "specs/lint/right"));
    }
    std::sort(expected.begin(), expected.end());
    CHECK(files_below("specs/lint", {".nn"}) == expected);
}

TEST_CASE("every spec with a fault has a transcript in text and in SARIF") {
    std::string text = read_text_file("tests/golden/lint.txt"), sarif = read_text_file("tests/golden/lint_sarif.txt");
    for (const Rule* rule : all_rules()) {
        INFO(rule->code.name);
        std::string path = spec_of(*rule, "specs/lint");
        CHECK(text.find("$ nnshape check --notes " + path + "\n") != std::string::npos);
        CHECK(sarif.find("$ nnshape check --notes --format sarif " + path + "\n") != std::string::npos);
    }
}

TEST_CASE("near every spec with a fault stands one that is right and silent") {
    for (const Rule* rule : all_rules()) {
        std::string path = spec_of(*rule, "specs/lint/right");
        INFO(path);
        CHECK(diagnostics_of(read_text_file(path)).empty());
    }
}

TEST_CASE("every rule reports its example, and not what is written instead") {
    for (const Rule* rule : all_rules()) {
        INFO(rule->code.name);
        CHECK(reports_code(std::string(rule->example), rule->code));
        CHECK(!reports_code(std::string(rule->instead), rule->code));
    }
}

TEST_CASE("every code that is no error has a rule, and no other has") {
    for (const Code* code : all_codes()) {
        INFO(code->name);
        bool is_of_imports = code == &code::unsupported_op || code == &code::unknown_condition ||
                             code == &code::hidden_modules || code == &code::unused_module;
        CHECK((find_rule(*code) != nullptr) == (code->severity != Severity::error && !is_of_imports));
    }
}

TEST_CASE("the known networks at their own sizes are reported where rows are lost and nowhere else") {
    const std::set<std::string> losing = {"squeezenet1_0.json", "squeezenet1_1.json"};  // conv 7 and 3 with stride 2
    size_t count = 0;
    for (const std::string& path : files_below("tests/reference/zoo", {".json"})) {
        bool other = path.find('@') != std::string::npos || path.find(".expected.") != std::string::npos;
        if (other) continue;
        ++count;
        INFO(path);
        Studied studied;
        study_text(studied, read_text_file(path));
        Reports warnings;
        for (const Diagnostic& diagnostic : studied.study.diagnostics) {
            if (diagnostic.severity() != Severity::note) {
                warnings.insert(fmt::format("{}: {}", diagnostic.layer, diagnostic.message));
            }
        }
        Reports expected;
        if (losing.contains(path.substr(path.rfind('/') + 1))) {
            expected = {"features_0: the last row and the last column of 224x224 are never read"};
        }
        CHECK(warnings == expected);
    }
    CHECK(count > 30);
}
