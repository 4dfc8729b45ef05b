#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/fraction.h"
#include "base/result.h"

// Numbers in planes, as on a blackboard: an image with a plane for each channel, or a kernel.
namespace nnshape {

/// Planes of the same size. There is at least one, and each has at least one row and one column.
struct Planes {
    int64_t count = 0;
    int64_t rows = 0;
    int64_t columns = 0;
    std::vector<Fraction> values = {};  ///< plane by plane, row by row

    const Fraction& at(int64_t plane, int64_t row, int64_t column) const {
        return values[static_cast<size_t>((plane * rows + row) * columns + column)];
    }
};

/// What a text of numbers contains: one stack of planes, or several in a JSON array of four levels. All have one size.
struct PlaneStacks {
    std::vector<Planes> stacks = {};
    Span span = {};  ///< from the first number to the last
};

/// Reads rows of numbers that are separated by blanks, commas or `|`, with an empty line between two planes; a Markdown
/// table is such a text. A text that begins with `[` is a JSON array of one (a row) to four levels. A number is whole,
/// a decimal, or a fraction such as `1/9`. Everything after `#` is a comment. The fault is an error with its span.
Result<PlaneStacks, Diagnostic> read_planes(std::string_view text);

/// One number in the same words, or nothing. It may have overflowed.
std::optional<Fraction> read_plane_number(std::string_view text);

}  // namespace nnshape
