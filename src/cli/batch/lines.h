#pragma once

#include <optional>
#include <string>

#include "cli/batch/line_blocks.h"
#include "report/report.h"
#include "study/varied.h"

// Turns lines of specs into lines of reports. Each spec reuses the memory of the one before it.
namespace nnshape {

struct BatchSettings {
    StudyOptions study = {.form = SpecForm::json, .quickly = true, .notes = false};
    BatchOptions report = {};
    std::optional<Source> base = {};              ///< of which each line has changes; nothing: each line has a spec
    std::string base_name = {};                   ///< of the base, unless it has a name
    bool writes_ok = true, writes_failed = true;  ///< which reports to write
};

/// The number of specs, and of those that are not ok.
struct BatchCounts {
    int64_t specs = 0;
    int64_t failed = 0;
};

class BatchLines {
  public:
    /// The settings must outlive this.
    explicit BatchLines(const BatchSettings& settings) : settings_(settings) {}

    /// Appends a report for each line that is not blank, in the order of the lines.
    BatchCounts take(const LineBlock& block, std::string& out);

  private:
    bool study(std::string_view line, uint64_t number, std::string& out);
    const Study& study_of(Source line);
    void refuse(uint64_t number, std::string& out) const;

    const BatchSettings& settings_;
    std::optional<Study> study_;
    std::optional<VariedStudy> varied_;
};

}  // namespace nnshape
