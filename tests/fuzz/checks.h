#pragma once

#include <string_view>

#include "base/diagnostic.h"
#include "fuzz/fuzz.h"
#include "spec/spec.h"

// What several fuzzers promise.
namespace nnshape::fuzz {

/// Nothing unprintable but line endings: no control, no mark that turns the direction of writing, UTF-8 throughout.
void check_plain(std::string_view text, Promises& promises);

/// JSON, and plain.
void check_json(std::string_view text, Promises& promises);

/// Every diagnostic says something plain about bytes of the source, and quotes no character in part.
void check_diagnostics(const Source& source, const Diagnostics& diagnostics, Promises& promises);

/// Every piece of a spec lies within its text and within its pools, and every block within the one around it.
void check_pieces(const Spec& spec, Promises& promises);

}  // namespace nnshape::fuzz
