#pragma once

#include <optional>
#include <string>
#include <vector>

#include "query/apply/planes.h"

// Puts rows together to planes, and planes to stacks, and notices if their sizes differ.
namespace nnshape {

class PlaneBuilder {
  public:
    /// Adds a number to the row.
    void add(Fraction number, Span span);

    // Each of these ends a part, whose span is given, and returns what is wrong with its size.
    std::optional<Diagnostic> end_row(Span span);
    std::optional<Diagnostic> end_plane(Span span);
    std::optional<Diagnostic> end_stack(Span span);

    bool has_numbers() const { return !values_.empty() || !result_.stacks.empty(); }
    PlaneStacks take() { return std::move(result_); }

  private:
    // The size of the first part of a kind, which all others must have, and of the part that is being read.
    struct Extent {
        int64_t first = 0, now = 0;
        uint64_t ended = 0;
    };

    static std::optional<Diagnostic> end(Extent& extent, std::string_view part, std::string_view of, Span span);

    Extent columns_, rows_, planes_;
    std::vector<Fraction> values_;
    PlaneStacks result_;
};

}  // namespace nnshape
