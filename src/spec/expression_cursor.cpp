#include "spec/expression_cursor.h"

#include <algorithm>

#include "spec/keywords.h"

namespace nnshape {
namespace {

bool is_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
}

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// The number of bytes at the start of a text that a condition holds for.
template <class Holds>
size_t length_while(std::string_view text, Holds holds) {
    return static_cast<size_t>(std::find_if_not(text.begin(), text.end(), holds) - text.begin());
}

}  // namespace

std::optional<ExpressionCursor::Name> ExpressionCursor::take_name() {
    if (!starts("$") || starts("$(")) return std::nullopt;
    bool braces = starts("${");
    size_t begin = at_ + (braces ? 2 : 1);
    size_t end = begin + length_while(text_.substr(begin), [](char one) { return is_letter(one) || is_digit(one); });
    bool closed = !braces || text_.substr(end).starts_with('}');
    Name name{text_.substr(begin, end - begin), at_, end + (braces ? 1 : 0), false};
    name.valid = closed && is_name(name.text);
    if (name.valid) at_ = name.end;
    if (!name.valid) name.end = end + 1;
    return name;
}

bool ExpressionCursor::take(std::string_view what) {
    if (!starts(what)) return false;
    at_ += what.size();
    return true;
}

std::string_view ExpressionCursor::take_number() {
    size_t begin = at_;
    auto skip_digits = [&] { at_ += length_while(rest(), [](char one) { return is_digit(one) || one == '_'; }); };
    skip_digits();
    if (take(".")) skip_digits();
    size_t end = at_;
    if (end > begin && (take("e") || take("E"))) {
        if (!take("-")) take("+");
        size_t digits = at_;
        skip_digits();
        if (at_ == digits) at_ = end;
    }
    return text_.substr(begin, at_ - begin);
}

std::string_view ExpressionCursor::take_letters() {
    size_t begin = at_;
    at_ += length_while(rest(), [](char one) { return is_letter(one) && one != '_'; });
    return text_.substr(begin, at_ - begin);
}

void ExpressionCursor::skip_blanks() {
    at_ += length_while(rest(), [](char one) { return one == ' ' || one == '\t'; });
}

ExpressionCursor::Bytes ExpressionCursor::whole_letters(size_t begin, size_t end) const {
    begin = std::min(begin, text_.size() - 1);
    end = std::min(std::max(end, begin + 1), text_.size());
    while (end < text_.size() && (text_[end] & 0xC0) == 0x80) ++end;
    return {begin, end};
}

}  // namespace nnshape
