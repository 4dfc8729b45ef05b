#pragma once

#include "base/diagnostic.h"
#include "spec/spec.h"

// Reads the JSON form with a faster parser than json_reader's, for the many specs of a batch.
namespace nnshape {

/// Fills `spec` as `read_json` does, or says no where it would have to look closer: at a text that is no JSON or
/// another program's, at an escape, at a number beyond a double's range. The spec is of no use then, and `read_json` is
/// to be asked. Always no where nnshape is built without Boost.JSON.
bool read_json_quickly(Spec& spec, Diagnostics& diagnostics);

}  // namespace nnshape
