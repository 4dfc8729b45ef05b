#include "import/python/tokens.h"

#include <fmt/format.h>
#include <algorithm>

namespace nnshape::python {
namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

bool begins_name(char letter) {
    auto byte = static_cast<unsigned char>(letter);
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_' || byte >= 0x80;
}

bool is_name_letter(char letter) { return begins_name(letter) || is_digit(letter); }

// Longer ones first.
constexpr std::string_view signs[] = {"**=", "//=", ">>=", "<<=", "...", "!=", "->", ":=", "+=", "-=", "*=", "/=",
                                      "%=",  "@=",  "&=",  "|=",  "^=",  "==", "<=", ">=", "**", "//", "<<", ">>",
                                      "+",   "-",   "*",   "/",   "%",   "@",  "&",  "|",  "^",  "~",  "<",  ">",
                                      "(",   ")",   "[",   "]",   "{",   "}",  ",",  ":",  ".",  ";",  "=",  "!"};

class Tokenizer {
  public:
    explicit Tokenizer(std::string_view text) : text_(text) {}

    std::vector<Token> run() {
        while (at_ < text_.size()) {
            if (at_line_start_ && brackets_.empty()) {
                take_indentation();
            } else {
                take_token();
            }
        }
        if (!brackets_.empty()) {
            size_t open = brackets_.back();
            fail(fmt::format("'{}' was never closed", text_[open]), open, open + 1);
        }
        if (!tokens_.empty() && tokens_.back().kind != TokenKind::new_line) add(TokenKind::new_line, at_, at_);
        for (; indents_.size() > 1; indents_.pop_back()) add(TokenKind::dedent, at_, at_);
        add(TokenKind::end, at_, at_);
        return std::move(tokens_);
    }

  private:
    [[noreturn]] void fail(std::string message, size_t begin, size_t end) const {
        throw SyntaxFault{std::move(message), {}, {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}};
    }

    void add(TokenKind kind, size_t begin, size_t end) {
        tokens_.push_back({kind, {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}});
    }

    char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

    bool at_line_end() const { return at_ >= text_.size() || peek() == '\n' || peek() == '\r'; }

    void skip_line_end() {
        if (peek() == '\r' && peek(1) == '\n') ++at_;
        ++at_;
    }

    void skip_comment() {
        while (!at_line_end()) ++at_;
    }

    // An empty line, or one with only a comment, has no indentation.
    void take_indentation() {
        size_t begin = at_, column = 0;
        for (; peek() == ' ' || peek() == '\t' || peek() == '\f'; ++at_) {
            column = peek() == '\t' ? (column / 8 + 1) * 8 : peek() == '\f' ? 0 : column + 1;
        }
        if (peek() == '#') skip_comment();
        if (at_line_end()) {
            if (at_ < text_.size()) skip_line_end();
            return;
        }
        at_line_start_ = false;
        if (column > indents_.back()) {
            if (indents_.size() > 100) fail("too many levels of indentation", begin, at_);
            indents_.push_back(column);
            add(TokenKind::indent, at_, at_);
            return;
        }
        for (; column < indents_.back(); indents_.pop_back()) add(TokenKind::dedent, at_, at_);
        if (column != indents_.back()) {
            fail("unindent does not match any outer indentation level", begin, at_);
        }
    }

    void take_token() {
        char letter = peek();
        bool is_blank = letter == ' ' || letter == '\t' || letter == '\f';
        if (is_blank) {
            ++at_;
        } else if (letter == '#') {
            skip_comment();
        } else if (letter == '\n' || letter == '\r') {
            take_line_end();
        } else if (letter == '\\') {
            take_continuation();
        } else if (size_t quote = string_begin(); quote != std::string_view::npos) {
            take_string(quote);
        } else if (is_digit(letter) || (letter == '.' && is_digit(peek(1)))) {
            take_number();
        } else if (begins_name(letter)) {
            size_t begin = at_;
            while (is_name_letter(peek()) && at_ < text_.size()) ++at_;
            add(TokenKind::name, begin, at_);
        } else {
            take_sign();
        }
    }

    void take_line_end() {
        size_t begin = at_;
        skip_line_end();
        if (!brackets_.empty()) return;
        add(TokenKind::new_line, begin, begin);
        at_line_start_ = true;
    }

    void take_continuation() {
        ++at_;
        if (!at_line_end()) fail("unexpected character after line continuation character", at_ - 1, at_);
        if (at_ < text_.size()) skip_line_end();
    }

    // Where the quote of a string is that begins here, which may have a prefix; npos if none begins.
    size_t string_begin() const {
        size_t at = at_;
        for (; at < text_.size() && at < at_ + 2; ++at) {
            if (std::string_view("rRbBuUfFtT").find(text_[at]) == std::string_view::npos) break;
        }
        bool quoted = at < text_.size() && (text_[at] == '"' || text_[at] == '\'');
        return quoted ? at : std::string_view::npos;
    }

    void take_string(size_t quote) {
        size_t begin = at_;
        char mark = text_[quote];
        auto is_triple = [&](size_t at) {
            return at + 2 < text_.size() && text_[at] == mark && text_[at + 1] == mark && text_[at + 2] == mark;
        };
        bool triple = is_triple(quote);
        at_ = quote + (triple ? 3 : 1);
        while (at_ < text_.size()) {
            if (peek() == '\\') {
                at_ = std::min(at_ + 2, text_.size());
            } else if (!triple && (peek() == '\n' || peek() == '\r')) {
                break;
            } else if (triple ? is_triple(at_) : peek() == mark) {
                at_ += triple ? 3 : 1;
                return add(TokenKind::string, begin, at_);
            } else {
                ++at_;
            }
        }
        fail(triple ? "unterminated triple-quoted string literal" : "unterminated string literal", begin, quote + 1);
    }

    void take_number() {
        size_t begin = at_;
        bool based = peek() == '0' && std::string_view("xXoObB").find(peek(1)) != std::string_view::npos;
        if (based) at_ += 2;
        while (at_ < text_.size()) {
            bool exponent = !based && (peek() == 'e' || peek() == 'E') &&
                            (is_digit(peek(1)) || ((peek(1) == '-' || peek(1) == '+') && is_digit(peek(2))));
            if (exponent) {
                at_ += 2;
            } else if (is_name_letter(peek()) || (peek() == '.' && !based)) {
                ++at_;
            } else {
                break;
            }
        }
        add(TokenKind::number, begin, at_);
    }

    void take_sign() {
        bool is_short = std::string_view("=*/<>.").find(peek(1)) == std::string_view::npos;  // no longer sign is
        bool is_single =
            is_short && std::string_view("()[]{},:.;=@+-*/%&|^~<>!").find(peek()) != std::string_view::npos;
        if (is_single) {
            follow_bracket(peek());
            add(TokenKind::sign, at_, at_ + 1);
            ++at_;
            return;
        }
        for (std::string_view sign : signs) {
            if (text_.substr(at_, sign.size()) != sign) continue;
            follow_bracket(sign[0]);
            add(TokenKind::sign, at_, at_ + sign.size());
            at_ += sign.size();
            return;
        }
        fail("invalid character", at_, at_ + 1);
    }

    void follow_bracket(char sign) {
        if (sign == '(' || sign == '[' || sign == '{') {
            if (brackets_.size() > 200) fail("too many nested parentheses", at_, at_ + 1);
            brackets_.push_back(at_);
        }
        if (sign != ')' && sign != ']' && sign != '}') return;
        if (brackets_.empty()) fail(fmt::format("unmatched '{}'", sign), at_, at_ + 1);
        char open = text_[brackets_.back()];
        bool fits = (open == '(' && sign == ')') || (open == '[' && sign == ']') || (open == '{' && sign == '}');
        if (!fits) {
            fail(fmt::format("closing parenthesis '{}' does not match opening parenthesis '{}'", sign, open), at_,
                 at_ + 1);
        }
        brackets_.pop_back();
    }

    std::string_view text_;
    size_t at_ = 0;
    bool at_line_start_ = true;
    std::vector<size_t> indents_ = {0};
    std::vector<size_t> brackets_;  // where each open one is
    std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text) { return Tokenizer(text).run(); }

}  // namespace nnshape::python
