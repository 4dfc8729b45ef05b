#pragma once

#include <string_view>
#include <vector>

#include "import/python/syntax.h"
#include "import/python/tokens.h"

// What both halves of the parser use: the words, where it is, and the tree that it fills.
namespace nnshape::python {

class ParserState {
  public:
    ParserState(std::string_view text, uint32_t offset, File& file)
        : text_(text), offset_(offset), tokens_(tokens_of(text)), file_(file) {}

    const Token& token() const { return tokens_[at_]; }
    const Token& token_after(size_t ahead) const;
    std::string_view word() const { return word_of(token()); }
    std::string_view word_of(const Token& token) const {
        return text_.substr(token.span.begin, token.span.end - token.span.begin);
    }
    Span span() const { return moved(token().span); }
    Span last_span() const { return at_ == 0 ? span() : moved(tokens_[at_ - 1].span); }

    bool is(TokenKind kind) const { return token().kind == kind; }
    bool is_sign(std::string_view sign) const { return is(TokenKind::sign) && word() == sign; }
    bool is_keyword(std::string_view keyword) const { return is(TokenKind::name) && word() == keyword; }
    bool is_name() const;

    void advance() { at_ += at_ + 1 < tokens_.size(); }
    bool take_sign(std::string_view sign);
    bool take_keyword(std::string_view keyword);
    void need_sign(std::string_view sign);
    std::string need_name();

    /// Fails at the word that comes next, as Python words it.
    [[noreturn]] void fail_here(std::string message = {});
    [[noreturn]] void fail(std::string message, std::string help, Span span) const;

    Expr* expr(ExprKind kind, Span begin);
    Stmt* stmt(StmtKind kind, Span begin);
    Function* function();
    File& file() { return file_; }

    /// Ends a node behind the word that was taken last.
    template <class Node>
    Node* ended(Node* node) {
        node->span = join(node->span, last_span());
        return node;
    }

    /// Counts nesting while it lives. Throws SyntaxFault beyond a depth that no person writes.
    class Deeper {
      public:
        explicit Deeper(ParserState& state) : state_(state) {
            if (++state_.depth_ > 150) state_.fail("too many nested expressions", {}, state_.span());
        }
        ~Deeper() { --state_.depth_; }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;

      private:
        ParserState& state_;
    };

    /// The functions that are being read, innermost last.
    std::vector<Function*> functions = {};

  private:
    Span moved(Span span) const { return {span.begin + offset_, span.end + offset_}; }
    bool forgot_comma() const;

    std::string_view text_;
    uint32_t offset_;
    std::vector<Token> tokens_;
    File& file_;
    size_t at_ = 0;
    int depth_ = 0;
};

bool is_keyword(std::string_view word);

// The halves.

/// `a`, or `a, b` as a tuple; stars are allowed.
Expr* expressions(ParserState& state);
Expr* expression(ParserState& state);
Expr* target_list(ParserState& state);
std::vector<ParamDef> parameters(ParserState& state, std::string_view end, bool annotated);
std::vector<CallItem> call_items(ParserState& state);

// Parts of expressions.

Expr* atom(ParserState& state);
Expr* starred_or_expression(ParserState& state);
Expr* yield_expression(ParserState& state);
Expr* disjunction(ParserState& state);
Expr* bit_or(ParserState& state);

/// A comprehension of `values`, whose `for` comes next.
Expr* comprehension(ParserState& state, ExprKind kind, Span begin, std::vector<Expr*> values);
bool begins_clause(const ParserState& state);

/// Whether a list of expressions ends here.
bool ends_list(ParserState& state);

}  // namespace nnshape::python
