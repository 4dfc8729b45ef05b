#include "base/source.h"

#include <algorithm>

#include "base/unicode.h"

namespace nnshape {

Span join(Span a, Span b) { return {std::min(a.begin, b.begin), std::max(a.end, b.end)}; }

Place place_of(const Source& source, uint32_t offset) { return PlaceCursor(source).at(offset); }

Place PlaceCursor::at(uint32_t offset) {
    if (offset < offset_) {
        offset_ = 0;
        place_ = {source_.first_line, 1};
    }
    std::string_view passed = source_.text.substr(offset_, offset - offset_);
    size_t line_end = passed.rfind('\n');
    if (line_end != std::string_view::npos) {
        place_.line += static_cast<uint64_t>(std::count(passed.begin(), passed.end(), '\n'));
        place_.column = 1;
        passed.remove_prefix(line_end + 1);
    }
    place_.column += code_points(passed);
    offset_ = offset;
    return place_;
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
