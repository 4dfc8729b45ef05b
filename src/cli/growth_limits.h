#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "query/diff/diff.h"

// `diff --limit params=+5%,macs=+0`: how much a total may grow from the old spec to the new one.
namespace nnshape {

struct GrowthLimit {
    std::string key;   ///< a total that is a number
    std::string text;  ///< as the user writes it: "+5%"
    int64_t most;      ///< the growth itself, or in millionths of a percent of the old total
    bool is_percent;

    /// Whether the growth is within the limit. No total is negative.
    bool holds(int64_t old_number, int64_t new_number) const;
};

/// The limits of these options, or what is wrong with them.
Result<std::vector<GrowthLimit>, std::string> growth_limits(const std::vector<std::string>& options);

/// A message for each limit that the difference exceeds, in the order of the limits.
std::vector<std::string> exceeded(const std::vector<GrowthLimit>& limits, const Difference& difference);

}  // namespace nnshape
