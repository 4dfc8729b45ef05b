#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "support/catch.h"
#include "support/program.h"

using namespace nnshape::test;

namespace {

// The folders of src/ in the order in which data flows: each includes only those before it.
const std::vector<std::string> flow = {"base",    "layers", "frameworks", "spec",   "network", "analysis",
                                       "rewrite", "edit",   "lint",       "import", "study",   "query",
                                       "report",  "draw",   "export",     "cli",    "serve",   "web"};

// The file of a folder that may include its sub-folders: the reader that chooses between text and JSON.
const std::vector<std::string> dispatchers = {"src/spec/read.cpp"};

size_t step_of(const std::string& folder) {
    return static_cast<size_t>(std::find(flow.begin(), flow.end(), folder) - flow.begin());
}

// "report", "table" and "" of report/table/grid.h; the sub-folder is empty where there is none.
struct Home {
    std::string folder, sub_folder;
};

Home home_of(const std::string& path) {
    size_t first = path.find('/');
    size_t second = path.find('/', first + 1);
    return {path.substr(0, first), second == std::string::npos ? "" : path.substr(first + 1, second - first - 1)};
}

std::vector<std::string> included_by(const std::string& path) {
    std::vector<std::string> files;
    std::istringstream lines(read_text_file(path));
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("#include \"")) files.push_back(line.substr(10, line.find('"', 10) - 10));
    }
    return files;
}

}  // namespace

TEST_CASE("no include of src runs backwards, and sub-folders of one folder do not include each other") {
    auto files = files_below("src", {".h", ".cpp"});
    REQUIRE(files.size() > 200);
    size_t includes = 0;
    for (const std::string& path : files) {
        if (path == "src/main.cpp") continue;
        Home home = home_of(path.substr(4));
        INFO(path);
        REQUIRE(step_of(home.folder) < flow.size());
        for (const std::string& included : included_by(path)) {
            INFO(included);
            Home other = home_of(included);
            REQUIRE(step_of(other.folder) <= step_of(home.folder));
            ++includes;
            if (other.folder != home.folder || other.sub_folder == home.sub_folder || included.ends_with(".def"))
                continue;
            bool dispatches = std::count(dispatchers.begin(), dispatchers.end(), path) == 1;
            REQUIRE((other.sub_folder.empty() || dispatches));
        }
    }
    REQUIRE(includes > 500);
}

TEST_CASE("libraries that are slow to include stay where the design has them, and the engine knows no POSIX") {
    const std::vector<std::string> posix = {"<unistd.h>", "<fcntl.h>", "<poll.h>", "<signal.h>", "<sys/"};
    for (const std::string& path : files_below("src", {".h", ".cpp"})) {
        INFO(path);
        std::string text = read_text_file(path);
        if (text.find("#include <CLI/") != std::string::npos) REQUIRE(path.starts_with("src/cli/"));
        for (const std::string& header : posix) {
            if (text.find("#include " + header) != std::string::npos) REQUIRE(path.starts_with("src/cli/"));
        }
        if (text.find("#include <nlohmann/") != std::string::npos) {
            REQUIRE(path == "src/spec/json/reader.cpp");
        }
    }
}

// Two types of one name are one type to the linker, which only warns of it.
TEST_CASE("each type that a header defines has a name of its own") {
    std::map<std::string, std::string> homes;
    for (const std::string& path : files_below("src", {".h"})) {
        std::istringstream lines(read_text_file(path));
        std::string space;
        for (std::string line; std::getline(lines, line);) {
            std::istringstream words(line);
            std::string kind, name;
            words >> kind >> name;
            if (kind == "namespace") space = name + "::";
            if (kind == "enum") words >> name;
            name = space + name;
            bool defines = (kind == "struct" || kind == "class" || kind == "enum") && line.ends_with('{');
            if (!defines || line.starts_with(' ')) continue;
            INFO(name << " is in " << path << " and " << homes[name]);
            CHECK(homes[name].empty());
            homes[name] = path;
        }
    }
    REQUIRE(homes.size() > 100);
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
