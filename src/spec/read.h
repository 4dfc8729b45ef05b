#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "spec/spec.h"

// From bytes to a Spec, whichever form they are in.
namespace nnshape {

/// Reads `spec.source`, whose byte-order mark it drops. The form is told by the content (`{` or `[` first: JSON) unless
/// given. What is no spec at all is named for what it is: bytes that are not UTF-8, a model of another program.
void read_spec(Spec& spec, std::optional<SpecForm> form, Diagnostics& diagnostics);

/// The same for a text that is JSON or should be, with a quicker parser wherever that will do.
void read_json_spec(Spec& spec, Diagnostics& diagnostics);

}  // namespace nnshape
