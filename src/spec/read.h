#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "spec/spec.h"

// Reads bytes in any form into a Spec.
namespace nnshape {

/// Reads `spec.source` without its byte-order mark. If `form` is absent, the first byte decides: `{` and `[` mean JSON.
/// Reports what a file is if it is not a spec, for example bytes that are not UTF-8, or a model of another program.
void read_spec(Spec& spec, std::optional<SpecForm> form, Diagnostics& diagnostics);

/// The same for a text that must be JSON. Uses a faster parser if the text is correct.
void read_json_spec(Spec& spec, Diagnostics& diagnostics);

/// Reads the changes of a spec, `{"id": 7, "set": {"width": 32}, "input": [64, 64, 3]}`, as the lets and inputs of
/// `spec`. Several inputs are an object: `{"left": [8, 8, 3], "right": [8, 8, 3]}`.
void read_changes(Spec& spec, Diagnostics& diagnostics);

}  // namespace nnshape
