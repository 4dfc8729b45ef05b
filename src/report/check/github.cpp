#include <fmt/format.h>

#include "base/unicode.h"
#include "report/check/issue.h"
#include "report/form.h"
#include "report/snippet.h"

// A check as GitHub's workflow commands, one per line. The escapes are those that the runner decodes: see `command.ts`
// in https://github.com/actions/toolkit.
namespace nnshape {
namespace {

std::string_view command_of(Severity severity) {
    constexpr std::string_view commands[] = {"notice", "warning", "error"};
    return commands[static_cast<int>(severity)];
}

// Writes percent signs and the characters of `ends` as % and two digits.
std::string escaped(std::string_view text, std::string_view ends) {
    std::string out;
    for (char letter : text) {
        if (letter == '%' || ends.find(letter) != std::string_view::npos) {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
        } else {
            out += letter;
        }
    }
    return out;
}

std::string escaped_data(std::string_view text) { return escaped(text, "\r\n"); }
std::string escaped_property(std::string_view text) { return escaped(text, "\r\n:,"); }

// A path. The runner cannot decode other controls, so `printable` escapes those.
std::string escaped_path(const CheckedFile& file) { return printable(escaped_property(tracked_path(file))); }

// GitHub accepts columns only if the region is within one line.
std::string place_properties(Region region) {
    std::string place = fmt::format("line={},endLine={}", region.begin.line, region.end.line);
    if (region.begin.line != region.end.line) return place;
    return place + fmt::format(",col={},endColumn={}", region.begin.column, region.end.column);
}

void write_issue(const CheckedFile& file, const Diagnostic& diagnostic, const Issue& issue, std::string& out) {
    Source named{tracked_path(file), file.source.text, file.source.first_line};
    std::string text = issue.text;
    if (!issue.uses.empty()) text += "\n" + uses_of(named, diagnostic.used_from);
    fmt::format_to(std::back_inserter(out), "::{} file={},{},title={}::{}\n", command_of(diagnostic.severity()),
                   escaped_path(file), place_properties(issue.region), escaped_property(diagnostic.code->name),
                   escaped_data(text));
}

}  // namespace

void write_github(const CheckReport& report, std::string& out) {
    for (const CheckedFile& file : report.files) {
        if (!file.unreadable.empty()) {
            fmt::format_to(std::back_inserter(out), "::error file={},title={}::{}\n", escaped_path(file),
                           unreadable_file, escaped_data(file.unreadable));
        }
        IssueReader reader(file);
        for (const Diagnostic& diagnostic : file.diagnostics)
            write_issue(file, diagnostic, reader.read(diagnostic), out);
    }
}

}  // namespace nnshape
