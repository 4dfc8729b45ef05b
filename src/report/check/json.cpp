#include "base/json_writer.h"
#include "base/version.h"
#include "report/check/check.h"
#include "report/form.h"
#include "report/json_diagnostic.h"

// A check as one JSON document: its files, and the number of diagnostics of each severity.
namespace nnshape {
namespace {

constexpr std::string_view counts[] = {"notes", "warnings", "errors"};  // by severity

bool is_ok(const CheckedFile& file) { return file.calculated && !has_error(file.diagnostics); }

void write_file(const CheckedFile& file, JsonWriter& json) {
    json.open_object();
    json.key("source").value(file.path);
    json.key("ok").value(is_ok(file));
    json.key("calculated").value(file.calculated);
    if (!file.unreadable.empty()) json.key("error").value(file.unreadable);
    json.key("diagnostics").open_array();
    DiagnosticWriter diagnostics(file.source, file.path, json);
    for (const Diagnostic& diagnostic : file.diagnostics) diagnostics.write(diagnostic);
    json.close_array().close_object();
}

}  // namespace

void write_json(const CheckReport& report, std::string& out) {
    JsonWriter json(out, JsonWriter::Style::indented);
    int64_t found[std::size(counts)] = {}, unreadable = 0;
    bool ok = true;
    json.open_object();
    json.key("nnshape").open_object();
    json.key("version").value(version()).key("report").value(int64_t{report_version}).close_object();
    json.key("files").open_array();
    for (const CheckedFile& file : report.files) {
        write_file(file, json);
        for (const Diagnostic& diagnostic : file.diagnostics) ++found[static_cast<int>(diagnostic.severity())];
        unreadable += !file.unreadable.empty();
        ok = ok && is_ok(file);
    }
    json.close_array();
    for (Severity severity : {Severity::error, Severity::warning, Severity::note}) {
        json.key(counts[static_cast<int>(severity)]).value(found[static_cast<int>(severity)]);
    }
    json.key("unreadable").value(unreadable);
    json.key("ok").value(ok);
    json.close_object();
    out += "\n";
}

}  // namespace nnshape
