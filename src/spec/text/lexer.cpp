#include "spec/text/lexer.h"

#include <algorithm>

#include "base/unicode.h"

namespace nnshape {
namespace {

constexpr std::string_view arrow = "\u2192";

Span span_of(size_t begin, size_t end) { return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}; }

bool starts_with_escape(std::string_view text) { return text.starts_with("\\\"") || text.starts_with("\\\\"); }

}  // namespace

void Lexer::skip_blanks() {
    while (at_ < text_.size()) {
        if (starts("\\\n")) {
            at_ += 2;
        } else if (starts("\\\r\n")) {
            at_ += 3;
        } else if (text_[at_] == '#') {
            at_ = std::min(text_.find('\n', at_), text_.size());
        } else {
            CodePoint point = decode(text_.substr(at_));
            if (!is_blank(point.value) && point.value != '\r') return;
            at_ += point.bytes;
        }
    }
}

Token Lexer::next() {
    skip_blanks();
    if (at_ == text_.size()) return {Token::Kind::end, span_of(at_, at_)};
    auto single = [&](Token::Kind kind, size_t bytes) {
        at_ += bytes;
        return Token{kind, span_of(at_ - bytes, at_)};
    };
    switch (text_[at_]) {
        case '\n':
        case ';': return single(Token::Kind::end, 1);
        case '{': return single(Token::Kind::open, 1);
        case '}': return single(Token::Kind::close, 1);
        case '=': return single(Token::Kind::equals, 1);
        case '"': return quoted();
        default: break;
    }
    if (starts("->")) return single(Token::Kind::arrow, 2);
    if (starts(arrow)) return single(Token::Kind::arrow, arrow.size());
    return word();
}

Token Lexer::quoted() {
    size_t begin = ++at_;
    bool escaped = false;
    for (; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
        if (text_[at_] == '"') {
            if (text_.substr(at_ + 1).starts_with(',')) {  // the first of a list
                at_ = begin - 1;
                return word();
            }
            Token token{Token::Kind::quoted, span_of(begin, at_++), false, escaped};
            token.colon = starts(":");
            if (token.colon) ++at_;
            return token;
        }
        bool escape = starts_with_escape(text_.substr(at_));
        escaped = escaped || escape;
        if (escape) ++at_;
    }
    return unterminated(begin - 1);
}

Token Lexer::unterminated(size_t begin) {
    at_ = std::min(text_.find('\n', begin), text_.size());
    return {Token::Kind::unterminated, span_of(begin, at_)};
}

// A word ends at a blank or at a sign that has a meaning. Inside parentheses, in `${…}`, and between the quotes of a
// name in a list, blanks and signs are part of the word.
Token Lexer::word() {
    size_t begin = at_;
    int open = 0;
    for (; at_ < text_.size(); at_ += std::max(1u, decode(text_.substr(at_)).bytes)) {
        char letter = text_[at_];
        if (letter == '\n' || starts("\\\n") || starts("\\\r\n")) break;
        if (letter == '"' && (at_ == begin || text_[at_ - 1] == ',')) {
            size_t length = quote_length(text_.substr(at_));
            if (length == 1) return unterminated(at_);
            at_ += length - 1;
            continue;
        }
        if (starts("${")) {
            at_ = std::min(text_.find_first_of("}\n", at_), text_.size() - 1);
            if (text_[at_] == '\n') break;
            continue;
        }
        open += letter == '(' ? 1 : letter == ')' ? -1 : 0;
        if (std::string_view("\r;{}").find(letter) != std::string_view::npos) break;
        bool ends = letter == '=' || starts("->") || starts(arrow) || is_blank(decode(text_.substr(at_)).value);
        if (ends && open <= 0) break;
    }
    return {Token::Kind::word, span_of(begin, at_)};
}

size_t quote_length(std::string_view text) {
    for (size_t at = 1; at < text.size() && text[at] != '\n'; ++at) {
        if (text[at] == '"') return at + 1;
        if (starts_with_escape(text.substr(at))) ++at;
    }
    return 1;
}

std::string unescape(std::string_view text) {
    std::string out;
    for (size_t at = 0; at < text.size(); ++at) {
        if (starts_with_escape(text.substr(at))) ++at;
        out += text[at];
    }
    return out;
}

}  // namespace nnshape
