#pragma once

#include <span>

#include "analysis/analysis.h"

// A rule finds what is no error but most likely a mistake.
namespace nnshape {

/// A rule: the code it reports under, and what finds it in a network that is analysed as far as can be.
struct Rule {
    const Code& code;
    std::string_view why;      ///< why it matters
    std::string_view example;  ///< a spec that it reports
    std::string_view instead;  ///< the same, put right
    void (*check)(const Network& network, const Analysis& analysis, Diagnostics& diagnostics);
};

std::span<const Rule* const> all_rules();

/// Runs every rule, and leaves out what the spec allows, for the whole file or at the layer.
void lint(const Network& network, const Analysis& analysis, Diagnostics& diagnostics);

}  // namespace nnshape
