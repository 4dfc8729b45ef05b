#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "support/catch.h"
#include "support/program.h"

// The code that `convert` writes, read as Python source.
using namespace nnshape::test;
using nlohmann::json;

namespace {

json shown(const std::vector<std::string>& args, const std::string& in = {}) {
    Ran printed = run_program(args, in);
    json report = json::parse(printed.out, nullptr, false);
    return report.is_discarded() ? json{{"totals", printed.err}} : report;
}

// "3x224x224": an input of an image or a vector as PyTorch has it; empty for any other.
std::string torch_input(const json& report) {
    std::vector<int64_t> sizes = report["inputs"].size() == 1 ? report["inputs"][0]["shape"].get<std::vector<int64_t>>()
                                                              : std::vector<int64_t>();
    if (sizes.size() != 1 && sizes.size() != 3) return {};
    bool is_last = report.value("layout", "HWC") == "HWC";
    if (is_last) std::rotate(sizes.begin(), sizes.end() - 1, sizes.end());
    return fmt::format("{}", fmt::join(sizes, "x"));
}

json counts(const json& report) {
    const json& totals = report["totals"];
    if (!totals.is_object()) return totals;
    return {totals["params"], totals["trainable"], totals["macs"]};
}

int read_back(const std::string& framework) {
    int count = 0;
    for (const std::string& path : files_below("specs/models", {".nn"})) {
        INFO(path);
        json report = shown({"show", path, "--json"});
        std::string input = torch_input(report);
        bool is_torch = framework == "pytorch";
        Ran code = run_program({"convert", path, "--to", framework});
        if (code.code != 0 || (is_torch && input.empty())) continue;
        std::vector<std::string> args = {"show", "-", "--json"};
        if (is_torch) args.insert(args.end(), {"--input", input});
        CHECK(counts(shown(args, code.out)) == counts(report));
        ++count;
    }
    return count;
}

}  // namespace

TEST_CASE("the PyTorch code of a network is read as the same network") { CHECK(read_back("pytorch") >= 20); }

TEST_CASE("the Keras code of a network is read as the same network") { CHECK(read_back("keras") >= 20); }
