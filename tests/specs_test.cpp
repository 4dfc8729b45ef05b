#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "study/included.h"
#include "support/catch.h"
#include "support/program.h"

using namespace nnshape;
using namespace nnshape::test;

namespace {

// The networks in specs/ and specs/models/; its other folders hold specs for other ends, broken ones among them.
std::vector<std::string> networks(const std::vector<std::string>& endings) {
    auto files = files_below("specs", endings);
    auto elsewhere = [](const std::string& path) {
        return path.find('/') != path.rfind('/') && !path.starts_with("specs/models/");
    };
    files.erase(std::remove_if(files.begin(), files.end(), elsewhere), files.end());
    return files;
}

std::vector<std::string> networks() { return networks({".nn", ".json"}); }

// A JSON report without what differs between a network's two forms: the file and the lines.
std::string report_without_places(const std::string& path) {
    Ran ran = run_program({"show", "--json", path});
    REQUIRE(ran.code == 0);
    std::istringstream lines(ran.out);
    std::string report;
    for (std::string line; std::getline(lines, line);) {
        std::string_view key = std::string_view(line).substr(std::min(line.find_first_not_of(' '), line.size()));
        if (!key.starts_with("\"source\":") && !key.starts_with("\"line\":")) report += line + "\n";
    }
    return report;
}

}  // namespace

TEST_CASE("every network of specs comes with the program, by the name of its file") {
    std::vector<std::string> names;
    for (const std::string& path : networks({".nn"})) {
        std::string name = path.substr(path.rfind('/') + 1);
        name.resize(name.size() - 3);
        names.push_back(name);
        INFO(path);
        const IncludedSpec* included = find_included(name);
        REQUIRE(included);
        CHECK((included->text == read_text_file(path) ||
               included->text == read_text_file("specs/models/" + name + ".nn")));
        CHECK(!summary_of(*included).empty());
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    CHECK(names.size() == included_specs().size());
}

TEST_CASE("every network of specs is calculated without an error or a warning") {
    REQUIRE(networks().size() > 35);
    for (const std::string& path : networks()) {
        INFO(path);
        Ran ran = run_program({"show", path});
        REQUIRE(ran.err.empty());
        REQUIRE(ran.code == 0);
    }
}

TEST_CASE("every network of specs expects its totals") {
    for (const std::string& path : networks()) {
        INFO(path);
        Studied studied;
        study_text(studied, read_text_file(path));
        const Spec& spec = studied.study.spec;
        auto expects = [&](std::string_view figure) {
            return std::any_of(spec.expect.begin(), spec.expect.end(),
                               [&](const Argument& expected) { return spec.text(expected.key) == figure; });
        };
        REQUIRE(studied.study.ok());
        REQUIRE(expects("params"));
    }
}

TEST_CASE("every network of specs in text begins with where it is from") {
    for (const std::string& path : networks({".nn"})) {
        INFO(path);
        REQUIRE(read_text_file(path).starts_with("# "));
    }
}

TEST_CASE("a network in JSON is the same as its twin in text") {
    auto files = networks({".json"});
    REQUIRE(files.size() >= 2);
    for (const std::string& path : files) {
        std::string text = path.substr(0, path.size() - std::string_view(".json").size()) + ".nn";
        INFO(path);
        REQUIRE(report_without_places(path) == report_without_places(text));
    }
}

TEST_CASE("VGG-16 by a definition is VGG-16 a line a layer") {
    auto counts = [](const std::string& path) {
        return run_program({"show", path, "--format", "csv", "--columns", "type,output,weights,biases,macs"}).out;
    };
    REQUIRE(!counts("specs/vgg-16.nn").empty());
    REQUIRE(counts("specs/models/vgg-16.nn") == counts("specs/vgg-16.nn"));
}

TEST_CASE("an expectation that is off by one fails a network of specs") {
    std::string text = read_text_file("specs/lenet-5.nn");
    size_t total = text.find("params=61,706");
    REQUIRE(total != std::string::npos);
    text.replace(total, 13, "params=61,707");
    REQUIRE(diagnostics_of(text).find("`params` is 61,706, not 61,707 [expectation-failed]") != std::string::npos);
}

TEST_CASE("the known networks come to what torchvision's own come to") {
    // Totals read off torchvision 0.14; see tests/reference/README.md.
    const std::pair<std::string, std::string> pairs[] = {{"resnet-18", "resnet18"},
                                                         {"resnet-50", "resnet50"},
                                                         {"resnext-50-32x4d", "resnext50_32x4d"},
                                                         {"vgg-16", "vgg16"},
                                                         {"squeezenet-1.0", "squeezenet1_0"},
                                                         {"squeezenet-1.1", "squeezenet1_1"},
                                                         {"densenet-121", "densenet121"},
                                                         {"mobilenet-v2", "mobilenet_v2"},
                                                         {"convnext-tiny", "convnext_tiny"},
                                                         {"mobilenet-v3-large", "mobilenet_v3_large"},
                                                         {"vit-b-16", "vit_b_16"}};
    for (const auto& [model, reference] : pairs) {
        INFO(model);
        Ran ran = run_program({"show", "--json", "specs/models/" + model + ".nn"});
        REQUIRE(ran.code == 0);
        auto report = nlohmann::json::parse(ran.out);
        auto expected = nlohmann::json::parse(read_text_file("tests/reference/zoo/" + reference + ".expected.json"));
        for (const char* key : {"params", "buffers", "macs"}) CHECK(report["totals"][key] == expected["totals"][key]);
        CHECK(report["output"] == expected["layers"].back()["output"]);
    }
}
