#include <nlohmann/json.hpp>

#include "fuzz/fuzz.h"
#include "report/form.h"
#include "report/report.h"
#include "rewrite/canonical.h"
#include "rewrite/writer.h"
#include "study/study.h"

// A spec through both written forms and back, as it was written and layer by layer.
namespace nnshape::fuzz {
namespace {

using Json = nlohmann::json;
using Write = std::optional<Diagnostic> (*)(const Document& document, std::string& out);

// The JSON report without the places and the advice, which go by the form, and the id, which text cannot hold.
Json report_of(const Study& study) {
    std::string out;
    write_json(NetworkReport{study, {}}, out);
    Json report = Json::parse(out, nullptr, false);
    if (report.is_discarded()) return out;
    report.erase("id");
    for (Json& layer : report["layers"]) layer.erase("line");
    Json told = Json::array();
    for (Json& one : report["diagnostics"]) {
        if (one["code"] == "framework-default") continue;  // it is about the spelling, which becomes ours
        for (const char* key : {"line", "column", "end_line", "end_column", "help", "used_from"}) one.erase(key);
        told.push_back(one);
    }
    report["diagnostics"] = told;
    return report;
}

class Converter {
  public:
    explicit Converter(Promises& promises) : promises_(promises) {}

    void check(const Study& study) {
        for (Write write : {write_text_form, write_json_form}) {
            std::string flat;
            if (!write(flat_document(study.network), flat)) reread(study, flat, {});
            std::string once = written(study, write);
            if (once.empty()) continue;
            Study again;
            if (!reread(study, once, report_of(study), again)) return;
            same(written(again, write), once, "what is canonical stays as it is");
            check_there_and_back(again, write, once);
        }
    }

  private:
    void check_there_and_back(const Study& study, Write write, const std::string& once) {
        std::string there = written(study, write == write_text_form ? write_json_form : write_text_form);
        if (there.empty()) return;
        Study again;
        if (!reread(study, there, report_of(study), again)) return;
        same(written(again, write), once, "the other form and back is the same");
    }

    // Empty where a name has no place in the form.
    static std::string written(const Study& study, Write write) {
        auto document = canonical_document(study.network);
        std::string out;
        if (!document || write(*document, out)) return {};
        return out;
    }

    void reread(const Study& study, const std::string& text, const Json& report) {
        Study again;
        reread(study, text, report, again);
    }

    bool reread(const Study& study, const std::string& text, const Json& report, Study& again) {
        run_study({.name = "spec", .text = text}, study.fallback_name, {}, again);
        bool same_network = again.calculated() && is_same_network(study, again);
        if (!promises_.hold(same_network, "what is converted is the same network", text)) return false;
        bool same_report = report.is_null() || report_of(again) == report;
        return promises_.hold(same_report, "what is converted has the same report", text);
    }

    void same(const std::string& one, const std::string& other, std::string_view promise) {
        promises_.hold(one == other, promise, one + "---\n" + other);
    }

    Promises& promises_;
};

}  // namespace

void convert(std::string_view bytes, Promises& promises) {
    Study study;
    run_study({.name = "spec", .text = bytes}, "spec", {}, study);
    if (study.calculated()) Converter(promises).check(study);
}

}  // namespace nnshape::fuzz
