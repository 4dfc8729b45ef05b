#pragma once

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

/// Appends the report of one spec of a batch as one line, without the line ending. `line` is its number in the input.
struct BatchOptions {
    bool layers = false;
    std::vector<std::string> fields;  ///< of the totals; empty: all of them
};
void write_batch_line(const Study& study, uint64_t line, const BatchOptions& options, std::string& out);

/// Appends the diagnostics as a compiler prints them, each with its line and a caret. Notes need `options.notes`.
void write_diagnostics(const Study& study, const ReportOptions& options, std::string& out);

}  // namespace nnshape
