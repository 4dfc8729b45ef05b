#pragma once

#include <string_view>

#include "base/fault.h"
#include "base/result.h"
#include "frameworks/call.h"

// Reads a call in Python's syntax. Nothing is looked up or calculated.
namespace nnshape {

/// The length in bytes of a dotted name at the start of a text: `torch.nn.Conv2d`; 0 if there is none.
size_t dotted_name_length(std::string_view text);

/// The place of the bracket that closes the one at `open`, or npos. Strings and comments are skipped.
size_t closing_bracket(std::string_view text, size_t open);

/// Reads `name(arguments)`, whose name begins at `at`, and whose parentheses are closed.
Result<CallValue, Fault<Span>> parse_call(std::string_view text, size_t at);

/// Reads a value, which is all of `span` but blanks and comments.
Result<CallValue, Fault<Span>> parse_value(std::string_view text, Span span);

}  // namespace nnshape
