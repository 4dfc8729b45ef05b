#include "spec/mistake.h"

#include <fmt/format.h>
#include <algorithm>
#include <regex>
#include <sstream>

#include "fixes/try_fixes.h"
#include "spec/json/sources.h"

namespace nnshape::test {
namespace {

// The spec, after the lines of `head`, and everything that must be printed about it.
Printed without_marks(const Marked& marked, const std::string& head) {
    static const std::regex continued("\n +(?=[^ ^])");
    std::istringstream lines(std::regex_replace(marked.text, continued, " "));
    Printed printed{head, ""};
    for (std::string line, wrong; std::getline(lines, line);) {
        const size_t begin = line.find_first_not_of(' ');
        if (begin == std::string::npos) continue;
        if (line[begin] == '^') {
            const size_t end = line.find(' ', begin);
            const std::string carets = line.substr(0, end), message = line.substr(end + 1);
            const bool error = !message.starts_with("warning: ") && !message.starts_with("note: ");
            const auto number = std::count(printed.spec.begin(), printed.spec.end(), '\n');
            printed.diagnostics += fmt::format("spec:{}:{}: {}{}\n    {}\n    {}\n", number, begin + 1,
                                               error ? "error: " : "", message, wrong, carets);
        } else if (line.starts_with("used from ")) {
            printed.diagnostics += "    " + line + "\n";
        } else {
            wrong = line;
            printed.spec += line + "\n";
        }
    }
    return printed;
}

}  // namespace

void check_printed(const Printed& one) {
    INFO(one.spec);
    CHECK(diagnostics_of(one.spec) == one.diagnostics);
    CHECK(try_fixes(one.spec).failures == "");
    check_json_sources(one.spec);
    Random random(one.spec.size());
    for (int turn = 0; turn < 5; ++turn) check_json_sources(mutate(one.spec, random));
}

void check_printed(std::span<const Printed> table) {
    for (const Printed& one : table) check_printed(one);
}

void check_marked(std::span<const Marked> table, const std::string& head) {
    for (const Marked& one : table) check_printed(without_marks(one, head));
}

void check_marked(std::initializer_list<Marked> table) { check_marked(std::span(table.begin(), table.size())); }

}  // namespace nnshape::test
