#include <fmt/format.h>
#include <set>
#include <sstream>

#include "fixes/try_fixes.h"
#include "lint/codes.h"
#include "properties/breaks.h"
#include "properties/draw_network.h"
#include "support/catch.h"
#include "support/program.h"

// Every fix that a help offers is put in, and the spec is better for it: in all specs of the tests that are wrong, and
// in random networks that are broken in one place. The tables of mistakes check theirs too, in spec/mistake.cpp.
using namespace nnshape;
using namespace nnshape::test;

namespace {

// The specs that a transcript gives to its commands.
std::vector<std::string> specs_in(const std::string& transcript) {
    std::vector<std::string> specs;
    std::istringstream lines(transcript);
    for (std::string line; std::getline(lines, line);) {
        size_t here = line.find(" <<");
        bool reads_spec = line.starts_with("$ nnshape") && here != std::string::npos &&
                          line.find("nnshape batch") == std::string::npos;
        if (!reads_spec) continue;
        std::string end = line.substr(here + 3), spec;
        while (std::getline(lines, line) && line != end) spec += line + "\n";
        specs.push_back(spec);
    }
    return specs;
}

}  // namespace

TEST_CASE("every fix for a spec in a file works") {
    for (const char* folder : {"specs/lint", "specs/errors", "tests/fuzz/found"}) {
        for (const std::string& path : files_below(folder, {""})) {
            INFO(path);
            CHECK(try_fixes(read_text_file(path)).failures == "");
        }
    }
}

TEST_CASE("every fix for a spec in a transcript works") {
    for (const std::string& path : files_below("tests/golden", {".txt"})) {
        INFO(path);
        for (const std::string& spec : specs_in(read_text_file(path))) CHECK(try_fixes(spec).failures == "");
    }
}

// The broken statement is the last, so that what follows it cannot fail for another reason.
TEST_CASE("every fix for a network that is broken in one place works") {
    auto breaks = all_breaks();
    int64_t cases = case_count(3 * std::ssize(breaks));
    for (int64_t turn = 0; turn < cases; ++turn) {
        uint64_t seed = first_seed() + static_cast<uint64_t>(turn);
        Break one = breaks[seed % breaks.size()];
        one.where = Break::Where::last;
        for (bool as_json : {false, true}) {
            if (one.in == (as_json ? Break::In::text : Break::In::json)) continue;
            Random random(seed);
            DrawnNetwork network = draw_network(seed).network;
            apply(one, network, random);
            INFO("NNSHAPE_SEED=" << seed << " " << one.statements);
            CHECK(try_fixes(without_marks(as_json ? json_of(network) : text_of(network)).text).failures == "");
        }
    }
}
