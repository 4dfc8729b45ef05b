#include "base/version.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <sstream>

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

TEST_CASE("the version names the commit, where there is one, and no report does") {
    bool digits =
        std::all_of(commit().begin(), commit().end(), [](unsigned char digit) { return std::isxdigit(digit) != 0; });
    CHECK((commit().empty() || (commit().size() >= 12 && digits)));
    std::string built_from = commit().empty() ? "" : fmt::format(" ({})", commit());
    CHECK(run_program({"--version"}).out ==
          fmt::format("nnshape {}{}\nspec language 1\nJSON report 1\n", version(), built_from));
    CHECK(run_program({"-V"}).out == run_program({"--version"}).out);
    std::string report = run_program({"specs/lenet-5.nn", "--json"}).out;
    CHECK(report.find(fmt::format("\"version\": \"{}\"", version())) != std::string::npos);
    CHECK((commit().empty() || report.find(commit()) == std::string::npos));
}

TEST_CASE("the changelog begins with the version that CMake has") {
    std::istringstream page(read_text_file(".github/CHANGELOG.md"));
    std::string line;
    while (std::getline(page, line) && !line.starts_with("## ")) {}
    CHECK(line.substr(0, line.find(',')) == fmt::format("## {}", version()));
}
