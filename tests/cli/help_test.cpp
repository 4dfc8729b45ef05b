#include <sstream>

#include "base/unicode.h"
#include "cli/command.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

TEST_CASE("all help fits 80 columns, and is the same however it is asked for") {
    std::vector<std::string> pages = {run_program({"--help"}).out};
    CHECK(run_program({"-h"}).out == pages[0]);
    CHECK(run_program({"help"}).out == pages[0]);
    CHECK(run_program({}).err == pages[0]);
    for (const Command& command : all_commands()) {
        std::string name(command.name);
        pages.push_back(run_program({"help", name}).out);
        CHECK(run_program({name, "--help"}).out == pages.back());
        CHECK(run_program({name, "-h"}).out == pages.back());
        CHECK(pages[0].find("\n  " + name + " ") != std::string::npos);
    }
    for (const std::string& page : pages) {
        std::istringstream lines(page);
        for (std::string line; std::getline(lines, line);) {
            INFO(line);
            CHECK(display_width(line) <= 80);
            CHECK((line.empty() || line.back() != ' '));
        }
    }
}

TEST_CASE("wrong usage says nothing on standard output") {
    const std::vector<std::string> wrong[] = {
        {}, {"show"}, {"shwo"}, {"--nope"}, {"batch", "--nope"}, {"help", "nope"}, {"-f"}};
    for (const auto& args : wrong) {
        Ran ran = run_program(args);
        CHECK(ran.code == 2);
        CHECK(ran.out.empty());
        CHECK(!ran.err.empty());
    }
}
