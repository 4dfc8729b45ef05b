#include "report/check/check.h"

#include <fmt/format.h>
#include <array>

#include "base/text.h"
#include "report/form.h"
#include "report/snippet.h"

// A check as a compiler prints it.
namespace nnshape {

void write_text(const CheckReport& report, std::string& out) {
    for (const CheckedFile& file : report.files) append_diagnostics(out, file.source, file.diagnostics, report.color);
}

std::string summary_of(const CheckedFiles& files) {
    std::array<int64_t, 3> found{};  // by severity
    int64_t unreadable = 0;
    for (const CheckedFile& file : files) {
        for (const Diagnostic& diagnostic : file.diagnostics) ++found[static_cast<size_t>(diagnostic.severity())];
        unreadable += !file.unreadable.empty();
    }
    auto number = [&](Severity severity) { return counted(found[static_cast<size_t>(severity)], name_of(severity)); };
    std::string summary = fmt::format("{}: {}, {}", counted(static_cast<int64_t>(files.size()), "spec"),
                                      number(Severity::error), number(Severity::warning));
    if (found[static_cast<size_t>(Severity::note)] > 0) summary += ", " + number(Severity::note);
    int64_t asked = 0, right = 0, unanswered = 0;
    for (const CheckedFile& file : files) {
        asked += file.marks.asked;
        right += file.marks.right;
        unanswered += file.marks.unanswered;
    }
    if (unreadable > 0) summary += fmt::format(", {} unreadable", with_commas(unreadable));
    if (right < asked) summary += fmt::format("; {} of {} right", with_commas(right), with_commas(asked));
    if (unanswered > 0) summary += fmt::format(", {} unanswered", with_commas(unanswered));
    return summary;
}

}  // namespace nnshape
