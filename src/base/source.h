#pragma once

#include <cassert>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// A named text and places in it. Every stage keeps byte spans; the line, the column and the quoted line are computed
// only when something is printed.
namespace nnshape {

/// Bytes [begin, end) of a source's text.
struct Span {
    uint32_t begin = 0;
    uint32_t end = 0;

    friend bool operator==(Span, Span) = default;
};

/// The smallest span that contains both.
Span join(Span a, Span b);

/// A text without its byte-order mark, the name it is reported under, and the number of its first line.
struct Source {
    std::string name;
    std::string_view text;
    uint64_t first_line = 1;

    /// The text of a span, which must be within the text.
    std::string_view at(Span span) const {
        assert(span.begin <= span.end && span.end <= text.size());
        return {text.data() + span.begin, span.end - span.begin};
    }
};

/// The longest text that is accepted as a spec, in bytes. It also bounds the memory that a spec needs.
inline constexpr uint64_t longest_text = 64 << 20;

/// A line and a column, both counted from 1; columns are counted in code points.
struct Place {
    uint64_t line = 1;
    uint64_t column = 1;
};

/// The place of the byte at `offset`, which may be the end of the text.
Place place_of(const Source& source, uint32_t offset);

/// The places of many offsets, mostly in ascending order: each search continues from the last offset.
class PlaceCursor {
  public:
    explicit PlaceCursor(const Source& source) : source_(source), place_{source.first_line, 1} {}
    Place at(uint32_t offset);

  private:
    const Source& source_;
    uint32_t offset_ = 0;
    Place place_;
};

/// The lines of many places, by binary search; `place_of` reads the text from its beginning each time.
class LineIndex {
  public:
    explicit LineIndex(const Source& source);
    int64_t line_of(uint32_t offset) const;

  private:
    uint64_t first_line_;
    std::vector<uint32_t> ends_;
};

/// The line that contains `offset`, without its line ending.
Span line_around(std::string_view text, uint32_t offset);

}  // namespace nnshape
