#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analysis/expectations.h"
#include "base/diagnostic.h"
#include "network/input_shapes.h"
#include "network/network.h"
#include "spec/spec.h"

// One spec from its bytes to everything that is known of it. The memory of one study serves the next.
namespace nnshape {

/// A value given from outside for a `let`: whatever the text form takes.
struct SetValue {
    std::string name;
    std::string value;  ///< not empty
};

struct StudyOptions {
    std::optional<SpecForm> form = {};  ///< told by the content if absent
    bool quickly = false;               ///< JSON, read by the quicker parser where that will do
    bool notes = true;                  ///< whether anybody will look at notes
    std::vector<InputShape> inputs = {};
    std::vector<SetValue> sets = {};
    std::vector<Limit> limits = {};
    int64_t batch_size = 1;
};

struct Study {
    std::string fallback_name;  ///< of a network that the spec does not name
    Spec spec;
    Network network;
    Analysis analysis;
    Diagnostics diagnostics;   ///< by place
    bool understood = false;   ///< the spec itself was read; single layers may still not be calculated
    bool passed_over = false;  ///< an expectation was suspended by the options

    /// The spec was read and all layers are calculated: there are totals.
    bool calculated() const { return understood && analysis.complete; }

    /// All layers are calculated, and no error stands.
    bool ok() const { return calculated() && !has_error(diagnostics); }
};

/// Studies `source`, which must outlive what is asked of `study`. `fallback_name` is for a spec without a name.
void run_study(Source source, std::string_view fallback_name, const StudyOptions& options, Study& study);

/// Whether two studies that are calculated came to the same layers, wiring and figures.
bool is_same_network(const Study& one, const Study& other);

}  // namespace nnshape
