#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "analysis/analysis.h"

// The results of a spec's statements. One statement may be several layers.
namespace nnshape {

/// A statement's output and counts. A value is absent if the turns of a `repeat` differ in it.
struct Outcome {
    std::optional<Shape> output;
    std::array<std::optional<int64_t>, figure_count> figures;
    std::optional<int64_t> layers;
    std::optional<int64_t> peak = {};  ///< of the whole network alone
    bool is_input = false;

    std::optional<int64_t> figure(Figure which) const { return figures[static_cast<size_t>(which)]; }

    /// The value of this name: a figure, `layers` or the peak.
    std::optional<int64_t> figure(std::string_view name) const;
};

/// The outcome of each layer, input and call that is not written in a definition. All layers must be calculated.
std::unordered_map<const Statement*, Outcome> outcomes_of(const Network& network, const Analysis& analysis);

/// The outcome of the whole network. It has an output if the network has exactly one.
Outcome outcome_of_totals(const Network& network, const Analysis& analysis);

}  // namespace nnshape
