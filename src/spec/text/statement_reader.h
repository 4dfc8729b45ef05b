#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "spec/spec.h"
#include "spec/text/lexer.h"
#include "spec/text/opening.h"

// Reads one statement's tokens: its label, its type, its values and what is expected of it.
namespace nnshape {

class StatementReader {
  public:
    StatementReader(Spec& spec, Diagnostics& diagnostics) : spec_(spec), diagnostics_(diagnostics) {}

    /// Begins a statement: its tokens, and behind them the one that ends it. Reads `label: type`; where that is
    /// mistaken the statement has failed, and label and type are what was most likely meant.
    void begin(std::vector<Token> tokens);

    /// Begins with what stands behind a block: there is no label and no type.
    void go_on(std::vector<Token> tokens);

    const Text& label() const { return label_; }
    const Text& type() const { return type_; }

    /// The whole statement: the type's values and keys, and what is expected.
    Statement read_layer();

    /// Values and keys until `->` or the end, into the spec's pool.
    Range read_arguments();

    /// `-> [shape] {key=value}` if it comes behind the arguments, into the spec's pool.
    Range read_expectation();

    /// `key=value…` until the end.
    void read_amounts(std::vector<Argument>& into);

    const Token& peek(size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
    const Token& take() { return tokens_[at_++]; }
    bool done() const { return at_ + 1 >= tokens_.size(); }
    bool failed() const { return failed_; }
    std::string_view text(const Token& token) const { return spec_.source.at(token.span); }
    std::string shown(const Token& token) const { return quoted(spec_, token); }

    /// From the first token to the last.
    Span span() const;

    /// Where the last token ends, its closing quote included.
    uint32_t end() const;

    /// One error a statement: what follows the first is seldom worth reading.
    void fail(Span span, std::string message, std::string help = {}, const Code& code = code::syntax) {
        fail({&code, std::move(message), std::move(help), span});
    }
    void fail(Diagnostic diagnostic);

  private:
    void read_argument();
    void read_amount_of(std::vector<Argument>& into, size_t first);

    Spec& spec_;
    Diagnostics& diagnostics_;
    std::vector<Token> tokens_;
    size_t at_ = 0;
    Text label_, type_;
    bool failed_ = false;
};

}  // namespace nnshape
