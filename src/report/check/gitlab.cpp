#include "base/json_writer.h"
#include "report/check/issue.h"
#include "report/form.h"

// A check as a code quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
namespace nnshape {
namespace {

std::string_view severity_of(Severity severity) {
    constexpr std::string_view severities[] = {"info", "minor", "major"};
    return severities[static_cast<int>(severity)];
}

void write_lines(const std::string& path, Region region, JsonWriter& json) {
    json.open_object().key("path").value(path).key("lines").open_row_object();
    json.key("begin").value(static_cast<int64_t>(region.begin.line));
    json.key("end").value(static_cast<int64_t>(region.end.line));
    json.close_row_object().close_object();
}

void write_head(std::string_view description, std::string_view code, std::string_view fingerprint,
                std::string_view severity, JsonWriter& json) {
    json.key("description").value(description).key("check_name").value(code);
    json.key("fingerprint").value(fingerprint).key("severity").value(severity);
}

void write_unreadable(const CheckedFile& file, Fingerprints& fingerprints, JsonWriter& json) {
    json.open_object();
    write_head(file.unreadable, unreadable_file, fingerprints.in_report(file), "blocker", json);
    json.key("location");
    write_lines(tracked_path(file), {}, json);
    json.close_object();
}

void write_file(const CheckedFile& file, Fingerprints& fingerprints, JsonWriter& json) {
    std::string path = tracked_path(file);
    IssueReader reader(file);
    for (const Diagnostic& diagnostic : file.diagnostics) {
        Issue issue = reader.read(diagnostic);
        json.open_object();
        write_head(issue.text, diagnostic.code->name, fingerprints.in_report(file, diagnostic),
                   severity_of(diagnostic.severity()), json);
        json.key("location");
        write_lines(path, issue.region, json);
        if (!issue.uses.empty()) {
            json.key("other_locations").open_array();
            for (Region use : issue.uses) write_lines(path, use, json);
            json.close_array();
        }
        json.close_object();
    }
}

}  // namespace

void write_gitlab(const CheckReport& report, std::string& out) {
    JsonWriter json(out, JsonWriter::Style::indented);
    Fingerprints fingerprints;
    json.open_array();
    for (const CheckedFile& file : report.files) {
        file.unreadable.empty() ? write_file(file, fingerprints, json) : write_unreadable(file, fingerprints, json);
    }
    json.close_array();
    out += "\n";
}

}  // namespace nnshape
