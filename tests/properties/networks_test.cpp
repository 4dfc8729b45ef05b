#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

#include "properties/draw_layer.h"
#include "properties/draw_network.h"
#include "report/form.h"
#include "report/report.h"
#include "rewrite/canonical.h"
#include "rewrite/writer.h"
#include "support/catch.h"
#include "support/program.h"

// What holds of every network, on random ones: both forms are one network, and no total depends on how it is looked at.
using namespace nnshape;
using namespace nnshape::test;
using nlohmann::json;

namespace {

json report_of(const Study& study, const ReportOptions& options = {}) {
    std::string out;
    write_json(NetworkReport{study, options}, out);
    return json::parse(out);
}

// A report without what depends on where something is written, and on the words for it there.
json without_places(json report) {
    report.erase("source");
    for (json& layer : report["layers"]) layer.erase("line");
    json codes = json::array();
    for (json& diagnostic : report["diagnostics"]) codes.push_back({diagnostic["code"], diagnostic.value("layer", "")});
    std::sort(codes.begin(), codes.end());
    report["diagnostics"] = codes;
    return report;
}

std::string errors_of(const Study& study) {
    std::string errors;
    for (const Diagnostic& diagnostic : study.diagnostics) {
        if (diagnostic.severity() == Severity::error) errors += diagnostic.message + "\n";
    }
    return errors;
}

struct NetworkCase {
    uint64_t seed;
    DrawnCase drawn;
    Studied text = {}, json = {};
};

std::string totals_of(const Walk& walk) {
    const Sums& sums = walk.sums;
    return fmt::format("{} layers, {} weights, {} biases, {} buffers, {} trainable, {} active, {} macs",
                       sums.layers.narrow(), sums.weights.narrow(), sums.biases.narrow(), sums.buffers.narrow(),
                       sums.trainable.narrow(), sums.active.narrow(), sums.macs.narrow());
}

std::string totals_of(const Study& study) {
    const Figures& of = study.analysis.totals;
    return fmt::format("{} layers, {} weights, {} biases, {} buffers, {} trainable, {} active, {} macs",
                       study.network.layer_count(), of[Figure::weights], of[Figure::biases], of[Figure::buffers],
                       of[Figure::trainable], of[Figure::active_params], of[Figure::macs]);
}

// Each of these says what is wrong, or nothing.
std::string judge_forms(NetworkCase& one) {
    for (const Study* study : {&one.text.study, &one.json.study}) {
        if (!study->ok()) return errors_of(*study) + "it does not calculate";
        if (totals_of(*study) != totals_of(one.drawn.walk))
            return totals_of(*study) + ", not " + totals_of(one.drawn.walk);
    }
    if (!is_same_network(one.text.study, one.json.study)) return "the forms are unlike";
    json left = without_places(report_of(one.text.study)), right = without_places(report_of(one.json.study));
    return left == right ? "" : "the reports are unlike: " + json::diff(left, right).dump();
}

std::string written(const Study& study, bool as_json, bool flat) {
    std::string out;
    auto document =
        flat ? Result<Document, Diagnostic>(flat_document(study.network)) : canonical_document(study.network);
    if (!document) return "no document: " + document.fault().message;
    auto problem = (as_json ? write_json_form : write_text_form)(*document, out);
    return problem ? "cannot be written: " + problem->message : out;
}

std::string judge_conversion(NetworkCase& one) {
    for (bool flat : {false, true}) {
        Studied text, as_json, again;
        study_text(text, written(one.text.study, false, flat));
        study_text(as_json, written(text.study, true, flat));
        study_text(again, written(as_json.study, false, flat));
        if (text.text != again.text) return "there and back is\n" + text.text + "and then\n" + again.text;
        for (const Studied* studied : {&text, &as_json}) {
            if (!studied->study.ok()) return errors_of(studied->study) + "converted it is\n" + studied->text;
            if (!is_same_network(one.text.study, studied->study)) return "another network is\n" + studied->text;
        }
    }
    return {};
}

// The sums over the rows of a report against its totals.
std::string judge_rows(const json& report, int64_t depth) {
    for (std::string_view figure : figure_names) {
        std::string key(figure);
        if (!report["totals"].contains(key)) continue;  // active_params, without experts
        int64_t sum = 0;
        for (const json& row : report["layers"]) sum += row[key].get<int64_t>();
        if (report["totals"][key] == sum) continue;
        return fmt::format("at depth {} {} sums to {}, not {}", depth, key, sum, report["totals"][key].dump());
    }
    return {};
}

std::string judge_folding(NetworkCase& one) {
    for (int64_t depth = 1; depth <= 3; ++depth) {
        std::string wrong = judge_rows(report_of(one.text.study, {.depth = depth}), depth);
        if (!wrong.empty()) return wrong;
    }
    bool folded_away = report_of(one.text.study, {.depth = 0})["layers"].empty();
    return folded_away ? judge_rows(report_of(one.text.study), -1) : "rows at depth 0";
}

std::string judge_figures(NetworkCase& one) {
    json report = report_of(one.text.study);
    report["layers"].push_back(report["totals"]);
    for (const json& row : report["layers"]) {
        int64_t params = row["params"];
        bool right = row["weights"].get<int64_t>() + row["biases"].get<int64_t>() == params &&
                     row["trainable"].get<int64_t>() + row["frozen"].get<int64_t>() == params &&
                     row["flops"].get<int64_t>() == 2 * row["macs"].get<int64_t>();
        if (!right) return "the figures do not add up: " + row.dump();
    }
    return {};
}

json reversed(const json& sizes) {
    Tensor tensor = sizes.get<Tensor>();
    std::rotate(tensor.begin(), tensor.end() - 1, tensor.end());
    return tensor;
}

// Whether a layer goes by the order in which the layout writes the sizes.
bool goes_by_layout(DrawnNetwork network) {
    static const std::set<std::string> types{"matmul", "reduce", "squeeze", "unsqueeze", "stack"};
    for (const auto* block : blocks_of(network)) {
        for (const DrawnStatement& statement : *block) {
            if (types.count(statement.layer.type)) return true;
        }
    }
    return false;
}

std::string judge_layout(NetworkCase& one) {
    if (goes_by_layout(one.drawn.network)) return {};
    DrawnNetwork other = one.drawn.network;
    other.channels_first = false;
    Studied last, first;
    study_text(last, text_of(other));
    other.channels_first = true;
    study_text(first, text_of(other));
    if (!last.study.ok() || !first.study.ok()) return errors_of(last.study) + errors_of(first.study) + "under a layout";
    if (!is_same_network(last.study, first.study)) return "another network under another layout:\n" + first.text;
    json left = report_of(last.study), right = report_of(first.study);
    if (left["totals"] != right["totals"]) return "other totals under another layout";
    for (size_t at = 0; at < left["layers"].size(); ++at) {
        bool right_order = reversed(left["layers"][at]["output"]) == right["layers"][at]["output"];
        if (!right_order) return "another order of sizes at " + left["layers"][at]["name"].dump();
    }
    return {};
}

// The first merge of paths with its paths the other way round; false where there is none.
bool turn_paths(DrawnNetwork& network) {
    for (auto* block : blocks_of(network)) {
        bool are_paths = block->size() > 1 && (*block)[0].kind == DrawnStatement::Kind::path;
        if (!are_paths) continue;
        std::reverse(block->begin(), block->end());
        return true;
    }
    return false;
}

std::string judge_order(NetworkCase& one, int64_t& turned) {
    DrawnNetwork other = one.drawn.network;
    if (!turn_paths(other)) return {};
    ++turned;
    Studied studied;
    study_text(studied, text_of(other));
    if (!studied.study.ok()) return errors_of(studied.study) + "the paths turned round:\n" + studied.text;
    bool same = studied.study.analysis.totals.values == one.text.study.analysis.totals.values;
    return same ? "" : "other totals with the paths turned round:\n" + studied.text;
}

// What was drawn in all.
struct Seen {
    int64_t turned = 0, calls = 0, repeats = 0, shares = 0, merges = 0;
    std::set<std::string> types;
};

void note(Seen& seen, DrawnNetwork network) {
    seen.calls += std::ssize(network.definitions);
    for (const auto* block : blocks_of(network)) {
        for (const DrawnStatement& statement : *block) {
            seen.repeats += statement.kind == DrawnStatement::Kind::repeat;
            seen.shares += statement.layer.find("share") != nullptr;
            seen.merges += statement.kind == DrawnStatement::Kind::path;
            seen.types.insert(statement.layer.type);
        }
    }
}

std::string judge(NetworkCase& one, Seen& seen) {
    std::string wrong = judge_forms(one);
    if (wrong.empty()) wrong = judge_conversion(one);
    if (wrong.empty()) wrong = judge_folding(one);
    if (wrong.empty()) wrong = judge_figures(one);
    if (wrong.empty()) wrong = judge_layout(one);
    return wrong.empty() ? judge_order(one, seen.turned) : wrong;
}

}  // namespace

TEST_CASE("a random network is the same however it is written and looked at") {
    auto types = drawn_types();
    int64_t cases = case_count(300);
    Seen seen;
    for (int64_t turn = 0; turn < cases; ++turn) {
        uint64_t seed = first_seed() + static_cast<uint64_t>(turn);
        NetworkCase one{.seed = seed, .drawn = draw_network(seed, types[seed % types.size()])};
        study_text(one.text, text_of(one.drawn.network));
        study_text(one.json, json_of(one.drawn.network));
        note(seen, one.drawn.network);
        std::string wrong = judge(one, seen);
        if (wrong.empty()) continue;
        INFO("NNSHAPE_SEED=" << seed << "\n" << one.text.text << one.json.text);
        CHECK(wrong == "");
    }
    for (std::string_view type : types) {
        INFO(type);
        CHECK(seen.types.count(std::string(type)) == 1);
    }
    CHECK(std::min({seen.turned, seen.calls, seen.repeats, seen.shares, seen.merges}) * 20 > cases);
}
