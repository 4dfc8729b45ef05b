#pragma once

#include <optional>
#include <span>

#include "base/diagnostic.h"
#include "spec/keywords.h"
#include "spec/spec.h"
#include "spec/text/lexer.h"

// How a statement of the text form begins: `label: type`, and the mistakes that people make there.
namespace nnshape {

/// Whether a token is a word, in quotes or not.
inline bool is_word(const Token& token) { return token.kind == Token::Kind::word || token.kind == Token::Kind::quoted; }

struct Opening {
    Text label;
    Text type;          ///< a layer type or a directive
    size_t length = 0;  ///< tokens up to and with the type
    std::optional<Diagnostic> mistake = {};
};

/// Reads the beginning of a statement of at least one token and its end. Label and type are what was most likely meant
/// where there is a mistake, so that nobody misses the layer. `is_directive` knows the words that take values at once.
Opening read_opening(Spec& spec, std::span<const Token> tokens, bool (*is_directive)(std::string_view));

/// A token as a message quotes it.
std::string quoted(const Spec& spec, const Token& token);

}  // namespace nnshape
