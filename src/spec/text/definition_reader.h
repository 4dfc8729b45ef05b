#pragma once

#include "spec/spec.h"
#include "spec/text/statement_reader.h"

// Reads `define name(parameter, parameter=default)`.
namespace nnshape {

/// Adds the definition whose head is what `head` has left; its block is that of the statement number `statement`.
void read_definition(Spec& spec, StatementReader& head, uint32_t statement);

/// Letters of any script, digits, `_` and `-`.
bool is_definition_name(std::string_view name);

/// Words that any layer takes or that JSON keeps for itself: they name no parameter of a definition.
bool is_reserved_parameter(std::string_view name);

}  // namespace nnshape
