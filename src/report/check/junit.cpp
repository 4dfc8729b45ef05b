#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"
#include "report/check/issue.h"
#include "report/form.h"
#include "report/snippet.h"

// A check as JUnit's XML, as Jenkins reads it: one test for each file. The diagnostics of a failed test are the text of
// its failure; those of a passed test are its output.
namespace nnshape {
namespace {

constexpr std::string_view suite = "nnshape check";

// XML 1.0 cannot contain these code points. Neither can it contain most controls, but `printable` has escaped those.
bool is_forbidden(uint32_t code_point) { return code_point == 0xFFFE || code_point == 0xFFFF; }

void append_character(std::string& out, uint32_t code_point, std::string_view bytes) {
    constexpr std::pair<char, std::string_view> entities[] = {
        {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}};
    for (auto [letter, entity] : entities) {
        if (code_point == static_cast<uint32_t>(letter)) {
            out += entity;
            return;
        }
    }
    if (is_forbidden(code_point)) {
        out += fmt::format("\\u{{{:x}}}", code_point);
    } else {
        out += bytes;
    }
}

// Escapes a text for the value of an attribute, or for one line of content.
std::string escaped(std::string_view text) {
    std::string plain = printable(text), out;
    for (size_t at = 0; at < plain.size();) {
        std::string_view rest = std::string_view(plain).substr(at);
        CodePoint point = decode(rest);
        append_character(out, point.value, rest.substr(0, point.bytes));
        at += point.bytes;
    }
    return out;
}

std::string escaped_lines(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        size_t end = std::min(text.find('\n'), text.size());
        out += escaped(text.substr(0, end)) + "\n";
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

// All diagnostics of a file, as a compiler prints them.
std::string findings(const CheckedFile& file) {
    Source named{file.path, file.source.text, file.source.first_line};
    std::string out;
    append_diagnostics(out, named, file.diagnostics, false);
    return escaped_lines(out);
}

// The first diagnostic of the highest severity: its message becomes the message of the failure.
const Diagnostic& worst(const Diagnostics& diagnostics) {
    return *std::max_element(diagnostics.begin(), diagnostics.end(),
                             [](const Diagnostic& a, const Diagnostic& b) { return a.severity() < b.severity(); });
}

// Whether the test fails. It fails when `nnshape check` does, and when the spec cannot be calculated. An unreadable
// file is an error in JUnit's terms, not a failure.
bool fails(const CheckedFile& file) { return file.unreadable.empty() && (file.fails || !file.calculated); }

// The content of a test; empty if the test passes without a diagnostic.
std::string outcome(const CheckedFile& file) {
    if (!file.unreadable.empty()) {
        return fmt::format("      <error type=\"{}\" message=\"{}\"/>\n", unreadable_file, escaped(file.unreadable));
    }
    if (file.diagnostics.empty()) return {};
    if (!fails(file)) return fmt::format("      <system-out>{}</system-out>\n", findings(file));
    const Diagnostic& first = worst(file.diagnostics);
    return fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n", first.code->name,
                       escaped(message_of(first)), findings(file));
}

void append_test(const CheckedFile& file, std::string& out) {
    std::string inner = outcome(file);
    std::string head = fmt::format("    <testcase classname=\"{}\" name=\"{}\"", suite, escaped(file.path));
    out += inner.empty() ? head + "/>\n" : fmt::format("{}>\n{}    </testcase>\n", head, inner);
}

}  // namespace

void write_junit(const CheckReport& report, std::string& out) {
    auto failures = std::count_if(report.files.begin(), report.files.end(), fails);
    auto errors = std::count_if(report.files.begin(), report.files.end(),
                                [](const CheckedFile& file) { return !file.unreadable.empty(); });
    std::string counts = fmt::format("name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\"", suite,
                                     report.files.size(), failures, errors);
    out += fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {0}>\n  <testsuite {0}>\n", counts);
    for (const CheckedFile& file : report.files) append_test(file, out);
    out += "  </testsuite>\n</testsuites>\n";
}

}  // namespace nnshape
