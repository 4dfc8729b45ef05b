#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "import/python/syntax.h"

// Strings and numbers as they are written.
namespace nnshape::python {

/// A number's value goes into `expr`, which becomes an integer or a real. Throws SyntaxFault.
void read_number(std::string_view text, Expr& expr);

/// A string without its prefix and quotes.
struct QuotedText {
    std::string_view content;
    uint32_t offset = 0;  ///< of the content in the token
    bool raw = false, format = false;
};

QuotedText unquoted(std::string_view token);

/// The text with its escapes read: `\n` is a line end. Escapes that Python does not know stay.
std::string unescaped(std::string_view text);

/// A part of an f-string: literal text, or an interpolation `{value!r:format}`.
struct FormatPart {
    std::string text = {};  ///< the literal text, or the code of the value
    uint32_t offset = 0;    ///< of the value in the content
    bool is_value = false;
    std::string conversion = {};  ///< "r", "s", "a" or empty
    std::string format = {};      ///< what follows the colon, as written
    uint32_t format_offset = 0;
    bool shows_code = false;  ///< `{value=}`
};

/// The parts of an f-string's content. Throws SyntaxFault, whose span is in the content.
std::vector<FormatPart> format_parts(std::string_view content, bool raw);

}  // namespace nnshape::python
