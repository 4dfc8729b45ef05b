#pragma once

#include "base/diagnostic.h"
#include "spec/json/builder.h"

// What is wrong with a text that is no JSON.
namespace nnshape {

/// The mistake at which a parser gave up, found by looking at what follows the last token that it reported.
Diagnostic json_fault(const Source& source, const JsonBuilder& builder);

}  // namespace nnshape
