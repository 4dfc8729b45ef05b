#pragma once

#include <optional>
#include <string_view>

// Takes the pieces of an expression from its text, one after the other.
namespace nnshape {

class ExpressionCursor {
  public:
    explicit ExpressionCursor(std::string_view text) : text_(text) {}

    /// `$name` or `${name}`.
    struct Name {
        std::string_view text;
        size_t begin, end;  ///< of all of it
        bool valid;         ///< false: a name is missing, or a brace
    };

    /// The name that begins here, or nothing if none does. Does not move past one that is not valid. A `$(` does not
    /// begin a name.
    std::optional<Name> take_name();

    /// Moves past `what` if the rest begins with it.
    bool take(std::string_view what);

    /// Takes a number without a sign, such as `1_000`, `0.5` or `1e-3`. What it takes may be no number if it is not
    /// followed by one; empty if no digit, point or `_` is here.
    std::string_view take_number();

    /// Takes ASCII letters; empty if there are none.
    std::string_view take_letters();

    /// The lexer allows blanks only in parentheses.
    void skip_blanks();

    void go_to_begin() { at_ = 0; }
    bool starts(std::string_view what) const { return rest().starts_with(what); }
    bool at_end() const { return at_ == text_.size(); }
    size_t at() const { return at_; }
    size_t size() const { return text_.size(); }
    std::string_view rest() const { return text_.substr(at_); }
    std::string_view rest_from(size_t begin) const { return text_.substr(begin); }

    /// The bytes [begin, end), at least one, widened to whole letters; the last byte if `begin` is past the text.
    struct Bytes {
        size_t begin, end;
    };
    Bytes whole_letters(size_t begin, size_t end) const;

  private:
    std::string_view text_;
    size_t at_ = 0;
};

}  // namespace nnshape
