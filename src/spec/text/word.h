#pragma once

#include "spec/spec.h"
#include "spec/text/lexer.h"

// What a word of the text form stands for as a value.
namespace nnshape {

/// The literal of a word or a quoted token, its items put into the spec's pool: `3`, `-1`, `1.5`, `3x5`, `0:1x0:1`,
/// `-` (nothing), `a,b`; whatever is none of these is a word.
Literal literal_of(Spec& spec, const Token& token);

/// The word of a token, quoted or not.
Text text_of(Spec& spec, const Token& token);

/// The parts of a text between its commas; one in parentheses, in `${…}` or in quotes parts nothing.
std::vector<Span> split_at_commas(std::string_view text, Span span);

}  // namespace nnshape
