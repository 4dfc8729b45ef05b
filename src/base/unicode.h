#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// What the program must know of Unicode: valid UTF-8, code points, display width, and canonical equality.
namespace nnshape {

/// A decoded code point and the bytes it takes; `bytes` is 0 where the text is not UTF-8.
struct CodePoint {
    uint32_t value = 0;
    uint32_t bytes = 0;
};

/// The code point at the front of a text that is not empty; refuses overlong forms, surrogates and what is beyond
/// U+10FFFF.
CodePoint decode(std::string_view text);

void append_utf8(std::string& text, uint32_t code_point);

/// The offset of the first byte that is not UTF-8, or npos.
size_t find_invalid_utf8(std::string_view text);

/// How many code points a text has; bytes that are not UTF-8 count as one each.
uint64_t code_points(std::string_view text);

/// Columns that a terminal gives a text: 2 for wide characters and emoji, 0 for marks and what a joiner joins.
int display_width(std::string_view text);

/// Blank, no-break and ideographic spaces, and a tab; not a line ending.
bool is_blank(uint32_t code_point);

/// Controls, line separators and the marks that turn the direction of writing: never printed raw.
bool is_unprintable(uint32_t code_point);

/// The text with everything unprintable, and bytes that are not UTF-8, written as \n, \t, \u{202e} or \x{ff}.
std::string printable(std::string_view text);

/// The canonical decomposition (NFD): two names that look alike compare equal in it.
std::string decomposed(std::string_view text);

}  // namespace nnshape
