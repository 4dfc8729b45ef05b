#pragma once

#include "spec/spec.h"
#include "spec/text/statement_reader.h"

// Reads `define name(parameter, parameter=default)`.
namespace nnshape {

/// Adds the definition whose head is what `head` has left; its block is that of the statement number `statement`.
void read_definition(Spec& spec, StatementReader& head, uint32_t statement);

}  // namespace nnshape
