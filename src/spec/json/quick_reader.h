#pragma once

#include "base/diagnostic.h"
#include "spec/json/part.h"
#include "spec/spec.h"

// Reads the JSON form with a faster parser than json/reader, for the many specs of a batch.
namespace nnshape {

/// Fills `spec` as `read_json` does. Returns false if the text is not JSON, or has an escape, a number beyond the range
/// of a double, or the words of another program. The spec is then undefined: clear it and call `read_json`. Always
/// returns false if nnshape is built without Boost.JSON.
bool read_json_quickly(Spec& spec, Diagnostics& diagnostics, JsonPart file = JsonPart::file);

}  // namespace nnshape
