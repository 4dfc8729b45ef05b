#pragma once

#include <string_view>

// The reserved words of the language, and the letters that a name may have.
namespace nnshape {

/// Whether a `let` or a parameter may have this name: letters, digits and `_`, no digit first.
bool is_name(std::string_view text);

/// Whether a name can be written without quotes: letters of any script, digits, `_`, `-`, `.` and `/`.
bool is_plain_name(std::string_view text);

/// Whether a definition may have this name: letters of any script, digits, `_` and `-`.
bool is_definition_name(std::string_view name);

/// Whether a word is a key that every layer accepts or that JSON reserves: it cannot name a definition's parameter.
bool is_reserved_parameter(std::string_view name);

/// The name of the number of a repeat's turn, in expressions.
inline constexpr std::string_view turn_name = "turn";

/// Whether a word begins a statement that is neither a layer nor a block, such as `input`.
bool is_directive(std::string_view word);

/// Whether a word begins a statement that is not a layer, blocks such as `repeat` included: it cannot name a
/// definition.
bool is_statement_word(std::string_view word);

}  // namespace nnshape
