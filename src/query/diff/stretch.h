#pragma once

#include <cstdint>
#include <span>

#include "query/diff/alignment.h"

// A part of two sequences that is aligned by itself.
namespace nnshape {

/// Consecutive items of the old and of the new sequence, and the places where they begin.
struct Stretch {
    std::span<const uint32_t> old_items, new_items;
    uint32_t old_first = 0, new_first = 0;

    bool empty() const { return old_items.empty() || new_items.empty(); }

    /// The match of two places that are counted from the beginning of the stretch.
    Match at(int64_t old_place, int64_t new_place) const {
        return {old_first + static_cast<uint32_t>(old_place), new_first + static_cast<uint32_t>(new_place)};
    }

    /// The rest of the stretch after this number of old and of new items.
    Stretch after(size_t olds, size_t news) const {
        return {old_items.subspan(olds), new_items.subspan(news), old_first + static_cast<uint32_t>(olds),
                new_first + static_cast<uint32_t>(news)};
    }

    /// The first items of the stretch: this number of old and of new ones.
    Stretch first(size_t olds, size_t news) const {
        return {old_items.first(olds), new_items.first(news), old_first, new_first};
    }
};

}  // namespace nnshape
