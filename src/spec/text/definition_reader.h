#pragma once

#include "spec/spec.h"
#include "spec/text/statement_reader.h"

// Reads `define name(parameter, parameter=default)`.
namespace nnshape {

/// Adds the definition whose head is the rest of `head`. `statement` is the number of the statement with its block.
void read_definition(Spec& spec, StatementReader& head, uint32_t statement);

}  // namespace nnshape
