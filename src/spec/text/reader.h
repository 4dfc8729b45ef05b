#pragma once

#include "base/diagnostic.h"
#include "spec/spec.h"

// Reads the text form. specs/language.md describes it.
namespace nnshape {

/// Fills `spec`, which has its source set and is otherwise empty. What cannot be read is reported, a statement at
/// a time; the others are read all the same.
void read_text(Spec& spec, Diagnostics& diagnostics);

}  // namespace nnshape
