#include <nlohmann/json.hpp>

#include "fuzz/checks.h"
#include "fuzz/forms.h"
#include "report/check/check.h"
#include "report/form.h"
#include "report/report.h"
#include "report/table/columns.h"

// Bytes the whole way to every form of the report, of the check and of a batch.
namespace nnshape::fuzz {
namespace {

using Json = nlohmann::json;

class Reports {
  public:
    Reports(std::string_view bytes, Promises& promises) : bytes_(bytes), promises_(promises) {
        run_study({.name = "spec", .text = bytes}, "spec", {}, study_);
    }

    void check() {
        check_diagnostics(study_.spec.source, study_.diagnostics, promises_);
        promises_.hold(!study_.ok() || study_.calculated(), "what is right is calculated");
        for (const auto& form : forms<NetworkReport>()) check_form(form);
        std::string out;
        write_diagnostics(study_, {.notes = true}, out);
        check_size(out, "diagnostics");
        check_plain(out, promises_);
        out.clear();
        write_batch_line(study_, 1, {.layers = true, .fields = {}}, out);
        check_document(out, "batch");
        promises_.hold(out.find('\n') == std::string::npos || has_raw_id(), "a batch's report is one line", out);
        check_checks();
    }

  private:
    void check_form(const Form<NetworkReport>& form) {
        ReportOptions plain{.notes = true, .source = "spec"}, folded = plain, odd = plain;
        folded.depth = 1;
        for (const Column& column : all_columns()) odd.columns.push_back(&column);
        odd.sort = find_column("params");
        odd.width = 80;
        odd.layout = Layout::chw;
        odd.top = 3;
        for (const ReportOptions* options : {&plain, &folded, &odd}) {
            std::string out;
            form.write({study_, *options}, out);
            check_bytes(out, form.name);
            if (form.name == "csv") promises_.hold(out.empty() || is_csv(out), "records of a CSV are alike", out);
            if (form.name == "json" && options == &plain) check_report(out);
        }
    }

    void check_bytes(const std::string& out, std::string_view name) {
        if (name == "json" || name == "gitlab" || name == "sarif") return check_document(out, name);
        check_size(out, name);
        check_plain(out, promises_);
    }

    void check_document(const std::string& out, std::string_view name) {
        check_size(out, name);
        promises_.hold(Json::accept(out), "a form for programs is JSON", out);
        if (!has_raw_id()) check_plain(out, promises_);
    }

    // A form of a size that nothing in the spec calls for is one without bounds: a row is as long as the names in it,
    // a diagnostic as the line that it quotes.
    void check_size(const std::string& out, std::string_view name) {
        const Network& network = study_.network;
        size_t longest = 0;
        for (const Node& node : network.nodes) longest = std::max(longest, node.name.size());
        size_t names = network.nodes.size() + network.calls.size() + network.wires.size() + network.outputs.size() + 16;
        size_t most = names * (4'096 + 8 * longest) + (study_.diagnostics.size() + 1) * (4'096 + 32 * bytes_.size());
        promises_.hold(out.size() <= most, "a report's size is bounded", name);
    }

    // An id comes back as it was written, whatever stands in it.
    bool has_raw_id() const {
        Promises of_id;
        std::string_view id = study_.spec.source.at(study_.spec.id);
        check_plain(id, of_id);
        return !of_id.broken().empty() || id.find('\n') != std::string_view::npos;
    }

    void check_report(const std::string& out) {
        Json report = Json::parse(out, nullptr, false);
        if (report.is_discarded()) return;
        bool has_errors = false;
        for (const Json& one : report["diagnostics"]) has_errors = has_errors || one["severity"] == "error";
        promises_.hold(report["ok"] == !has_errors, "a report is ok where no error stands", out);
        promises_.hold(report["ok"] != true || report["totals"].is_object(), "what is ok has totals", out);
        if (report["totals"].is_object()) check_totals(report, out);
    }

    void check_totals(const Json& report, const std::string& out) {
        const Json& totals = report["totals"];
        promises_.hold(totals["layers"] == report["layers"].size(), "the totals count the layers", out);
        for (std::string_view name : figure_names) {
            if (!totals.contains(std::string(name))) continue;  // active_params, without experts
            int64_t sum = 0;
            for (const Json& layer : report["layers"]) sum += layer[std::string(name)].get<int64_t>();
            promises_.hold(totals[std::string(name)] == sum, "the totals are the sums of the layers", out);
        }
    }

    void check_checks() {
        CheckedFiles files;
        CheckedFile& file = files.emplace_back();
        file.path = "spec";
        file.source = study_.spec.source;
        file.calculated = study_.calculated();
        file.diagnostics = study_.diagnostics;
        file.fails = has_error(study_.diagnostics);
        for (const auto& form : forms<CheckReport>()) {
            std::string out;
            form.write({files}, out);
            check_bytes(out, form.name);
            if (form.name == "junit") promises_.hold(is_xml(out), "JUnit's form is XML", out);
            if (form.name == "github") promises_.hold(is_workflow(out), "GitHub's form is commands", out);
        }
    }

    std::string_view bytes_;
    Promises& promises_;
    Study study_;
};

}  // namespace

void reports(std::string_view bytes, Promises& promises) { Reports(bytes, promises).check(); }

}  // namespace nnshape::fuzz
