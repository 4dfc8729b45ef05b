#include "base/json_writer.h"
#include "base/version.h"
#include "report/form.h"
#include "report/json_diagnostic.h"
#include "report/report.h"
#include "report/table/network_json.h"

// The JSON report: everything that is known of a network, its keys always in the same order.
namespace nnshape {

void write_json(const NetworkReport& report, std::string& out) {
    const Study& study = report.study;
    const ReportOptions& options = report.options;
    JsonWriter json(out, JsonWriter::Style::indented);
    View view = view_of(study, options);
    if (study.understood) view.fields = receptive_fields(study.network, study.analysis);
    NetworkJson parts(study, view, json);
    const Network& network = study.network;
    json.open_object();
    json.key("nnshape").open_object();
    json.key("version").value(version()).key("report").value(int64_t{report_version}).close_object();
    json.key("convention").value(convention);
    if (Span id = study.spec.id; id.begin != id.end) json.key("id").raw(study.spec.source.at(id));
    json.key("name").value(network.name).key("source").value(options.source);
    json.key("layout").value(name_of(view.layout)).key("dtype").value(network.dtype->name);
    json.key("batch_size").value(options.batch_size);
    json.key("inputs");
    parts.inputs();
    json.key("outputs");
    parts.outputs();
    if (study.understood && network.input_count == 1) {
        json.key("input");
        parts.output_of(0);
    }
    if (study.understood && network.outputs.size() == 1) {
        json.key("output");
        parts.output_of(network.outputs[0]);
    }
    json.key("layers");
    parts.layers(options);
    json.key("totals");
    parts.totals({});
    json.key("diagnostics").open_array();
    DiagnosticWriter diagnostics(study.spec.source, options.source, json);
    for (const Diagnostic& diagnostic : study.diagnostics) {
        if (diagnostic.severity() == Severity::note && !options.notes) continue;
        diagnostics.write(diagnostic);
    }
    json.close_array();
    json.key("ok").value(study.ok());
    json.close_object();
    out += "\n";
}

}  // namespace nnshape
