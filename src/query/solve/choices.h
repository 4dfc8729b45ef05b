#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/checked.h"

// The numbers that are allowed for one value of a question: one number, a list, or a range.
namespace nnshape {

/// The numbers from `first` to `last`, both included.
struct NumberRange {
    int64_t first = 0;
    int64_t last = 0;
};

/// Ranges of numbers in increasing order; between two ranges at least one number is missing.
struct Choices {
    std::vector<NumberRange> ranges;

    Checked count() const;
    int64_t least() const { return ranges.front().first; }
    int64_t most() const { return ranges.back().last; }
    bool contains(int64_t number) const { return at_least(number) == number; }

    /// The least choice that is at least `number`, or the greatest that is at most `number`; nothing if there is none.
    std::optional<int64_t> at_least(int64_t number) const;
    std::optional<int64_t> at_most(int64_t number) const;
};

/// The numbers of all these ranges, which may overlap.
Choices joined(std::vector<NumberRange> ranges);

/// Reads `3`, `1,3,5`, `1..7` or `1..3,8`; nothing if the text has another form or a number below `least`.
std::optional<Choices> read_choices(std::string_view text, int64_t least);

/// "3", "1 to 7", "1, 3 or 5"
std::string to_text(const Choices& choices);

}  // namespace nnshape
