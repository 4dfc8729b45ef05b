#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape::test;

namespace {

// What each folder of src/ may include beside itself: the data flows one way.
const std::map<std::string, std::vector<std::string>> may_include = {
    {"base", {}},
    {"layers", {"base"}},
    {"spec", {"base"}},
    {"network", {"base", "layers", "spec"}},
    {"analysis", {"base", "layers", "spec", "network"}},
    {"lint", {"base", "layers", "spec", "network", "analysis"}},
    {"query", {"base", "layers", "spec", "network", "analysis", "lint"}},
    {"report", {"base", "layers", "spec", "network", "analysis", "lint", "query"}},
    {"cli", {"base", "layers", "spec", "network", "analysis", "lint", "query", "report"}},
};

std::string folder_of(const std::string& path) { return path.substr(0, path.find('/')); }

std::vector<std::string> included_by(const std::string& path) {
    std::vector<std::string> files;
    std::istringstream lines(read_text_file(path));
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("#include \"")) files.push_back(line.substr(10, line.find('"', 10) - 10));
    }
    return files;
}

}  // namespace

TEST_CASE("no include of src runs backwards") {
    auto files = files_below("src", {".h", ".cpp"});
    REQUIRE(files.size() > 50);
    for (const std::string& path : files) {
        std::string folder = folder_of(path.substr(4));
        if (path == "src/main.cpp") continue;
        INFO(path);
        REQUIRE(may_include.count(folder) == 1);
        const auto& allowed = may_include.at(folder);
        for (const std::string& included : included_by(path)) {
            INFO(included);
            std::string other = folder_of(included);
            REQUIRE((other == folder || std::count(allowed.begin(), allowed.end(), other) == 1));
        }
    }
}

TEST_CASE("libraries that are slow to include stay where the design has them") {
    for (const std::string& path : files_below("src", {".h", ".cpp"})) {
        INFO(path);
        std::string text = read_text_file(path);
        if (text.find("#include <CLI/") != std::string::npos) REQUIRE(path.starts_with("src/cli/"));
        if (text.find("#include <nlohmann/") != std::string::npos) {
            REQUIRE(path.find("/json") != std::string::npos);
        }
    }
}

TEST_CASE("a source has at most 400 lines") {
    for (const std::string& path : files_below("src", {".h", ".cpp"})) {
        std::string text = read_text_file(path);
        INFO(path);
        REQUIRE(std::count(text.begin(), text.end(), '\n') <= 400);
    }
}

TEST_CASE("a layer type is one file and one line: nothing outside its folder knows its descriptor") {
    for (const std::string& path : files_below("src", {".h", ".cpp"})) {
        if (path.starts_with("src/layers/")) continue;
        INFO(path);
        std::string text = read_text_file(path);
        CHECK(text.find("kinds::") == std::string::npos);
        CHECK(text.find("layers/kinds.h") == std::string::npos);
    }
}
