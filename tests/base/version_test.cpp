#include "base/version.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

TEST_CASE("the version tells the commit, where there is one, and no report does") {
    bool digits =
        std::all_of(commit().begin(), commit().end(), [](unsigned char digit) { return std::isxdigit(digit) != 0; });
    CHECK((commit().empty() || (commit().size() >= 12 && digits)));
    std::string behind = commit().empty() ? "" : fmt::format(" ({})", commit());
    CHECK(run_program({"--version"}).out == fmt::format("nnshape {}{}\n", version(), behind));
    std::string report = run_program({"specs/lenet-5.nn", "--json"}).out;
    CHECK(report.find(fmt::format("\"version\": \"{}\"", version())) != std::string::npos);
    CHECK((commit().empty() || report.find(commit()) == std::string::npos));
}
