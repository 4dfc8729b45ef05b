#include "spec/text_reader.h"

#include <fmt/format.h>
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/unicode.h"
#include "spec/amount.h"
#include "spec/lexer.h"
#include "spec/opening.h"
#include "spec/word.h"

namespace nnshape {
namespace {

using Kind = Token::Kind;

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
        bool takes_values = true;
    };
    static const Directive directives[];

    void read_statement();
    void refuse_broken_tokens();
    void keep_broken(const Opening& opening);
    Statement statement();
    Range read_arguments();
    void read_argument();
    void read_expectation();
    void read_amount_of(std::vector<Argument>& into, size_t first);

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
    std::string shown(const Token& token) const { return quoted(spec_, token); }
    static const Directive* find_directive(std::string_view word);
    static bool takes_values(std::string_view word);
    void fail(Span span, std::string message, std::string help = {}, const Code& code = code::syntax) {
        fail({&code, std::move(message), std::move(help), span});
    }
    void fail(Diagnostic diagnostic);

    Spec& spec_;
    Diagnostics& diagnostics_;
    Lexer lexer_;
    std::vector<Token> tokens_;  // the statement's, an end behind them
    size_t at_ = 0;
    Text label_, type_;
    bool failed_ = false;
    bool unlabelled_input_ = false;
};

const TextReader::Directive TextReader::directives[] = {
    {"network", &TextReader::read_network},       {"layout", &TextReader::read_layout},
    {"dtype", &TextReader::read_dtype},           {"input", &TextReader::read_input},
    {"outputs", &TextReader::read_outputs},       {"expect", &TextReader::read_expect},
    {"limit", &TextReader::read_limit},           {"allow", &TextReader::read_allow},
    {"let", &TextReader::refuse_later, false},    {"define", &TextReader::refuse_later, false},
    {"repeat", &TextReader::refuse_later, false}, {"path", &TextReader::refuse_later, false},
    {"freeze", &TextReader::refuse_later, false},
};

const TextReader::Directive* TextReader::find_directive(std::string_view word) {
    std::string plain = folded(word);
    auto found = std::find_if(std::begin(directives), std::end(directives),
                              [&](const Directive& directive) { return directive.name == plain; });
    return found == std::end(directives) ? nullptr : found;
}

bool TextReader::takes_values(std::string_view word) {
    const Directive* directive = find_directive(word);
    return directive && directive->takes_values;
}

// One error a statement: what follows the first is seldom worth reading.
void TextReader::fail(Diagnostic diagnostic) {
    if (!failed_) diagnostics_.push_back(std::move(diagnostic));
    failed_ = true;
}

void TextReader::read_statement() {
    tokens_.clear();
    at_ = 0;
    failed_ = false;
    do tokens_.push_back(lexer_.next());
    while (tokens_.back().kind != Kind::end && tokens_.back().kind != Kind::unterminated);
    if (tokens_.size() == 1 && done()) return;

    Opening opening = read_opening(spec_, tokens_, takes_values);
    refuse_broken_tokens();
    if (opening.mistake) fail(std::move(*opening.mistake));
    if (failed_) return keep_broken(opening);
    label_ = opening.label;
    type_ = opening.type;
    at_ = opening.length;
    const Directive* directive = find_directive(spec_.text(type_));
    if (!directive) return spec_.layers.push_back(statement());
    if (!label_.empty() && directive->name != "input") {
        return fail(label_.span, fmt::format("`{}` takes no label", directive->name),
                    "only inputs and layers have names");
    }
    (this->*directive->read)();
    if (failed_ || done()) return;
    fail(peek().span, fmt::format("{} is one too many for `{}`", shown(peek()), directive->name),
         "a line says one thing, unless `;` stands between two");
}

// What reads a layer that could not be read is not calculated either, and no mistake of its own.
void TextReader::keep_broken(const Opening& opening) {
    const Directive* directive = find_directive(spec_.text(opening.type));
    if (directive && directive->name != "input") return;
    spec_.layers.push_back({.label = opening.label,
                            .type = opening.type,
                            .span = join(tokens_.front().span, tokens_.back().span),
                            .broken = true});
}

void TextReader::refuse_broken_tokens() {
    for (const Token& token : tokens_) {
        if (token.kind == Kind::unterminated) {
            fail(token.span, "the quote is not closed", "a name ends with `\"` on the line where it begins");
        }
        if (token.kind == Kind::open || token.kind == Kind::close) {
            fail(token.span, "braces are not read by this version", "name a layer's inputs with `from=a,b`");
        }
    }
}

Statement TextReader::statement() {
    Statement layer{.label = label_, .type = type_, .arguments = read_arguments()};
    layer.span = join(tokens_.front().span, tokens_[tokens_.size() - 2].span);  // without the end
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
    if (token.kind == Kind::equals)
        return fail(token.span, "a parameter's name is missing before `=`", "write `stride=2`, say");
    if (token.colon || (token.kind == Kind::word && word.ends_with(':'))) {
        return fail(token.span, fmt::format("{} stands behind the layer type", shown(token)),
                    at_ == 2 && label_.empty() ? fmt::format("a label that holds blanks is quoted, as in `\"{} {}\":`",
                                                             text(tokens_.front()), word.substr(0, word.find(':')))
                                               : "a label stands at its statement's beginning");
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
        return fail(equals.span, fmt::format("{} has no value", shown(token)),
                    fmt::format("write `{}=1`, say", printable(word)));
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
    size_t first = spec_.expected.size();
    if (done()) return fail(arrow.span, "nothing is expected behind the arrow", "write the shape that must come out");
    if (is_word(peek()) && peek(1).kind != Kind::equals) {
        spec_.expected.push_back({{}, literal_of(spec_, take())});
    }
    while (!failed_ && !done()) read_amount_of(spec_.expected, first);
}

// One figure, into the list that begins at `first`.
void TextReader::read_amount_of(std::vector<Argument>& into, size_t first) {
    Token key = take();
    if (key.kind != Kind::word || peek().kind != Kind::equals) {
        bool size = key.kind == Kind::word && read_integer(text(key)).form == Literal::Form::integer;
        return fail(key.span, fmt::format("{} is no `key=value`", shown(key)),
                    size ? "the sizes of a shape are joined by `x`" : "write `params=62,378,344`, say");
    }
    Token equals = take();
    if (!is_word(peek())) {
        return fail(equals.span, fmt::format("{} has no value", shown(key)), "write `params=62,378,344`, say");
    }
    Token value = take();
    Literal literal = literal_of(spec_, value);
    if (text(key) != "output") {
        auto amount = read_amount(text(value));
        if (!amount) {
            return fail(value.span, fmt::format("{} is no count", shown(value)),
                        "a count is written `62378344`, `62,378,344`, `65M`, `1.5k` or `256Ki`", code::bad_value);
        }
        literal = {.form = Literal::Form::integer, .span = value.span, .number = *amount};
    }
    // There are not so many figures: of more, one is unknown or among the first twice, and reported.
    constexpr size_t most_figures = 64;
    for (size_t index = first; index < std::min(into.size(), first + most_figures); ++index) {
        if (into[index].key.empty() || spec_.text(into[index].key) != text(key)) continue;
        return fail(key.span, fmt::format("{} is given twice", shown(key)), "remove one of the two",
                    code::duplicate_key);
    }
    into.push_back({text_of(spec_, key), literal});
}

void TextReader::read_once(Text& place) {
    Span directive = tokens_.front().span;
    if (!is_word(peek())) return fail(directive, fmt::format("{} needs a word behind it", shown(tokens_.front())));
    if (!place.empty()) {
        return fail(directive, fmt::format("{} is given twice", shown(tokens_.front())), "it goes for the whole file",
                    code::duplicate_key);
    }
    place = text_of(spec_, take());
}

void TextReader::read_input() {
    Statement input = statement();
    if (label_.empty() && std::exchange(unlabelled_input_, true)) {
        return fail(input.type.span, "`input` is given twice", "several inputs have labels: `left: input 64x64x3`",
                    code::duplicate_key);
    }
    spec_.inputs.push_back(input);
}

void TextReader::read_names(std::vector<Literal>& into, std::string_view noun) {
    if (done()) return fail(tokens_.front().span, fmt::format("{} names no {}", shown(tokens_.front()), noun));
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
    const Token& directive = tokens_.front();
    if (done()) {
        return fail(directive.span, fmt::format("{} names no figure", shown(directive)),
                    fmt::format("write `{} params=62,378,344`, say", text(directive)));
    }
    while (!failed_ && !done()) read_amount_of(into, 0);
}

void TextReader::refuse_later() {
    fail(tokens_.front().span, fmt::format("{} is not read by this version", shown(tokens_.front())));
}

}  // namespace

void read_text(Spec& spec, Diagnostics& diagnostics) {
    spec.form = SpecForm::text;
    TextReader(spec, diagnostics).read();
}

}  // namespace nnshape
