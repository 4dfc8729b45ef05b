#include "base/json_writer.h"
#include "report/json_diagnostic.h"
#include "report/report.h"
#include "report/table/network_json.h"

// A line of batch's output: the part of the JSON report that a program needs of each of many networks.
namespace nnshape {

void write_batch_line(const Study& study, uint64_t line, const BatchOptions& options, std::string& out) {
    JsonWriter json(out, JsonWriter::Style::compact);
    View view = view_of(study, {});
    if (options.layers && study.listed) view.fields = receptive_fields(study.network, study.analysis);
    NetworkJson parts(study, view, json);
    json.open_object();
    if (!study.id.empty()) json.key("id").raw(study.id);
    if (study.understood) json.key("name").value(study.network.name);
    if (!study.ok()) json.key("line").value(static_cast<int64_t>(line));
    json.key("ok").value(study.ok());
    if (study.understood) {
        if (study.network.outputs.size() == 1) {
            json.key("output");
            parts.output_of(study.network.outputs[0]);
        } else {
            json.key("outputs");
            parts.outputs();
        }
    }
    if (options.layers && study.listed) {
        json.key("layers");
        parts.layers({}, out);
    }
    if (study.understood) {
        json.key("totals");
        parts.totals(options.fields);
    }
    json.key("diagnostics").open_array();
    DiagnosticWriter diagnostics(study.spec.source, {}, json);
    for (const Diagnostic& diagnostic : study.diagnostics) {
        bool is_written = options.least && diagnostic.severity() >= *options.least;
        if (!is_written) continue;
        diagnostics.write(diagnostic, diagnostic.severity() == Severity::error);
    }
    json.close_array();
    json.close_object();
}

}  // namespace nnshape
