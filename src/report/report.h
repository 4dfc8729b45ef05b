#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/options.h"
#include "study/study.h"

// The report of one network, the line of it that batch writes, and the diagnostics as a compiler prints them.
namespace nnshape {

/// What `show` reports of one network; see report/forms.def for the forms.
struct NetworkReport {
    const Study& study;
    const ReportOptions& options;
};

/// The printable name of the network, and the values that distinguish it from others of that name: `Net width=16`.
std::string title_of(const NetworkReport& report);

/// Appends a JSON report to an array of reports, which `close_json_array` ends.
void append_json_item(std::string_view report, std::string& array);
void close_json_array(std::string& array);

/// Appends the report of one spec of a batch as one line, without the line ending. `line` is its number in the input.
struct BatchOptions {
    bool layers = false;
    std::vector<std::string> fields;                    ///< of the totals; empty: all of them
    std::optional<Severity> least = Severity::warning;  ///< of the diagnostics that are written; nothing: none is
};
void write_batch_line(const Study& study, uint64_t line, const BatchOptions& options, std::string& out);

/// Appends the diagnostics as a compiler prints them, each with its line and a caret. Notes need `options.notes`.
void write_diagnostics(const Study& study, const ReportOptions& options, std::string& out);

}  // namespace nnshape
