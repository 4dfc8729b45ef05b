// Atoms: names, numbers, strings, and displays in brackets.
#include "import/python/literals.h"
#include "import/python/parser.h"
#include "import/python/parser_state.h"

namespace nnshape::python {

Expr* yield_expression(ParserState& state) {
    Expr* node = state.expr(ExprKind::yield, state.span());
    state.advance();
    if (!state.functions.empty()) state.functions.back()->is_generator = true;
    if (state.take_keyword("from")) {
        node->kind = ExprKind::yield_from;
        node->items = {expression(state)};
    } else if (!ends_list(state)) {
        node->items = {expressions(state)};
    }
    return state.ended(node);
}

namespace {

Expr* parenthesised(ParserState& state) {
    Span begin = state.span();
    state.advance();
    if (state.take_sign(")")) return state.ended(state.expr(ExprKind::tuple, begin));
    if (state.is_keyword("yield")) {
        Expr* node = yield_expression(state);
        state.need_sign(")");
        return node;
    }
    Expr* first = starred_or_expression(state);
    if (begins_clause(state)) {
        Expr* node = comprehension(state, ExprKind::generator_of, begin, {first});
        state.need_sign(")");
        return state.ended(node);
    }
    if (!state.is_sign(",")) {
        state.need_sign(")");
        first->span = join(begin, state.last_span());
        return first;
    }
    Expr* tuple = state.expr(ExprKind::tuple, begin);
    tuple->items.push_back(first);
    while (state.take_sign(",")) {
        if (state.is_sign(")")) break;
        Expr* item = starred_or_expression(state);
        tuple->items.push_back(item);
    }
    state.need_sign(")");
    return state.ended(tuple);
}

Expr* list_display(ParserState& state) {
    Span begin = state.span();
    state.advance();
    Expr* list = state.expr(ExprKind::list, begin);
    while (!state.is_sign("]")) {
        Expr* item = starred_or_expression(state);
        if (list->items.empty() && begins_clause(state)) {
            list = comprehension(state, ExprKind::list_of, begin, {item});
            break;
        }
        list->items.push_back(item);
        if (!state.take_sign(",")) break;
    }
    state.need_sign("]");
    return state.ended(list);
}

Expr* brace_display(ParserState& state) {
    Span begin = state.span();
    state.advance();
    Expr* node = state.expr(ExprKind::dict, begin);
    while (!state.is_sign("}")) {
        bool is_first = node->items.empty();
        if (state.take_sign("**")) {
            node->items.push_back(nullptr);
            Expr* all = bit_or(state);
            node->items.push_back(all);
        } else {
            Expr* key = starred_or_expression(state);
            bool is_set = is_first ? !state.is_sign(":") : node->kind == ExprKind::set;
            if (is_set) node->kind = ExprKind::set;
            std::vector<Expr*> values = {key};
            if (!is_set) {
                state.need_sign(":");
                Expr* value = expression(state);
                values.push_back(value);
            }
            if (is_first && begins_clause(state)) {
                node = comprehension(state, is_set ? ExprKind::set_of : ExprKind::dict_of, begin, values);
                break;
            }
            node->items.insert(node->items.end(), values.begin(), values.end());
        }
        if (!state.take_sign(",")) break;
    }
    state.need_sign("}");
    return state.ended(node);
}

// A format specification is an f-string of its own.
Expr* format_string(ParserState& state, std::string_view content, uint32_t offset, bool raw, Span span);

Expr* interpolation(ParserState& state, const FormatPart& part, uint32_t offset, Span span) {
    Expr* node = state.expr(ExprKind::interpolation, span);
    node->text = part.conversion;
    Expr* value = parse_expression("(" + part.text + ")", offset + part.offset - 1, state.file());
    node->items = {value};
    if (!part.format.empty()) {
        Expr* format = format_string(state, part.format, offset + part.format_offset, false, span);
        node->items.push_back(format);
    }
    return node;
}

Expr* format_string(ParserState& state, std::string_view content, uint32_t offset, bool raw, Span span) {
    ParserState::Deeper deeper(state);
    Expr* node = state.expr(ExprKind::format, span);
    std::vector<FormatPart> parts;
    try {
        parts = format_parts(content, raw);
    } catch (SyntaxFault& fault) {
        fault.span = {fault.span.begin + offset, fault.span.end + offset};
        throw;
    }
    for (const FormatPart& part : parts) {
        if (part.shows_code || !part.is_value) {
            Expr* text = state.expr(ExprKind::string, span);
            text->text = part.text + (part.shows_code ? "=" : "");
            node->items.push_back(text);
        }
        if (!part.is_value) continue;
        Expr* value = interpolation(state, part, offset, span);
        node->items.push_back(value);
    }
    return node;
}

// Strings beside each other are one.
Expr* strings(ParserState& state) {
    Expr* all = nullptr;
    Span begin = state.span();
    while (state.is(TokenKind::string)) {
        QuotedText quoted = unquoted(state.word());
        Expr* one = nullptr;
        if (quoted.format) {
            one = format_string(state, quoted.content, state.span().begin + quoted.offset, quoted.raw, state.span());
        } else {
            one = state.expr(ExprKind::string, state.span());
            one->text = quoted.raw ? std::string(quoted.content) : unescaped(quoted.content);
        }
        state.advance();
        if (!all) {
            all = one;
        } else if (all->kind == ExprKind::string && one->kind == ExprKind::string) {
            all->text += one->text;
        } else {
            Expr* joined = state.expr(ExprKind::format, begin);
            joined->items = {all, one};
            all = joined;
        }
        all->span = join(begin, one->span);
    }
    return all;
}

}  // namespace

Expr* atom(ParserState& state) {
    ParserState::Deeper deeper(state);
    Span begin = state.span();
    if (state.is_sign("(")) return parenthesised(state);
    if (state.is_sign("[")) return list_display(state);
    if (state.is_sign("{")) return brace_display(state);
    if (state.is(TokenKind::string)) return strings(state);
    if (state.is(TokenKind::number)) {
        Expr* number = state.expr(ExprKind::integer, begin);
        read_number(state.word(), *number);
        state.advance();
        return number;
    }
    bool is_constant =
        state.is_keyword("None") || state.is_keyword("True") || state.is_keyword("False") || state.is_sign("...");
    if (!is_constant && !state.is_name()) state.fail_here();
    Expr* node = state.expr(is_constant ? ExprKind::constant : ExprKind::name, begin);
    node->text = state.word();
    state.advance();
    return node;
}

}  // namespace nnshape::python
