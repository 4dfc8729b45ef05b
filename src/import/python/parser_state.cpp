#include "import/python/parser_state.h"

#include <fmt/format.h>
#include <algorithm>

namespace nnshape::python {

bool is_keyword(std::string_view word) {
    constexpr std::string_view keywords[] = {// in order
                                             "False",  "None",   "True",    "and",      "as",       "assert", "async",
                                             "await",  "break",  "class",   "continue", "def",      "del",    "elif",
                                             "else",   "except", "finally", "for",      "from",     "global", "if",
                                             "import", "in",     "is",      "lambda",   "nonlocal", "not",    "or",
                                             "pass",   "raise",  "return",  "try",      "while",    "with",   "yield"};
    return std::binary_search(std::begin(keywords), std::end(keywords), word);
}

const Token& ParserState::token_after(size_t ahead) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }

bool ParserState::is_name() const { return is(TokenKind::name) && !python::is_keyword(word()); }

bool ParserState::take_sign(std::string_view sign) {
    if (!is_sign(sign)) return false;
    advance();
    return true;
}

bool ParserState::take_keyword(std::string_view keyword) {
    if (!is_keyword(keyword)) return false;
    advance();
    return true;
}

void ParserState::need_sign(std::string_view sign) {
    if (take_sign(sign)) return;
    if (sign == ":") fail_here("expected ':'");
    fail_here();
}

std::string ParserState::need_name() {
    if (!is_name()) fail_here();
    std::string name(word());
    advance();
    return name;
}

// Two values beside each other, in brackets.
bool ParserState::forgot_comma() const {
    if (at_ == 0) return false;
    const Token& before = tokens_[at_ - 1];
    std::string_view last = word_of(before);
    bool ends = before.kind == TokenKind::number || before.kind == TokenKind::string || last == ")" || last == "]" ||
                last == "}" || (before.kind == TokenKind::name && !python::is_keyword(last));
    bool begins = is(TokenKind::number) || is(TokenKind::string) || is_name();
    return ends && begins;
}

void ParserState::fail_here(std::string message) {
    if (message.empty() && forgot_comma()) {
        fail("invalid syntax. Perhaps you forgot a comma?",
             fmt::format("a comma may be missing after `{}`", word_of(tokens_[at_ - 1])), span());
    }
    if (is(TokenKind::indent)) message = "unexpected indent";
    if (is(TokenKind::dedent) && message.empty()) message = "unexpected unindent";
    if (message.empty()) message = is(TokenKind::end) ? "unexpected end of the file" : "invalid syntax";
    fail(std::move(message), {}, span());
}

void ParserState::fail(std::string message, std::string help, Span span) const {
    throw SyntaxFault{std::move(message), std::move(help), span};
}

Expr* ParserState::expr(ExprKind kind, Span begin) {
    file_.exprs.push_back({.kind = kind, .span = begin});
    return &file_.exprs.back();
}

Stmt* ParserState::stmt(StmtKind kind, Span begin) {
    file_.stmts.push_back({.kind = kind, .span = begin});
    return &file_.stmts.back();
}

Function* ParserState::function() {
    file_.functions.emplace_back();
    return &file_.functions.back();
}

}  // namespace nnshape::python
