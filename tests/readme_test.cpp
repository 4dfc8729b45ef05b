#include <unistd.h>
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <vector>

#include "base/text.h"
#include "report/reference.h"
#include "spec/keywords.h"
#include "support/catch.h"
#include "support/program.h"
#include "support/transcript.h"

using namespace nnshape::test;

namespace {

// Every page of the project: its examples must be what the program prints.
std::vector<std::string> all_pages() {
    std::vector<std::string> pages = {"README.md"};
    for (const char* folder : {".github", "specs", "src", "tests"}) {
        for (std::string& page : files_below(folder, {".md"})) pages.push_back(std::move(page));
    }
    REQUIRE(pages.size() > 10);
    return pages;
}

// The contents of the fenced blocks of one language.
std::vector<std::string> blocks(const std::string& page, const std::string& language) {
    const std::string begin = "\n```" + language + "\n";
    std::vector<std::string> found;
    for (size_t at = page.find(begin); at != std::string::npos; at = page.find(begin, at)) {
        at += begin.size();
        size_t end = page.find("```\n", at);
        REQUIRE(end != std::string::npos);
        found.push_back(page.substr(at, end - at));
    }
    return found;
}

// Targets of the links `[…](target)` to files of the project.
std::vector<std::string> links(const std::string& page) {
    std::vector<std::string> found;
    for (size_t at = page.find("]("); at != std::string::npos; at = page.find("](", at)) {
        at += 2;
        std::string target = page.substr(at, page.find(')', at) - at);
        if (!target.starts_with("http")) found.push_back(target.substr(0, target.find('#')));
    }
    return found;
}

// The line of a page that contains a text; empty unless there is exactly one.
std::string line_with(const std::string& page, const std::string& text) {
    std::istringstream lines(page);
    std::vector<std::string> found;
    for (std::string line; std::getline(lines, line);) {
        if (line.find(text) != std::string::npos) found.push_back(line);
    }
    return found.size() == 1 ? found.front() : std::string();
}

// The shapes and counts of a spec's layers, as CSV. The spec is text or JSON.
std::string layers_of(const std::string& spec) {
    Ran ran = run_program(
        {"show", "-", "--format", "csv", "--columns", "name,type,from,output,weights,biases,frozen,buffers,macs"},
        spec);
    REQUIRE(ran.code == 0);
    return ran.out;
}

std::string folder_of(const std::string& path) {
    size_t slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

}  // namespace

TEST_CASE("every transcript of the pages is what the program prints") {
    for (const std::string& path : all_pages()) check_transcript(path);
}

TEST_CASE("every spec of the pages is calculated without a complaint") {
    size_t count = 0;
    for (const std::string& path : all_pages()) {
        std::string page = read_text_file(path);
        for (const char* language : {"nnshape", "json"}) {
            for (const std::string& spec : blocks(page, language)) {
                INFO(path << "\n" << spec);
                REQUIRE(diagnostics_of(spec).empty());
                Studied studied;
                study_text(studied, spec);
                REQUIRE(studied.study.ok());
                ++count;
            }
        }
    }
    REQUIRE(count >= 5);
}

TEST_CASE("every link of the pages leads to a file") {
    for (const std::string& path : all_pages()) {
        std::string page = read_text_file(path);
        REQUIRE(!page.empty());
        for (const std::string& target : links(page)) {
            INFO(path << " -> " << target);
            REQUIRE(access((folder_of(path) + target).c_str(), R_OK) == 0);
        }
    }
}

TEST_CASE("README has two commands that set everything up") {
    auto commands = blocks(read_text_file("README.md"), "sh");
    REQUIRE(commands.size() == 2);
    REQUIRE(commands[0].starts_with("apt-get update && "));
    REQUIRE(commands[1] == "cmake --workflow --preset check\n");
}

TEST_CASE("the page of the language has a grammar of at most twenty lines") {
    auto grammars = blocks(read_text_file("specs/language.md"), "ebnf");
    REQUIRE(grammars.size() == 1);
    CHECK(std::count(grammars[0].begin(), grammars[0].end(), '\n') <= 20);
    std::istringstream words(grammars[0]);
    size_t statements = 0;
    for (std::string word; words >> word;) {
        if (word.size() < 4 || word.front() != '"' || nnshape::folded(word) != word) continue;
        bool known = nnshape::is_statement_word(word.substr(1, word.size() - 2));
        INFO(word);
        CHECK(known);
        statements += known ? 1 : 0;
    }
    CHECK(statements == 14);
}

TEST_CASE("a spec of the pages in JSON is the same as its twin in text") {
    std::string page = read_text_file("specs/language.md");
    auto texts = blocks(page, "nnshape");
    auto documents = blocks(page, "json");
    REQUIRE(!documents.empty());
    for (const std::string& document : documents) {
        auto is_twin = [&](const std::string& text) { return layers_of(text) == layers_of(document); };
        INFO(document << layers_of(document));
        REQUIRE(std::count_if(texts.begin(), texts.end(), is_twin) == 1);
    }
}

TEST_CASE("the gallery links every network with its parameters") {
    std::string page = read_text_file("specs/README.md");
    for (const std::string& path : files_below("specs", {".nn", ".json"})) {
        if (path.starts_with("specs/errors/") || path.starts_with("specs/lint/")) continue;
        INFO(path);
        std::string row = line_with(page, "](" + path.substr(path.find('/') + 1) + ")");
        REQUIRE(row.starts_with("| ["));
        Studied studied;
        study_text(studied, read_text_file(path));
        REQUIRE(studied.study.ok());
        int64_t params = studied.study.analysis.totals[nnshape::Figure::params];
        REQUIRE(row.find(" | " + nnshape::with_commas(params) + " | ") != std::string::npos);
    }
}

TEST_CASE("the page of layer types has the table that the program makes") {
    std::string page = read_text_file("specs/layers.md");
    std::string table = nnshape::layers_table();
    size_t begin = page.find(table.substr(0, table.find('\n') + 1));
    REQUIRE(begin != std::string::npos);
    size_t end = page.find("\n\n", begin) + 1;
    if (std::getenv("NNSHAPE_UPDATE")) {
        std::ofstream("specs/layers.md", std::ios::binary) << page.replace(begin, end - begin, table);
        return;
    }
    CHECK(page.substr(begin, end - begin) == table);
}

TEST_CASE("the page of libraries names each one that CMake finds") {
    std::string page = read_text_file(".github/THIRD_PARTY.md");
    std::istringstream words(read_text_file("CMakeLists.txt"));
    size_t repositories = 0;
    for (std::string word; words >> word;) {
        if (!word.starts_with("https://github.com/") || word.find('"') != std::string::npos) continue;
        INFO(word);
        CHECK(page.find("](" + word + ")") != std::string::npos);
        ++repositories;
    }
    CHECK(repositories == 4);
    CHECK(page.find("Boost.JSON") != std::string::npos);
}

TEST_CASE("the page of the code names files that exist") {
    std::string page = read_text_file("src/README.md");
    const std::regex row(R"(\n\| `([a-z/]+/)` \| ([^\n]*) \|)"), name(R"(`([a-z_/]+(?:\.def)?)`)");
    size_t names = 0;
    for (std::sregex_iterator at(page.begin(), page.end(), row), end; at != end; ++at) {
        std::string folder = "src/" + at->str(1), text = at->str(2);
        REQUIRE(access(folder.c_str(), R_OK) == 0);
        for (std::sregex_iterator word(text.begin(), text.end(), name); word != end; ++word) {
            INFO(folder << " " << word->str(1));
            auto exists = [&](const char* ending) {
                return access((folder + word->str(1) + ending).c_str(), R_OK) == 0;
            };
            CHECK((exists("") || exists(".h") || exists(".cpp")));
            ++names;
        }
    }
    CHECK(names > 40);
}

TEST_CASE("every exception of the coverage and every explained mutant quotes a line of its file") {
    const std::regex row(R"(\n- (\S+): `(.*?)`(?=:| →))");
    for (const char* path : {"tests/coverage/exceptions.md", "tests/mutation/survivors.md"}) {
        std::string page = read_text_file(path);
        size_t rows = 0;
        for (std::sregex_iterator at(page.begin(), page.end(), row), end; at != end; ++at, ++rows) {
            std::string file = "src/" + at->str(1), code = at->str(2);
            INFO(path << " " << file << " " << code);
            REQUIRE(access(file.c_str(), R_OK) == 0);
            std::istringstream lines(read_text_file(file));
            bool found = false;
            for (std::string line; std::getline(lines, line);) {
                found = found || line.substr(std::min(line.find_first_not_of(' '), line.size())) == code;
            }
            CHECK(found);
        }
        CHECK(rows > 10);
    }
}

TEST_CASE("the walk through the code names at most 14 files, and functions that these files contain") {
    std::string page = read_text_file("src/README.md");
    size_t begin = page.find("## A walk through the code");
    REQUIRE(begin != std::string::npos);
    std::string walk = page.substr(begin, page.find("\n## ", begin) - begin);
    std::istringstream lines(walk);
    const std::regex step(R"(^\d+\. \[([^\]]+)\]\(([^)]+)\))"), function(R"(`([a-z_]+)\(\)`)");
    std::set<std::string> files{"../specs/alexnet.nn"};
    size_t functions = 0;
    std::string file;
    for (std::string line; std::getline(lines, line);) {
        std::smatch found;
        if (line.empty()) file.clear();
        if (std::regex_search(line, found, step)) {
            REQUIRE(found.str(1) == found.str(2));
            file = found.str(2);
            files.insert(file);
        }
        if (file.empty()) continue;
        std::string text = read_text_file("src/" + file);
        for (std::sregex_iterator name(line.begin(), line.end(), function), end; name != end; ++name) {
            INFO(file << " " << name->str(1));
            CHECK(text.find(name->str(1) + "(") != std::string::npos);
            ++functions;
        }
    }
    CHECK(files.size() > 10);
    CHECK(files.size() <= 14);
    CHECK(functions > 10);
}
