#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/options.h"
#include "study/study.h"

// A report form is a pure function from a study to bytes. report/formats.def lists them.
namespace nnshape {

struct Comparison;

#define FORMAT(name, between, compare, what) \
    void write_##name(const Study& study, const ReportOptions& options, std::string& out);
#include "report/formats.def"
#undef FORMAT

struct ReportFormat {
    std::string_view name;
    std::string_view between;  ///< what separates a report from the one before
    std::string_view what;
    void (*write)(const Study& study, const ReportOptions& options, std::string& out);
    void (*compare)(const Comparison& comparison, const ReportOptions& options, std::string& out);  ///< or null
};

std::span<const ReportFormat> all_formats();
std::vector<std::string_view> format_names();

/// The form of this name, or null.
const ReportFormat* find_format(std::string_view name);

/// A batch's report of one line, without the line ending.
struct BatchOptions {
    bool layers = false;
    std::vector<std::string> fields;  ///< of the totals; all where empty
};
void write_batch_line(const Study& study, uint64_t line, const BatchOptions& options, std::string& out);

/// All diagnostics as a compiler prints them, each with its line and a caret; notes only where asked for.
void write_diagnostics(const Study& study, const ReportOptions& options, std::string& out);

}  // namespace nnshape
