#pragma once

#include "base/diagnostic.h"
#include "base/result.h"
#include "network/network.h"
#include "rewrite/document.h"

// A spec that was read, made ready to be written: the layer table gives each value its parameter's name.
namespace nnshape {

/// The spec of a network without errors, as it was written: a definition stays one, a repeat, an expression too. What
/// cannot be given a name is the problem; that can stand only in a definition that is never used.
Result<Document, Diagnostic> canonical_document(const Network& network);

/// The same network layer by layer: nothing is left to expand, and each layer has its path as its name.
Document flat_document(const Network& network);

}  // namespace nnshape
