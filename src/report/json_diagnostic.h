#pragma once

#include <string_view>

#include "base/diagnostic.h"
#include "base/json_writer.h"

// A diagnostic in a JSON report.
namespace nnshape {

/// Writes the diagnostics of one source as objects. It is fastest in the order of places.
class DiagnosticWriter {
  public:
    /// `file` is the name of the file in the report; empty: none. Source and writer must outlive this.
    DiagnosticWriter(const Source& source, std::string_view file, JsonWriter& json)
        : file_(file), original_(source.original), json_(json), begins_(source), ends_(source), uses_(source) {}

    /// Writes one diagnostic; `placed`: with its place.
    void write(const Diagnostic& diagnostic, bool placed = true);

  private:
    void write_place(const Diagnostic& diagnostic);
    void write_number(std::string_view key, uint64_t number);

    std::string_view file_, original_;
    JsonWriter& json_;
    PlaceCursor begins_, ends_, uses_;
};

}  // namespace nnshape
