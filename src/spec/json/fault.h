#pragma once

#include "base/diagnostic.h"
#include "spec/json/builder.h"

// Explains why a text is not JSON.
namespace nnshape {

/// The mistake that stopped a parser. It is found in the text after the last token that the parser reported.
Diagnostic json_fault(const Source& source, const JsonBuilder& builder);

}  // namespace nnshape
