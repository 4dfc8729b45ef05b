#include <algorithm>

#include "base/json_writer.h"
#include "base/version.h"
#include "report/form.h"
#include "report/json_diagnostic.h"
#include "report/report.h"
#include "report/table/network_json.h"

// The JSON report: everything that is known of a network, its keys always in the same order.
namespace nnshape {
namespace {

// The format of an imported file, and what the file says of its origin.
void write_format(const Imported& imported, JsonWriter& json) {
    json.key("format").value(imported.format);
    if (imported.facts.empty()) return;
    json.key("origin").open_row_object();
    for (const auto& [key, value] : imported.facts) json.key(key).value(value);
    json.close_row_object();
}

// The values of the swept names; a whole number is a number.
void write_swept(const ReportOptions& options, JsonWriter& json) {
    json.key("swept").open_row_object();
    for (size_t index = 0; index < options.swept.size(); ++index) {
        ReadInteger number = read_integer(options.values[index]);
        json.key(options.swept[index]);
        bool is_number = number.form == Literal::Form::integer;
        is_number ? json.value(number.value) : json.value(std::string_view(options.values[index]));
    }
    json.close_row_object();
}

}  // namespace

void write_json(const NetworkReport& report, std::string& out) {
    const Study& study = report.study;
    const ReportOptions& options = report.options;
    JsonWriter json(out, JsonWriter::Style::indented);
    View view = view_of(study, options);
    if (study.listed) view.fields = receptive_fields(study.network, study.analysis);
    NetworkJson parts(study, view, json);
    const Network& network = study.network;
    json.open_object();
    json.key("nnshape").open_object();
    json.key("version").value(version()).key("report").value(int64_t{report_version}).close_object();
    json.key("convention").value(convention);
    if (!study.id.empty()) json.key("id").raw(study.id);
    json.key("name").value(network.name).key("source").value(options.source);
    if (!study.imported.format.empty()) write_format(study.imported, json);
    json.key("layout").value(name_of(view.layout)).key("dtype").value(network.dtype->name);
    if (network.weights_dtype != network.dtype) json.key("weights_dtype").value(network.weights_dtype->name);
    json.key("batch_size").value(options.batch_size);
    if (network.deployed.is_deployed) {
        json.key("deployed").open_row_object().key("folded").value(network.deployed.folded);
        json.key("left_out").value(network.deployed.left_out).close_row_object();
    }
    if (!options.swept.empty()) write_swept(options, json);
    json.key("inputs");
    parts.inputs();
    json.key("outputs");
    parts.outputs();
    if (study.listed && network.input_count == 1) {
        json.key("input");
        parts.output_of(0);
    }
    if (study.listed && network.outputs.size() == 1) {
        json.key("output");
        parts.output_of(network.outputs[0]);
    }
    json.key("layers");
    parts.layers(options, out);
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

// Every line break is between two values: those in strings are escaped.
void append_json_item(std::string_view report, std::string& array) {
    array += array.empty() ? "[" : ",";
    if (report.ends_with('\n')) report.remove_suffix(1);
    while (!report.empty()) {
        size_t end = std::min(report.find('\n'), report.size());
        array.append("\n  ").append(report.substr(0, end));
        report.remove_prefix(std::min(end + 1, report.size()));
    }
}

void close_json_array(std::string& array) { array += array.empty() ? "[]\n" : "\n]\n"; }

}  // namespace nnshape
