#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "analysis/analysis.h"

// What the statements of a spec come to, where one may be several layers.
namespace nnshape {

/// What comes out of a statement, and its counts; nothing where the turns of a `repeat` differ.
struct Outcome {
    std::optional<Shape> output;
    std::array<std::optional<int64_t>, figure_count> figures;
    std::optional<int64_t> layers;
    std::optional<int64_t> peak = {};  ///< of the whole network alone
    bool is_input = false;

    std::optional<int64_t> figure(Figure which) const { return figures[static_cast<size_t>(which)]; }

    /// The figure of this name, `layers` and the peak too.
    std::optional<int64_t> figure(std::string_view name) const;
};

/// Of every statement outside of definitions that became a layer, an input or a call; all must be calculated.
std::unordered_map<const Statement*, Outcome> outcomes_of(const Network& network, const Analysis& analysis);

/// Of the whole network; its output where there is exactly one.
Outcome outcome_of_totals(const Network& network, const Analysis& analysis);

}  // namespace nnshape
