#pragma once

#include <optional>
#include <span>

#include "base/diagnostic.h"
#include "spec/keywords.h"
#include "spec/spec.h"
#include "spec/text/lexer.h"

// Reads how a statement of the text form begins, `label: type`, and reports the mistakes that people make there.
namespace nnshape {

/// Whether a token is a word, in quotes or not.
inline bool is_word(const Token& token) { return token.kind == Token::Kind::word || token.kind == Token::Kind::quoted; }

struct Opening {
    Text label;
    Text type;          ///< a layer type or a directive
    size_t length = 0;  ///< number of tokens, the type included
    std::optional<Diagnostic> mistake = {};
};

/// Reads the beginning of a statement, which has at least one token before its end. If there is a mistake, label and
/// type are the most likely ones, so that other layers find this one. A directive needs no label.
Opening read_opening(Spec& spec, std::span<const Token> tokens, bool (*is_directive)(std::string_view));

/// Whether a statement may be a line of code: a parenthesis follows a letter in one of its first words, or it begins
/// with a closing bracket.
bool may_be_call(std::string_view text, std::span<const Token> tokens);

/// The token in the form in which messages quote it.
std::string quoted(const Spec& spec, const Token& token);

}  // namespace nnshape
