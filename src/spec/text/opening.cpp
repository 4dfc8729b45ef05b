#include "spec/text/opening.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "spec/keywords.h"
#include "spec/text/word.h"

namespace nnshape {
namespace {

using Kind = Token::Kind;

constexpr size_t longest_quote = 60;  // bytes of a statement that a message quotes

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
                           "it begins with a label or a layer type, as in `C1: conv 6 5`");
        }
        if (second.kind == Kind::equals) return refuse_equals();
        if (second.kind == Kind::word && text(second) == ":") {
            take_as(text_of(spec_, first), 2);
            return mistake(second.span, "a blank before the label's colon",
                           fmt::format("write `{}:`", label_text(first)));
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
                           fmt::format("write `{} {}`", printable(text(first)), rest(2)));
        }
        take_as(text_of(spec_, first), 2);
        bool type = token(2).kind == Kind::word && find_digit(text(token(2))) != 0;
        std::string layer = type ? rest(2) : "conv 6 5";
        mistake(token(1).span, fmt::format("`{} =` begins no statement", printable(text(first))),
                fmt::format("a label ends in a colon, as in `{}: {}`; put a parameter on its layer's line",
                            label_text(first), layer));
    }

    static size_t find_digit(std::string_view text) { return text.find_first_of("-0123456789"); }

    void take_quoted_label() {
        const Token& first = token(0);
        const Token& second = token(1);
        take_as(text_of(spec_, first), 1);
        opening_.length = 1;
        if (!first.colon) {
            return mistake(first.span, fmt::format("{} is not a layer type", shown(first)),
                           fmt::format("a label ends in a colon, as in `{}: conv 6 5`", label_text(first)));
        }
        if (first.span.begin == first.span.end) return mistake(first.span, "an empty label", "leave it out");
        bool glued = second.kind == Kind::word && second.span.begin == first.span.end + 2;
        if (glued) {
            mistake(first.span, fmt::format("no blank after the colon of {}", shown(first)),
                    fmt::format("write `{}: {}`", label_text(first), rest(1)));
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
                           fmt::format("write `{} {}`", name, alone ? rest(1) : following));
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
                           fmt::format("write `{}: {}`", name, following));
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
                           "a layer type follows its label, as in `C1: conv 6 5`");
        }
        opening_.type = {type.span};
        if (text(type).ends_with(':')) {
            return mistake(type.span, fmt::format("{} is a second label", shown(type)), "a layer has one name");
        }
        const Token& next = token(opening_.length + 1);
        bool called =
            text(type).find('(') != std::string_view::npos ||
            (next.kind == Kind::word && text(next).starts_with('(') && text(next).find('$') == std::string_view::npos);
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
        mistake(type.span, "a layer is written without parentheses", fmt::format("write `{}`", line));
    }

    // The tokens from `first` on, with one blank in place of the blanks between two tokens.
    std::string rest(size_t first) const {
        std::string out;
        for (size_t index = first; index + 1 < tokens_.size(); ++index) {
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

}  // namespace nnshape
