#include "spec/lexer.h"

#include <algorithm>

#include "base/unicode.h"

namespace nnshape {
namespace {

constexpr std::string_view arrow = "\u2192";

Span span_of(size_t begin, size_t end) { return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}; }

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
            Token token{Token::Kind::quoted, span_of(begin, at_++), false, escaped};
            if (starts(",")) return list(begin - 1);
            token.colon = starts(":");
            if (token.colon) ++at_;
            return token;
        }
        bool escape = starts("\\\"") || starts("\\\\");
        escaped = escaped || escape;
        if (escape) ++at_;
    }
    return {Token::Kind::unterminated, span_of(begin - 1, std::min(at_, text_.size()))};
}

// `"FC 1",pool_2`: a list of names that begins with a quote, read again from there.
Token Lexer::list(size_t begin) {
    at_ = begin;
    return word();
}

// A quoted part of a list, to its closing quote or the line's end.
void Lexer::skip_quoted() {
    for (++at_; at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\n'; ++at_) {
        if (starts("\\\"") || starts("\\\\")) ++at_;
    }
}

// A word ends at a blank or a sign that means something; inside parentheses, and in `${…}`, neither counts.
Token Lexer::word() {
    size_t begin = at_;
    int open = 0;
    for (; at_ < text_.size(); at_ += std::max(1u, decode(text_.substr(at_)).bytes)) {
        if (text_[at_] == '"' && (at_ == begin || text_[at_ - 1] == ',')) skip_quoted();
        if (at_ == text_.size()) break;
        char letter = text_[at_];
        if (letter == '\n' || starts("\\\n") || starts("\\\r\n")) break;
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

std::string unescape(std::string_view text) {
    std::string out;
    for (size_t at = 0; at < text.size(); ++at) {
        bool escape = text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == '"' || text[at + 1] == '\\');
        out += text[escape ? ++at : at];
    }
    return out;
}

}  // namespace nnshape
