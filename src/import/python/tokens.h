#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

// The words of a Python file, with its indentation as words: https://docs.python.org/3/reference/lexical_analysis.html
namespace nnshape::python {

enum class TokenKind : uint8_t {
    name,  ///< or a keyword
    number,
    string,    ///< with its prefix and quotes
    sign,      ///< an operator or a delimiter
    new_line,  ///< the end of a statement's line
    indent,
    dedent,
    end,
};

struct Token {
    TokenKind kind;
    Span span;

    friend bool operator==(const Token&, const Token&) = default;
};

/// What is wrong with the text, in Python's words. Thrown while a file is parsed.
struct SyntaxFault {
    std::string message;  ///< "unterminated string literal"
    std::string help = {};
    Span span = {};
};

/// The words of a text, which ends with `new_line`, the dedents and `end`. Throws SyntaxFault.
std::vector<Token> tokens_of(std::string_view text);

}  // namespace nnshape::python
