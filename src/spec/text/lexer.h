#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

// The text form cut into tokens, a statement at a time.
namespace nnshape {

struct Token {
    enum class Kind : uint8_t { word, quoted, equals, arrow, open, close, end, unterminated };

    Kind kind = Kind::end;
    Span span;             ///< of a quoted token without its quotes
    bool colon = false;    ///< a quoted token with `:` right behind it
    bool escaped = false;  ///< a quoted token that holds `\"` or `\\`
};

class Lexer {
  public:
    explicit Lexer(std::string_view text) : text_(text) {}

    /// The next token; a statement ends with a line, `;`, or the text.
    Token next();

    bool at_end() const { return at_ == text_.size(); }
    uint32_t position() const { return static_cast<uint32_t>(at_); }

  private:
    void skip_blanks();
    Token quoted();
    Token word();
    Token unterminated(size_t begin);
    bool starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }

    std::string_view text_;
    size_t at_ = 0;
};

/// The bytes of the name in quotes that a text begins with, quotes included; 1 where the quote is not closed.
size_t quote_length(std::string_view text);

/// A quoted token's text with `\"` and `\\` resolved.
std::string unescape(std::string_view text);

}  // namespace nnshape
