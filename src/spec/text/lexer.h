#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

// Cuts the text form into tokens, one statement at a time.
namespace nnshape {

struct Token {
    enum class Kind : uint8_t { word, quoted, equals, arrow, open, close, end, unterminated };

    Kind kind = Kind::end;
    Span span;             ///< a quoted token's is without its quotes
    bool colon = false;    ///< a quoted token that `:` follows directly
    bool escaped = false;  ///< a quoted token that holds `\"` or `\\`
};

class Lexer {
  public:
    explicit Lexer(std::string_view text) : text_(text) {}

    /// The next token. A statement ends at the end of a line or the text, or at `;`.
    Token next();

    /// Continues at a byte of the text.
    void go_to(uint32_t at) { at_ = at; }

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

/// The length in bytes of the quoted name at the start of a text, quotes included; 1 if the quote is not closed.
size_t quote_length(std::string_view text);

/// A quoted token's text with `\"` and `\\` resolved.
std::string unescape(std::string_view text);

}  // namespace nnshape
