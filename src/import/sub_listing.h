#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "layers/shape.h"

// A part of a network that has no layer type of its own, such as a whole model that is applied to each step: it is
// calculated alone.
namespace nnshape {

struct ListingTotals {
    int64_t weights = 0, biases = 0, buffers = 0, macs = 0;
    std::vector<int64_t> output = {};  ///< the sizes of the only output, as written in the layout
};

/// The totals of a listing. Nothing if it cannot be calculated, or has several outputs.
std::optional<ListingTotals> totals_of(std::string_view listing, Layout layout);

}  // namespace nnshape
