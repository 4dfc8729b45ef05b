#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analysis.h"
#include "network/network.h"

// What other programs print for a network: the same layers, counted by other rules.
namespace nnshape {

/// A total that a program prints, and the rule that it is counted by.
struct Convention {
    std::string_view program;   ///< with its version or the date of its rule
    std::string_view quantity;  ///< as the program calls it
    std::string_view rule;
    std::string_view source;  ///< where the rule was read
};

std::span<const Convention> conventions();

/// What a program would print.
struct ConventionTotal {
    const Convention* convention = nullptr;
    std::optional<int64_t> value = {};  ///< nothing if the rule does not cover a layer, or if it overflows
    std::string uncovered = {};         ///< the first such layer
};

/// The totals of a network whose layers are all calculated, in the order of the table, for one sample.
std::vector<ConventionTotal> convention_totals(const Network& network, const Analysis& analysis);

/// Where frameworks would give a layer another size: "Caffe rounds the size of a pool up: 14x14".
std::vector<std::string> other_sizes(const Network& network, uint32_t node);

}  // namespace nnshape
