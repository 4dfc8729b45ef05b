#pragma once

#include "analysis/analysis.h"
#include "edit/annotation.h"

// Writes the results of a network into its spec, as edits of the spec's text.
namespace nnshape {

struct AnnotateOptions {
    std::vector<Figure> counts = {Figure::params};  ///< that are written on a layer if they are above 0
    bool complete = false;                          ///< also on layers that have an expectation
};

/// The edits, by place, that correct each expectation that fails and add one to each layer that has none. The
/// expectations that fail are in `diagnostics`. No edits in definitions, or if the turns of a `repeat` differ.
Edits annotate(const Network& network, const Analysis& analysis, const Diagnostics& diagnostics,
               const AnnotateOptions& options);

/// The text with the edits made.
std::string with_edits(std::string_view text, const Edits& edits);

/// Appends a line for each edit: "lenet.nn:3:12: add `-> 24x24x6 params=156`".
void append_edits(std::string& out, const Source& source, const Edits& edits);

}  // namespace nnshape
