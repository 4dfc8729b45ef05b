#pragma once

#include "base/diagnostic.h"
#include "base/result.h"
#include "network/network.h"
#include "rewrite/document.h"

// A spec as a document, ready to be written in another form: each value has the name of its parameter.
namespace nnshape {

/// The spec of a network without errors, with its definitions, repeats and expressions. The problem is an argument
/// without a parameter, which is only possible in a definition that is never used.
Result<Document, Diagnostic> canonical_document(const Network& network);

/// The same network with everything expanded. The name of each layer is its path.
Document flat_document(const Network& network);

}  // namespace nnshape
