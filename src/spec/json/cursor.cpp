#include "spec/json/cursor.h"

#include <algorithm>

namespace nnshape {
namespace {

// The length of the JSON number at the start of a text; 0 if there is none.
size_t number_length(std::string_view text) {
    auto digits = [&](size_t at) {
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
        return at;
    };
    auto at = [&](size_t index, std::string_view letters) {
        return index < text.size() && letters.find(text[index]) != std::string_view::npos;
    };
    size_t first = at(0, "-") ? 1 : 0;
    size_t end = at(first, "0") ? first + 1 : digits(first);
    if (end == first) return 0;
    if (at(end, ".") && digits(end + 1) > end + 1) end = digits(end + 1);
    if (!at(end, "eE")) return end;
    size_t exponent = at(end + 1, "+-") ? end + 2 : end + 1;
    return digits(exponent) > exponent ? digits(exponent) : end;
}

}  // namespace

bool is_json_scalar(std::string_view text) {
    return text == "true" || text == "false" || text == "null" || number_length(text) == text.size();
}

Span JsonCursor::take() {
    auto begin = static_cast<uint32_t>(text_.find_first_not_of(" \t\r\n,:", at_));
    if (text_[begin] == '"') {
        uint32_t end = begin + 1;
        while (text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
        at_ = end + 1;
        return {begin + 1, end};
    }
    bool bracket = std::string_view("{}[]").find(text_[begin]) != std::string_view::npos;
    size_t end = bracket ? begin + 1 : text_.find_first_of(" \t\r\n,:{}[]", begin);
    at_ = static_cast<uint32_t>(std::min(end, text_.size()));
    return {begin, at_};
}

}  // namespace nnshape
