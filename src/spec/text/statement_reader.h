#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "spec/spec.h"
#include "spec/text/lexer.h"
#include "spec/text/opening.h"

// Reads the tokens of one statement: label, type, values and expectation.
namespace nnshape {

class StatementReader {
  public:
    StatementReader(Spec& spec, Diagnostics& diagnostics) : spec_(spec), diagnostics_(diagnostics) {}

    /// Begins a statement and reads `label: type`. The last token is the one that ends the statement. If there is a
    /// mistake, the statement has failed, and label and type are the most likely ones.
    void begin(std::vector<Token> tokens);

    /// Begins with the tokens that follow a block; they have no label and no type.
    void go_on(std::vector<Token> tokens);

    const Text& label() const { return label_; }
    const Text& type() const { return type_; }

    /// Reads the rest of the statement: the arguments and the expectation.
    Statement read_layer();

    /// Reads the arguments up to `->` or the end into the spec's pool.
    Range read_arguments();

    /// Reads `-> [shape] {key=value}` into the spec's pool, if it follows the arguments.
    Range read_expectation();

    /// Reads `key=value…` up to the end.
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

    /// Reports the first error of a statement and ignores the others, which often follow from it.
    void fail(Span span, std::string message, std::string help = {}, const Code& code = code::syntax) {
        fail({&code, std::move(message), std::move(help), span});
    }
    void fail(Diagnostic diagnostic);

  private:
    void read_argument();
    void read_amount_of(std::vector<Argument>& into, size_t first);
    Span words() const;
    std::string without_commas() const;
    std::string joined(const Token& token) const;

    Spec& spec_;
    Diagnostics& diagnostics_;
    std::vector<Token> tokens_;
    size_t at_ = 0;
    Text label_, type_;
    bool failed_ = false;
};

}  // namespace nnshape
