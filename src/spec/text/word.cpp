#include "spec/text/word.h"

#include <algorithm>
#include <optional>

#include "base/unicode.h"
#include "spec/arithmetic.h"
#include "spec/keywords.h"

namespace nnshape {
namespace {

constexpr std::string_view times = "\u00d7";

bool starts_with_digit(std::string_view text) { return !text.empty() && text[0] >= '0' && text[0] <= '9'; }

// The length in bytes of a separator of sizes at `at`: `x`, `X` or `×`; 0 if there is none.
size_t times_at(std::string_view text, size_t at) {
    if (text[at] == 'x' || text[at] == 'X') return 1;
    return text.substr(at).starts_with(times) ? times.size() : 0;
}

Literal word_at(Span span) { return {.form = Literal::Form::word, .span = span}; }

std::optional<Literal> number(const Spec& spec, Span span) {
    std::string_view text = spec.source.at(span);
    if (text.find('$') != std::string_view::npos) return Literal{.form = Literal::Form::expression, .span = span};
    if (text == "-") return Literal{.form = Literal::Form::nothing, .span = span};
    ReadInteger integer = read_integer(text);
    if (integer.form != Literal::Form::word)
        return Literal{.form = integer.form, .span = span, .number = integer.value};
    if (is_decimal(text)) return Literal{.form = Literal::Form::decimal, .span = span};
    if (is_arithmetic(text)) return Literal{.form = Literal::Form::expression, .span = span};
    return std::nullopt;
}

Literal with_items(Spec& spec, Literal::Form form, Span span, std::initializer_list<Literal> items) {
    Range range{static_cast<uint32_t>(spec.items.size()), static_cast<uint32_t>(items.size())};
    spec.items.insert(spec.items.end(), items);
    return {.form = form, .span = span, .items = range};
}

// A number, or two numbers separated by a colon.
std::optional<Literal> size(Spec& spec, Span span) {
    size_t colon = spec.source.at(span).find(':');
    if (colon == std::string_view::npos) return number(spec, span);
    auto middle = static_cast<uint32_t>(span.begin + colon);
    auto before = number(spec, {span.begin, middle});
    auto after = number(spec, {middle + 1, span.end});
    if (!before || !after) return std::nullopt;
    return with_items(spec, Literal::Form::pair, span, {*before, *after});
}

// The number of bytes of the parentheses at the start of a text, with what is in them; all of it if they are not
// closed.
size_t parentheses_length(std::string_view text) {
    int open = 0;
    for (size_t at = 0; at < text.size(); ++at) {
        open += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
        if (open == 0) return at + 1;
    }
    return text.size();
}

// The number of bytes at a place that are never separated: `$name`, `${name}`, a function's name, parentheses, quotes,
// or 1.
size_t atom_at(std::string_view text, size_t at) {
    std::string_view rest = text.substr(at);
    if (rest[0] == '"') return quote_length(rest);
    if (rest[0] == '(') return parentheses_length(rest);
    if (rest.starts_with("${")) return std::min(rest.find('}'), rest.size() - 1) + 1;
    if (size_t function = function_length(rest); function > 0) return function;
    size_t end = at + 1;
    while (text[at] == '$' && end < text.size() && is_name(text.substr(at + 1, end - at))) ++end;
    return end - at;
}

// The parts of a text between separators. `width_at` returns the length of the separator at a place, or 0.
template <class WidthAt>
std::vector<Span> split(std::string_view text, Span span, WidthAt width_at) {
    std::vector<Span> parts;
    uint32_t begin = span.begin;
    for (size_t at = 0; at < text.size();) {
        size_t width = width_at(text, at);
        if (width != 0) {
            parts.push_back({begin, static_cast<uint32_t>(span.begin + at)});
            begin = static_cast<uint32_t>(span.begin + at + width);
        }
        at += width != 0 ? width : atom_at(text, at);
    }
    parts.push_back({begin, span.end});
    return parts;
}

Literal list_of(Spec& spec, Literal::Form form, Span span, const std::vector<Literal>& items) {
    Range range{static_cast<uint32_t>(spec.items.size()), static_cast<uint32_t>(items.size())};
    spec.items.insert(spec.items.end(), items.begin(), items.end());
    return {.form = form, .span = span, .items = range};
}

std::optional<Literal> sizes(Spec& spec, Span span) {
    std::vector<Literal> items;
    for (Span part : split(spec.source.at(span), span, times_at)) {
        auto item = size(spec, part);
        if (!item) return std::nullopt;
        items.push_back(*item);
    }
    return list_of(spec, Literal::Form::list, span, items);
}

size_t comma_at(std::string_view text, size_t at) { return text[at] == ',' ? 1 : 0; }

// A quoted name in a list.
Literal name_in_quotes(Spec& spec, Span span) {
    Token token{Token::Kind::quoted, {span.begin + 1, span.end - 1}};
    token.escaped = spec.source.at(span).find('\\') != std::string_view::npos;
    return literal_of(spec, token);
}

bool is_in_quotes(std::string_view text) {
    return text.size() > 2 && text[0] == '"' && quote_length(text) == text.size();
}

Literal commas(Spec& spec, Span span) {
    std::vector<Literal> items;
    for (Span part : split_at_commas(spec.source.at(span), span)) {
        bool quoted = is_in_quotes(spec.source.at(part));
        std::optional<Literal> value = quoted ? name_in_quotes(spec, part) : size(spec, part);
        if (!value && starts_with_digit(spec.source.at(part))) value = sizes(spec, part);
        items.push_back(value.value_or(word_at(part)));
    }
    return list_of(spec, Literal::Form::commas, span, items);
}

}  // namespace

std::vector<Span> split_at_commas(std::string_view text, Span span) { return split(text, span, comma_at); }

Text text_of(Spec& spec, const Token& token) {
    if (!token.escaped) return {token.span};
    spec.decoded.push_back(unescape(spec.source.at(token.span)));
    return {token.span, static_cast<uint32_t>(spec.decoded.size() - 1)};
}

Literal literal_of(Spec& spec, const Token& token) {
    if (token.kind == Token::Kind::quoted) {
        Literal word = word_at(token.span);
        word.quoted = true;
        word.decoded = text_of(spec, token).decoded;
        return word;
    }
    std::string_view text = spec.source.at(token.span);
    if (is_in_quotes(text)) return name_in_quotes(spec, token.span);
    bool expression = text.find('$') != std::string_view::npos;
    bool several = expression || text[0] == '"';
    if (several && split_at_commas(text, token.span).size() > 1) return commas(spec, token.span);
    bool joined = expression && split(text, token.span, times_at).size() > 1;
    auto one = joined ? std::nullopt : size(spec, token.span);
    if (one) return *one;
    bool like_sizes =
        expression || starts_with_digit(text) || text[0] == '-' || text[0] == '(' || function_length(text) > 0;
    if (like_sizes && text.find_first_of("xX\xc3") != std::string_view::npos) {
        if (auto many = sizes(spec, token.span)) return *many;
    }
    if (text.find(',') != std::string_view::npos) return commas(spec, token.span);
    return word_at(token.span);
}

Literal name_literal_of(Spec& spec, const Token& token) {
    auto make_name = [&](Literal& literal) {
        bool calculates = literal.form == Literal::Form::expression;
        if (calculates && spec.text(literal).find('$') == std::string_view::npos) literal.form = Literal::Form::word;
    };
    Literal literal = literal_of(spec, token);
    make_name(literal);
    for (uint32_t index = 0; index < literal.items.count; ++index) make_name(spec.items[literal.items.first + index]);
    return literal;
}

}  // namespace nnshape
