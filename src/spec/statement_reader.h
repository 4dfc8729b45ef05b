#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "spec/lexer.h"
#include "spec/spec.h"

// Reads one statement's tokens: its label, its type, its values and what is expected of it.
namespace nnshape {

class StatementReader {
  public:
    StatementReader(Spec& spec, Diagnostics& diagnostics) : spec_(spec), diagnostics_(diagnostics) {}

    /// Begins with tokens of which the last one ends the statement and is no part of it.
    void begin(std::vector<Token> tokens);

    /// `label:` if there is one, and the mistakes that are made with it. False where the rest is not worth reading.
    bool read_label();

    /// The label, empty where there is none.
    const Text& label() const { return label_; }

    /// The type and all behind it.
    Statement read_layer();

    /// Values and keys until `->` or the end, into the spec's pool.
    Range read_arguments();

    /// `-> [shape] {key=value}` if it comes, into the spec's pool.
    Range read_expectation();

    /// `key=value…` until the end.
    void read_amounts(std::vector<Argument>& into);

    const Token& peek(size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
    const Token& take() { return at_ + 1 < tokens_.size() ? tokens_[at_++] : tokens_.back(); }
    bool done() const { return at_ + 1 == tokens_.size(); }
    bool failed() const { return failed_; }
    std::string_view text(const Token& token) const { return spec_.source.at(token.span); }

    /// From the first token to the last.
    Span span() const;

    /// One error a statement: what follows the first is seldom worth reading.
    void fail(Span span, std::string message, std::string help = {}, const Code& code = code::syntax);

  private:
    bool refuse_unterminated();
    bool refuse_parentheses();
    void read_argument();
    void read_amount_of(std::vector<Argument>& into);
    std::string rest(size_t ahead) const;

    Spec& spec_;
    Diagnostics& diagnostics_;
    std::vector<Token> tokens_;
    size_t at_ = 0;
    Text label_;
    bool failed_ = false;
};

/// Whether a token is a word, quoted or not.
inline bool is_word(const Token& token) {
    return token.kind == Token::Kind::word || token.kind == Token::Kind::quoted;
}

/// The words that begin a statement which is no layer: `input`, `define`, …
bool is_directive(std::string_view word);

}  // namespace nnshape
