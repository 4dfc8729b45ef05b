#include "spec/text/reader.h"

#include <fmt/format.h>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "base/unicode.h"
#include "spec/keywords.h"
#include "spec/text/block_head.h"
#include "spec/text/call_line.h"
#include "spec/text/lexer.h"
#include "spec/text/statement_reader.h"
#include "spec/text/word.h"

namespace nnshape {
namespace {

constexpr int deepest = 64;

// Reads the statements of a text and their blocks.
class TextReader {
  public:
    TextReader(Spec& spec, Diagnostics& diagnostics)
        : spec_(spec),
          diagnostics_(diagnostics),
          lexer_(spec.source.text),
          statement_(spec, diagnostics),
          calls_(spec, diagnostics) {}

    void read() {
        while (!lexer_.at_end()) {
            Token end = read_block(0);
            if (end.kind == Token::Kind::close) fail(end.span, "`}` closes nothing", "is a `{` missing before it?");
        }
        calls_.finish();
    }

  private:
    struct Directive {
        std::string_view name;
        void (TextReader::*read)();
        bool takes_label = false;
    };
    static const Directive directives[];

    Token read_block(int depth);
    Token read_statement(int depth);
    Token read_call_line(const CallLine& line, int depth);
    Token take_tokens(std::vector<Token>& tokens);
    void read_directive(const Directive& directive, int depth);
    static const Directive* find_directive(std::string_view word);
    void read_layer();
    Token read_braces(uint32_t statement, const Token& open, int depth);
    bool tail_follows() const;
    Token read_tail(uint32_t statement);
    void refuse_tail(const Statement& statement, Span span);
    Token skip_braces();

    void read_network() { read_once(spec_.name); }
    void read_layout() { read_once(spec_.layout); }
    void read_dtype();
    void read_once(Text& place);
    void read_input();
    void read_outputs() { read_names(spec_.outputs, "output"); }
    void read_allow() { read_names(spec_.allow, "code"); }
    void read_names(std::vector<Literal>& into, std::string_view noun);
    void read_expect() { statement_.read_amounts(spec_.expect); }
    void read_limit() { statement_.read_amounts(spec_.limit); }
    void read_let();

    void fail(Span span, std::string message, std::string help = {}, const Code& code = code::syntax) {
        if (diagnostics_.size() >= most_mistakes) return;
        diagnostics_.push_back({&code, std::move(message), std::move(help), span});
    }

    Spec& spec_;
    Diagnostics& diagnostics_;
    Lexer lexer_;
    StatementReader statement_;
    CallLines calls_;
    bool unlabelled_input_ = false;
};

const TextReader::Directive TextReader::directives[] = {
    {"network", &TextReader::read_network}, {"layout", &TextReader::read_layout},
    {"dtype", &TextReader::read_dtype},     {"input", &TextReader::read_input, true},
    {"outputs", &TextReader::read_outputs}, {"expect", &TextReader::read_expect},
    {"limit", &TextReader::read_limit},     {"allow", &TextReader::read_allow},
    {"let", &TextReader::read_let},
};

// Reads statements up to a `}` or the end of the text, and returns that token.
Token TextReader::read_block(int depth) {
    while (true) {
        Token end = read_statement(depth);
        if (end.kind == Token::Kind::close || lexer_.at_end()) return end;
    }
}

// Takes the tokens of a statement and the token that ends it: the end of a line, `;`, or a brace.
Token TextReader::take_tokens(std::vector<Token>& tokens) {
    using enum Token::Kind;
    while (true) {
        tokens.push_back(lexer_.next());
        auto kind = tokens.back().kind;
        if (kind == end || kind == open || kind == close || kind == unterminated) return tokens.back();
    }
}

Token TextReader::read_statement(int depth) {
    std::vector<Token> tokens;
    Lexer start = lexer_;
    Token end = take_tokens(tokens);
    bool opens = end.kind == Token::Kind::open;
    if (may_be_call(spec_.source.text, tokens)) {
        if (auto line = calls_.read(tokens[0].span.begin)) {
            lexer_ = start;
            lexer_.go_to(line->end);
            return read_call_line(*line, depth);
        }
    }
    calls_.pass_over();
    if (tokens.size() == 1 && end.kind != Token::Kind::unterminated && !opens) return end;
    statement_.begin(std::move(tokens));
    auto index = static_cast<uint32_t>(spec_.statements.size());
    if (const Directive* directive = find_directive(spec_.text(statement_.type()))) {
        read_directive(*directive, depth);
        if (!opens) return end;
        statement_.fail(end.span, "braces after a directive");
        return skip_braces();
    }
    if (statement_.failed()) {
        // The statement is added as a layer. Layers that use it are then not calculated, and not reported.
        spec_.statements.push_back(
            {.label = statement_.label(), .type = statement_.type(), .span = statement_.span(), .broken = true});
    } else {
        read_layer();
    }
    if (opens) return read_braces(index, end, depth);
    Statement& statement = spec_.statements[index];
    statement.end = index + 1;
    if (statement.kind != Statement::Kind::layer && !statement.broken) {
        statement.broken = true;
        fail(statement.type.span, fmt::format("`{}` has no braces", spec_.text(statement.type)),
             "its statements are in braces, which begin on its line");
    }
    return end;
}

// A line of a framework's code, and what follows it on its line.
Token TextReader::read_call_line(const CallLine& line, int depth) {
    Token end{Token::Kind::end, {line.end, line.end}};
    if (line.kind != CallLine::Kind::layer) return end;
    Statement layer = line.layer;
    if (line.goes_on) {
        std::vector<Token> tokens;
        end = take_tokens(tokens);
        bool has_tail = tokens.size() > 1;
        statement_.go_on(std::move(tokens));
        Range tail = statement_.read_arguments();
        layer.arguments.count += tail.count;
        Range expected = statement_.read_expectation();
        if (layer.expected.count == 0) layer.expected = expected;
        if (has_tail) layer.expects_at = statement_.end();
        layer.broken = layer.broken || statement_.failed();
        if (end.kind == Token::Kind::open) {
            statement_.fail(end.span, "braces after a line of code", "write the layer in the words of this language");
            end = skip_braces();
            layer.broken = true;
        }
    }
    if (line.is_input && depth == 0) {
        spec_.inputs.push_back(layer);
        return end;
    }
    layer.end = static_cast<uint32_t>(spec_.statements.size() + 1);
    spec_.statements.push_back(layer);
    return end;
}

// A layer, or the head of a block.
void TextReader::read_layer() {
    auto kind = block_kind(folded(spec_.text(statement_.type())));
    kind ? read_head(spec_, statement_, *kind) : spec_.statements.push_back(statement_.read_layer());
}

// Reads the block of a statement, and what follows it on its line.
Token TextReader::read_braces(uint32_t index, const Token& open, int depth) {
    spec_.statements[index].has_block = true;
    spec_.statements[index].end = index + 1;  // unless its block is read
    if (depth == deepest) {
        fail(open.span, fmt::format("nested deeper than {}", deepest), {}, code::too_large);
        return skip_braces();
    }
    if (spec_.statements[index].kind == Statement::Kind::define && depth > 0) {
        fail(spec_.statements[index].type.span, "`define` is inside braces", "move it to top level");
        return skip_braces();
    }
    Token end = read_block(depth + 1);
    spec_.statements[index].end = static_cast<uint32_t>(spec_.statements.size());
    spec_.statements[index].expects_at = end.span.end;
    if (end.kind == Token::Kind::close) return read_tail(index);
    fail(open.span, "the `{` is not closed", "a `}` ends what it begins");
    spec_.statements[index].broken = true;
    return end;
}

// Whether `->` or `key=value` follows, and not another statement.
bool TextReader::tail_follows() const {
    Lexer ahead = lexer_;
    Token first = ahead.next();
    return first.kind == Token::Kind::arrow || (is_word(first) && ahead.next().kind == Token::Kind::equals);
}

Token TextReader::read_tail(uint32_t index) {
    if (!tail_follows()) return {Token::Kind::end, {lexer_.position(), lexer_.position()}};
    std::vector<Token> tokens;
    Token end = take_tokens(tokens);
    statement_.go_on(std::move(tokens));
    Statement& statement = spec_.statements[index];
    bool is_layer = statement.kind == Statement::Kind::layer;
    if (end.kind == Token::Kind::open) {
        statement_.fail(end.span, "a second block of one statement", "begin a new line, or write a semicolon");
        end = skip_braces();
    } else if (!is_layer && statement.kind != Statement::Kind::experts) {
        refuse_tail(statement, statement_.peek().span);
    } else {
        // The arguments of a statement are one range: those before its block are copied to the end of the pool.
        auto first = static_cast<uint32_t>(spec_.arguments.size());
        for (uint32_t argument = 0; argument < statement.arguments.count; ++argument) {
            Argument copy = spec_.arguments[statement.arguments.first + argument];
            spec_.arguments.push_back(copy);
        }
        statement_.read_arguments();
        statement.arguments = {first, static_cast<uint32_t>(spec_.arguments.size()) - first};
        statement.expected = statement_.read_expectation();
        statement.expects_at = statement_.end();
        bool expects = statement.expected.count > 0;
        if (!is_layer && expects) refuse_tail(statement, spec_.expected[statement.expected.first].value.span);
    }
    statement.broken = statement.broken || statement_.failed();
    return end;
}

void TextReader::refuse_tail(const Statement& statement, Span span) {
    statement_.fail(span, fmt::format("`{}` is not a layer", spec_.text(statement.type)),
                    "write this on the last layer inside it");
}

// Skips a block after its `{`, up to the end of its line.
Token TextReader::skip_braces() {
    int open = 1;
    while (true) {
        Token token = lexer_.next();
        open += token.kind == Token::Kind::open ? 1 : token.kind == Token::Kind::close ? -1 : 0;
        bool ends = token.kind == Token::Kind::end && (open == 0 || lexer_.at_end());
        if (ends || open < 0) return token;
    }
}

const TextReader::Directive* TextReader::find_directive(std::string_view word) {
    std::string plain = folded(word);
    for (const Directive& directive : directives) {
        if (directive.name == plain) return &directive;
    }
    return nullptr;
}

void TextReader::read_directive(const Directive& directive, int depth) {
    if (statement_.failed()) {
        if (directive.takes_label) spec_.inputs.push_back(statement_.read_layer());
        return;
    }
    Span word = statement_.type().span;
    if (depth > 0) {
        statement_.fail(word, fmt::format("`{}` is inside braces", directive.name), "move it to top level");
    } else if (!statement_.label().empty() && !directive.takes_label) {
        statement_.fail(statement_.label().span, fmt::format("`{}` cannot have a label", directive.name),
                        "only inputs and layers have names");
    } else {
        (this->*directive.read)();
    }
    if (statement_.failed() || statement_.done()) return;
    const Token& surplus = statement_.peek();
    statement_.fail(surplus.span, fmt::format("{} is one too many for `{}`", statement_.shown(surplus), directive.name),
                    "write one statement per line, or separate several with a semicolon");
}

void TextReader::read_once(Text& place) {
    Span word = statement_.type().span;
    std::string_view name = spec_.source.at(word);
    if (statement_.done() || !is_word(statement_.peek())) {
        return statement_.fail(word, fmt::format("`{}` needs a word after it", name));
    }
    if (!place.empty()) {
        return statement_.fail(word, fmt::format("`{}` is given twice", name), "it applies to the whole file",
                               code::duplicate_key);
    }
    place = text_of(spec_, statement_.take());
}

// `dtype float16`, `dtype float16 weights=int4`
void TextReader::read_dtype() {
    read_once(spec_.dtype);
    bool has_more = !statement_.failed() && statement_.peek(1).kind == Token::Kind::equals;
    if (!has_more || !is_word(statement_.peek()) || spec_.source.at(statement_.peek().span) != "weights") return;
    if (!is_word(statement_.peek(2))) {
        return statement_.fail(statement_.peek().span, "`weights` needs a dtype", "for example int4");
    }
    statement_.take(), statement_.take();
    spec_.weights_dtype = text_of(spec_, statement_.take());
}

void TextReader::read_input() {
    Statement input = statement_.read_layer();
    if (input.label.empty() && std::exchange(unlabelled_input_, true)) {
        return statement_.fail(input.type.span, "`input` is given twice", "several inputs have labels, such as `left:`",
                               code::duplicate_key);
    }
    spec_.inputs.push_back(input);
}

void TextReader::read_names(std::vector<Literal>& into, std::string_view noun) {
    if (statement_.done()) {
        Span word = statement_.type().span;
        return statement_.fail(word, fmt::format("`{}` names no {}", spec_.source.at(word), noun));
    }
    while (!statement_.done() && is_word(statement_.peek())) {
        Literal names = name_literal_of(spec_, statement_.take());
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

void TextReader::read_let() {
    Range lets = statement_.read_arguments();
    for (uint32_t index = lets.first; index < lets.first + lets.count; ++index) {
        const Argument& let = spec_.arguments[index];
        if (let.key.empty()) {
            return statement_.fail(let.value.span, "a `let` without a name", "for example width=64");
        }
        if (!is_name(spec_.text(let.key))) {
            return statement_.fail(let.key.span,
                                   fmt::format("`{}` is not a valid name for a `let`", printable(spec_.text(let.key))),
                                   "use letters, digits and `_`, and do not begin with a digit");
        }
        spec_.lets.push_back(let);
    }
    if (lets.count == 0) statement_.fail(statement_.type().span, "`let` names nothing", "for example width=64");
}

}  // namespace

void read_text(Spec& spec, Diagnostics& diagnostics) {
    spec.form = SpecForm::text;
    TextReader(spec, diagnostics).read();
}

}  // namespace nnshape
