#pragma once

#include <optional>
#include <string_view>

#include "spec/spec.h"
#include "spec/text/statement_reader.h"

// Reads what stands before the braces of `define`, `repeat`, `experts`, `path` and `freeze`.
namespace nnshape {

/// The kind of the block that a word in lower case begins.
std::optional<Statement::Kind> block_kind(std::string_view word);

/// Adds a statement of this kind to the spec. Its head is the rest of `head`.
void read_head(Spec& spec, StatementReader& head, Statement::Kind kind);

}  // namespace nnshape
