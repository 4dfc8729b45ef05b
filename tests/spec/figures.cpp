#include "spec/figures.h"

#include <nlohmann/json.hpp>

#include "support/catch.h"
#include "support/program.h"

namespace nnshape::test {

std::string figures(const std::string& spec, const std::vector<std::string>& options) {
    std::vector<std::string> arguments{"show", "-", "--json"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    Ran ran = run_program(arguments, spec);
    REQUIRE(ran.err == "");
    REQUIRE(ran.code == 0);
    auto report = nlohmann::json::parse(ran.out);
    report["totals"].erase("peak_layer");
    return report["output"].dump() + report["totals"].dump();
}

}  // namespace nnshape::test
