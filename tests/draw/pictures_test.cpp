#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>

#include "support/catch.h"
#include "support/program.h"
#include "support/shell.h"

using namespace nnshape::test;

namespace {

constexpr std::string_view folder = "specs/pictures/";

// The spec that a picture is of: specs/pictures/u-net.svg is of specs/models/u-net.nn.
std::string spec_of(const std::string& picture) {
    std::string name = picture.substr(folder.size(), picture.size() - folder.size() - 4) + ".nn";
    return std::ifstream("specs/" + name) ? "specs/" + name : "specs/models/" + name;
}

// Names that would end a label, an element or a string if they were not escaped.
constexpr std::string_view nasty = R"(network "</title><script>alert(1)</script> & \"quoted\" `code` #1 ]] -->"
input 8x8x3
"1. first": conv 4 3 padding=1
"- second ]\"": conv 4 3 padding=1 activation=relu
"<b>&amp;</b>": batch_norm
"\u0001\u202e\\N": conv 4 3 padding=1
"日本語の層 한국어 العربية": add from="1. first","- second ]\""
"end": relu
"￾￿": relu
)";

std::vector<std::string> networks() {
    auto files = files_below("specs/models", {".nn"});
    for (const char* name : {"alexnet", "lenet-5", "filters", "conv-against-dense"}) {
        files.push_back("specs/" + std::string(name) + ".nn");
    }
    return files;
}

// Each line of a Mermaid flowchart as nnshape writes it, whose labels contain nothing that ends them.
bool is_mermaid(const std::string& text) {
    static const std::regex line(
        R"re(flowchart TD|  accTitle: [^"#<>`]*(?:#\d+;[^"#<>`]*)*| *(?:subgraph f\d+\["(?:[^"#<>`$\\]|#\d+;|<br/>)+"\]|end|n\d+(?:\[\[|\[|\(\[|\(\()"(?:[^"#<>`$\\]|#\d+;|<br/>)+"(?:\]\]|\]|\]\)|\)\)):::c\d+|n\d+ -->(?:\|"[\dx]+"\|)? n\d+|classDef c\d+ fill:#[0-9a-f]{6},stroke:#[0-9a-f]{6},color:#1f2328))re");
    std::istringstream lines(text);
    for (std::string one; std::getline(lines, one);) {
        INFO(one);
        CHECK(std::regex_match(one, line));
    }
    return text.starts_with("flowchart TD\n");
}

}  // namespace

TEST_CASE("each picture of specs/pictures is what the program draws of its spec") {
    auto pictures = files_below("specs/pictures", {".svg"});
    REQUIRE(pictures.size() == 10);
    for (const std::string& path : pictures) {
        INFO(path);
        Ran ran = run_program({"draw", spec_of(path)});
        REQUIRE(ran.code == 0);
        if (std::getenv("NNSHAPE_UPDATE")) std::ofstream(path, std::ios::binary) << ran.out;
        CHECK(ran.out == read_text_file(path));
    }
}

TEST_CASE("README begins with the picture of AlexNet and the command that draws it") {
    std::string page = read_text_file("README.md");
    std::string beginning = page.substr(0, page.find("\n## "));
    CHECK(beginning.find("](specs/pictures/alexnet.svg)") != std::string::npos);
    CHECK(beginning.find("`nnshape draw specs/alexnet.nn -o alexnet.svg`") != std::string::npos);
}

TEST_CASE("each picture and page is valid XML, whatever the names are") {
    WorkFolder work;
    size_t files = 0;
    auto draw = [&](const std::string& spec, const std::string& text) {
        for (const char* form : {"svg", "html"}) {
            for (const char* style : {"auto", "graph"}) {
                Ran ran = run_program({"draw", spec, "--form", form, "--style", style}, text);
                INFO(spec << ran.err);
                REQUIRE(ran.code == 0);
                CHECK(ran.out.find("<script>alert") == std::string::npos);
                work.write(std::to_string(files++) + "." + form, ran.out);
            }
        }
    };
    for (const std::string& path : networks()) draw(path, {});
    draw("-", std::string(nasty));
    Shown shown = run_shell("xmllint --noout " + work.path() + "/*");
    CHECK(shown.all == "");
    CHECK(shown.code == 0);
    CHECK(files > 150);
}

TEST_CASE("a flowchart of Mermaid has no label that ends early") {
    for (const std::string& path : networks()) {
        INFO(path);
        CHECK(is_mermaid(run_program({"draw", path, "--form", "mermaid"}).out));
    }
    CHECK(is_mermaid(run_program({"draw", "-", "--form", "mermaid"}, std::string(nasty)).out));
}

TEST_CASE("a theme has its own colours alone, and no theme has both") {
    auto colours = [](const std::string& theme) {
        return run_program({"draw", "specs/lenet-5.nn", "--theme", theme}).out;
    };
    auto has = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
    CHECK(has(colours("auto"), "prefers-color-scheme:dark"));
    CHECK(has(colours("auto"), "#0d1117"));
    CHECK(!has(colours("light"), "prefers-color-scheme"));
    CHECK(!has(colours("light"), "#0d1117"));
    CHECK(!has(colours("dark"), "prefers-color-scheme"));
    CHECK(has(colours("dark"), ".bg{fill:#0d1117}"));
    CHECK(has(colours("print"), ".tx{fill:#000000}"));
}

TEST_CASE("the ending of the file decides the form, unless an option does") {
    WorkFolder work;
    auto beginning = [&](const std::string& name, const std::vector<std::string>& more) {
        std::vector<std::string> args = {"draw", "specs/lenet-5.nn", "-o", work.path() + "/" + name};
        args.insert(args.end(), more.begin(), more.end());
        REQUIRE(run_program(args).code == 0);
        return read_text_file(work.path() + "/" + name).substr(0, 9);
    };
    CHECK(beginning("a.svg", {}) == "<svg xmln");
    CHECK(beginning("a.gv", {}) == "digraph \"");
    CHECK(beginning("a.mmd", {}) == "flowchart");
    CHECK(beginning("a.html", {}) == "<!DOCTYPE");
    CHECK(beginning("a.txt", {}) == "<svg xmln");
    CHECK(beginning("b.svg", {"--form", "dot"}) == "digraph \"");
    CHECK(beginning("c.svg", {"--format", "mermaid"}) == "flowchart");
}

TEST_CASE("a page explains each layer as explain does, and marks a layer that has a warning") {
    const std::string spec = "input 7x7x1\nA: conv 2 2 stride=2\nB: dense 3\n";
    Ran page = run_program({"draw", "-", "--form", "html"}, spec);
    Ran explained = run_program({"explain", "-", "A"}, spec);
    REQUIRE(page.code == 0);
    CHECK(page.out.find("<pre>" + explained.out + "</pre>") != std::string::npos);
    CHECK(page.out.find("<em id=\"d0\">warning: ") != std::string::npos);
    CHECK(page.out.find("A</label> <a href=\"#d0\"") != std::string::npos);
    CHECK(page.err.find("warning: ") != std::string::npos);
}
