#include "spec/json/fault.h"

#include <fmt/format.h>
#include <algorithm>
#include <optional>

#include "base/unicode.h"
#include "spec/json/cursor.h"

namespace nnshape {
namespace {

using After = JsonBuilder::After;

constexpr std::string_view blanks = " \t\r\n";

struct Advice {
    std::string_view begins;
    std::string_view message;
    std::string_view help;
};

constexpr Advice signs[] = {
    {"//", "JSON has no comments", "remove it, or write the spec in the text form"},
    {"/*", "JSON has no comments", "remove it, or write the spec in the text form"},
    {"#", "JSON has no comments", "remove it, or write the spec in the text form"},
    {"'", "a string in single quotes", "JSON's strings are in double quotes"},
    {"+", "a number with a plus sign", "leave the sign out"},
    {".", "a number without digits before its point", "for example `0.5`"},
};

constexpr Advice words[] = {
    {"True", "`True` is not a JSON value", "JSON writes `true`"},
    {"False", "`False` is not a JSON value", "JSON writes `false`"},
    {"None", "`None` is not a JSON value", "JSON writes `null`"},
    {"NaN", "NaN is not a JSON number", ""},
    {"-NaN", "NaN is not a JSON number", ""},
    {"nan", "NaN is not a JSON number", ""},
    {"Infinity", "Infinity is not a JSON number", ""},
    {"-Infinity", "Infinity is not a JSON number", ""},
    {"inf", "Infinity is not a JSON number", ""},
};

bool is_one_of(char letter, std::string_view letters) { return letters.find(letter) != std::string_view::npos; }

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

bool is_hex(char letter) {
    return is_digit(letter) || (letter >= 'a' && letter <= 'f') || (letter >= 'A' && letter <= 'F');
}

class Fault {
  public:
    Fault(const Source& source, const JsonBuilder& builder)
        : source_(source), text_(source.text), builder_(builder), at_(skip_blanks(builder.position())) {}

    Diagnostic find() {
        if (auto half = half_read()) return *half;
        if (auto sign = advice()) return *sign;
        if (at_ == text_.size()) return unfinished();
        if (builder_.after() == After::key) return after_key();
        if (builder_.after() == After::value) return after_value();
        return where_value_belongs(false);
    }

  private:
    uint32_t skip_blanks(uint32_t at) const {
        return static_cast<uint32_t>(std::min(text_.find_first_not_of(blanks, at), text_.size()));
    }

    bool in_object() const { return builder_.depth() > 0 && text_[builder_.innermost()] == '{'; }

    // The span of the word or the sign at a place, for a message.
    Span token() const {
        size_t end = std::min(text_.find_first_of(" \t\r\n,:{}[]\"", at_), text_.size());
        if (end == at_) ++end;
        return {at_, static_cast<uint32_t>(end)};
    }
    std::string found() const { return printable(source_.at(token())); }

    Diagnostic error(Span span, std::string message, std::string help = {}) const {
        return {&code::syntax, std::move(message), std::move(help), span};
    }

    // `01` and `nullx`: the parser reported their beginning as a token.
    std::optional<Diagnostic> half_read() const {
        std::string_view last = source_.at(builder_.last_scalar());
        if (builder_.after() != After::value || last.empty()) return std::nullopt;
        if (is_json_scalar(last)) return std::nullopt;
        if (!is_digit(last[0]) && last[0] != '-') return no_value(builder_.last_scalar());
        return no_number(builder_.last_scalar());
    }

    Diagnostic no_value(Span span) const {
        return error(span, fmt::format("`{}` is not a JSON value", printable(source_.at(span))),
                     "put a word in double quotes");
    }

    Diagnostic no_number(Span span) const {
        std::string_view text = source_.at(span);
        bool sizes =
            text.find_first_not_of("0123456789xX") == std::string_view::npos && is_one_of(text.back(), "0123456789");
        bool zero = text.size() > 1 && text[0] == '0' && is_digit(text[1]);
        std::string digits(text);
        std::erase(digits, '_');
        bool whole = std::all_of(digits.begin(), digits.end(), is_digit);
        if (zero) digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
        std::string help =
            whole && text[0] != '_' ? fmt::format("write `{}`", digits) : "write the digits alone, such as 62378344";
        if (sizes && !zero) {
            std::string list(text);
            for (size_t at; (at = list.find_first_of("xX")) != std::string::npos;) list.replace(at, 1, ", ");
            help = fmt::format("sizes are an array: `[{}]`", list);
        }
        return error(span, fmt::format("`{}` is not a JSON number", printable(text)), help);
    }

    std::optional<Diagnostic> advice() const {
        uint32_t at = at_;
        bool separator = at < text_.size() && ((builder_.after() == After::key && text_[at] == ':') ||
                                               (builder_.after() == After::value && text_[at] == ','));
        if (separator) at = skip_blanks(at + 1);
        for (const Advice& sign : signs) {
            if (!text_.substr(at).starts_with(sign.begins)) continue;
            auto end = static_cast<uint32_t>(at + sign.begins.size());
            return error({at, end}, std::string(sign.message), std::string(sign.help));
        }
        return std::nullopt;
    }

    Diagnostic unfinished() const {
        auto end = static_cast<uint32_t>(text_.size());
        Place open = place_of(source_, builder_.innermost());
        return error({end, end}, "the text ends too early",
                     fmt::format("the `{}` of line {}, column {} is not closed", text_[builder_.innermost()], open.line,
                                 open.column));
    }

    Diagnostic after_key() {
        if (text_[at_] != ':') {
            return error(token(), fmt::format("`{}` is not allowed here", found()), "a `:` is missing after the key");
        }
        at_ = skip_blanks(at_ + 1);
        return where_value_belongs(false);
    }

    Diagnostic after_value() {
        if (builder_.depth() == 0) return error(token(), "text after the end of the spec", "a file holds one object");
        if (text_[at_] == ',') {
            comma_ = at_;
            at_ = skip_blanks(at_ + 1);
            return where_value_belongs(true);
        }
        if (is_one_of(text_[at_], "]}")) return wrong_bracket();
        if (text_[at_] == ':')
            return error(token(), "`:` is not allowed here",
                         in_object() ? "a `,` is missing" : "put a key in an object, in braces");
        return error(token(), fmt::format("`{}` is not allowed here", found()), "a `,` is missing before it");
    }

    Diagnostic wrong_bracket() const {
        Place open = place_of(source_, builder_.innermost());
        return error(token(),
                     fmt::format("`{}` does not close the `{}` of line {}, column {}", text_[at_],
                                 text_[builder_.innermost()], open.line, open.column),
                     fmt::format("a `{}` is missing before it", in_object() ? '}' : ']'));
    }

    // A value is missing, or in an object a key. `after_comma`: a comma precedes it, so it is required.
    Diagnostic where_value_belongs(bool after_comma) const {
        if (at_ == text_.size()) return unfinished();
        bool key = in_object() && builder_.after() != After::key;
        char letter = text_[at_];
        if (after_comma && is_one_of(letter, "]}")) {
            return error({comma_, comma_ + 1}, fmt::format("a comma before `{}`", letter), "remove the comma");
        }
        if (letter == '"') return broken_string();
        std::string_view token_text = source_.at(token());
        for (const Advice& word : words) {
            if (token_text == word.begins) return error(token(), std::string(word.message), std::string(word.help));
        }
        if (builder_.depth() == 0) {
            return error(token(), fmt::format("`{}` is not allowed here", found()), "a spec in JSON begins with `{`");
        }
        if (!key && (is_digit(letter) || letter == '-')) return bad_number();
        bool word = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
        if (!key && word) return no_value(token());
        return error(token(), fmt::format("`{}` is not allowed here", found()),
                     key ? "a key in double quotes belongs here" : "a value belongs here");
    }

    Diagnostic bad_number() const {
        if (!is_json_scalar(source_.at(token()))) return no_number(token());
        return error(token(), fmt::format("`{}` is too large a number", found()));
    }

    Diagnostic broken_string() const {
        uint32_t at = at_ + 1;
        bool high = false;  // the first half of a surrogate pair precedes
        for (; at < text_.size() && text_[at] != '"'; ++at) {
            if (text_[at] == '\n') {
                Span line = line_around(text_, at_);
                return error({at_, line.end}, "a line ends inside a string",
                             "close the quote; a line break in a string is \\n");
            }
            if (static_cast<unsigned char>(text_[at]) < 0x20) {
                return error({at, at + 1}, "a control character inside a string",
                             fmt::format("write it as `\\u{:04x}`", text_[at]));
            }
            if (high && text_[at] != '\\') break;
            if (text_[at] != '\\') continue;
            auto length = escape_length(at);
            if (length == 0) {
                uint32_t end = at + 1 + (at + 1 < text_.size() ? std::max(1u, decode(text_.substr(at + 1)).bytes) : 0);
                return error({at, end}, "an escape that JSON does not have",
                             R"(those are \" \\ \/ \b \f \n \r \t and \u with four hexadecimal digits)");
            }
            int half = length == 6 ? surrogate_half(at) : 0;
            if (half == (high ? 1 : 2) || (high && half == 0)) return half_pair(high ? at - 6 : at);
            high = half == 1;
            at += length - 1;
        }
        if (high) return half_pair(at - 6);
        return error({at_, line_around(text_, at_).end}, "a string that is not closed", "it ends with `\"`");
    }

    Diagnostic half_pair(uint32_t at) const {
        return error({at, at + 6}, "half a surrogate pair in a string", "write both halves, or the character itself");
    }

    // The length in bytes of the escape at a backslash; 0 if it is not an escape.
    uint32_t escape_length(uint32_t at) const {
        if (at + 1 >= text_.size()) return 0;
        if (is_one_of(text_[at + 1], "\"\\/bfnrt")) return 2;
        std::string_view digits = text_.substr(std::min<size_t>(at + 2, text_.size()), 4);
        bool four = digits.size() == 4 && std::all_of(digits.begin(), digits.end(), is_hex);
        return text_[at + 1] == 'u' && four ? 6 : 0;
    }

    // 1 for the first half of a pair, \ud800 to \udbff, 2 for the second, \udc00 to \udfff, else 0.
    int surrogate_half(uint32_t at) const {
        if (!is_one_of(text_[at + 2], "dD")) return 0;
        if (is_one_of(text_[at + 3], "89abAB")) return 1;
        return is_one_of(text_[at + 3], "cdefCDEF") ? 2 : 0;
    }

    const Source& source_;
    std::string_view text_;
    const JsonBuilder& builder_;
    uint32_t at_;
    uint32_t comma_ = 0;
};

}  // namespace

Diagnostic json_fault(const Source& source, const JsonBuilder& builder) { return Fault(source, builder).find(); }

}  // namespace nnshape
