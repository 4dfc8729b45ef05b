#include <fmt/format.h>
#include <algorithm>

#include "base/json_writer.h"
#include "base/version.h"
#include "lint/codes.h"
#include "lint/rule.h"
#include "report/check/issue.h"
#include "report/form.h"
#include "report/reference.h"

// A check as SARIF 2.1.0, with the properties that GitHub's code scanning needs beyond the standard:
// https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
namespace nnshape {
namespace {

constexpr std::string_view schema = "https://json.schemastore.org/sarif-2.1.0.json";
constexpr std::string_view root = "%SRCROOT%";

// `stride-remainder` as "StrideRemainder".
std::string pascal_case(std::string_view name) {
    std::string out;
    bool first = true;
    for (char letter : name) {
        if (letter != '-') out += first ? static_cast<char>(letter - 'a' + 'A') : letter;
        first = letter == '-';
    }
    return out;
}

// A relative reference as in RFC 3986: percent-encodes everything but unreserved characters and slashes.
std::string uri_of(std::string_view path) {
    constexpr std::string_view kept = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    std::string uri;
    for (char letter : path) {
        if (kept.find(letter) != std::string_view::npos) {
            uri += letter;
        } else {
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
        }
    }
    return uri;
}

// SARIF reads `[text](1)` in a message as a link. A message with `](` gets its brackets escaped.
std::string without_links(std::string_view text) {
    if (text.find("](") == std::string_view::npos) return std::string(text);
    std::string out;
    for (char letter : text) {
        if (letter == '[' || letter == ']' || letter == '\\') out += '\\';
        out += letter;
    }
    return out;
}

std::string_view problem_severity(Severity severity) {
    constexpr std::string_view names[] = {"recommendation", "warning", "error"};
    return names[static_cast<int>(severity)];
}

class SarifLog {
  public:
    SarifLog(const CheckedFiles& files, JsonWriter& json) : files_(files), json_(json) {
        auto occurs = [&](const Code* code) {
            return std::any_of(files.begin(), files.end(), [&](const CheckedFile& file) {
                return std::any_of(file.diagnostics.begin(), file.diagnostics.end(),
                                   [&](const Diagnostic& diagnostic) { return diagnostic.code == code; });
            });
        };
        for (const Code* code : all_codes()) {
            if (occurs(code)) rules_.push_back(code);
        }
    }

    void write() {
        json_.open_object().key("$schema").value(schema).key("version").value("2.1.0");
        json_.key("runs").open_array().open_object();
        json_.key("tool").open_object().key("driver").open_object();
        json_.key("name").value("nnshape").key("version").value(version()).key("semanticVersion").value(version());
        json_.key("rules").open_array();
        for (const Code* code : rules_) rule(*code);
        json_.close_array().close_object().close_object();
        invocation();
        json_.key("originalUriBaseIds").open_object().key(root).open_object();
        text("description", "the root of the repository, or else the folder that nnshape ran in");
        json_.close_object().close_object();
        json_.key("columnKind").value("unicodeCodePoints");
        json_.key("results").open_array();
        for (const CheckedFile& file : files_) results(file);
        json_.close_array();
        json_.close_object().close_array().close_object();
    }

  private:
    void text(std::string_view key, std::string_view words) {
        json_.key(key).open_row_object().key("text").value(words).close_row_object();
    }

    void rule(const Code& code) {
        const Rule* lint = find_rule(code);
        Page page = page_of(RuleReference{&code});
        json_.open_object().key("id").value(code.name).key("name").value(pascal_case(code.name));
        text("shortDescription", code.when);
        text("fullDescription", lint ? lint->why : code.when);
        json_.key("help").open_object().key("text").value(page_text(page));
        json_.key("markdown").value(page_markdown(page)).close_object();
        json_.key("defaultConfiguration").open_row_object();
        json_.key("level").value(name_of(code.severity)).close_row_object();
        json_.key("properties").open_row_object().key("tags").open_row().value("correctness").close_row();
        json_.key("problem.severity").value(problem_severity(code.severity)).close_row_object().close_object();
    }

    // The run was successful if all files could be read, even if they have errors.
    void invocation() {
        auto is_read = [](const CheckedFile& file) { return file.unreadable.empty(); };
        bool all_read = std::all_of(files_.begin(), files_.end(), is_read);
        json_.key("invocations").open_array().open_object().key("executionSuccessful").value(all_read);
        if (!all_read) {
            json_.key("toolExecutionNotifications").open_array();
            for (const CheckedFile& file : files_) {
                if (!is_read(file)) notification(file);
            }
            json_.close_array();
        }
        json_.close_object().close_array();
    }

    void notification(const CheckedFile& file) {
        json_.open_object().key("descriptor").open_row_object().key("id").value(unreadable_file).close_row_object();
        json_.key("level").value("error");
        text("message", without_links(file.unreadable));
        json_.key("locations").open_array().open_object();
        json_.key("physicalLocation").open_object();
        artifact(file);
        json_.close_object().close_object().close_array().close_object();
    }

    void artifact(const CheckedFile& file) {
        json_.key("artifactLocation").open_row_object().key("uri").value(uri_of(tracked_path(file)));
        json_.key("uriBaseId").value(root).close_row_object();
    }

    void physical_location(const CheckedFile& file, Region region) {
        json_.key("physicalLocation").open_object();
        artifact(file);
        if (region.begin.is_node()) {  // a binary file has no lines: see `logicalLocations`
            json_.close_object();
            return;
        }
        json_.key("region").open_row_object();
        number("startLine", region.begin.line), number("startColumn", region.begin.column);
        number("endLine", region.end.line), number("endColumn", region.end.column);
        json_.close_row_object().close_object();
    }

    void number(std::string_view key, uint64_t number) { json_.key(key).value(static_cast<int64_t>(number)); }

    void results(const CheckedFile& file) {
        IssueReader reader(file);
        for (const Diagnostic& diagnostic : file.diagnostics) result(file, diagnostic, reader.read(diagnostic));
    }

    void result(const CheckedFile& file, const Diagnostic& diagnostic, const Issue& issue) {
        auto rule = std::find(rules_.begin(), rules_.end(), diagnostic.code);
        json_.open_object().key("ruleId").value(diagnostic.code->name);
        json_.key("ruleIndex").value(static_cast<int64_t>(rule - rules_.begin()));
        json_.key("level").value(name_of(diagnostic.severity()));
        text("message", without_links(issue.text));
        json_.key("locations").open_array().open_object();
        physical_location(file, issue.region);
        const Origin* origin = issue.region.begin.origin;
        std::string_view node = origin && diagnostic.layer.empty() ? origin->node : diagnostic.layer;
        if (!node.empty()) {
            json_.key("logicalLocations").open_row().open_row_object().key("name").value(node);
            json_.key("kind").value("layer").close_row_object().close_row();
        }
        json_.close_object().close_array();
        if (!issue.uses.empty()) uses(file, issue);
        json_.key("partialFingerprints").open_row_object().key("primaryLocationLineHash");
        json_.value(fingerprints_.in_file(file, diagnostic)).close_row_object().close_object();
    }

    void uses(const CheckedFile& file, const Issue& issue) {
        json_.key("relatedLocations").open_array();
        for (Region use : issue.uses) {
            json_.open_object();
            physical_location(file, use);
            text("message", "used from here");
            json_.close_object();
        }
        json_.close_array();
    }

    const CheckedFiles& files_;
    JsonWriter& json_;
    std::vector<const Code*> rules_;
    Fingerprints fingerprints_;
};

}  // namespace

void write_sarif(const CheckReport& report, std::string& out) {
    JsonWriter json(out, JsonWriter::Style::indented);
    SarifLog(report.files, json).write();
    out += "\n";
}

}  // namespace nnshape
