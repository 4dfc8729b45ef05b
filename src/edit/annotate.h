#pragma once

#include "analysis/analysis.h"
#include "edit/annotation.h"

// A spec with what comes out of its layers written into it, as edits of its text.
namespace nnshape {

struct AnnotateOptions {
    std::vector<Figure> counts = {Figure::params};  ///< that a layer is annotated with where it has them
    bool complete = false;                          ///< also where something is expected already
};

/// The edits, by place, that make each expectation of a network hold and give one to each layer that has none.
/// `diagnostics` tell which fail. What stands in a definition, or differs between the turns of a `repeat`, stays.
Edits annotate(const Network& network, const Analysis& analysis, const Diagnostics& diagnostics,
               const AnnotateOptions& options);

/// The text with the edits made.
std::string with_edits(std::string_view text, const Edits& edits);

/// Appends a line for each edit: "lenet.nn:3:12: add `-> 24x24x6 params=156`".
void append_edits(std::string& out, const Source& source, const Edits& edits);

}  // namespace nnshape
