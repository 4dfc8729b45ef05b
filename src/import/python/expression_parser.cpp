// The expressions of the grammar, from the lowest precedence to the highest.
#include "import/python/parser.h"
#include "import/python/parser_state.h"

namespace nnshape::python {
namespace {

Expr* binary(ParserState& state, Expr* left, std::string_view sign, Expr* right) {
    Expr* node = state.expr(ExprKind::binary, left->span);
    node->text = sign;
    node->items = {left, right};
    node->span = join(left->span, right->span);
    return node;
}

std::vector<Clause> clauses(ParserState& state) {
    std::vector<Clause> result;
    while (state.is_keyword("for") || state.is_keyword("async")) {
        state.take_keyword("async");
        if (!state.take_keyword("for")) state.fail_here();
        Clause clause;
        clause.target = target_list(state);
        if (!state.take_keyword("in")) state.fail_here();
        clause.iterable = disjunction(state);
        while (state.take_keyword("if")) {
            Expr* condition = disjunction(state);
            clause.conditions.push_back(condition);
        }
        result.push_back(std::move(clause));
    }
    return result;
}

}  // namespace

Expr* starred_or_expression(ParserState& state) {
    Span begin = state.span();
    if (!state.take_sign("*")) return expression(state);
    Expr* star = state.expr(ExprKind::starred, begin);
    star->items = {bit_or(state)};
    return state.ended(star);
}

// Whether a list of expressions ends here.
bool ends_list(ParserState& state) {
    if (state.is(TokenKind::new_line) || state.is(TokenKind::end)) return true;
    for (std::string_view sign : {")", "]", "}", "=", ":", ";"}) {
        if (state.is_sign(sign)) return true;
    }
    return state.is_keyword("in") || state.is_keyword("for");
}

// A comprehension of `value`, if a `for` follows.
Expr* comprehension(ParserState& state, ExprKind kind, Span begin, std::vector<Expr*> values) {
    Expr* node = state.expr(kind, begin);
    node->items = std::move(values);
    node->clauses = clauses(state);
    return node;
}

bool begins_clause(const ParserState& state) { return state.is_keyword("for") || state.is_keyword("async"); }

namespace {

Expr* slice_item(ParserState& state) {
    Span begin = state.span();
    Expr* first = state.is_sign(":") ? nullptr : starred_or_expression(state);
    if (!state.is_sign(":")) return first;
    Expr* slice = state.expr(ExprKind::slice, begin);
    slice->items = {first, nullptr, nullptr};
    for (size_t part = 1; part <= 2 && state.take_sign(":"); ++part) {
        bool absent = state.is_sign(":") || state.is_sign("]") || state.is_sign(",");
        if (!absent) slice->items[part] = expression(state);
    }
    return state.ended(slice);
}

Expr* subscript(ParserState& state, Expr* of) {
    Span begin = state.span();
    state.advance();
    Expr* index = slice_item(state);
    if (state.is_sign(",")) {
        Expr* tuple = state.expr(ExprKind::tuple, begin);
        tuple->items.push_back(index);
        while (state.take_sign(",")) {
            if (state.is_sign("]")) break;
            Expr* item = slice_item(state);
            tuple->items.push_back(item);
        }
        index = state.ended(tuple);
    }
    state.need_sign("]");
    Expr* node = state.expr(ExprKind::subscript, of->span);
    node->items = {of, index};
    return state.ended(node);
}

Expr* primary(ParserState& state) {
    Span begin = state.span();
    if (state.take_keyword("await")) {
        Expr* node = state.expr(ExprKind::await, begin);
        node->items = {primary(state)};
        return state.ended(node);
    }
    Expr* node = atom(state);
    while (true) {
        if (state.take_sign(".")) {
            Expr* attribute = state.expr(ExprKind::attribute, node->span);
            attribute->items = {node};
            attribute->name_span = state.span();
            attribute->text = state.need_name();
            node = state.ended(attribute);
        } else if (state.is_sign("(")) {
            state.advance();
            Expr* call = state.expr(ExprKind::call, node->span);
            call->items = {node};
            call->arguments = call_items(state);
            state.need_sign(")");
            node = state.ended(call);
        } else if (state.is_sign("[")) {
            node = subscript(state, node);
        } else {
            return node;
        }
    }
}

Expr* unary(ParserState& state);

Expr* power(ParserState& state) {
    Expr* left = primary(state);
    if (!state.take_sign("**")) return left;
    Expr* right = unary(state);
    return binary(state, left, "**", right);
}

Expr* unary(ParserState& state) {
    ParserState::Deeper deeper(state);
    Span begin = state.span();
    for (std::string_view sign : {"-", "+", "~"}) {
        if (!state.take_sign(sign)) continue;
        Expr* node = state.expr(ExprKind::unary, begin);
        node->text = sign;
        node->items = {unary(state)};
        return state.ended(node);
    }
    return power(state);
}

// The binary operators, from those that bind most loosely.
constexpr std::string_view levels[] = {"|", "^", "&", "<< >>", "+ -", "* / // % @"};

bool is_one_of(std::string_view signs, std::string_view sign) {
    size_t at = signs.find(sign);
    while (at != std::string_view::npos) {
        size_t end = at + sign.size();
        bool whole = (at == 0 || signs[at - 1] == ' ') && (end == signs.size() || signs[end] == ' ');
        if (whole) return true;
        at = signs.find(sign, at + 1);
    }
    return false;
}

Expr* at_level(ParserState& state, size_t level) {
    if (level == std::size(levels)) return unary(state);
    Expr* left = at_level(state, level + 1);
    while (state.is(TokenKind::sign) && is_one_of(levels[level], state.word())) {
        std::string sign(state.word());
        state.advance();
        Expr* right = at_level(state, level + 1);
        left = binary(state, left, sign, right);
    }
    return left;
}

// `<`, `not in`, `is not`; empty if no comparison follows.
std::string comparison_sign(ParserState& state) {
    for (std::string_view sign : {"==", "!=", "<=", ">=", "<", ">"}) {
        if (state.take_sign(sign)) return std::string(sign);
    }
    if (state.take_keyword("in")) return "in";
    if (state.take_keyword("is")) return state.take_keyword("not") ? "is not" : "is";
    bool not_in = state.is_keyword("not") && state.word_of(state.token_after(1)) == "in";
    if (!not_in) return {};
    state.advance();
    state.advance();
    return "not in";
}

Expr* comparison(ParserState& state) {
    Expr* first = bit_or(state);
    std::string sign = comparison_sign(state);
    if (sign.empty()) return first;
    Expr* node = state.expr(ExprKind::compare, first->span);
    node->items = {first};
    for (; !sign.empty(); sign = comparison_sign(state)) {
        node->operators.push_back(sign);
        Expr* next = bit_or(state);
        node->items.push_back(next);
    }
    return state.ended(node);
}

Expr* inversion(ParserState& state) {
    ParserState::Deeper deeper(state);
    Span begin = state.span();
    if (!state.take_keyword("not")) return comparison(state);
    Expr* node = state.expr(ExprKind::unary, begin);
    node->text = "not";
    node->items = {inversion(state)};
    return state.ended(node);
}

Expr* joined_by(ParserState& state, std::string_view keyword, Expr* (*next)(ParserState&)) {
    Expr* first = next(state);
    if (!state.is_keyword(keyword)) return first;
    Expr* node = state.expr(ExprKind::logic, first->span);
    node->text = keyword;
    node->items = {first};
    while (state.take_keyword(keyword)) {
        Expr* item = next(state);
        node->items.push_back(item);
    }
    return state.ended(node);
}

Expr* conjunction(ParserState& state) { return joined_by(state, "and", inversion); }

Expr* lambda(ParserState& state) {
    Expr* node = state.expr(ExprKind::lambda, state.span());
    state.advance();
    node->function = state.function();
    node->function->params = parameters(state, ":", false);
    state.need_sign(":");
    state.functions.push_back(node->function);
    node->function->result = expression(state);
    state.functions.pop_back();
    return state.ended(node);
}

}  // namespace

Expr* bit_or(ParserState& state) { return at_level(state, 0); }
Expr* disjunction(ParserState& state) { return joined_by(state, "or", conjunction); }

Expr* expression(ParserState& state) {
    ParserState::Deeper deeper(state);
    if (state.is_keyword("lambda")) return lambda(state);
    if (state.is_keyword("yield")) return yield_expression(state);
    Expr* value = disjunction(state);
    if (state.is_sign(":=") && value->kind == ExprKind::name) {
        state.advance();
        Expr* walrus = state.expr(ExprKind::walrus, value->span);
        walrus->items = {value, nullptr};
        walrus->items[1] = expression(state);
        return state.ended(walrus);
    }
    if (!state.take_keyword("if")) return value;
    Expr* node = state.expr(ExprKind::conditional, value->span);
    Expr* condition = disjunction(state);
    if (!state.take_keyword("else")) state.fail_here("expected 'else' after 'if' expression");
    Expr* other = expression(state);
    node->items = {value, condition, other};
    return state.ended(node);
}

Expr* expressions(ParserState& state) {
    Expr* first = starred_or_expression(state);
    if (!state.is_sign(",")) return first;
    Expr* tuple = state.expr(ExprKind::tuple, first->span);
    tuple->items.push_back(first);
    while (state.take_sign(",")) {
        if (ends_list(state)) break;
        Expr* item = starred_or_expression(state);
        tuple->items.push_back(item);
    }
    return state.ended(tuple);
}

// Targets of a `for`: an `in` behind them is not a comparison.
Expr* target_list(ParserState& state) {
    auto one = [&] {
        Span begin = state.span();
        if (!state.take_sign("*")) return bit_or(state);
        Expr* star = state.expr(ExprKind::starred, begin);
        star->items = {bit_or(state)};
        return state.ended(star);
    };
    Expr* first = one();
    if (!state.is_sign(",")) return first;
    Expr* tuple = state.expr(ExprKind::tuple, first->span);
    tuple->items.push_back(first);
    while (state.take_sign(",")) {
        if (ends_list(state)) break;
        Expr* item = one();
        tuple->items.push_back(item);
    }
    return state.ended(tuple);
}

std::vector<CallItem> call_items(ParserState& state) {
    std::vector<CallItem> items;
    while (!state.is_sign(")")) {
        CallItem item;
        item.span = state.span();
        bool named = state.is_name() && state.word_of(state.token_after(1)) == "=" &&
                     state.token_after(1).kind == TokenKind::sign;
        if (state.take_sign("**")) {
            item.stars = 2;
        } else if (state.take_sign("*")) {
            item.stars = 1;
        } else if (named) {
            item.name = state.need_name();
            state.advance();
        }
        item.value = expression(state);
        if (items.empty() && item.name.empty() && item.stars == 0 && begins_clause(state)) {
            item.value = comprehension(state, ExprKind::generator_of, item.span, {item.value});
            state.ended(item.value);
        }
        item.span = join(item.span, state.last_span());
        items.push_back(std::move(item));
        if (!state.take_sign(",")) break;
    }
    return items;
}

std::vector<ParamDef> parameters(ParserState& state, std::string_view end, bool annotated) {
    std::vector<ParamDef> params;
    bool only_keywords = false;
    while (!state.is_sign(end)) {
        ParamDef param;
        if (state.take_sign("**")) {
            param.kind = ParamDef::Kind::keywords;
        } else if (state.take_sign("*")) {
            only_keywords = true;
            if (state.take_sign(",")) continue;
            param.kind = ParamDef::Kind::rest;
        } else if (state.take_sign("/")) {
            for (ParamDef& before : params) before.kind = ParamDef::Kind::positional_only;
            if (!state.take_sign(",")) break;
            continue;
        } else if (only_keywords) {
            param.kind = ParamDef::Kind::keyword_only;
        }
        param.name = state.need_name();
        if (annotated && state.take_sign(":")) param.annotation = starred_or_expression(state);
        if (state.take_sign("=")) param.standard = expression(state);
        params.push_back(std::move(param));
        if (!state.take_sign(",")) break;
    }
    return params;
}

Expr* parse_expression(std::string_view text, uint32_t offset, File& file) {
    ParserState state(text, offset, file);
    Expr* value = expressions(state);
    if (state.is(TokenKind::new_line)) state.advance();
    if (!state.is(TokenKind::end)) state.fail_here();
    return value;
}

}  // namespace nnshape::python
