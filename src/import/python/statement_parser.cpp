// The statements of the grammar.
#include "import/python/parser.h"
#include "import/python/parser_state.h"

namespace nnshape::python {
namespace {

void statement(ParserState& state, std::vector<Stmt*>& out);

std::vector<Stmt*> block(ParserState& state) {
    ParserState::Deeper deeper(state);
    std::vector<Stmt*> body;
    state.need_sign(":");
    if (!state.is(TokenKind::new_line)) {
        statement(state, body);
        return body;
    }
    state.advance();
    if (!state.is(TokenKind::indent)) state.fail_here("expected an indented block");
    state.advance();
    while (!state.is(TokenKind::dedent) && !state.is(TokenKind::end)) statement(state, body);
    if (state.is(TokenKind::dedent)) state.advance();
    return body;
}

std::string dotted_name(ParserState& state) {
    std::string name = state.need_name();
    while (state.take_sign(".")) name += "." + state.need_name();
    return name;
}

Stmt* import(ParserState& state) {
    Stmt* node = state.stmt(StmtKind::import, state.span());
    state.advance();
    do {
        ImportedName name;
        name.span = state.span();
        name.name = dotted_name(state);
        if (state.take_keyword("as")) name.as = state.need_name();
        node->names.push_back(std::move(name));
    } while (state.take_sign(","));
    return state.ended(node);
}

Stmt* import_from(ParserState& state) {
    Stmt* node = state.stmt(StmtKind::import_from, state.span());
    state.advance();
    while (state.is_sign(".") || state.is_sign("...")) {
        node->text += state.word();
        state.advance();
    }
    if (!state.is_keyword("import")) node->text += dotted_name(state);
    if (!state.take_keyword("import")) state.fail_here();
    if (state.is_sign("*")) {
        node->names.push_back({.name = "*", .as = {}, .span = state.span()});
        state.advance();
        return state.ended(node);
    }
    bool in_brackets = state.take_sign("(");
    do {
        if (in_brackets && state.is_sign(")")) break;
        ImportedName name;
        name.span = state.span();
        name.name = state.need_name();
        if (state.take_keyword("as")) name.as = state.need_name();
        node->names.push_back(std::move(name));
    } while (state.take_sign(","));
    if (in_brackets) state.need_sign(")");
    return state.ended(node);
}

// What may be assigned to.
void check_target(ParserState& state, const Expr& target) {
    switch (target.kind) {
        case ExprKind::name:
        case ExprKind::attribute:
        case ExprKind::subscript: return;
        case ExprKind::starred:
        case ExprKind::tuple:
        case ExprKind::list:
            for (const Expr* item : target.items) check_target(state, *item);
            return;
        case ExprKind::call:
            state.fail("cannot assign to function call here. Maybe you meant '==' instead of '='?", {}, target.span);
        default: state.fail("cannot assign to expression here. Maybe you meant '==' instead of '='?", {}, target.span);
    }
}

bool is_augmented(std::string_view sign) {
    return sign.size() >= 2 && sign.back() == '=' && sign != "==" && sign != "!=" && sign != "<=" && sign != ">=" &&
           sign != ":=";
}

Stmt* expression_statement(ParserState& state) {
    Span begin = state.span();
    Expr* first = expressions(state);
    if (state.is(TokenKind::sign) && is_augmented(state.word())) {
        check_target(state, *first);
        Stmt* node = state.stmt(StmtKind::augmented, begin);
        node->text = state.word().substr(0, state.word().size() - 1);
        state.advance();
        Expr* value = expressions(state);
        node->exprs = {first, value};
        return state.ended(node);
    }
    if (state.take_sign(":")) {
        check_target(state, *first);
        Stmt* node = state.stmt(StmtKind::annotated, begin);
        Expr* annotation = expression(state);
        Expr* value = state.take_sign("=") ? expressions(state) : nullptr;
        node->exprs = {first, annotation, value};
        return state.ended(node);
    }
    Stmt* node = state.stmt(StmtKind::expression, begin);
    node->exprs = {first};
    while (state.take_sign("=")) {
        check_target(state, *node->exprs.back());
        node->kind = StmtKind::assign;
        Expr* next = expressions(state);
        node->exprs.push_back(next);
    }
    return state.ended(node);
}

Stmt* with_values(ParserState& state, StmtKind kind) {
    Stmt* node = state.stmt(kind, state.span());
    state.advance();
    bool ends = state.is(TokenKind::new_line) || state.is_sign(";") || state.is(TokenKind::end);
    if (ends) return node;
    if (kind == StmtKind::give_back || kind == StmtKind::remove) {
        node->exprs = {expressions(state)};
        return state.ended(node);
    }
    Expr* first = expression(state);
    node->exprs = {first};
    if (kind == StmtKind::assertion && state.take_sign(",")) {
        Expr* message = expression(state);
        node->exprs.push_back(message);
    }
    if (kind == StmtKind::raise && state.take_keyword("from")) expression(state);
    return state.ended(node);
}

Stmt* scope_statement(ParserState& state) {
    Stmt* node = state.stmt(StmtKind::skip, state.span());
    state.advance();
    do {
        std::string name = state.need_name();
        if (!state.functions.empty()) state.functions.back()->outer.push_back(name);
    } while (state.take_sign(","));
    return state.ended(node);
}

Stmt* simple(ParserState& state) {
    struct Word {
        std::string_view keyword;
        StmtKind kind;
    };
    constexpr Word plain[] = {{"pass", StmtKind::skip}, {"break", StmtKind::leave}, {"continue", StmtKind::next}};
    for (const Word& word : plain) {
        if (!state.is_keyword(word.keyword)) continue;
        Stmt* node = state.stmt(word.kind, state.span());
        state.advance();
        return node;
    }
    constexpr Word valued[] = {{"return", StmtKind::give_back},
                               {"raise", StmtKind::raise},
                               {"del", StmtKind::remove},
                               {"assert", StmtKind::assertion}};
    for (const Word& word : valued) {
        if (state.is_keyword(word.keyword)) return with_values(state, word.kind);
    }
    if (state.is_keyword("import")) return import(state);
    if (state.is_keyword("from")) return import_from(state);
    if (state.is_keyword("global") || state.is_keyword("nonlocal")) return scope_statement(state);
    return expression_statement(state);
}

// `;` separates simple statements on a line.
void simple_line(ParserState& state, std::vector<Stmt*>& out) {
    do {
        if (state.is(TokenKind::new_line)) break;
        Stmt* node = simple(state);
        out.push_back(node);
    } while (state.take_sign(";"));
    if (state.is(TokenKind::end) || state.is(TokenKind::dedent)) return;
    if (!state.is(TokenKind::new_line)) state.fail_here();
    state.advance();
}

Stmt* branch(ParserState& state) {
    Stmt* node = state.stmt(StmtKind::branch, state.span());
    state.advance();
    node->exprs = {expression(state)};
    state.ended(node);
    node->body = block(state);
    if (state.is_keyword("elif")) {
        ParserState::Deeper deeper(state);
        Stmt* other = branch(state);
        node->other.push_back(other);
    } else if (state.take_keyword("else")) {
        node->other = block(state);
    }
    return node;
}

Stmt* loop(ParserState& state) {
    bool is_for = state.is_keyword("for");
    Stmt* node = state.stmt(is_for ? StmtKind::for_each : StmtKind::while_true, state.span());
    state.advance();
    if (is_for) {
        Expr* target = target_list(state);
        if (!state.take_keyword("in")) state.fail_here();
        Expr* iterable = expressions(state);
        node->exprs = {target, iterable};
    } else {
        node->exprs = {expression(state)};
    }
    state.ended(node);
    node->body = block(state);
    if (state.take_keyword("else")) node->other = block(state);
    return node;
}

Stmt* attempt(ParserState& state) {
    Stmt* node = state.stmt(StmtKind::attempt, state.span());
    state.advance();
    node->body = block(state);
    while (state.take_keyword("except")) {
        Handler handler;
        state.take_sign("*");
        if (!state.is_sign(":")) handler.type = expressions(state);
        if (state.take_keyword("as")) handler.name = state.need_name();
        handler.body = block(state);
        node->handlers.push_back(std::move(handler));
    }
    if (state.take_keyword("else")) node->other = block(state);
    if (state.take_keyword("finally")) node->last = block(state);
    if (node->handlers.empty() && node->last.empty()) state.fail_here("expected 'except' or 'finally' block");
    return node;
}

// `with (a as b, c):` has its parentheses around all of its items.
Stmt* with(ParserState& state) {
    Stmt* node = state.stmt(StmtKind::with, state.span());
    state.advance();
    bool in_brackets = false;
    if (state.is_sign("(")) {
        size_t ahead = 1, depth = 1;
        for (; depth > 0 && state.token_after(ahead).kind != TokenKind::end; ++ahead) {
            std::string_view word = state.word_of(state.token_after(ahead));
            if (word == "(") ++depth;
            if (word == ")") --depth;
            if (word == "as" && depth == 1) in_brackets = true;
        }
    }
    if (in_brackets) state.advance();
    do {
        if (in_brackets && state.is_sign(")")) break;
        Expr* context = expression(state);
        Expr* target = state.take_keyword("as") ? expression(state) : nullptr;
        node->exprs.insert(node->exprs.end(), {context, target});
    } while (state.take_sign(","));
    if (in_brackets) state.need_sign(")");
    state.ended(node);
    node->body = block(state);
    return node;
}

// PEP 695: `def f[T](x: T)`. They are names for types, which have no effect here.
void skip_type_parameters(ParserState& state) {
    if (!state.take_sign("[")) return;
    for (int depth = 1; depth > 0; state.advance()) {
        if (state.is(TokenKind::end)) state.fail_here();
        depth += state.is_sign("[") ? 1 : state.is_sign("]") ? -1 : 0;
    }
}

Stmt* definition(ParserState& state) {
    Stmt* node = state.stmt(StmtKind::function, state.span());
    state.advance();
    node->text = state.need_name();
    node->function = state.function();
    skip_type_parameters(state);
    state.need_sign("(");
    node->function->params = parameters(state, ")", true);
    state.need_sign(")");
    if (state.take_sign("->")) expression(state);
    state.ended(node);
    state.functions.push_back(node->function);
    node->function->body = block(state);
    state.functions.pop_back();
    return node;
}

Stmt* class_definition(ParserState& state) {
    Stmt* node = state.stmt(StmtKind::class_type, state.span());
    state.advance();
    node->text = state.need_name();
    skip_type_parameters(state);
    if (state.take_sign("(")) {
        node->arguments = call_items(state);
        state.need_sign(")");
    }
    state.ended(node);
    state.functions.push_back(state.function());  // what is declared in its body is not the function's around it
    node->body = block(state);
    state.functions.pop_back();
    return node;
}

Stmt* decorated(ParserState& state) {
    std::vector<Expr*> decorators;
    while (state.take_sign("@")) {
        Expr* decorator = expression(state);
        decorators.push_back(decorator);
        if (!state.is(TokenKind::new_line)) state.fail_here();
        state.advance();
    }
    state.take_keyword("async");
    bool is_class = state.is_keyword("class");
    if (!is_class && !state.is_keyword("def")) state.fail_here();
    Stmt* node = is_class ? class_definition(state) : definition(state);
    node->decorators = std::move(decorators);
    return node;
}

Stmt* compound(ParserState& state) {
    if (state.is_sign("@")) return decorated(state);
    if (state.is_keyword("async")) {
        state.advance();
        if (!state.is_keyword("def") && !state.is_keyword("for") && !state.is_keyword("with")) state.fail_here();
    }
    if (state.is_keyword("def")) return definition(state);
    if (state.is_keyword("class")) return class_definition(state);
    if (state.is_keyword("if")) return branch(state);
    if (state.is_keyword("for") || state.is_keyword("while")) return loop(state);
    if (state.is_keyword("try")) return attempt(state);
    if (state.is_keyword("with")) return with(state);
    return nullptr;
}

// `match subject:`, whose `match` is a name anywhere else.
bool is_match(ParserState& state) {
    if (!state.is_keyword("match")) return false;
    const Token& next = state.token_after(1);
    std::string_view word = state.word_of(next);
    bool is_subject = next.kind == TokenKind::name && word != "in" && word != "is" && word != "and" && word != "or";
    if (!is_subject && word != "(" && word != "[") return false;
    for (size_t ahead = 2;; ++ahead) {
        const Token& token = state.token_after(ahead);
        if (token.kind == TokenKind::end) return false;
        if (token.kind != TokenKind::new_line) continue;
        return state.word_of(state.token_after(ahead - 1)) == ":" &&
               state.token_after(ahead + 1).kind == TokenKind::indent;
    }
}

void statement(ParserState& state, std::vector<Stmt*>& out) {
    ParserState::Deeper deeper(state);
    if (is_match(state)) {
        state.fail("nnshape does not read `match` statements", "write it with `if` and `elif`", state.span());
    }
    if (Stmt* node = compound(state)) {
        out.push_back(node);
    } else {
        simple_line(state, out);
    }
}

}  // namespace

File parse(std::string_view text) {
    File file;
    ParserState state(text, 0, file);
    while (!state.is(TokenKind::end)) {
        if (state.is(TokenKind::new_line)) {
            state.advance();
        } else {
            statement(state, file.body);
        }
    }
    return file;
}

}  // namespace nnshape::python
