#pragma once

#include <string_view>

#include "import/python/syntax.h"
#include "import/python/tokens.h"

namespace nnshape::python {

/// Parses a Python file. Spans are in `text`. Throws SyntaxFault, which is worded as Python words it.
File parse(std::string_view text);

/// Parses one expression, which is the whole of `text`. Its nodes are added to `file`, and its spans are moved by
/// `offset`. Throws SyntaxFault.
Expr* parse_expression(std::string_view text, uint32_t offset, File& file);

}  // namespace nnshape::python
