#include "spec/json_cursor.h"

#include <algorithm>

namespace nnshape {

Span JsonCursor::take() {
    std::string_view text = spec_.source.text;
    auto begin = static_cast<uint32_t>(text.find_first_not_of(" \t\r\n,:", at_));
    if (text[begin] == '"') {
        uint32_t end = begin + 1;
        while (text[end] != '"') end += text[end] == '\\' ? 2 : 1;
        at_ = end + 1;
        return {begin + 1, end};
    }
    bool bracket = std::string_view("{}[]").find(text[begin]) != std::string_view::npos;
    size_t end = bracket ? begin + 1 : text.find_first_of(" \t\r\n,:{}[]", begin);
    at_ = static_cast<uint32_t>(std::min(end, text.size()));
    return {begin, at_};
}

Text JsonCursor::text_of(Span span, const std::string& decoded) {
    if (spec_.source.at(span).find('\\') == std::string_view::npos) return {span};
    spec_.decoded.push_back(decoded);
    return {span, static_cast<uint32_t>(spec_.decoded.size() - 1)};
}

}  // namespace nnshape
