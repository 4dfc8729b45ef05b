#include "spec/text/statement_reader.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "base/unicode.h"
#include "layers/find_kind.h"
#include "spec/amount.h"
#include "spec/keywords.h"
#include "spec/reworded.h"
#include "spec/text/word.h"

namespace nnshape {

using Kind = Token::Kind;

void StatementReader::begin(std::vector<Token> tokens) {
    go_on(std::move(tokens));
    // For the opening, a brace ends a statement as the end of a line does.
    Token end = tokens_.back();
    tokens_.back().kind = Kind::end;
    Opening opening = read_opening(spec_, tokens_, is_directive);
    tokens_.back() = end;
    label_ = opening.label;
    type_ = opening.type;
    at_ = opening.length;
    if (opening.mistake) fail(std::move(*opening.mistake));
}

void StatementReader::go_on(std::vector<Token> tokens) {
    tokens_ = std::move(tokens);
    at_ = 0;
    label_ = type_ = {};
    failed_ = false;
    if (tokens_.back().kind == Kind::unterminated) {
        fail(tokens_.back().span, "the quote is not closed", "a name ends with `\"` on the line where it begins");
    }
}

Span StatementReader::span() const {
    return tokens_.size() == 1 ? tokens_[0].span : join(tokens_.front().span, tokens_[tokens_.size() - 2].span);
}

uint32_t StatementReader::end() const {
    const Token& last = tokens_[tokens_.size() - 2];
    return last.span.end + (last.kind == Kind::quoted ? 1 : 0);
}

Statement StatementReader::read_layer() {
    Statement layer{.label = label_, .type = type_, .span = span(), .expects_at = end()};
    layer.arguments = read_arguments();
    layer.expected = read_expectation();
    layer.broken = failed_;
    return layer;
}

// Reports the first error of a statement and ignores the others, which often follow from it.
void StatementReader::fail(Diagnostic diagnostic) {
    if (!failed_ && diagnostics_.size() < most_mistakes) diagnostics_.push_back(std::move(diagnostic));
    failed_ = true;
}

Range StatementReader::read_arguments() {
    auto first = static_cast<uint32_t>(spec_.arguments.size());
    while (!failed_ && !done() && peek().kind != Kind::arrow) read_argument();
    return {first, static_cast<uint32_t>(spec_.arguments.size()) - first};
}

void StatementReader::read_argument() {
    const Token& token = take();
    std::string_view word = text(token);
    if (token.kind == Kind::equals)
        return fail(token.span, "a parameter's name is missing before `=`", "for example stride=2");
    if (token.colon || (token.kind == Kind::word && word.ends_with(':'))) {
        bool in_two = at_ == 2 && !token.colon;
        std::string label = fmt::format("\"{} {}\":", text(tokens_.front()), word.substr(0, word.find(':')));
        bool is_layer = in_two && find_kind(text(peek())).kind;
        std::string fix =
            is_layer ? reworded(spec_.source, words(), join(tokens_.front().span, token.span), label) : std::string();
        return fail(
            token.span, fmt::format("{} comes after the layer type", shown(token)),
            in_two ? fmt::format("a label that holds blanks is quoted{}", fix.empty() ? "" : fmt::format(": `{}`", fix))
                   : "put a label at the start of its statement");
    }
    if (token.kind == Kind::word && word.ends_with(',')) {
        return fail({token.span.end - 1, token.span.end}, "a comma between values",
                    fmt::format("values are separated by blanks{}", without_commas()));
    }
    if (peek().kind != Kind::equals) {
        if (contains_word("+ * / // % **", word) && at_ > 1 && !done()) {
            return fail(token.span, fmt::format("a blank before `{}`", word),
                        fmt::format("an expression has blanks inside parentheses only{}", joined(token)));
        }
        spec_.arguments.push_back({{}, literal_of(spec_, token)});
        return;
    }
    const Token& equals = take();
    if (!is_word(peek())) {
        return fail(equals.span, fmt::format("{} has no value", shown(token)), "its value follows it");
    }
    const Token& value = take();
    if (value.kind == Kind::word && text(value).ends_with(',')) {
        return fail({value.span.end - 1, value.span.end}, "a blank after a comma",
                    fmt::format("a list is written without blanks{}", joined(value)));
    }
    bool names = contains_word("from inputs share allow activation", word);
    spec_.arguments.push_back({text_of(spec_, token), (names ? name_literal_of : literal_of)(spec_, value)});
}

// The statement's type and values, without the label and the expectation.
Span StatementReader::words() const {
    size_t first = type_.empty() || tokens_.front().span.begin == type_.span.begin ? 0 : 1, last = first;
    while (last + 2 < tokens_.size() && tokens_[last + 1].kind != Kind::arrow) ++last;
    return {tokens_[first].span.begin, tokens_[last].span.end + (tokens_[last].kind == Kind::quoted ? 1 : 0)};
}

// "; write `…`" with the statement that has no comma at the end of a word. The sizes of an input are joined.
std::string StatementReader::without_commas() const {
    std::string text = reworded(spec_.source, words(), {words().end, words().end}, "");
    bool are_sizes = folded(spec_.text(type_)) == "input";
    if (are_sizes && !label_.empty()) return {};  // of several inputs, none is replaced
    for (size_t at = text.find(", "); at != std::string::npos; at = text.find(", ", at)) {
        are_sizes ? text.replace(at, 2, "x") : text.erase(at, 1);
    }
    if (text.ends_with(',')) text.pop_back();
    return text.empty() ? text : fmt::format("; write `{}`", text);
}

// "; write `…`" with the statement that has no blanks around a token.
std::string StatementReader::joined(const Token& token) const {
    size_t index = static_cast<size_t>(&token - tokens_.data());
    bool follows = index + 1 < tokens_.size() && is_word(tokens_[index + 1]);
    if (!follows) return {};
    bool is_operator = token.kind == Kind::word && contains_word("+ * / // % **", text(token));
    const Token& before = is_operator ? tokens_[index - 1] : token;
    const Token& after = tokens_[index + 1];
    bool is_next = !is_operator && index + 2 < tokens_.size() && tokens_[index + 2].kind == Kind::equals;
    if (is_next) {  // the comma separates two parameters
        std::string fix = reworded(spec_.source, words(), {token.span.end - 1, token.span.end}, "");
        return fix.empty() ? fix : fmt::format("; write `{}`", fix);
    }
    std::string by =
        std::string(text(before)) + (is_operator ? std::string(text(token)) : "") + std::string(text(after));
    std::string fix = reworded(spec_.source, words(), join(before.span, after.span), by);
    return fix.empty() ? fix : fmt::format("; write `{}`", fix);
}

Range StatementReader::read_expectation() {
    auto first = static_cast<uint32_t>(spec_.expected.size());
    if (failed_ || done()) return {first, 0};
    const Token& arrow = take();
    if (done()) fail(arrow.span, "nothing follows the arrow", "write the expected output shape");
    if (!done() && is_word(peek()) && peek(1).kind != Kind::equals) {
        spec_.expected.push_back({{}, literal_of(spec_, take())});
    }
    while (!failed_ && !done()) read_amount_of(spec_.expected, first);
    return {first, static_cast<uint32_t>(spec_.expected.size()) - first};
}

// Reads one expected figure into the list that begins at `first`.
void StatementReader::read_amount_of(std::vector<Argument>& into, size_t first) {
    Token key = take();
    if (key.kind != Kind::word || peek().kind != Kind::equals) {
        bool size = key.kind == Kind::word && read_integer(text(key)).form == Literal::Form::integer;
        return fail(key.span, fmt::format("{} is not `key=value`", shown(key)),
                    size ? "the sizes of a shape are joined by `x`" : "for example params=62,378,344");
    }
    Token equals = take();
    if (!is_word(peek())) {
        return fail(equals.span, fmt::format("{} has no value", shown(key)), "for example params=62,378,344");
    }
    Token value = take();
    Literal literal = literal_of(spec_, value);
    bool is_blank = &into != &spec_.limit && is_unanswered(spec_, literal);
    if (text(key) != "output" && !is_blank) {
        auto amount = read_amount(text(value));
        if (!amount) {
            return fail(value.span, fmt::format("{} is not a count", shown(value)),
                        "a count is written as digits, or as 62,378,344, 65M, 1.5k or 256Ki", code::bad_value);
        }
        literal = {.form = Literal::Form::integer, .span = value.span, .number = *amount};
    }
    // There are fewer figures than this. In a longer list, one is unknown or given twice, which is reported.
    constexpr size_t most_figures = 64;
    for (size_t index = first; index < std::min(into.size(), first + most_figures); ++index) {
        if (into[index].key.empty() || spec_.text(into[index].key) != text(key)) continue;
        return fail(key.span, fmt::format("{} is given twice", shown(key)), "remove one of the two",
                    code::duplicate_key);
    }
    into.push_back({text_of(spec_, key), literal});
}

void StatementReader::read_amounts(std::vector<Argument>& into) {
    const Token& directive = tokens_.front();
    if (done()) {
        return fail(directive.span, fmt::format("{} names no figure", shown(directive)),
                    fmt::format("for example {} params=62,378,344", text(directive)));
    }
    while (!failed_ && !done()) read_amount_of(into, 0);
}

}  // namespace nnshape
