#include "spec/text_reader.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "spec/amount.h"
#include "spec/lexer.h"
#include "spec/word.h"

namespace nnshape {
namespace {

using Kind = Token::Kind;

bool is_word(const Token& token) { return token.kind == Kind::word || token.kind == Kind::quoted; }

// Letters of any script, digits, `_`, `-`, `.` and `/`.
bool is_label(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char letter) {
        bool beyond_ascii = static_cast<unsigned char>(letter) >= 0x80;
        bool alphanumeric =
            (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        return beyond_ascii || alphanumeric || std::string_view("_-./").find(letter) != std::string_view::npos;
    });
}

class TextReader {
  public:
    TextReader(Spec& spec, Diagnostics& diagnostics)
        : spec_(spec), diagnostics_(diagnostics), lexer_(spec.source.text) {}

    void read() {
        while (!lexer_.at_end()) read_statement();
    }

  private:
    struct Directive {
        std::string_view name;
        void (TextReader::*read)();
    };
    static const Directive directives[];

    void read_statement();
    bool refuse_broken_tokens();
    bool take_label();
    bool refuse_slips();
    std::string rest_of_statement(size_t ahead) const;
    void read_layer();
    Statement statement();
    Range read_arguments();
    void read_argument();
    void read_expectation();
    Argument read_amount_of(std::vector<Argument>& into);

    void read_network() { read_once(spec_.name); }
    void read_layout() { read_once(spec_.layout); }
    void read_dtype() { read_once(spec_.dtype); }
    void read_once(Text& place);
    void read_input();
    void read_outputs() { read_names(spec_.outputs, "output"); }
    void read_allow() { read_names(spec_.allow, "code"); }
    void read_names(std::vector<Literal>& into, std::string_view noun);
    void read_expect() { read_amounts(spec_.expect); }
    void read_limit() { read_amounts(spec_.limit); }
    void read_amounts(std::vector<Argument>& into);
    void refuse_later();

    const Token& peek(size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
    const Token& take() { return at_ + 1 < tokens_.size() ? tokens_[at_++] : tokens_.back(); }
    bool done() const { return peek().kind == Kind::end; }
    std::string_view text(const Token& token) const { return spec_.source.at(token.span); }
    const Directive* find_directive(std::string_view word) const;
    void fail(Span span, std::string message, std::string help = {}, const Code& code = code::syntax);

    Spec& spec_;
    Diagnostics& diagnostics_;
    Lexer lexer_;
    std::vector<Token> tokens_;  // the statement's, an end behind them
    size_t at_ = 0;
    Text label_;
    bool failed_ = false;
};

const TextReader::Directive TextReader::directives[] = {
    {"network", &TextReader::read_network}, {"layout", &TextReader::read_layout},
    {"dtype", &TextReader::read_dtype},     {"input", &TextReader::read_input},
    {"outputs", &TextReader::read_outputs}, {"expect", &TextReader::read_expect},
    {"limit", &TextReader::read_limit},     {"allow", &TextReader::read_allow},
    {"let", &TextReader::refuse_later},     {"define", &TextReader::refuse_later},
    {"repeat", &TextReader::refuse_later},  {"path", &TextReader::refuse_later},
    {"freeze", &TextReader::refuse_later},
};

const TextReader::Directive* TextReader::find_directive(std::string_view word) const {
    for (const Directive& directive : directives) {
        if (folded(word) == directive.name) return &directive;
    }
    return nullptr;
}

// One error a statement: what follows the first is seldom worth reading.
void TextReader::fail(Span span, std::string message, std::string help, const Code& code) {
    if (!failed_) diagnostics_.push_back({&code, std::move(message), std::move(help), span});
    failed_ = true;
}

void TextReader::read_statement() {
    tokens_.clear();
    at_ = 0;
    label_ = {};
    failed_ = false;
    do tokens_.push_back(lexer_.next());
    while (tokens_.back().kind != Kind::end && tokens_.back().kind != Kind::unterminated);
    if (tokens_.size() == 1 && done()) return;

    if (refuse_broken_tokens() || !take_label() || refuse_slips()) {
        // The place of a layer that could not be read stays known: what reads it is not calculated either.
        spec_.layers.push_back({.label = label_, .span = join(tokens_.front().span, peek().span), .broken = true});
        return;
    }
    const Directive* directive = peek().kind == Kind::word ? find_directive(text(peek())) : nullptr;
    if (!directive) return read_layer();
    take();
    if (!label_.empty() && directive->name != "input") {
        return fail(label_.span, fmt::format("`{}` takes no label", directive->name));
    }
    (this->*directive->read)();
    if (!failed_ && !done()) {
        fail(peek().span, fmt::format("`{}` is one too many for `{}`", text(peek()), directive->name));
    }
}

bool TextReader::refuse_broken_tokens() {
    for (const Token& token : tokens_) {
        if (token.kind == Kind::unterminated) {
            fail(token.span, "the quote is not closed", "a name ends with `\"` on the line where it begins");
        }
        if (token.kind == Kind::open || token.kind == Kind::close) {
            fail(token.span, "braces are not read by this version", "name a layer's inputs with `from=a,b`");
        }
    }
    return failed_;
}

// `label:`, and the mistakes that are made with it.
bool TextReader::take_label() {
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
        if (!first.colon) return true;
        label_ = text_of(spec_, take());
        if (label_.empty()) fail(first.span, "an empty label");
        return !failed_;
    }
    std::string_view word = text(first);
    size_t colon = word.find(':');
    if (colon == std::string_view::npos) return true;
    std::string_view name = word.substr(0, colon);
    if (colon + 1 < word.size()) {
        fail(first.span, fmt::format("no blank behind the colon of `{}:`", name),
             fmt::format("write `{}: {}`", name, word.substr(colon + 1)));
        return false;
    }
    const Directive* directive = find_directive(name);
    if (directive && directive->read != &TextReader::refuse_later) {
        fail(first.span, fmt::format("`{}` takes no colon", directive->name),
             fmt::format("write `{} {}`", directive->name, rest_of_statement(1)));
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
    return !failed_;
}

// The tokens from `ahead` on, with a blank where there was one.
std::string TextReader::rest_of_statement(size_t ahead) const {
    std::string rest;
    for (size_t index = at_ + ahead; index + 1 < tokens_.size(); ++index) {
        bool glued = tokens_[index - 1].span.end == tokens_[index].span.begin;
        if (!rest.empty() && !glued) rest += ' ';
        rest += text(tokens_[index]);
    }
    return rest;
}

// `conv(96, 11)`, as it is written in code.
bool TextReader::refuse_slips() {
    const Token& type = peek();
    if (type.kind != Kind::word || text(type).find('(') == std::string_view::npos) return failed_;
    std::string plain = rest_of_statement(0);
    for (char& letter : plain) {
        if (std::string_view("(),").find(letter) != std::string_view::npos) letter = ' ';
    }
    std::string help = "write `";
    for (std::string_view word : words_of(plain)) {
        if (!word.empty()) help += fmt::format("{}{}", help.back() == '`' ? "" : " ", word);
    }
    fail(type.span, "a layer is written without parentheses", help + "`");
    return failed_;
}

void TextReader::read_layer() { spec_.layers.push_back(statement()); }

Statement TextReader::statement() {
    Statement layer{.label = label_, .span = join(tokens_.front().span, tokens_[tokens_.size() - 1].span)};
    layer.span.end = tokens_.size() > 1 ? tokens_[tokens_.size() - 2].span.end : layer.span.end;
    layer.type = text_of(spec_, take());
    layer.arguments = read_arguments();
    auto first = static_cast<uint32_t>(spec_.expected.size());
    if (!failed_ && peek().kind == Kind::arrow) read_expectation();
    layer.expected = {first, static_cast<uint32_t>(spec_.expected.size()) - first};
    layer.broken = failed_;
    return layer;
}

Range TextReader::read_arguments() {
    auto first = static_cast<uint32_t>(spec_.arguments.size());
    while (!failed_ && !done() && peek().kind != Kind::arrow) read_argument();
    return {first, static_cast<uint32_t>(spec_.arguments.size()) - first};
}

void TextReader::read_argument() {
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

// `-> [shape] {key=value}`
void TextReader::read_expectation() {
    const Token& arrow = take();
    if (done()) return fail(arrow.span, "nothing is expected behind the arrow", "write the shape that must come out");
    if (is_word(peek()) && peek(1).kind != Kind::equals) {
        spec_.expected.push_back({{}, literal_of(spec_, take())});
    }
    while (!failed_ && !done()) read_amount_of(spec_.expected);
}

Argument TextReader::read_amount_of(std::vector<Argument>& into) {
    Token key = take();
    if (key.kind != Kind::word || peek().kind != Kind::equals) {
        fail(key.span, fmt::format("`{}` is no `key=value`", text(key)), "write `params=62,378,344`, say");
        return {};
    }
    Token equals = take();
    if (!is_word(peek())) {
        fail(equals.span, fmt::format("`{}` has no value", text(key)));
        return {};
    }
    Token value = take();
    Literal literal = literal_of(spec_, value);
    if (text(key) != "output") {
        auto amount = read_amount(text(value));
        if (!amount) {
            fail(value.span, fmt::format("`{}` is no count", text(value)),
                 "a count is written `62378344`, `62,378,344`, `65M`, `1.5k` or `256Ki`", code::bad_value);
            return {};
        }
        literal = {.form = Literal::Form::integer, .span = value.span, .number = *amount};
    }
    into.push_back({text_of(spec_, key), literal});
    return into.back();
}

void TextReader::read_once(Text& place) {
    Span directive = tokens_.front().span;
    if (!is_word(peek())) return fail(directive, fmt::format("`{}` needs a word behind it", text(tokens_.front())));
    if (!place.empty()) {
        return fail(directive, fmt::format("`{}` is given twice", text(tokens_.front())), "it goes for the whole file",
                    code::duplicate_key);
    }
    place = text_of(spec_, take());
}

void TextReader::read_input() {
    at_ -= 1;  // the directive is the statement's type
    Statement input = statement();
    bool unlabelled = label_.empty();
    for (const Statement& other : spec_.inputs) {
        if (!unlabelled || !other.label.empty()) continue;
        return fail(input.type.span, "`input` is given twice", "several inputs have labels: `left: input 64x64x3`",
                    code::duplicate_key);
    }
    spec_.inputs.push_back(input);
}

void TextReader::read_names(std::vector<Literal>& into, std::string_view noun) {
    if (done()) return fail(tokens_.front().span, fmt::format("`{}` names no {}", text(tokens_.front()), noun));
    while (is_word(peek())) {
        Literal names = literal_of(spec_, take());
        if (names.form != Literal::Form::commas) {
            into.push_back(names);
            continue;
        }
        for (uint32_t index = 0; index < names.items.count; ++index) {
            Literal name = spec_.items[names.items.first + index];
            if (name.span.begin != name.span.end) into.push_back(name);
        }
    }
}

void TextReader::read_amounts(std::vector<Argument>& into) {
    if (done()) return fail(tokens_.front().span, "nothing behind it", "write `params=62,378,344`, say");
    while (!failed_ && !done()) read_amount_of(into);
}

void TextReader::refuse_later() {
    fail(tokens_.front().span, fmt::format("`{}` is not read by this version", text(tokens_.front())));
}

}  // namespace

void read_text(Spec& spec, Diagnostics& diagnostics) {
    spec.form = SpecForm::text;
    TextReader(spec, diagnostics).read();
}

}  // namespace nnshape
