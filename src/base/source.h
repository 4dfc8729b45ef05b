#pragma once

#include <cassert>
#include <cstdint>
#include <span>
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

/// Where a line of a listing is from: a line and a column of a text file, or a node of a binary one.
struct Origin {
    uint64_t line = 0;  ///< 0: see `node`
    uint64_t column = 1;
    std::string node = {};  ///< "node 17, /layer1/conv1"; empty: the file as a whole
    Span span = {};         ///< in the file's text, if it is quoted in place of the listing; empty: it is not
};

/// A text without its byte-order mark, the name it is reported under, and the number of its first line. If the text is
/// the listing of an imported file, each of its lines has an origin in that file.
struct Source {
    std::string name;
    std::string_view text;
    uint64_t first_line = 1;
    std::span<const Origin> origins = {};
    std::string_view original = {};  ///< of a listing: the file's text, if messages quote it

    /// The text of a span, which must be within the text.
    std::string_view at(Span span) const {
        assert(span.begin <= span.end && span.end <= text.size());
        return {text.data() + span.begin, span.end - span.begin};
    }
};

/// The longest text that is accepted as a spec, in bytes. It also bounds the memory that a spec needs.
inline constexpr uint64_t longest_text = 64 << 20;

/// A line and a column, both counted from 1; columns are counted in code points. A place in a binary file has a node
/// in place of them.
struct Place {
    uint64_t line = 1;
    uint64_t column = 1;
    const Origin* origin = nullptr;  ///< of the line, if it is one of a listing

    bool is_node() const { return origin && origin->line == 0; }

    /// Whether messages quote the file that the listing is of.
    bool is_quoted() const { return origin && origin->span != Span{}; }
};

/// "net.nn:3:12", or "net.onnx (node 17, /layer1/conv1)"
std::string to_text(const Source& source, Place place);

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
    Place place_;  // in the text
};

/// The lines of many places, in the file that a listing is of, by binary search; `place_of` reads the text from its
/// beginning each time.
class LineIndex {
  public:
    explicit LineIndex(const Source& source);
    int64_t line_of(uint32_t offset) const;

  private:
    uint64_t first_line_;
    std::span<const Origin> origins_;
    std::vector<uint32_t> ends_;
};

/// The line that contains `offset`, without its line ending.
Span line_around(std::string_view text, uint32_t offset);

}  // namespace nnshape
