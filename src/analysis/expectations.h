#pragma once

#include "analysis/analysis.h"

// What the spec says must come out (`->`, expect) or must not be exceeded (limit), against what does.
namespace nnshape {

/// Which expectations are held: a variable set on the command line changes everything, an input shapes, MACs and
/// bytes, a batch size the bytes of activations. Limits always hold.
struct Held {
    bool counts;
    bool shapes;  ///< and all that follows from them: MACs, FLOPs and bytes
    bool activation_bytes;
};

/// Reports keys that name no figure, and shapes that are none. To be called before the analysis.
void check_expectation_keys(const Network& network, Diagnostics& diagnostics);

/// Reports what fails, at each layer that is calculated and, where all are, in the totals. Says whether an
/// expectation was passed over.
bool check_expectations(const Network& network, const Analysis& analysis, Held held, Diagnostics& diagnostics);

/// A limit given from outside; `key` is a figure or `layers`.
struct Limit {
    std::string key;
    int64_t most;
};

/// Reports each limit, of the spec and from outside, that the totals of a complete analysis exceed.
void check_limits(const Network& network, const Analysis& analysis, const std::vector<Limit>& limits,
                  Diagnostics& diagnostics);

/// The figures that a total has: `layers`, those of figures.def, and the peak.
std::vector<std::string_view> total_names();

}  // namespace nnshape
