#pragma once

#include "spec/spec.h"
#include "spec/text/lexer.h"

// Makes values of the words of the text form.
namespace nnshape {

/// The literal of a word or a quoted token: `3`, `-1`, `1.5`, `3x5`, `0:1x0:1`, `-` (nothing), `a,b`, `60*25`. Anything
/// else is a word. Puts the items of a list into the spec's pool.
Literal literal_of(Spec& spec, const Token& token);

/// The same for a name or a list of names, in which only a `$` makes an expression: `3-1` is a name.
Literal name_literal_of(Spec& spec, const Token& token);

/// The word of a token, quoted or not.
Text text_of(Spec& spec, const Token& token);

/// The parts of a text between its commas. A comma in parentheses, in `${…}` or in quotes does not separate parts.
std::vector<Span> split_at_commas(std::string_view text, Span span);

}  // namespace nnshape
