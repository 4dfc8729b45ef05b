#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/checked.h"

// The numbers that one value of a question may be: one, a list or a range.
namespace nnshape {

/// From `first` to `last`, both among them.
struct NumberRange {
    int64_t first = 0;
    int64_t last = 0;
};

/// Ranges of numbers, rising and apart from each other.
struct Choices {
    std::vector<NumberRange> ranges;

    Checked count() const;
    int64_t least() const { return ranges.front().first; }
    int64_t most() const { return ranges.back().last; }
    bool contains(int64_t number) const { return at_least(number) == number; }

    /// The next of them from a number on, or up to it; nothing where there is none.
    std::optional<int64_t> at_least(int64_t number) const;
    std::optional<int64_t> at_most(int64_t number) const;
};

/// `3`, `1,3,5`, `1..7` or `1..3,8`, none below `least`; nothing where the text is none of it.
std::optional<Choices> read_choices(std::string_view text, int64_t least);

/// "3", "1 to 7", "1, 3 or 5"
std::string to_text(const Choices& choices);

}  // namespace nnshape
