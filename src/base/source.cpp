#include "base/source.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/unicode.h"

namespace nnshape {
namespace {

// The place in the file that a listing is of.
Place in_file(std::span<const Origin> origins, Place place) {
    if (place.line > origins.size()) return place;
    const Origin& origin = origins[place.line - 1];
    if (origin.line == 0) return {place.line, place.column, &origin};
    return {origin.line, origin.column, &origin};
}

}  // namespace

Span join(Span a, Span b) { return {std::min(a.begin, b.begin), std::max(a.end, b.end)}; }

Place place_of(const Source& source, uint32_t offset) { return PlaceCursor(source).at(offset); }

std::string to_text(const Source& source, Place place) {
    if (!place.is_node()) return fmt::format("{}:{}:{}", printable(source.name), place.line, place.column);
    if (place.origin->node.empty()) return printable(source.name);
    return fmt::format("{} ({})", printable(source.name), printable(place.origin->node));
}

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
    return source_.origins.empty() ? place_ : in_file(source_.origins, place_);
}

LineIndex::LineIndex(const Source& source) : first_line_(source.first_line), origins_(source.origins) {
    for (auto at = source.text.find('\n'); at != std::string_view::npos; at = source.text.find('\n', at + 1)) {
        ends_.push_back(static_cast<uint32_t>(at));
    }
}

int64_t LineIndex::line_of(uint32_t offset) const {
    auto before = std::lower_bound(ends_.begin(), ends_.end(), offset) - ends_.begin();
    Place place{first_line_ + static_cast<uint64_t>(before)};
    return static_cast<int64_t>(in_file(origins_, place).line);
}

Span line_around(std::string_view text, uint32_t offset) {
    auto begin = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;
    auto end = std::min(text.find('\n', offset), text.size());
    if (end > begin && text[end - 1] == '\r') --end;
    return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

}  // namespace nnshape
