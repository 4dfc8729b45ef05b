#include "spec/text/opening.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "layers/find_kind.h"
#include "spec/arithmetic.h"
#include "spec/keywords.h"
#include "spec/text/word.h"

namespace nnshape {
namespace {

using Kind = Token::Kind;

constexpr size_t longest_quote = 200;  // bytes of a statement that a message quotes

// `(3, 224, 224)` and `(80+5)*2`, which are values and not the arguments of a call.
bool is_value(std::string_view text) {
    bool tuple =
        text.find(',') != std::string_view::npos && text.find_first_not_of("0123456789, ()") == std::string_view::npos;
    return tuple || text.find('$') != std::string_view::npos ||
           (is_arithmetic(text) && text.find_first_of("+-*/%") != std::string_view::npos);
}

class OpeningReader {
  public:
    OpeningReader(Spec& spec, std::span<const Token> tokens, bool (*is_directive)(std::string_view))
        : spec_(spec), tokens_(tokens), is_directive_(is_directive) {}

    Opening read() {
        take_label();
        if (!opening_.mistake) take_type();
        return std::move(opening_);
    }

  private:
    const Token& token(size_t index) const { return tokens_[std::min(index, tokens_.size() - 1)]; }
    std::string_view text(const Token& token) const { return spec_.source.at(token.span); }
    std::string shown(const Token& token) const { return quoted(spec_, token); }

    void mistake(Span span, std::string message, std::string help) {
        opening_.mistake = {&code::syntax, std::move(message), std::move(help), span};
    }

    // A statement with a mistake is a layer too; sets its most likely label and type.
    void take_as(Text label, size_t type) {
        opening_.label = label;
        if (token(type).kind == Kind::word) opening_.type = {before(token(type), '(')};
    }

    Span before(const Token& token, char letter) const {
        auto length = static_cast<uint32_t>(std::min(text(token).find(letter), text(token).size()));
        return {token.span.begin, token.span.begin + length};
    }

    void take_label() {
        const Token& first = token(0);
        const Token& second = token(1);
        if (!is_word(first)) {
            return mistake(first.span, fmt::format("a statement does not begin with {}", shown(first)),
                           "it begins with a label or a layer type");
        }
        if (second.kind == Kind::equals) return refuse_equals();
        if (second.kind == Kind::word && text(second) == ":") {
            take_as(text_of(spec_, first), 2);
            return mistake(second.span, "a blank before the label's colon",
                           write(fmt::format("{}:", label_text(first)), rest(2), "the colon follows it directly"));
        }
        if (first.kind == Kind::quoted) return take_quoted_label();
        if (text(first).find(':') != std::string_view::npos) take_bare_label();
    }

    // The label as it must be written before its colon.
    std::string label_text(const Token& token) const {
        std::string plain = printable(text(token));
        return token.kind == Kind::quoted ? fmt::format("\"{}\"", plain) : plain;
    }

    // `C1 = conv 6 5`, and a parameter on a line of its own.
    void refuse_equals() {
        const Token& first = token(0);
        if (is_directive_(text(first))) {
            opening_.type = {first.span};
            return mistake(token(1).span, fmt::format("{} does not accept `=`", shown(first)),
                           write_directive(printable(text(first)), rest(2)));
        }
        take_as(text_of(spec_, first), 2);
        bool type = token(2).kind == Kind::word && find_digit(text(token(2))) != 0;
        std::string label = fmt::format("{}:", label_text(first));
        mistake(token(1).span, fmt::format("a statement cannot begin with `{} =`", printable(text(first))),
                type ? fmt::format("a label ends in a colon{}", after_colon(label, rest(2)))
                     : std::string("put a parameter on its layer's line"));
    }

    // A fix that replaces the statement. Part of one is not a fix.
    static std::string write(std::string_view label, const std::string& rest, std::string_view otherwise) {
        std::string_view type = std::string_view(rest).substr(0, rest.find(' '));
        bool is_layer = find_kind(type).kind && !is_directive(type);  // of several inputs, none is replaced
        return is_layer && !rest.ends_with("…") ? fmt::format("write `{} {}`", label, rest) : std::string(otherwise);
    }

    static std::string after_colon(std::string_view label, const std::string& rest) {
        std::string fix = write(label, rest, "");
        return fix.empty() ? fix : ": " + fix;
    }

    // A `let` without its name cannot be mended.
    static std::string write_directive(std::string_view name, const std::string& rest) {
        if (folded(name) == "let") return "its name comes first, such as `width`";
        bool whole = !rest.empty() && !rest.ends_with("…");
        return whole ? fmt::format("write `{} {}`", name, rest) : "its value follows it";
    }

    static size_t find_digit(std::string_view text) { return text.find_first_of("-0123456789"); }

    void take_quoted_label() {
        const Token& first = token(0);
        const Token& second = token(1);
        take_as(text_of(spec_, first), 1);
        opening_.length = 1;
        if (!first.colon) {
            return mistake(first.span, fmt::format("{} is not a layer type", shown(first)),
                           fmt::format("a label ends in a colon{}", after_colon(label_text(first) + ":", rest(1))));
        }
        if (first.span.begin == first.span.end) return mistake(first.span, "an empty label", "remove it");
        bool glued = second.kind == Kind::word && second.span.begin == first.span.end + 2;
        if (glued) {
            mistake(first.span, fmt::format("no blank after the colon of {}", shown(first)),
                    write(label_text(first) + ":", rest(1), "a blank follows it"));
        }
    }

    void take_bare_label() {
        const Token& first = token(0);
        Span label = before(first, ':');
        std::string name = printable(spec_.source.at(label));
        bool alone = label.end + 1 == first.span.end;
        Span behind{label.end + 1, first.span.end};
        std::string following = printable(spec_.source.at(behind)) + (token(1).kind == Kind::end ? "" : " ") + rest(1);
        if (is_directive_(spec_.source.at(label))) {
            opening_.type = {label};
            return mistake({label.begin, label.end + 1}, fmt::format("`{}` cannot have a colon", name),
                           write_directive(name, alone ? rest(1) : following));
        }
        opening_.label = {label};
        if (!is_plain_name(spec_.source.at(label))) {
            if (alone) take_as({label}, 1);
            return mistake(label, fmt::format("`{}` is not a label", name),
                           "a label holds letters, digits, `_`, `-`, `.` and `/`, or is quoted");
        }
        if (!alone) {
            opening_.type = {behind};
            return mistake(first.span, fmt::format("no blank after the colon of `{}:`", name),
                           write(name + ":", following, "a blank follows it"));
        }
        opening_.length = 1;
    }

    void take_type() {
        const Token& type = token(opening_.length);
        if (type.kind == Kind::end) {
            return mistake(token(0).span, fmt::format("the label {} has no layer", shown(token(0))),
                           "a layer type follows its label");
        }
        if (type.kind != Kind::word) {
            return mistake(type.span, fmt::format("{} is not a layer type", shown(type)),
                           "a layer type follows its label");
        }
        opening_.type = {type.span};
        if (text(type).ends_with(':')) {
            return mistake(type.span, fmt::format("{} is a second label", shown(type)), "a layer has one name");
        }
        const Token& next = token(opening_.length + 1);
        bool called = text(type).find('(') != std::string_view::npos ||
                      (next.kind == Kind::word && text(next).starts_with('(') && !is_value(text(next)));
        if (called) return refuse_call(type);
        ++opening_.length;
    }

    // `conv(96, 11)`, as a call in code.
    void refuse_call(const Token& type) {
        opening_.type = {before(type, '(')};
        std::string plain = rest(opening_.length);
        for (char& letter : plain) {
            if (std::string_view("(),").find(letter) != std::string_view::npos) letter = ' ';
        }
        std::string line;
        for (std::string_view word : words_of(plain)) {
            if (!word.empty()) line += fmt::format("{}{}", line.empty() ? "" : " ", word);
        }
        size_t blank = line.find(' ');
        bool whole = blank != std::string::npos && !line.ends_with("…") && find_kind(line.substr(0, blank)).kind;
        mistake(type.span, "a layer is written without parentheses",
                whole ? fmt::format("write `{}`", line) : "its values follow it, with blanks between them");
    }

    // The tokens from `first` on and before an arrow, with one blank in place of the blanks between two tokens.
    std::string rest(size_t first) const {
        std::string out;
        for (size_t index = first; index + 1 < tokens_.size() && tokens_[index].kind != Kind::arrow; ++index) {
            bool glued = index > 0 && tokens_[index - 1].span.end == tokens_[index].span.begin;
            if (!out.empty() && !glued) out += ' ';
            if (out.size() > longest_quote) return out + "…";
            out += printable(text(tokens_[index]));
        }
        return out;
    }

    Spec& spec_;
    std::span<const Token> tokens_;
    bool (*is_directive_)(std::string_view);
    Opening opening_;
};

}  // namespace

std::string quoted(const Spec& spec, const Token& token) {
    return fmt::format("`{}`", printable(spec.source.at(token.span)));
}

Opening read_opening(Spec& spec, std::span<const Token> tokens, bool (*is_directive)(std::string_view)) {
    return OpeningReader(spec, tokens, is_directive).read();
}

bool may_be_call(std::string_view text, std::span<const Token> tokens) {
    constexpr size_t most = 4;  // `label: target = name(`
    for (size_t index = 0; index < std::min(tokens.size(), most); ++index) {
        Span span = tokens[index].span;
        std::string_view word = text.substr(span.begin, span.end - span.begin);
        if (word.find('(') != std::string_view::npos) return true;
        if (index == 0 && (word.starts_with(')') || word.starts_with(']'))) return true;
    }
    return false;
}

}  // namespace nnshape
