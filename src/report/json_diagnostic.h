#pragma once

#include <string_view>

#include "base/diagnostic.h"
#include "base/json_writer.h"

// A diagnostic as every JSON report has it.
namespace nnshape {

/// Writes the diagnostics of one source, as objects; they are quickest in the order of their places.
class DiagnosticWriter {
  public:
    /// `file` is the name they are reported under, if any; source and writer must outlive this.
    DiagnosticWriter(const Source& source, std::string_view file, JsonWriter& json)
        : file_(file), json_(json), begins_(source), ends_(source), uses_(source) {}

    /// With its place, unless that would say nothing.
    void write(const Diagnostic& diagnostic, bool placed = true);

  private:
    void write_place(const Diagnostic& diagnostic);
    void write_number(std::string_view key, uint64_t number);

    std::string_view file_;
    JsonWriter& json_;
    PlaceCursor begins_, ends_, uses_;
};

}  // namespace nnshape
