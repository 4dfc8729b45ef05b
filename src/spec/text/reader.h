#pragma once

#include "base/diagnostic.h"
#include "spec/spec.h"

// Reads the text form. specs/language.md describes it.
namespace nnshape {

/// Fills `spec`, which has its source set and is otherwise empty. Reports one mistake for each statement that it
/// cannot read, and continues with the next statement.
void read_text(Spec& spec, Diagnostics& diagnostics);

}  // namespace nnshape
