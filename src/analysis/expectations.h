#pragma once

#include "analysis/analysis.h"

// Compares the results with the spec's expectations (`->`, expect) and limits.
namespace nnshape {

/// Which expectations are compared. `--set` changes every value, `--input` changes shapes, MACs and bytes, and
/// `--batch-size` changes the bytes of activations. Limits are always compared.
struct Held {
    bool counts;
    bool shapes;  ///< and MACs, FLOPs and bytes, which follow from them
    bool activation_bytes;
};

/// Reports keys that are not the name of a figure, and values that are not shapes. Call it before the analysis.
void check_expectation_keys(const Network& network, Diagnostics& diagnostics);

/// How many expectations a spec has, each counted once however often its statement is expanded, and how many are right.
struct ExpectationMarks {
    int64_t asked = 0, right = 0;
    int64_t unanswered = 0;    ///< those that are `?`
    bool passed_over = false;  ///< an expectation was not compared
};

/// Reports each expectation that fails, of the calculated layers and, if all are calculated, of the totals.
ExpectationMarks check_expectations(const Network& network, const Analysis& analysis, Held held,
                                    Diagnostics& diagnostics);

/// A limit that `--limit` gives; `key` is the name of a total.
struct Limit {
    std::string key;
    int64_t most;
};

/// Reports each limit, of the spec and of `--limit`, that the totals of a complete analysis exceed.
void check_limits(const Network& network, const Analysis& analysis, const std::vector<Limit>& limits,
                  Diagnostics& diagnostics);

/// A total of a complete analysis; `key` is one of `total_names`.
int64_t total_of(const Network& network, const Analysis& analysis, std::string_view key);

/// The names of the totals: `layers`, those of figures.def, and the peak.
std::vector<std::string_view> total_names();

}  // namespace nnshape
