#include "spec/statement_reader.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "spec/amount.h"
#include "spec/word.h"

namespace nnshape {
namespace {

using Kind = Token::Kind;

// Letters of any script, digits, `_`, `-`, `.` and `/`.
bool is_label(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char letter) {
        bool beyond_ascii = static_cast<unsigned char>(letter) >= 0x80;
        bool alphanumeric =
            (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        return beyond_ascii || alphanumeric || std::string_view("_-./").find(letter) != std::string_view::npos;
    });
}

constexpr std::string_view directives[] = {"network", "layout", "dtype", "input", "outputs",
                                           "let",     "expect", "limit", "allow", "define"};

}  // namespace

bool is_directive(std::string_view word) {
    return std::find(std::begin(directives), std::end(directives), folded(word)) != std::end(directives);
}

void StatementReader::begin(std::vector<Token> tokens) {
    tokens_ = std::move(tokens);
    at_ = 0;
    label_ = {};
    failed_ = false;
}

Span StatementReader::span() const {
    return tokens_.size() == 1 ? tokens_[0].span : join(tokens_.front().span, tokens_[tokens_.size() - 2].span);
}

// One error a statement: what follows the first is seldom worth reading.
void StatementReader::fail(Span span, std::string message, std::string help, const Code& code) {
    if (!failed_) diagnostics_.push_back({&code, std::move(message), std::move(help), span});
    failed_ = true;
}

bool StatementReader::refuse_unterminated() {
    const Token& last = tokens_.back();
    if (last.kind != Kind::unterminated) return false;
    fail(last.span, "the quote is not closed", "a name ends with `\"` on the line where it begins");
    return true;
}

// `label:`, and the mistakes that are made with it.
bool StatementReader::read_label() {
    if (refuse_unterminated()) return false;
    const Token& first = peek();
    if (!is_word(first)) {
        fail(first.span, fmt::format("a statement does not begin with `{}`", text(first)),
             "it begins with a label or a layer type, as in `C1: conv 6 5`");
        return false;
    }
    const Token& second = peek(1);
    if (second.kind == Kind::equals) {
        std::string_view name = text(first);
        fail(
            second.span, fmt::format("`{} =` begins no statement", name),
            fmt::format("a label ends in a colon, as in `{}: conv 6 5`; a parameter stands on its layer's line", name));
        return false;
    }
    if (second.kind == Kind::word && text(second) == ":") {
        fail(second.span, "a blank before the label's colon", fmt::format("write `{}:`", text(first)));
        return false;
    }
    if (first.kind == Kind::quoted) {
        if (!first.colon) return !refuse_parentheses();
        label_ = text_of(spec_, take());
        if (label_.empty()) fail(first.span, "an empty label");
        return !failed_;
    }
    std::string_view word = text(first);
    size_t colon = word.find(':');
    if (colon == std::string_view::npos || refuse_parentheses()) return !failed_;
    std::string_view name = word.substr(0, colon);
    if (colon + 1 < word.size()) {
        fail(first.span, fmt::format("no blank behind the colon of `{}:`", name),
             fmt::format("write `{}: {}`", name, word.substr(colon + 1)));
        return false;
    }
    if (is_directive(name)) {
        fail(first.span, fmt::format("`{}` takes no colon", name), fmt::format("write `{} {}`", name, rest(1)));
        return false;
    }
    if (name.empty() || !is_label(name)) {
        fail({first.span.begin, first.span.end - 1}, fmt::format("`{}` is no label", printable(name)),
             "a label holds letters, digits, `_`, `-`, `.` and `/`, or is quoted");
        return false;
    }
    take();
    label_ = {{first.span.begin, first.span.end - 1}};
    if (done()) fail(first.span, fmt::format("the label `{}` has no layer", name), "a layer type follows its label");
    return !failed_ && !refuse_parentheses();
}

// The tokens from `ahead` on, with a blank where there was one.
std::string StatementReader::rest(size_t ahead) const {
    std::string rest;
    for (size_t index = at_ + ahead; index + 1 < tokens_.size(); ++index) {
        bool glued = tokens_[index - 1].span.end == tokens_[index].span.begin;
        if (!rest.empty() && !glued) rest += ' ';
        rest += text(tokens_[index]);
    }
    return rest;
}

// `conv(96, 11)`, as it is written in code.
bool StatementReader::refuse_parentheses() {
    const Token& type = peek();
    if (type.kind != Kind::word || text(type).find('(') == std::string_view::npos) return false;
    std::string plain = rest(0);
    for (char& letter : plain) {
        if (std::string_view("(),").find(letter) != std::string_view::npos) letter = ' ';
    }
    std::string help = "write `";
    for (std::string_view word : words_of(plain)) {
        if (!word.empty()) help += fmt::format("{}{}", help.back() == '`' ? "" : " ", word);
    }
    fail(type.span, "a layer is written without parentheses", help + "`");
    return true;
}

Statement StatementReader::read_layer() {
    Statement layer{.label = label_, .type = text_of(spec_, take()), .span = span()};
    layer.arguments = read_arguments();
    layer.expected = read_expectation();
    layer.broken = failed_;
    return layer;
}

Range StatementReader::read_arguments() {
    auto first = static_cast<uint32_t>(spec_.arguments.size());
    while (!failed_ && !done() && peek().kind != Kind::arrow) read_argument();
    return {first, static_cast<uint32_t>(spec_.arguments.size()) - first};
}

void StatementReader::read_argument() {
    const Token& token = take();
    std::string_view word = text(token);
    if (token.kind == Kind::equals) return fail(token.span, "a parameter's name is missing before `=`");
    if (token.colon || (token.kind == Kind::word && word.ends_with(':'))) {
        return fail(token.span, fmt::format("`{}` stands behind the layer type", word),
                    "a label stands at its statement's beginning");
    }
    if (token.kind == Kind::word && word.ends_with(',')) {
        return fail({token.span.end - 1, token.span.end}, "a comma between values",
                    "values are separated by blanks; a list of names is written without blanks, as in `from=a,b`");
    }
    if (peek().kind != Kind::equals) {
        spec_.arguments.push_back({{}, literal_of(spec_, token)});
        return;
    }
    const Token& equals = take();
    if (!is_word(peek())) {
        return fail(equals.span, fmt::format("`{}` has no value", word), fmt::format("write `{}=1`, say", word));
    }
    const Token& value = take();
    if (value.kind == Kind::word && text(value).ends_with(',')) {
        return fail({value.span.end - 1, value.span.end}, "a blank behind a comma",
                    "a list is written without blanks, as in `from=a,b`");
    }
    spec_.arguments.push_back({text_of(spec_, token), literal_of(spec_, value)});
}

Range StatementReader::read_expectation() {
    auto first = static_cast<uint32_t>(spec_.expected.size());
    if (failed_ || peek().kind != Kind::arrow) return {first, 0};
    const Token& arrow = take();
    if (done()) fail(arrow.span, "nothing is expected behind the arrow", "write the shape that must come out");
    if (is_word(peek()) && peek(1).kind != Kind::equals) {
        spec_.expected.push_back({{}, literal_of(spec_, take())});
    }
    while (!failed_ && !done()) read_amount_of(spec_.expected);
    return {first, static_cast<uint32_t>(spec_.expected.size()) - first};
}

void StatementReader::read_amount_of(std::vector<Argument>& into) {
    Token key = take();
    if (key.kind != Kind::word || peek().kind != Kind::equals) {
        fail(key.span, fmt::format("`{}` is no `key=value`", text(key)), "write `params=62,378,344`, say");
        return;
    }
    Token equals = take();
    if (!is_word(peek())) {
        fail(equals.span, fmt::format("`{}` has no value", text(key)));
        return;
    }
    Token value = take();
    Literal literal = literal_of(spec_, value);
    if (text(key) != "output") {
        auto amount = read_amount(text(value));
        if (!amount) {
            fail(value.span, fmt::format("`{}` is no count", text(value)),
                 "a count is written `62378344`, `62,378,344`, `65M`, `1.5k` or `256Ki`", code::bad_value);
            return;
        }
        literal = {.form = Literal::Form::integer, .span = value.span, .number = *amount};
    }
    into.push_back({text_of(spec_, key), literal});
}

void StatementReader::read_amounts(std::vector<Argument>& into) {
    if (done()) return fail(tokens_.front().span, "nothing behind it", "write `params=62,378,344`, say");
    while (!failed_ && !done()) read_amount_of(into);
}

}  // namespace nnshape
