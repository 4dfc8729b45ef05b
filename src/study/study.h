#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/expectations.h"
#include "base/diagnostic.h"
#include "import/import.h"
#include "network/input_shapes.h"
#include "network/network.h"
#include "spec/spec.h"

// One spec from its bytes to everything that is known about it. A study reuses the memory of the one before.
namespace nnshape {

/// A value that `--set` gives a `let`: anything that the text form accepts.
struct SetValue {
    std::string name;
    std::string value;  ///< not empty
};

struct StudyOptions {
    std::optional<SpecForm> form = {};  ///< detected from the content if absent
    const Format* format = nullptr;     ///< of another program; detected from the content if null and `form` is absent
    bool quickly = false;               ///< the spec is JSON; try the quick parser first
    bool notes = true;                  ///< whether notes are wanted
    std::vector<InputShape> inputs = {};

    /// Reads the file `name` in the folder of a source, for files that consist of several. Empty: it is not done.
    std::function<std::optional<std::string_view>(const std::string& source, const std::string& name)> beside = {};
    std::vector<SetValue> sets = {};
    const Spec* changed_lets = nullptr;  ///< a spec whose lets replace those of the same name, if not null
    std::vector<Limit> limits = {};
    int64_t batch_size = 1;
    bool deployed = false;  ///< the network is calculated as an inference engine loads it

    /// Whether lets have other values than the spec gives them.
    bool changes_lets() const { return !sets.empty() || (changed_lets && !changed_lets->lets.empty()); }
};

/// Holds pointers into itself, so it is neither copied nor moved.
struct Study {
    Study() = default;
    Study(const Study&) = delete;
    Study& operator=(const Study&) = delete;

    std::string fallback_name;  ///< of a network that the spec does not name
    Imported imported;          ///< the listing that `spec` is read from, of a file that is not a spec
    Spec spec;
    Network network;
    Analysis analysis;
    Diagnostics diagnostics;  ///< by place
    bool read_whole = false;  ///< no mistake of reading may have hidden a layer
    std::string_view id;      ///< the JSON value that the spec, or its changes, have as `id`; empty if there is none
    bool understood = false;  ///< the spec has no error; layers may still fail
    bool listed = false;  ///< understood, or no mistake makes the shapes of the other layers wrong and some have one
    bool passed_over = false;     ///< an expectation was suspended by the options
    ExpectationMarks marks = {};  ///< how many expectations are right

    /// The spec was read and all layers are calculated: there are totals.
    bool calculated() const { return understood && analysis.complete; }

    /// All layers are calculated, and there is no error.
    bool ok() const { return calculated() && !has_error(diagnostics); }
};

/// Studies `source`, whose text must outlive `study`. `fallback_name` is the name of a network without a name.
void run_study(Source source, std::string_view fallback_name, const StudyOptions& options, Study& study);

// The two halves of `run_study`.

/// Reads the spec. Of the options only those about its form have an effect.
void read_study(Source source, std::string_view fallback_name, const StudyOptions& options, Study& study);

/// Calculates the network of a spec that has been read.
void calculate_study(const StudyOptions& options, Study& study);

/// Whether two calculated studies have the same layers, inputs and counts.
bool is_same_network(const Study& one, const Study& other);

}  // namespace nnshape
