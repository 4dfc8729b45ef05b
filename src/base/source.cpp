#include "base/source.h"

#include <algorithm>

#include "base/unicode.h"

namespace nnshape {

Span join(Span a, Span b) { return {std::min(a.begin, b.begin), std::max(a.end, b.end)}; }

Place place_of(const Source& source, uint32_t offset) {
    std::string_view before = source.text.substr(0, offset);
    auto line = source.first_line + static_cast<uint64_t>(std::count(before.begin(), before.end(), '\n'));
    auto line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
    return {line, code_points(before.substr(line_begin)) + 1};
}

LineIndex::LineIndex(const Source& source) : first_line_(source.first_line) {
    for (auto at = source.text.find('\n'); at != std::string_view::npos; at = source.text.find('\n', at + 1)) {
        ends_.push_back(static_cast<uint32_t>(at));
    }
}

int64_t LineIndex::line_of(uint32_t offset) const {
    auto before = std::lower_bound(ends_.begin(), ends_.end(), offset) - ends_.begin();
    return static_cast<int64_t>(first_line_) + before;
}

Span line_around(std::string_view text, uint32_t offset) {
    auto begin = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;
    auto end = std::min(text.find('\n', offset), text.size());
    if (end > begin && text[end - 1] == '\r') --end;
    return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

}  // namespace nnshape
