#pragma once

#include "base/diagnostic.h"
#include "spec/spec.h"

// Reads the JSON form. specs/language.md describes it.
namespace nnshape {

/// Fills `spec`, which has its source set and is otherwise empty. A syntax error ends the reading. After any other
/// mistake, reading continues.
void read_json(Spec& spec, Diagnostics& diagnostics);

}  // namespace nnshape
