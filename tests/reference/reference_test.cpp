#include <algorithm>
#include <nlohmann/json.hpp>

#include <fstream>
#include <set>

#include "support/catch.h"
#include "support/program.h"

// The frameworks' own figures, all of them: README.md beside this file says what the data is.
using namespace nnshape;
using namespace nnshape::test;
using nlohmann::json;

namespace {

const std::string folder = "tests/reference/";

// Lines that a framework answers by another rule than nnshape's, on purpose.
const std::set<std::string> other_rule = {"keras-transposed-valid-k<s", "onnx-ceil-without-clip",
                                          "onnx-same-transposed"};
const std::map<std::string, std::string> unchecked_by_onnx = {
    {"onnx-no-fit-check", "kernel-exceeds-input"}, {"onnx-padding-exceeds-kernel", "padding-exceeds-kernel"}};

std::vector<std::string> errors_of(const Study& study) {
    std::vector<std::string> codes;
    for (const Diagnostic& diagnostic : study.diagnostics) {
        if (diagnostic.severity() == Severity::error) codes.emplace_back(diagnostic.code->name);
    }
    return codes;
}

json sizes(const Study& study, uint32_t node) {
    Sizes sizes = sizes_of(study.network.nodes[node].output, study.network.layout);
    return json(std::vector<int64_t>(sizes.begin(), sizes.end()));
}

// What is wrong with figures, against those that the framework tells; empty where all are right.
std::string compare(const json& wanted, const Figures& figures) {
    for (const char* key : {"weights", "biases", "buffers", "macs", "params", "flops"}) {
        auto entry = wanted.find(key);
        if (entry == wanted.end() || entry->is_null()) continue;
        int64_t found = figures[*find_figure(key)];
        if (*entry != found) return std::string(key) + " " + std::to_string(found) + ", not " + entry->dump();
    }
    return {};
}

bool has_ceil(const json& spec) {
    for (const json& layer : spec["layers"]) {
        if (layer.value("ceil", false)) return true;
    }
    return false;
}

std::string judge_refused(const json& line, const std::string& mark, const std::vector<std::string>& codes) {
    bool accepted = line.contains("torch_only") || line.contains("keras_only") || mark == "ceil-kernel-exceeds-input";
    if (accepted) return {};
    if (codes.empty()) return "accepted, and the framework refuses";
    const json& wanted = line["expected"];
    if (!wanted.contains("code") || wanted["code"] == codes[0] || wanted.value("also", "") == codes[0]) return {};
    return "error " + codes[0] + ", not " + wanted["code"].dump();
}

// What is wrong with the study of a line's spec; empty where all is right.
std::string judge(const json& line, const Study& study) {
    std::string mark = line.value("mark", "");
    auto codes = errors_of(study);
    const json& wanted = line["expected"];
    if (other_rule.count(mark)) return {};
    if (unchecked_by_onnx.count(mark)) {
        const std::string& code = unchecked_by_onnx.at(mark);
        if (has_ceil(line["spec"]) || std::count(codes.begin(), codes.end(), code)) return {};
        return "no error " + code;
    }
    if (wanted.contains("error") || wanted.contains("empty")) return judge_refused(line, mark, codes);
    if (!codes.empty()) return "error " + codes[0];
    json output = sizes(study, study.network.outputs[0]);
    if (output != wanted["output"]) return "output " + output.dump() + ", not " + wanted["output"].dump();
    return compare(wanted, study.analysis.totals);
}

// What is wrong with a network's layers or totals; empty where all is right.
std::string judge_network(const json& wanted, const Study& study) {
    auto codes = errors_of(study);
    if (wanted.contains("error")) return codes.empty() ? "accepted, and the framework refuses" : "";
    if (!codes.empty()) return "error " + codes[0];
    std::map<std::string_view, uint32_t> by_name;
    for (uint32_t index = 0; index < study.network.nodes.size(); ++index) {
        by_name[study.network.nodes[index].name] = index;
    }
    for (const json& layer : wanted["layers"]) {
        std::string name = layer["name"];
        auto found = by_name.find(name);
        if (found == by_name.end()) return "no layer " + name;
        json output = sizes(study, found->second);
        if (layer.contains("output") && !layer["output"].is_null() && output != layer["output"]) {
            return name + ": output " + output.dump() + ", not " + layer["output"].dump();
        }
        std::string wrong = compare(layer, study.analysis.figures_of(found->second));
        if (!wrong.empty()) return name + ": " + wrong;
    }
    return wanted.contains("totals") ? compare(wanted["totals"], study.analysis.totals) : "";
}

json parse(const std::string& path) { return json::parse(read_text_file(path)); }

void check_lines(const std::string& name, size_t least) {
    std::ifstream file(folder + name);
    Studied studied;
    size_t count = 0;
    for (std::string text; std::getline(file, text); ++count) {
        json line = json::parse(text);
        study_text(studied, line["spec"].dump());
        std::string wrong = judge(line, studied.study);
        if (wrong.empty()) continue;
        INFO(studied.text);
        CHECK(wrong == "");
    }
    REQUIRE(count >= least);
}

}  // namespace

TEST_CASE("random layers come out as in PyTorch") { check_lines("layers-torch.ndjson", 6'000); }

TEST_CASE("random layers come out as in Keras") { check_lines("layers-keras.ndjson", 1'000); }

TEST_CASE("random layers come out as in ONNX") { check_lines("layers-onnx.ndjson", 600); }

TEST_CASE("torchvision's networks come out as in PyTorch, layer by layer") {
    auto files = files_below(folder + "zoo", {".expected.json"});
    REQUIRE(files.size() >= 48);
    Studied studied;
    for (const std::string& path : files) {
        std::string spec = path.substr(0, path.size() - std::string(".expected.json").size()) + ".json";
        study_text(studied, read_text_file(spec));
        INFO(spec);
        CHECK(judge_network(parse(path), studied.study) == "");
    }
}

TEST_CASE("lecture examples come out as in PyTorch") {
    json seeds = parse(folder + "seeds.json")["seeds"];
    REQUIRE(seeds.size() == 33);
    Studied studied;
    for (const json& seed : seeds) {
        study_text(studied, seed["spec"].dump());
        INFO(seed["id"]);
        CHECK(judge_network(seed["expected"], studied.study) == "");
    }
}
