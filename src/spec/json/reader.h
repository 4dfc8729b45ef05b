#pragma once

#include "base/diagnostic.h"
#include "spec/json/part.h"
#include "spec/spec.h"

// Reads the JSON form. specs/language.md describes it.
namespace nnshape {

/// Fills `spec`, which has its source set and is otherwise empty. A syntax error ends the reading. After any other
/// mistake, reading continues. `file` says whether the text is a spec, or the changes of one.
void read_json(Spec& spec, Diagnostics& diagnostics, JsonPart file = JsonPart::file);

}  // namespace nnshape
