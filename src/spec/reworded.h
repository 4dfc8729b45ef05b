#pragma once

#include <string>
#include <string_view>

#include "spec/spec.h"

// A statement with one part replaced: a fix for a mistake that no single `key=value` mends.
namespace nnshape {

/// The source's `statement`, one that begins with its type, with `part` replaced by `by`: "conv 6 5 stride=4". A blank
/// more remains nowhere. Empty if the text cannot be quoted as a fix: it is long, of several lines or one word, or
/// contains a backtick or an unprintable character.
std::string reworded(const Source& source, Span statement, Span part, std::string_view by);

/// The same for a statement that has been read. Empty also in JSON, for code, and for a statement with a block.
std::string reworded(const Spec& spec, const Statement& statement, Span part, std::string_view by);

/// "write `…`", or `otherwise` if there is no text.
std::string write_or(std::string_view text, std::string_view otherwise);

}  // namespace nnshape
